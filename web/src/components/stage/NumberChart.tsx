/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, tenth } from '../../lib/i18n';
import { binName, binsOf, numberMean, withUnit, type Bin } from '../../lib/numbers';
import type { NumberDefinition } from '../../lib/protocol';
import type { ChartProps } from './charts';
import { useSpace } from './hooks';
import type { Row } from './rows';

/** Width of a digit, and what keeps two labels apart, in stage units. */
const DIGIT = 1.95;
const GAP = 2.5;
/** Of "100%", over a column. */
const PERCENT_UNITS = 9;
const AVERAGE_LONG = 4;
const AVERAGE_LONGER = 9;

/** Neighbours under one label, from–to, as few as there is room for; what is left over is the last one's. */
export function groupsOf(bins: readonly Bin[], room: number): { bins: number; name: string }[] {
  const longest = Math.max(...bins.map((bin) => binName({ from: bin.from, to: bins[bins.length - 1]!.to }).length));
  const single = bins.every(({ from, to }) => from === to);
  const wide = (single && bins.length * (String(bins[bins.length - 1]!.to).length * DIGIT + GAP) <= room)
    ? 1 : Math.ceil(bins.length / Math.max(1, Math.floor(room / (longest * DIGIT + GAP))));
  const groups = Math.max(1, Math.floor(bins.length / wide));
  return Array.from({ length: groups }, (_, at) => {
    const last = at === groups - 1 ? bins.length - 1 : (at + 1) * wide - 1;
    return { bins: last - at * wide + 1, name: binName({ from: bins[at * wide]!.from, to: bins[last]!.to }) };
  });
}

function Column({ row, said, shown }: { row: Row; said: boolean; shown: ChartProps['shown'] }) {
  const raise = { transform: `translateY(${((1 - row.share) * 100).toFixed(2)}%)` };
  return (
    <li class={`step${shown.revealed && row.leads ? ' winner' : ''}`}>
      <span class="column">
        <span class="column-clip"><span class="column-fill" style={raise} /></span>
        {said && <span class="riser" style={raise}><span class="step-percent">{percent(row.percent)}</span></span>}
      </span>
    </li>
  );
}

function Mean({ def, counts, rows }: { def: NumberDefinition; counts: readonly number[]; rows: readonly Row[] }) {
  const mean = numberMean(def, counts);
  const text = mean === null ? '–' : withUnit(tenth(mean), def.unit);
  const size = text.length > AVERAGE_LONGER ? ' longer' : text.length > AVERAGE_LONG ? ' long' : '';
  const most = rows.find(({ leads }) => leads);
  return (
    <div class="average">
      <p class={`average-number${size}`}>{text}</p>
      <p class="average-name">{t('stage.number.mean')}</p>
      {most && <p class="average-name">{t('stage.number.most', { bin: most.text })}</p>}
    </div>
  );
}

/** How the numbers are spread, with their exact mean. */
export function NumberChart({ def, tally, rows, shown }: ChartProps<NumberDefinition>) {
  const [box, { width, letters }] = useSpace();
  const ends = { from: withUnit(number(def.from), def.unit), to: withUnit(number(def.to), def.unit) };
  if (!tally?.counts) return <p class="number-range">{t('stage.number.range', ends)}</p>;
  const room = width / letters;
  const roomy = room / rows.length >= PERCENT_UNITS;
  const first = rows.findIndex(({ leads }) => leads);
  return (
    <div class="scale spread" aria-hidden="true">
      <Mean def={def} counts={tally.counts} rows={rows} />
      <div class="histogram" ref={box}>
        <ol class="steps">
          {rows.map((row, at) => <Column key={row.place} row={row} said={roomy || at === first} shown={shown} />)}
        </ol>
        <p class="ticks">{groupsOf(binsOf(def), room).map((group) => <span key={group.name} style={{ flexGrow: group.bins }}>{group.name}</span>)}</p>
      </div>
    </div>
  );
}
