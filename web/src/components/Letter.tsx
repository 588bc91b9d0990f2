/* SPDX-License-Identifier: Apache-2.0 */
import { optionStyle } from './option';

/** The badge of an option: its letter on its colour, or a tick on the voter's own. */
export function Letter({ place, ticked = false }: { place: number; ticked?: boolean }) {
  return (
    <span class={`letter coloured${ticked ? ' ticked' : ''}`} style={optionStyle(place)} aria-hidden="true">
      {ticked ? '✓' : letterOf(place)}
    </span>
  );
}

/** A … T: a question holds at most 20 options. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);
