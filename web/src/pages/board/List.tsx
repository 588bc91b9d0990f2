/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { groupsOf } from '../../lib/groups';
import { t, tidy } from '../../lib/i18n';
import { Active } from './later';
import { Card } from './Card';
import { Filters } from './Filters';
import { lookAround } from './look';
import type { ViewProps } from './place';
import { Search } from './Search';

/** The list, in the order it had when the reader asked for it. */
export function List({ place, board, phase }: ViewProps) {
  const { ideas, reader } = place;
  const { kind } = board.def;
  const list = useRef<HTMLOListElement>(null);
  const order = ideas.order.value;
  const fresh = ideas.fresh.value;
  const found = ideas.found.value;
  const may = place.may(board);
  const query = place.query.value;
  // While the team puts ideas together, a wide page has a column for each group.
  const columns = board.phase === 'group' && query.group === undefined && found === null ? groupsOf(board.def) : [];
  useEffect(() => lookAround(reader, order, list.current), [order]);
  const again = async () => {
    await reader.load();
    const top = document.getElementById('list');
    top?.scrollIntoView();
    top?.focus({ preventScroll: true });
  };
  return (
    <section class="list" aria-labelledby="list">
      <p class="fresh">
        {fresh > 0 && may.shows ? (
          <button type="button" class="button" onClick={() => { void again(); }}>
            {t(`board.fresh.${kind}`, { n: fresh })}<span aria-hidden="true"> ↑</span>
          </button>
        ) : null}
      </p>
      <h2 id="list" tabIndex={-1}>
        {!may.shows ? t(`board.yours.${kind}`)
          : found !== null ? t('board.found', { n: found }) : t(`board.count.${kind}`, { n: ideas.total.value })}
      </h2>
      {may.shows && (ideas.total.value > 0 || found !== null) ? <Search place={place} /> : null}
      {may.shows ? <Filters place={place} board={board} /> : null}
      {place.trouble.value ? <p class="refused">{place.trouble.value}</p> : null}
      {ideas.read.value ? null : <Waiting phase={phase} />}
      {ideas.read.value && order.length === 0 ? <Empty place={place} board={board} /> : null}
      {columns.length > 0 ? (
        <ul class="group-heads" aria-hidden="true" style={{ '--columns': String(columns.length + 1) }}>
          {columns.map(({ name }) => <li key={name}>{tidy(name)}</li>)}<li>{t('board.group.none')}</li>
        </ul>
      ) : null}
      <ol class={columns.length > 0 ? 'cards grouped' : 'cards'} ref={list} style={{ '--columns': String(columns.length + 1) }}>
        {order.map((id) => <Card key={id} place={place} board={board} id={id} />)}
      </ol>
      {ideas.partial.value ? <p class="empty muted">{t('board.partial')}</p> : null}
      {ideas.more.value ? (
        <p class="row more-row">
          <button type="button" class="button quiet" aria-disabled={reader.busy.value} onClick={() => { void reader.loadMore(); }}>
            {t(reader.busy.value ? 'board.loading' : 'board.more')}
          </button>
        </p>
      ) : null}
      {place.client.model.room.value?.settings.points ? <Active place={place} /> : null}
    </section>
  );
}

function Waiting({ phase }: { phase: ViewProps['phase'] }) {
  return <p class="empty muted">{t(phase === 'away' ? 'board.offline_empty' : 'board.loading')}</p>;
}

function Empty({ place, board }: Omit<ViewProps, 'phase'>) {
  const { order: _order, search, ...others } = place.query.value;
  const filtered = search !== undefined || Object.keys(others).length > 0;
  const may = place.may(board);
  return (
    <div class="empty">
      <p class="empty-title">{search !== undefined ? t('board.empty.search', { search }) : t(filtered ? 'board.empty.filtered' : may.post ? `board.empty.first.${board.def.kind}` : 'board.empty.none')}</p>
      {filtered ? (
        <p class="row">
          <button type="button" class="button quiet" onClick={() => place.ask(_order ? { order: _order } : {})}>{t('board.filter.none')}</button>
        </p>
      ) : null}
    </div>
  );
}
