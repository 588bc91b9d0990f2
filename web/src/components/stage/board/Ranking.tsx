/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../../lib/i18n';
import type { Ideas, Shown } from '../../../lib/ideas';
import { optionStyle } from '../../option';
import { useSpace } from '../hooks';
import { ranksOf } from '../layout';
import { Track } from '../OptionRows';

/** So many wait unseen under the last row, to rise from there and to sink to there. */
const BELOW = 4;
/** So few that each may take more of the height. */
const FEW = 3;

interface Props {
  ideas: Ideas;
  ranked: readonly Shown[];
}

function IdeaRow({ idea, at, rows, most, digits }: { idea: Shown; at: number; rows: number; most: number; digits: number }) {
  const share = idea.supports / most;
  const isIn = at < rows;
  return (
    <li class={`row idea-row${isIn ? '' : ' below'}`}
      style={{ '--at': String(Math.min(at, rows)), ...optionStyle(idea.number) }}>
      <span class="letter coloured">{at + 1}</span>
      <Track row={{ text: tidy(idea.words.title), count: 0, share }} shown={{ counted: idea.supports > 0, numbers: false }} />
      <span class="sum" style={{ width: `${digits + 0.4}ch` }}>{number(idea.supports)}</span>
    </li>
  );
}

/** Ideas by their supports. A row keeps its colour and its element, and glides to its new place. */
export function Ranking({ ideas, ranked }: Props) {
  const [box, space] = useSpace();
  const byId = ideas.byId.value;
  const now = ranked.map((held) => byId[held.id] ?? held);
  const { rows, small } = ranksOf(now.map(({ words }) => words.title), space);
  const most = Math.max(1, ...now.map(({ supports }) => supports));
  // In an order that never changes, so that no element is moved in the tree while it glides.
  const standing = now.slice(0, rows + BELOW).map((idea, at) => ({ idea, at })).sort((a, b) => a.idea.number - b.idea.number);
  return (
    <div class="rows-box" ref={box}>
      <ol class={`wall-rows${small ? ' small' : rows <= FEW ? ' few' : ''}`} style={{ '--rows': String(rows) }} aria-hidden="true">
        {standing.map(({ idea, at }) => (
          <IdeaRow key={idea.id} idea={idea} at={at} rows={rows} most={most} digits={number(most).length} />
        ))}
      </ol>
      <ol class="sr-only">
        {now.slice(0, rows).map(({ id, words, supports }) => <li key={id}>{tidy(words.title)}, {t('stage.supports', { n: supports })}</li>)}
      </ol>
    </div>
  );
}
