/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, tenth } from '../../../lib/i18n';
import { hasStars, mean, npsOf, rangeOf, stepsOf, type StepsDefinition } from '../../../lib/kinds';
import { percentages } from '../../../lib/percent';
import type { KindProps } from '../kinds';
import { Ends, nameOf } from './Steps';

/** The columns of a scale and this person's own step. */
export function StepResults({ session, question, def }: KindProps<StepsDefinition>) {
  const counts = session.tally(question)?.counts ?? null;
  const mine = session.step(question);
  return (
    <>
      {counts ? <Columns def={def} counts={counts} mine={mine} /> : null}
      {mine !== null ? <p class="mine">{t('join.your_vote', { choice: choiceOf(def, mine) })}</p> : null}
    </>
  );
}

const choiceOf = (def: StepsDefinition, value: number) =>
  (hasStars(def) ? `${'★'.repeat(value)} ${number(value)}` : number(value));

/** The average, or the score of those who would recommend. */
function headline(def: StepsDefinition, counts: readonly number[]): string {
  const { from, to } = rangeOf(def);
  const average = mean(counts, from);
  if (average === null) return t('join.no_votes');
  return def.kind === 'nps' ? t('join.nps', { score: number(npsOf(counts)!) }) : t('join.mean', { mean: tenth(average), most: to });
}

interface ColumnsProps {
  def: StepsDefinition;
  counts: readonly number[];
  mine: number | null;
}

/** One column a step, the highest filling the height, and the average in words. */
function Columns({ def, counts, mine }: ColumnsProps) {
  const percents = percentages(counts);
  const most = Math.max(1, ...counts);
  return (
    <>
      <p class="mean">{headline(def, counts)}</p>
      <ol class="columns">
        {stepsOf(def).map((value, place) => (
          <li class={`column${value === mine ? ' own' : ''}`} key={value}>
            <span class="sr-only">{nameOf(def, value)}{value === mine ? ` (${t('join.mine')})` : ''}: {percent(percents[place]!)}</span>
            <span class="well" aria-hidden="true">
              <span class="fill" style={{ transform: `scaleY(${counts[place]! / most})` }} />
            </span>
            <span class="at" aria-hidden="true">{number(value)}</span>
          </li>
        ))}
      </ol>
      <Ends def={def} />
    </>
  );
}
