/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { MultipleDefinition } from '../../lib/protocol';
import { AskFoot } from './AskFoot';
import type { KindProps } from './kinds';
import { Option, percentsOf } from './Option';

function rule(min: number, max: number, options: number): string {
  if (min === max) return t('join.exactly', { max });
  if (min > 1) return t('join.between', { min, max });
  return max < options ? t('join.upto', { max }) : t('join.any');
}

/** Several ticks, then Confirm. */
export function Multiple({ session, question, def }: KindProps<MultipleDefinition>) {
  const { options, min = 1, max = options.length } = def;
  const ticks = session.ticks(question);
  const full = ticks.length >= max;
  const ready = ticks.length >= min && ticks.length <= max;
  const percents = percentsOf(def, session.tally(question));
  const confirm = (event: Event) => {
    event.preventDefault();
    if (ready) session.cast(question, { options: [...ticks] });
  };
  return (
    <form onSubmit={confirm}>
      <div class="options" role="group" aria-labelledby="title" aria-describedby="rule">
        {options.map((_, place) => {
          const on = ticks.includes(place);
          const shut = full && !on;
          return (
            <label class={`option many${shut ? ' shut' : ''}`} key={place}>
              <Option def={def} place={place} percents={percents} ticked={on} input={(
                <input type="checkbox" checked={on} disabled={shut}
                  onChange={(event) => session.tick(question, place, event.currentTarget.checked)} />
              )} />
            </label>
          );
        })}
      </div>
      <div class="confirm">
        <p class="count" id="rule">
          <strong>{t('join.chosen', { count: ticks.length, max })}</strong>{' '}
          <span class="muted">{full && max < options.length ? t('join.full') : rule(min, max, options.length)}</span>
        </p>
        <button class="button" type="submit" disabled={!ready}>{t('join.confirm')}</button>
      </div>
      <AskFoot session={session} question={question} hint="" send={null} />
    </form>
  );
}
