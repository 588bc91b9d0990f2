/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { ChoiceDefinition } from '../../lib/kinds';
import { Option, percentsOf } from './Option';
import type { KindProps } from './kinds';

/** The options with this person's own marked, and their bars as far as they may be seen. */
export function ChoiceResults({ session, question, def }: KindProps<ChoiceDefinition>) {
  const percents = percentsOf(def, session.tally(question));
  const mine = session.options(question);
  return (
    <ul class="options done">
      {def.options.map((_, place) => {
        const own = mine.includes(place);
        return (
          <li class={own ? 'option own' : 'option'} key={place}>
            <Option def={def} place={place} percents={percents} ticked={own} words={own ? t('join.mine') : ''} />
          </li>
        );
      })}
    </ul>
  );
}
