/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { SingleDefinition } from '../../lib/protocol';
import { AskFoot } from './AskFoot';
import type { KindProps } from './kinds';
import { useOneOf } from './oneOf';
import { Option, percentsOf } from './Option';

/** One tap votes. */
export function Single({ session, question, def }: KindProps<SingleDefinition>) {
  const one = useOneOf(session.options(question)[0] ?? null,
    (option) => session.cast(question, { options: [option] }));
  const percents = percentsOf(def, session.tally(question));
  return (
    <>
      <div class="options" role="radiogroup" aria-labelledby="title" {...one.keys}>
        {def.options.map((_, place) => (
          <label class="option" key={place}>
            <Option def={def} place={place} percents={percents} ticked={one.picked === place} input={(
              <input type="radio" name={question.id} checked={one.picked === place}
                onClick={() => one.pick(place)} />
            )} />
          </label>
        ))}
      </div>
      <AskFoot session={session} question={question} hint={t('join.one')} send={one.unsent} />
    </>
  );
}
