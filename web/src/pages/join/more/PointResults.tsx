/* SPDX-License-Identifier: Apache-2.0 */
/* What options got in points, of their places or shared out, and what this person gave them. */
import { Bar } from '../../../components/Bar';
import { Letter } from '../../../components/Letter';
import { number, t, tidy } from '../../../lib/i18n';
import { percentages } from '../../../lib/percent';
import type { PointsDefinition, RankingDefinition } from '../../../lib/protocol';
import type { KindProps } from '../kinds';

interface Told {
  option: number;
  /** What it got, if that may be seen. */
  points: number | null;
  /** What this person says of it. */
  own: string;
}

function Rows({ def, told, how }: { def: RankingDefinition | PointsDefinition; told: readonly Told[]; how: string }) {
  const most = Math.max(1, ...told.map(({ points }) => points ?? 0));
  return (
    <>
      <ul class="options done">
        {told.map(({ option, points, own }) => (
          <li class={`option${own ? ' told' : ''}`} key={option}>
            {points === null ? null : <Bar place={option} share={points / most} />}
            <Letter place={option} />
            <span class="text">{tidy(def.options[option]!)}{own ? <span class="own-word">{own}</span> : null}</span>
            {points === null ? null : <span class="percent">{number(points)}</span>}
          </li>
        ))}
      </ul>
      {told.some(({ points }) => points !== null) ? <p class="hint">{how}</p> : null}
    </>
  );
}

/** Best first as everybody ranked them, or as this person did while that may not be seen. */
export function RankResults({ session, question, def }: KindProps<RankingDefinition>) {
  const counts = session.tally(question)?.counts ?? null;
  const ballot = session.ballot(question);
  const order = ballot && 'order' in ballot ? ballot.order : [];
  const rank = (option: number) => (order.includes(option) ? order.indexOf(option) : order.length);
  const before = (a: number, b: number) => (counts ? counts[b]! - counts[a]! : rank(a) - rank(b)) || a - b;
  const told = def.options.map((_, option) => option).sort(before).map((option) => ({
    option, points: counts ? counts[option]! : null,
    own: order.includes(option) ? t('join.rank.mine', { place: rank(option) + 1 }) : '',
  }));
  return <Rows def={def} told={told} how={t('join.rank.borda')} />;
}

export function PointResults({ session, question, def }: KindProps<PointsDefinition>) {
  const counts = session.tally(question)?.counts ?? null;
  const ballot = session.ballot(question);
  const own = ballot && 'points' in ballot ? ballot.points : [];
  const means = counts && percentages(counts);
  const told = def.options.map((_, option) => ({
    option, points: means ? means[option]! : null,
    own: own[option] === undefined ? '' : t('join.points.mine', { n: own[option]! }),
  }));
  return <Rows def={def} told={told} how={t('join.points.mean')} />;
}
