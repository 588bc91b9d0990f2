/* SPDX-License-Identifier: Apache-2.0 */
/* One contribution by itself on the stage: chosen, walked through with buttons or keys, and put back among the others. */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board, Idea, IdeasPage } from '../../lib/protocol';
import { useDesk, useStuck, type Desk } from './desk';
import { isTyping } from './keys';
import { asking, helpShown, keysOn, reviewing, say, writing, writingBoard } from './ui';

const PAGES_MOST = 3;
const AGAIN_MS = 4_000;

/** What may be shown, in the order of the board; read again as others come. */
function useIdeas(desk: Desk, { id, def }: Board): readonly Idea[] | null {
  const [ideas, setIdeas] = useState<readonly Idea[] | null>(null);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = async () => {
      const all: Idea[] = [];
      for (let page = 0; page < PAGES_MOST && !document.hidden; page++) {
        const after = all[all.length - 1]?.id;
        const found = await desk.client.send<IdeasPage & Record<string, unknown>>(
          'idea.list', { board: id, state: 'shown', order: def.kind === 'answers' ? 'old' : 'top', ...(after && { after }) }).catch(() => null);
        if (!found) break;
        all.push(...found.ideas.filter(({ status }) => status !== 'merged'));
        if (!found.more) break;
      }
      if (isOver) return;
      if (!document.hidden) setIdeas(all);
      timer = setTimeout(() => { void read(); }, AGAIN_MS);
    };
    void read();
    return () => { isOver = true; clearTimeout(timer); };
  }, [id]);
  return ideas;
}

/** Letters that lie under a key of their own on every layout. */
const KEYS: Readonly<Record<string, 1 | -1 | 0>> = { l: 1, k: -1, o: 0 };

function useKeys(walk: (by: 1 | -1 | 0) => void): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const busy = writing.value || writingBoard.value || asking.value || helpShown.value || reviewing.value || isTyping(event.target);
      const by = KEYS[event.key.toLowerCase()];
      if (by === undefined || busy || !keysOn.value || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      walk(by);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

export function Large({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  const ideas = useIdeas(desk, board);
  const held = desk.model.room.value?.settings.large;
  const shown = held?.board === board.id ? held.idea : null;
  const at = ideas?.findIndex(({ id }) => id === shown) ?? -1;
  const show = async (idea: string | null) => {
    if (!await desk.settings({ large: idea === null ? undefined : { board: board.id, idea } })) return;
    if (idea !== null && shown === null) say(t('host.large.on'), () => { void desk.settings({ large: undefined }); });
  };
  const walk = (by: 1 | -1 | 0) => {
    if (by === 0) { if (shown !== null) void show(null); return; }
    const next = ideas?.[at < 0 ? (by > 0 ? 0 : ideas.length - 1) : (at + by + ideas.length) % ideas.length];
    if (next) void show(next.id);
  };
  useKeys(walk);
  if (!ideas || ideas.length === 0) return null;
  return (
    <section class="counted one-large" aria-labelledby="large-title">
      <div class="large-head">
        <h3 id="large-title">{t('host.large')}</h3>
        {at >= 0 && <span class="muted">{t('host.large.at', { at: at + 1, of: ideas.length })}</span>}
      </div>
      <div class="buttons">
        <button type="button" class="button quiet small" disabled={stuck} onClick={() => walk(-1)}>{t('host.large.before')}</button>
        <button type="button" class="button quiet small" disabled={stuck} onClick={() => walk(1)}>{t('host.large.next')}</button>
        <button type="button" class="button quiet small" disabled={stuck || shown === null} onClick={() => walk(0)}>{t('host.large.off')}</button>
      </div>
      {shown !== null && at < 0 && <p class="muted small-text">{t('host.large.gone')}</p>}
      <ol class="large-list" tabIndex={0} aria-labelledby="large-title">
        {ideas.map(({ id, words }) => (
          <li key={id} class={id === shown ? 'asked-now' : ''}>
            <span>{tidy(words.title)}{words.name && <span class="muted small-text"> {words.name}</span>}</span>
            <button type="button" class="button quiet small" aria-pressed={id === shown} disabled={stuck} onClick={() => { void show(id === shown ? null : id); }}>
              {t(id === shown ? 'host.large.off' : 'host.large.show')}<span class="sr-only"> {tidy(words.title)}</span>
            </button>
          </li>
        ))}
      </ol>
      {keysOn.value && <p class="muted small-text large-keys">{t('host.large.keys')}</p>}
    </section>
  );
}
