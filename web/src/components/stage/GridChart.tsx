/* SPDX-License-Identifier: Apache-2.0 */
import { meanPlaces } from '../../lib/places';
import type { GridDefinition } from '../../lib/protocol';
import { Letter } from '../Letter';
import { Plane } from '../Plane';
import type { ChartProps } from './charts';
import { useSpace } from './hooks';

/** What the axes' words take above and below. */
const WORDS_UNITS = 16;
/** How much of the width the side may take, beside the names or above them. */
const WIDE = 0.55;
const TALL = 0.7;

/** The options on two axes, each where it stands on average, and their names beside. */
export function GridChart({ def, tally, rows, shown }: ChartProps<GridDefinition>) {
  const [box, { width, height }] = useSpace();
  const isTall = window.innerHeight >= window.innerWidth;
  const side = Math.max(20, isTall ? Math.min(height / 2, width * TALL) : Math.min(height - WORDS_UNITS, width * WIDE));
  return (
    <div class={`grid-chart${rows.length > 5 ? ' many' : ''}`} ref={box} style={{ '--side': `calc(${side.toFixed(1)} * var(--u))` }}>
      <Plane def={def} places={meanPlaces(tally?.counts ?? [], tally?.voters ?? null)} />
      <ol class="legend" aria-hidden={shown.counted ? 'true' : undefined}>
        {rows.map(({ place, text }) => <li key={place}><Letter place={place} /><span class="label">{text}</span></li>)}
      </ol>
    </div>
  );
}
