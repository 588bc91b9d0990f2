/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren, JSX } from 'preact';

import { letterOf } from '../../../components/Letter';
import { optionStyle } from '../../../components/option';
import { tidy } from '../../../lib/i18n';
import { apart, STEPS_MOST, type Place } from '../../../lib/places';
import type { GridDefinition } from '../../../lib/protocol';

/** So far apart, a finger tells two tokens from each other. */
const APART = 1.15;

/** The words at the ends of both axes, around what stands between them. */
export function Axes({ def, children }: { def: GridDefinition; children: ComponentChildren }) {
  return (
    <div class="axes" aria-hidden="true">
      <p class="axis">{tidy(def.top ?? '')}</p>
      {children}
      <p class="axis">{tidy(def.bottom ?? '')}</p>
      <p class="axis sides"><span>{def.low ? `←\u00a0${tidy(def.low)}` : ''}</span><span>{def.high ? `${tidy(def.high)}\u00a0→` : ''}</span></p>
    </div>
  );
}

interface TokensProps {
  places: readonly (Place | null)[];
  active?: number;
  /** What fingers do to a token. */
  hands?: (place: number) => JSX.HTMLAttributes<HTMLSpanElement>;
}

/** The options where they were put, side by side where they were put in one spot. */
export function Tokens({ places, active = -1, hands }: TokensProps) {
  const shown = places.flatMap((at, place) => (at ? [{ at, place }] : []));
  const spots = apart(shown.map(({ at }) => at), APART);
  return (
    <>
      {shown.map(({ place }, index) => (
        <span key={place} class={`token${place === active ? ' active' : ''}`} {...hands?.(place)}
          style={{ ...optionStyle(place), left: `${spots[index]![0] * 100 / STEPS_MOST}%`, bottom: `${spots[index]![1] * 100 / STEPS_MOST}%` }}>
          {letterOf(place)}
        </span>
      ))}
    </>
  );
}
