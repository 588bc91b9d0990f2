/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { groupOf, groupsOf, withGroup } from '../../lib/groups';
import { t, tidy } from '../../lib/i18n';
import type { Board, Idea, IdeasPage, PostOk } from '../../lib/protocol';
import { useDesk, useStuck } from './desk';
import { GroupHead } from './GroupHead';

const GROUPS_MOST = 12;
const NAME_CHARS = 40;
const PAGES_MOST = 3;
const AGAIN_MS = 5_000;
const MIME = 'text/plain';

/** The ideas of a board, as many as fit a wall; read again as others group along. */
function useIdeas(board: Board): [readonly Idea[], (id: string, change: Partial<Idea>) => void] {
  const { client } = useDesk();
  const [ideas, setIdeas] = useState<readonly Idea[]>([]);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = async () => {
      const all: Idea[] = [];
      for (let page = 0; page < PAGES_MOST; page++) {
        const after = all[all.length - 1]?.id;
        const found = await client.send<IdeasPage & Record<string, unknown>>(
          'idea.list', { board: board.id, state: 'shown', order: 'old', ...(after && { after }) }).catch(() => null);
        if (!found) break;
        all.push(...found.ideas);
        if (!found.more) break;
      }
      if (isOver) return;
      if (all.length > 0) setIdeas(all);
      timer = setTimeout(() => { void read(); }, AGAIN_MS);
    };
    void read();
    return () => { isOver = true; clearTimeout(timer); };
  }, [board.id]);
  const change = (id: string, more: Partial<Idea>) =>
    setIdeas((held) => held.map((one) => (one.id === id ? { ...one, ...more } : one)));
  return [ideas, change];
}

/** Puts what is alike together: by dragging, or by a choice beside each idea. */
export function Grouping({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  const [ideas, change] = useIdeas(board);
  const { def } = board;
  const groups = groupsOf(def);
  const put = async (id: string, group: number | null) => {
    const idea = ideas.find((one) => one.id === id);
    if (!idea || groupOf(def, idea) === group) return;
    const ok = await desk.ask<PostOk & Record<string, unknown>>('idea.group', { board: board.id, idea: id, version: idea.version, group });
    if (ok) change(id, { version: ok.version, group: group ?? undefined } as Partial<Idea>);
  };
  const columns = [...groups.map(({ name, at }) => ({ name: tidy(name), group: at as number | null })), { name: t('host.group.none'), group: null }];
  return (
    <div class="grouping">
      <p class="muted small-text">{t('host.group.hint')}</p>
      {groups.length < GROUPS_MOST && <NewGroup board={board} />}
      <div class="group-columns">
        {columns.map(({ name, group }) => (
          <section key={group ?? 'none'} class="group-column" aria-label={name}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => { event.preventDefault(); void put(event.dataTransfer!.getData(MIME), group); }}>
            {group === null ? <h3>{name}</h3> : <GroupHead key={name} board={board} at={group} />}
            <ul>
              {ideas.filter((idea) => groupOf(def, idea) === group).map((idea) => (
                <li key={idea.id} draggable={!stuck} onDragStart={(event) => event.dataTransfer!.setData(MIME, idea.id)}>
                  <span>{tidy(idea.words.title)}</span>
                  <select aria-label={t('host.group.of', { title: idea.words.title })} disabled={stuck} value={group ?? ''}
                    onChange={(event) => { void put(idea.id, event.currentTarget.value === '' ? null : Number(event.currentTarget.value)); }}>
                    {columns.map((one) => <option key={one.group ?? ''} value={one.group ?? ''}>{one.name}</option>)}
                  </select>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function NewGroup({ board }: { board: Board }) {
  const desk = useDesk();
  const [name, setName] = useState('');
  const add = async (event: Event) => {
    event.preventDefault();
    const title = name.trim();
    if (title === '' || board.def.groups?.includes(title)) return;
    const groups = withGroup(board.def, title, GROUPS_MOST);
    if (await desk.saveBoard(board, { ...board.def, groups })) setName('');
  };
  return (
    <form class="new-group" onSubmit={(event) => { void add(event); }}>
      <input type="text" value={name} maxLength={NAME_CHARS} aria-label={t('host.group.new')} placeholder={t('host.group.new')}
        onInput={(event) => setName(event.currentTarget.value)} />
      <button type="submit" class="button quiet small">{t('host.group.add')}</button>
    </form>
  );
}
