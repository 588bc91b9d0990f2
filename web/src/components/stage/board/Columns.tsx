/* SPDX-License-Identifier: Apache-2.0 */
import { groupOf, groupsOf } from '../../../lib/groups';
import { number, t, tidy } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import type { Board } from '../../../lib/protocol';
import { optionStyle } from '../../option';
import { useSpace } from '../hooks';
import { usePage } from '../screen';

const COLUMN_WIDTH = 40;
const HEAD_HEIGHT = 7;
const LINE_HEIGHT = 8.4;

/** What the host has put together: a column for each group, the rest behind them. */
export function Columns({ board, ideas }: { board: Board; ideas: readonly Shown[] }) {
  const [box, space] = useSpace();
  const { def } = board;
  const named = groupsOf(def).map(({ name, at }) => ({ name: tidy(name), at, ideas: ideas.filter((idea) => groupOf(def, idea) === at) }));
  const rest = { name: t('stage.group.none'), at: named.length, ideas: ideas.filter((idea) => groupOf(def, idea) === null) };
  const columns = [...named, rest].filter((column) => column.ideas.length > 0);
  const perPage = Math.max(1, Math.floor(space.width / COLUMN_WIDTH));
  const pages = Math.max(1, Math.ceil(columns.length / perPage));
  const lines = Math.max(1, Math.floor((space.height - HEAD_HEIGHT) / LINE_HEIGHT));
  const first = usePage(pages) * perPage;
  return (
    <div class="rows-box" ref={box}>
      <div class="wall-columns">
        {columns.slice(first, first + perPage).map(({ name, at, ideas: all }) => {
          const fits = all.length > lines ? lines - 1 : all.length;
          return (
            <section key={at} style={optionStyle(at)} aria-label={name}>
              <h2><span>{name}</span> <b>{number(all.length)}</b></h2>
              <ul>{all.slice(0, fits).map(({ id, words }) => <li key={id}><span>{tidy(words.title)}</span></li>)}</ul>
              {fits < all.length && <p>{t('stage.group.more', { n: all.length - fits })}</p>}
            </section>
          );
        })}
      </div>
    </div>
  );
}
