/* SPDX-License-Identifier: Apache-2.0 */
import { optionStyle } from './option';

/** The filled part behind an option. Scaled, not resized, so that moving it costs no layout. */
export function Bar({ place, share }: { place: number; share: number }) {
  return (
    <span class="bar" style={optionStyle(place)} aria-hidden="true">
      <span class="fill" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}
