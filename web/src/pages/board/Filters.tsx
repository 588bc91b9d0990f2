/* SPDX-License-Identifier: Apache-2.0 */
import { groupsOf } from '../../lib/groups';
import { t, tidy } from '../../lib/i18n';
import type { Board, IdeaStatus } from '../../lib/protocol';
import type { Query } from '../../lib/reader';
import type { Place } from './place';
import { statusWords } from './words';

const ORDERS = ['top', 'new', 'trend', 'needs'] as const;
const STATUSES: readonly IdeaStatus[] = ['planned', 'making', 'released', 'review', 'declined'];

/** Orders, and what else narrows the list. */
export function Filters({ place, board }: { place: Place; board: Board }) {
  const query = place.query.value;
  const { def } = board;
  const order = query.order ?? (query.search === undefined ? def.order ?? 'top' : null);
  const change = (next: Query) => place.ask(next);
  const { tag: _tag, ...noTag } = query;
  const { group: _group, ...noGroup } = query;
  const { status: _status, ...noStatus } = query;
  const { mine: _mine, ...noMine } = query;
  const { order: _order, ...best } = query;
  const ideas = Object.values(place.ideas.byId.value);
  // Those in use: a filter that finds nothing is no help.
  const used = STATUSES.filter((status) => query.status === status || ideas.some((idea) => !idea.gone && idea.status === status));
  return (
    <div class="filters">
      <div class="orders" role="group" aria-label={t('board.order')}>
        {query.search === undefined ? null : (
          <button type="button" aria-pressed={order === null} onClick={() => change(best)}>{t('board.order.best')}</button>
        )}
        {ORDERS.map((one) => (
          <button key={one} type="button" aria-pressed={order === one} onClick={() => change({ ...query, order: one })}>
            {t(`board.order.${one}`)}
          </button>
        ))}
      </div>
      <div class="chips" role="group" aria-label={t('board.filter')}>
        <Chip on={query.mine === true} words={t(`board.filter.mine.${def.kind}`)}
          set={(on) => change(on ? { ...query, mine: true } : noMine)} />
        {(def.tags ?? []).map((tag, at) => (
          <Chip key={tag} on={query.tag === at} words={tidy(tag)} tag set={(on) => change(on ? { ...query, tag: at } : noTag)} />
        ))}
        {groupsOf(def).map(({ name, at }) => (
          <Chip key={name} on={query.group === at} words={tidy(name)} set={(on) => change(on ? { ...query, group: at } : noGroup)} />
        ))}
        {used.map((status) => (
          <Chip key={status} on={query.status === status} words={statusWords(status, def.kind)}
            set={(on) => change(on ? { ...query, status } : noStatus)} />
        ))}
      </div>
    </div>
  );
}

function Chip({ on, words, tag = false, set }: { on: boolean; words: string; tag?: boolean; set: (on: boolean) => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => set(!on)}>
      {on ? <span aria-hidden="true">✓ </span> : tag ? <span class="hash" aria-hidden="true"># </span> : null}{words}
    </button>
  );
}
