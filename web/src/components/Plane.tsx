/* SPDX-License-Identifier: Apache-2.0 */
import { tidy } from '../lib/i18n';
import { apart, STEPS_MOST, type Place } from '../lib/places';
import type { GridDefinition } from '../lib/protocol';
import { letterOf } from './Letter';
import { optionStyle } from './option';

/** As wide as a letter's disc, in steps of an axis: plane.css says the same of its size. */
const DISC = 1;
const part = (step: number) => `${((step / STEPS_MOST) * 100).toFixed(1)}%`;
const spot = ([across, up]: Place) => ({ left: part(across), bottom: part(up) });

/** A dot where each option stands, and its letter as near as the others let it. Who does not see it has a table. */
export function Plane({ def, places }: { def: GridDefinition; places: readonly Place[] }) {
  const letters = apart(places, DISC);
  return (
    <div class="plane" aria-hidden="true">
      <p class="axis">{tidy(def.top ?? '')}</p>
      <div class="square">
        {places.map((place, option) => <span key={`dot-${option}`} class="spot" style={{ ...optionStyle(option), ...spot(place) }} />)}
        {letters.map((place, option) => (
          <b key={option} class="disc" style={{ ...optionStyle(option), ...spot(place) }}>{letterOf(option)}</b>
        ))}
      </div>
      <p class="axis">{tidy(def.bottom ?? '')}</p>
      <p class="axis ends">
        <span>{def.low && `←\u00a0${tidy(def.low)}`}</span><span>{def.high && `${tidy(def.high)}\u00a0→`}</span>
      </p>
    </div>
  );
}
