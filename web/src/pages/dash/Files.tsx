/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import { isAsked } from '../../lib/kinds';
import { FORMATS } from '../../lib/formats';
import { announce } from '../../lib/live';
import type { Refusal } from '../../lib/protocol';
import type { Dash } from './dash';
import { Log } from './Log';

const OF_A_BOARD = ['ideas', 'supports', 'comments'] as const;

interface File { name: string; cmd: 'room.export' | 'board.export'; fields: { what: string; board?: string } }

/** What may be had: of all questions, and of each board. */
function filesOf(dash: Dash): File[] {
  const { model } = dash.client.value;
  const isAnswered = model.questions.value.some((one) => isAsked(one) && one.state !== 'draft');
  const boards = model.boards.value.filter(({ phase }) => phase !== 'draft');
  const room: File[] = isAnswered ? (['results', 'ballots'] as const).map((what) => ({ name: t(`dash.file.${what}`), cmd: 'room.export', fields: { what } })) : [];
  return [...room, ...boards.flatMap(({ id, def }) => OF_A_BOARD.map((what): File => (
    { name: `${tidy(def.title)} – ${t(`dash.file.${what}`)}`, cmd: 'board.export', fields: { board: id, what } })))];
}

/** The browser saves what the way leads to; the page stays. */
async function fetchFile(dash: Dash, { cmd, fields }: File, format: string): Promise<string> {
  try {
    const { path } = await dash.client.value.send<{ path: string }>(cmd, { ...fields, format });
    const link = Object.assign(document.createElement('a'), { href: path, download: '' });
    document.body.append(link);
    link.click();
    link.remove();
    return t('dash.files.coming');
  } catch (refusal) {
    return t((refusal as Refusal).code === 'forbidden' ? 'dash.files.forbidden' : 'dash.files.failed');
  }
}

/** What stands in it, in plain words. */
function saidOf({ fields: { what } }: File, audits: boolean): string {
  if (what !== 'results' && what !== 'ballots') return t('dash.files.people');
  if (!audits) return t(what === 'results' ? 'dash.files.host' : 'dash.files.host_ballots');
  return t(what === 'results' ? 'dash.files.full' : 'dash.files.full_ballots');
}

/** Files and the report, for who may have them; and in plain words what they tell. */
export function Files({ dash }: { dash: Dash }) {
  const [chosen, setChosen] = useState(0);
  const [told, tell] = useState('');
  const { role, audits } = dash.you.value;
  const { model } = dash.client.value;
  const files = filesOf(dash);
  const file = files[chosen] ?? files[0];
  const may = audits || role === 'host';
  if (dash.wall.value || !may || !file || model.room.value?.settings.rehearsal) return null;
  const ask = async (format: string) => {
    const words = await fetchFile(dash, file, format);
    tell(words);
    announce(words);
  };
  return (
    <section class="panel wide files" aria-labelledby="files">
      <header class="panel-head">
        <h2 id="files">{t('dash.files')}</h2>
        <a class="button quiet small" href={`/r/${dash.code}`} target="_blank" rel="noopener">{t('dash.file.report')}</a>
      </header>
      <div class="files-line">
        <label class="choice">
          <span class="sr-only">{t('dash.files.which')}</span>
          <select value={String(files.indexOf(file))} onChange={(event) => { setChosen(Number(event.currentTarget.value)); tell(''); }}>
            {files.map(({ name }, at) => <option key={name} value={String(at)}>{name}</option>)}
          </select>
        </label>
        {FORMATS[file.cmd].map(([format, name]) => (
          <button key={format} type="button" class="button quiet small" onClick={() => { void ask(format); }}>
            {name}<span class="sr-only"> – {file.name}</span>
          </button>
        ))}
        <span class="facts" aria-hidden="true">{told}</span>
      </div>
      <p class="note">{saidOf(file, audits === true)}</p>
      <Log dash={dash} />
    </section>
  );
}
