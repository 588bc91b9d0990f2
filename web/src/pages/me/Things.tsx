/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy, type Key } from '../../lib/i18n';
import type { Idea } from '../../lib/protocol';
import type { Mine, Shelf } from './mine';

interface Props {
  mine: Mine;
  shelves: Readonly<Record<string, Shelf>>;
  which: 'mine' | 'supports';
  more: (board: string, next: string) => void;
}

/** What one posted, or supports, board by board. */
export function Things({ mine, shelves, which, more }: Props) {
  const boards = mine.client.model.boards.value.filter(({ id }) => (shelves[id]?.ideas.length ?? 0) > 0);
  return (
    <section class="card" aria-labelledby={which}>
      <h2 id={which}>{t(`me.${which}` as Key)}</h2>
      {boards.length === 0 ? <p class="muted">{t(`me.${which}.none` as Key)}</p> : null}
      {boards.map(({ id, def }) => (
        <div key={id}>
          <h3>{tidy(def.title)}</h3>
          <ul class="things">
            {shelves[id]!.ideas.map((idea) => <Thing key={idea.id} mine={mine} board={id} idea={idea} />)}
          </ul>
          {shelves[id]!.next === null ? null : (
            <button type="button" class="button quiet" onClick={() => more(id, shelves[id]!.next!)}>{t('me.more')}</button>
          )}
        </div>
      ))}
    </section>
  );
}

function Thing({ mine, board, idea }: { mine: Mine; board: string; idea: Idea }) {
  const { state, status, supports, words } = idea;
  const address = (id: string) => `/b/${mine.code}/${board}/${id}`;
  const into = mine.ends.value[`${board}/${idea.id}`];
  return (
    <li>
      <a href={address(idea.id)}>{tidy(words.title)}</a>
      <p class="muted">
        {t('me.support', { n: supports })}
        {status === 'new' || into ? '' : ` · ${t(`notice.status.${status}` as Key)}`}
        {state === 'pending' || state === 'hidden' ? ` · ${t(`me.state.${state}` as Key)}` : ''}
      </p>
      {into ? (
        <p>
          {t('me.joined')} <a href={address(into.id)}>{tidy(into.words.title)}</a>
          {into.status === 'new' ? '' : ` · ${t(`notice.status.${into.status}` as Key)}`}
        </p>
      ) : null}
      {into?.words.answer ? <p class="answer">{tidy(into.words.answer)}</p> : null}
      {state === 'hidden' && words.reason ? <p>{t('me.reason', { reason: tidy(words.reason) })}</p> : null}
      {words.answer ? <p class="answer">{tidy(words.answer)}</p> : null}
    </li>
  );
}
