/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../lib/i18n';
import type { Question, ScaleDefinition } from '../../lib/protocol';
import { AskFoot } from './AskFoot';
import { useOneOf } from './oneOf';
import type { Session } from './session';

interface Props {
  session: Session;
  question: Question;
  def: ScaleDefinition;
}

export const stepsOf = ({ from, to }: ScaleDefinition): number[] =>
  Array.from({ length: to - from + 1 }, (_, step) => from + step);

/** Stars or numbers; one tap votes. */
export function Scale({ session, question, def }: Props) {
  const one = useOneOf(session.step(question), (value) => session.cast(question, { value }));
  const stars = def.look === 'stars';
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
export function Ends({ def }: { def: ScaleDefinition }) {
  if (!def.low && !def.high) return null;
  return <p class="ends"><span>{tidy(def.low ?? '')}</span><span>{tidy(def.high ?? '')}</span></p>;
}

/** How a step is read out: "4 stars", "0, not at all". */
export function nameOf(def: ScaleDefinition, value: number): string {
  const name = def.look === 'stars' ? t('join.stars', { n: value }) : number(value);
  const end = (value === def.from && def.low) || (value === def.to && def.high);
  return end ? `${name}, ${end}` : name;
}
