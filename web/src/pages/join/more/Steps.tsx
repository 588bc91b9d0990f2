/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../../lib/i18n';
import { hasStars, npsGroupOf, rangeOf, stepsOf, type StepsDefinition } from '../../../lib/kinds';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useOneOf } from '../oneOf';

/** Stars or numbers; one tap votes. */
export function Steps({ session, question, def }: KindProps<StepsDefinition>) {
  const one = useOneOf(session.step(question), (value) => session.cast(question, { value }));
  const stars = hasStars(def);
  const lit = (value: number) => stars && one.picked !== null && value <= one.picked;
  const steps = stepsOf(def);
  return (
    <>
      <div class={`scale ${stars ? 'stars' : 'numbers'} n${steps.length}`} role="radiogroup" aria-labelledby="title" {...one.keys}>
        {steps.map((value) => (
          <label class={`step${lit(value) ? ' lit' : ''}${groupClass(def, value)}`} key={value}>
            <input type="radio" name={question.id} checked={one.picked === value}
              onClick={() => one.pick(value)} aria-label={nameOf(def, value)} />
            <span class="face" aria-hidden="true">{stars && value > 0 ? '★' : number(value)}</span>
          </label>
        ))}
      </div>
      <Ends def={def} />
      <AskFoot session={session} question={question} hint={t('join.scale')} send={one.unsent} />
    </>
  );
}

/** What stands at both ends: of a question whether one would recommend it, in words of its own or the usual ones. */
const endsOf = ({ kind, low, high }: StepsDefinition) => (
  kind === 'nps' ? { low: low ?? t('join.nps.low'), high: high ?? t('join.nps.high') } : { low, high });

/** Which of the three groups of those who recommend a step is of. */
export const groupClass = ({ kind }: StepsDefinition, value: number): string => (kind === 'nps' ? ` group-${npsGroupOf(value)}` : '');

/** The words under both ends. */
export function Ends({ def }: { def: StepsDefinition }) {
  const { low, high } = endsOf(def);
  if (!low && !high) return null;
  return <p class="ends"><span>{tidy(low ?? '')}</span><span>{tidy(high ?? '')}</span></p>;
}

/** How a step is read out: "4 stars", "0, not at all". */
export function nameOf(def: StepsDefinition, value: number): string {
  const { from, to } = rangeOf(def);
  const { low, high } = endsOf(def);
  const name = hasStars(def) ? t('join.stars', { n: value }) : number(value);
  const end = (value === from && low) || (value === to && high);
  return end ? `${name}, ${end}` : name;
}
