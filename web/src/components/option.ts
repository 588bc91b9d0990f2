/* SPDX-License-Identifier: Apache-2.0 */

/** Colours in tokens.css; further options begin again, told apart by letter and place. */
export const OPTION_COLOURS = 8;

/** Gives an element and its children the colour of an option as `--option`. */
export function optionStyle(place: number): Record<string, string> {
  return { '--option': `var(--option-${place % OPTION_COLOURS})` };
}
