/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent } from '../../lib/i18n';
import type { PairDefinition } from '../../lib/protocol';
import { Picture } from '../Picture';
import { Letter } from '../Letter';
import { optionStyle } from '../option';
import type { ChartProps } from './charts';

/** Two sides that pull at one rope. */
export function PairChart({ def, rows, shown }: ChartProps<PairDefinition>) {
  const [left, right] = [rows[0]!.count, rows[1]!.count];
  const share = left + right > 0 ? left / (left + right) : 0.5;
  return (
    <div class="duel" aria-hidden={shown.counted ? 'true' : undefined}>
      <ol class="duel-sides">
        {rows.map((row) => (
          <li key={row.place} class={`duel-side${shown.revealed && row.leads ? ' winner' : ''}`} style={optionStyle(row.place)}>
            <Picture def={def} place={row.place} big />
            <Letter place={row.place} />
            <span class="label">{row.text}</span>
            {shown.counted && <b class="duel-percent">{percent(row.percent)}</b>}
            {shown.counted && shown.numbers && <span class="count">{number(row.count)}</span>}
          </li>
        ))}
      </ol>
      {shown.counted && (
        <p class="rope"><span class="rope-fill" style={{ transform: `translateX(${((share - 1) * 100).toFixed(2)}%)` }} /></p>
      )}
    </div>
  );
}
