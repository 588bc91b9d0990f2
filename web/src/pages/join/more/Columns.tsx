/* SPDX-License-Identifier: Apache-2.0 */
import { percent, t } from '../../../lib/i18n';
import { percentages } from '../../../lib/percent';

export interface Column {
  /** As it is read out. */
  name: string;
  /** What stands under it. */
  text?: string;
  /** This person's own answer is in it. */
  own: boolean;
  class?: string;
}

/** A column each, the highest filling the height. */
export function Columns({ columns, counts }: { columns: readonly Column[]; counts: readonly number[] }) {
  const percents = percentages(counts);
  const most = Math.max(1, ...counts);
  return (
    <ol class="columns">
      {columns.map(({ name, text, own, class: more = '' }, place) => (
        <li class={`column${own ? ' own' : ''}${more}`} key={place}>
          <span class="sr-only">{name}{own ? ` (${t('join.mine')})` : ''}: {percent(percents[place]!)}</span>
          <span class="well" aria-hidden="true">
            <span class="fill" style={{ transform: `scaleY(${counts[place]! / most})` }} />
          </span>
          {text ? <span class="at" aria-hidden="true">{text}</span> : null}
        </li>
      ))}
    </ol>
  );
}
