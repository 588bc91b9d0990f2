/* SPDX-License-Identifier: Apache-2.0 */
import type { Kiosk } from './kiosk';
import { Wedge } from './wedge';

/** Hears readers that type. What they type into a field on the way is taken out of it again. */
export function hearReaders(kiosk: Kiosk): void {
  const wedge = new Wedge();
  let before = '';
  addEventListener('keydown', (event) => {
    const number = wedge.press({ code: event.code, key: event.key, at: event.timeStamp, repeat: event.repeat });
    if (wedge.begins) before = kiosk.draft.value;
    if (number === null) { kiosk.touch(); return; }
    // The Enter of a reader presses no button.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (kiosk.person.value) kiosk.draft.value = before;
    kiosk.scanned(number);
  }, { capture: true });
}
