/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, tenth, type Key } from '../../../lib/i18n';
import { hasStars, mean, npsGroups, npsOf, rangeOf, signed, stepsOf, type StepsDefinition } from '../../../lib/kinds';
import { percentages } from '../../../lib/percent';
import type { KindProps } from '../kinds';
import { Columns } from './Columns';
import { Ends, groupClass, nameOf } from './Steps';

/** The columns of a scale and this person's own step. */
export function StepResults({ session, question, def }: KindProps<StepsDefinition>) {
  const counts = session.tally(question)?.counts ?? null;
  const mine = session.step(question);
  return (
    <>
      {counts ? <Steps def={def} counts={counts} mine={mine} /> : null}
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
  if (def.kind !== 'nps') return t('join.mean', { mean: tenth(average), most: to });
  const score = npsOf(counts)!;
  return t('join.nps', { score: signed(score, number(score)) });
}

interface StepsProps {
  def: StepsDefinition;
  counts: readonly number[];
  mine: number | null;
}

/** One column a step, and the average in words. */
function Steps({ def, counts, mine }: StepsProps) {
  const columns = stepsOf(def).map((value) => (
    { name: nameOf(def, value), text: number(value), own: value === mine, class: groupClass(def, value) }));
  return (
    <>
      <p class="mean">{headline(def, counts)}</p>
      <Columns columns={columns} counts={counts} />
      <Ends def={def} />
      {def.kind === 'nps' ? <Groups counts={counts} /> : null}
    </>
  );
}

/** Who would recommend it, who would not, and who is in between: together 100 percent. */
function Groups({ counts }: { counts: readonly number[] }) {
  const percents = percentages(npsGroups(counts));
  return (
    <ul class="groups">
      {[2, 1, 0].map((group) => (
        <li class={`group-${group}`} key={group}><span>{t(`join.nps.${group}` as Key)}</span><b>{percent(percents[group]!)}</b></li>
      ))}
    </ul>
  );
}
