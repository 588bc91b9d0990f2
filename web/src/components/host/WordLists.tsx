/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { number, t } from '../../lib/i18n';
import { textOf } from './carrying';
import { useDesk, useStuck, type Desk } from './desk';
import { asking, say } from './ui';
import { changes, LISTED_MOST, listName, LISTS_MOST, readLines } from './listing';

interface Listed { list: string; n: number }
interface Page { n: number; more: boolean; words: string[] }

async function readList(desk: Desk, list: string): Promise<string[] | null> {
  const words: string[] = [];
  for (;;) {
    const page = await desk.ask<Page>('words.list', { list, ...(words.length > 0 && { after: words[words.length - 1] }) });
    if (!page) return null;
    words.push(...page.words);
    if (!page.more || page.words.length === 0) return words;
  }
}

function save(list: string, words: readonly string[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${words.join('\n')}\n`], { type: 'text/plain' }));
  link.download = `${list}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** One list, one entry a line: pasted, brought as a file, or written. */
function Editor({ list, changed, gone }: { list: string; changed: () => Promise<void>; gone: () => void }) {
  const desk = useDesk();
  const stuck = useStuck();
  const [kept, setKept] = useState<readonly string[] | null>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const load = async () => {
    const words = await readList(desk, list);
    if (!words) return;
    setKept(words);
    setText(words.join('\n'));
  };
  useEffect(() => { setKept(null); void load(); }, [list]);
  const { words, wrong } = readLines(text);
  const over = words.length > LISTED_MOST;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (over || busy || !kept) return;
    setBusy(true);
    let all = true;
    for (const piece of changes(kept, words)) all = all && await desk.run('words.set', { list, ...piece });
    await load();
    await changed();
    setBusy(false);
    if (all) say(t('host.words.saved'));
  };
  const empty = async () => {
    setBusy(true);
    let all = true;
    for (const piece of changes(kept ?? [], [])) all = all && await desk.run('words.set', { list, ...piece });
    await changed();
    setBusy(false);
    if (!all) return void load();
    say(t('host.words.gone', { list }));
    gone();
  };
  const remove = () => {
    asking.value = {
      title: t('host.words.ask', { list }), text: t('host.words.ask_text'), yes: t('host.remove'), run: () => { void empty(); },
    };
  };
  const bring = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file) setText(`${text.trimEnd()}\n${await textOf(file)}`.trimStart());
    input.value = '';
  };
  return (
    <form onSubmit={(event) => { void submit(event); }}>
      <label class="field">
        <span>{t('host.words.field', { list })}</span>
        <textarea rows={8} value={text} spellcheck={false} autoComplete="off" disabled={kept === null} aria-describedby="words-count"
          onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p id="words-count" class={over ? 'small-text wrong' : 'small-text muted'}>{t('host.words.count', { n: number(words.length), most: number(LISTED_MOST) })}</p>
      {wrong.length > 0 ? <p class="small-text wrong">{t('host.words.wrong', { n: wrong.length, lines: wrong.slice(0, 3).join(' · ') })}</p> : null}
      <div class="buttons">
        <button type="submit" class="button small" disabled={stuck || busy || over || kept === null}>{t('host.form.save')}</button>
        <label class="button quiet small file">
          {t('host.words.bring')}
          <input type="file" class="sr-only" accept=".txt,.csv,text/plain,text/csv" onChange={(event) => { void bring(event.currentTarget); }} />
        </label>
        <button type="button" class="button quiet small" disabled={words.length === 0} onClick={() => save(list, words)}>{t('host.words.take')}</button>
        {kept && kept.length > 0 ? (
          <button type="button" class="button quiet small" disabled={stuck || busy} onClick={remove}>{t('host.words.remove')}</button>
        ) : null}
      </div>
    </form>
  );
}

function NewList({ make }: { make: (list: string) => void }) {
  const [name, setName] = useState('');
  const list = listName(name);
  return (
    <form class="inline-form" onSubmit={(event) => { event.preventDefault(); if (list) { make(list); setName(''); } }}>
      <label class="field">
        <span>{t('host.words.name')}</span>
        <input type="text" value={name} maxLength={16} autoComplete="off" placeholder="fr" onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <div class="buttons"><button type="submit" class="button quiet small" disabled={!list}>{t('host.words.new')}</button></div>
    </form>
  );
}

/** Words that staff wants to read first, a list for each language. */
export function WordLists() {
  const desk = useDesk();
  const [lists, setLists] = useState<readonly Listed[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const isLive = desk.model.link.value.phase === 'live';
  const load = async () => {
    const read = await desk.ask<{ lists: Listed[] }>('words.list', {});
    if (read) setLists(read.lists);
  };
  useEffect(() => { if (isLive) void load(); }, [isLive]);
  const names = [...new Set([...lists.map(({ list }) => list), ...(chosen ? [chosen] : [])])].sort();
  return (
    <section class="card" aria-labelledby="words-title">
      <h2 id="words-title">{t('host.words')}</h2>
      <p class="muted small-text">{t('host.words.about')}</p>
      {names.length > 0 ? (
        <div class="buttons review-filters word-lists" role="group" aria-label={t('host.words.lists')}>
          {names.map((name) => (
            <button key={name} type="button" class="button quiet small" aria-pressed={chosen === name} onClick={() => setChosen(name)}>
              {name} <b class="number">{number(lists.find(({ list }) => list === name)?.n ?? 0)}</b>
            </button>
          ))}
        </div>
      ) : null}
      {chosen ? <Editor key={chosen} list={chosen} changed={load} gone={() => setChosen(null)} /> : null}
      {names.length < LISTS_MOST ? <NewList make={setChosen} /> : null}
    </section>
  );
}
