/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../../lib/i18n';
import { hasStars, rangeOf, stepsOf, type StepsDefinition } from '../../../lib/kinds';
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
          <label class={`step${lit(value) ? ' lit' : ''}`} key={value}>
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

/** The words under both ends. */
export function Ends({ def }: { def: StepsDefinition }) {
  if (!def.low && !def.high) return null;
  return <p class="ends"><span>{tidy(def.low ?? '')}</span><span>{tidy(def.high ?? '')}</span></p>;
}

/** How a step is read out: "4 stars", "0, not at all". */
export function nameOf(def: StepsDefinition, value: number): string {
  const { from, to } = rangeOf(def);
  const name = hasStars(def) ? t('join.stars', { n: value }) : number(value);
  const end = (value === from && def.low) || (value === to && def.high);
  return end ? `${name}, ${end}` : name;
}
