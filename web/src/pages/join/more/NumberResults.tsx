/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tenth } from '../../../lib/i18n';
import { binName, binsOf, numberMean, withUnit } from '../../../lib/numbers';
import type { NumberDefinition } from '../../../lib/protocol';
import type { KindProps } from '../kinds';
import { Columns } from './Columns';
import { Verdict } from './Verdict';

/** How the numbers are spread, and where this person's own is among them. */
export function NumberResults({ session, question, def }: KindProps<NumberDefinition>) {
  const counts = session.tally(question)?.counts;
  const ballot = session.ballot(question);
  const mine = ballot && 'value' in ballot ? ballot.value : null;
  return (
    <>
      {def.right === undefined ? null : (
        <>
          <p class="mean">{t('join.quiz.answer', { answer: withUnit(number(def.right), def.unit) })}</p>
          <Verdict session={session} question={question} />
        </>
      )}
      {counts ? <Spread def={def} counts={counts} mine={mine} /> : null}
      {mine !== null ? <p class="mine">{t('join.your_vote', { choice: withUnit(number(mine), def.unit) })}</p> : null}
    </>
  );
}

function Spread({ def, counts, mine }: { def: NumberDefinition; counts: readonly number[]; mine: number | null }) {
  const mean = numberMean(def, counts);
  const columns = binsOf(def).map((bin) => (
    { name: withUnit(binName(bin), def.unit), own: mine !== null && mine >= bin.from && mine <= bin.to }));
  return (
    <>
      <p class="mean">{mean === null ? t('join.no_votes') : t('join.number.mean', { mean: withUnit(tenth(mean), def.unit) })}</p>
      <Columns columns={columns} counts={counts.slice(0, -1)} />
      <p class="ends" aria-hidden="true">
        <span>{withUnit(number(def.from), def.unit)}</span><span>{withUnit(number(def.to), def.unit)}</span>
      </p>
    </>
  );
}
