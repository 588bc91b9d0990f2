/* SPDX-License-Identifier: Apache-2.0 */
import { Letter } from '../../../components/Letter';
import { Picture } from '../../../components/Picture';
import { optionStyle } from '../../../components/option';
import { percent, t, tidy } from '../../../lib/i18n';
import { percentages } from '../../../lib/percent';
import type { PairDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useOneOf } from '../oneOf';

/** This or that: two halves of the screen, one tap votes. */
export function PairAsk({ session, question, def }: KindProps<PairDefinition>) {
  const ballot = session.options(question)[0] ?? null;
  const one = useOneOf(ballot, (option) => session.cast(question, { options: [option] }));
  const counts = session.tally(question)?.counts;
  return (
    <>
      <div class="pair" role="radiogroup" aria-labelledby="title" {...one.keys}>
        {def.options.map((text, place) => (
          <label class="half" key={place} style={optionStyle(place)}>
            <input type="radio" name={question.id} checked={one.picked === place} onClick={() => one.pick(place)} />
            <span class="face"><Picture def={def} place={place} big /><Letter place={place} ticked={one.picked === place} /><span class="text">{tidy(text)}</span></span>
          </label>
        ))}
      </div>
      {counts ? <Tug counts={counts} /> : null}
      <AskFoot session={session} question={question} hint={t('join.one')} send={one.unsent} />
    </>
  );
}

/** How far each side has pulled. */
function Tug({ counts }: { counts: readonly number[] }) {
  const [left, right] = percentages(counts);
  const share = counts[0]! + counts[1]! > 0 ? counts[0]! / (counts[0]! + counts[1]!) : 0.5;
  return (
    <p class="tug">
      <span>{percent(left!)}</span>
      <span class="rope" aria-hidden="true"><span class="fill" style={{ transform: `translateX(${(share - 1) * 100}%)` }} /></span>
      <span>{percent(right!)}</span>
    </p>
  );
}

export function PairResults({ session, question, def }: KindProps<PairDefinition>) {
  const mine = session.options(question)[0];
  const counts = session.tally(question)?.counts;
  return (
    <>
      <ul class="pair done">
        {def.options.map((text, place) => (
          <li class={`half${place === mine ? ' own' : ''}`} key={place} style={optionStyle(place)}>
            <span class="face">
              <Picture def={def} place={place} big />
              <Letter place={place} ticked={place === mine} />
              <span class="text">{tidy(text)}{place === mine ? <small>{t('join.mine')}</small> : null}</span>
            </span>
          </li>
        ))}
      </ul>
      {counts ? <Tug counts={counts} /> : null}
    </>
  );
}
