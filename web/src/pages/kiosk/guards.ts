/* SPDX-License-Identifier: Apache-2.0 */
/* What a finger or a keyboard may not do to a kiosk: menus, selecting, zooming, dragging, going elsewhere. */

const KEYS = /^(F\d+|Browser|ContextMenu|Launch|PrintScreen)/;
const stop = (event: Event): void => { event.preventDefault(); };
const stopPinch = (event: TouchEvent): void => { if (event.touches.length > 1) event.preventDefault(); };
const stopZoom = (event: WheelEvent): void => { if (event.ctrlKey) event.preventDefault(); };
const stopKeys = (event: KeyboardEvent): void => {
  // AltGr, which is both, types letters.
  const isChord = event.ctrlKey !== event.altKey || event.metaKey;
  if (isChord || KEYS.test(event.code || event.key)) event.preventDefault();
};

const GUARDS: readonly [string, (event: never) => void][] = [
  ['contextmenu', stop], ['selectstart', stopSelecting], ['dragstart', stop], ['drop', stop], ['dragover', stop], ['gesturestart', stop],
  ['touchmove', stopPinch], ['wheel', stopZoom], ['keydown', stopKeys], ['auxclick', stop],
];

/** Of one's own text alone, where one writes. */
function stopSelecting(event: Event): void {
  if (!(event.target instanceof Element && event.target.closest('textarea, input'))) event.preventDefault();
}

/** Returns how to stop: for staff who leave. */
export function guard(): () => void {
  const options = { capture: true, passive: false };
  GUARDS.forEach(([type, listener]) => addEventListener(type, listener as EventListener, options));
  return () => GUARDS.forEach(([type, listener]) => removeEventListener(type, listener as EventListener, options));
}

/** Where a browser was opened by hand: the whole screen, from the first touch on. Who has it already would be told how to leave it. */
export function goFull(): void {
  const isFull = innerWidth >= screen.width - 2 && innerHeight >= screen.height - 2;
  if (!isFull && document.fullscreenEnabled && !document.fullscreenElement) document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {});
}
