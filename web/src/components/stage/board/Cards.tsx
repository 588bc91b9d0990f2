/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import { optionStyle } from '../../option';
import { useSpace } from '../hooks';
import { usePage } from '../screen';

const GAP = 1.8;
const CARD_HEIGHT = 17;
const CARD_WIDTH = 56;

/** What came, none before another: pages of cards that turn by themselves. */
export function Cards({ ideas }: { ideas: readonly Shown[] }) {
  const [box, space] = useSpace();
  const columns = Math.max(1, Math.min(3, Math.floor((space.width + GAP) / (CARD_WIDTH + GAP))));
  const rows = Math.max(1, Math.floor((space.height + GAP) / (CARD_HEIGHT + GAP)));
  const perPage = columns * rows;
  const pages = Math.max(1, Math.ceil(ideas.length / perPage));
  const first = usePage(pages) * perPage;
  return (
    <>
      <div class="rows-box" ref={box}>
        <ol class="wall-cards" style={{ '--columns': String(columns), '--rows': String(rows) }}>
          {ideas.slice(first, first + perPage).map((idea) => (
            <li key={idea.id} class={[...idea.words.title].length > 70 ? 'long' : ''} style={optionStyle(idea.number)}>
              <span>{tidy(idea.words.title)}</span>
            </li>
          ))}
        </ol>
      </div>
      {pages > 1 && (
        <p class="pages" aria-hidden="true">
          {t('stage.page', { from: first + 1, to: Math.min(first + perPage, ideas.length), of: ideas.length })}
        </p>
      )}
    </>
  );
}
