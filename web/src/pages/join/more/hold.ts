/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

const AFTER_MS = 400;
const EVERY_MS = 90;

/** A button that acts once when pressed, and again and again while it is held down. */
export function useHold(act: () => void) {
  const latest = useRef(act);
  latest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const repeated = useRef(false);
  const stop = () => clearTimeout(timer.current);
  const again = () => {
    repeated.current = true;
    latest.current();
    timer.current = setTimeout(again, EVERY_MS);
  };
  useEffect(() => stop, []);
  return {
    onPointerDown: () => {
      stop();
      repeated.current = false;
      timer.current = setTimeout(again, AFTER_MS);
    },
    onPointerUp: stop, onPointerLeave: stop, onPointerCancel: stop,
    onContextMenu: (event: Event) => event.preventDefault(),
    /* Also of a keyboard, which has no pointer. */
    onClick: () => {
      if (!repeated.current) latest.current();
      repeated.current = false;
    },
  };
}
