/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

export interface OneOf {
  picked: number | null;
  pick: (value: number) => void;
  /** Spread on the group. */
  keys: { onKeyDown: (event: KeyboardEvent) => void; onKeyUp: () => void };
  /** Sends what the arrow keys picked; null when there is nothing to send. */
  unsent: (() => void) | null;
}

/**
 * Radio buttons of which a tap votes. The arrow keys of a keyboard also pick every radio they pass:
 * those wait for Enter, Space or the button, so that nobody votes for an option on the way to another.
 */
export function useOneOf(before: number | null, cast: (value: number) => void): OneOf {
  const [picked, setPicked] = useState(before);
  const [waits, setWaits] = useState(false);
  const arrow = useRef(false);

  const pick = (value: number) => {
    setPicked(value);
    setWaits(arrow.current);
    if (!arrow.current) cast(value);
  };
  const keys = {
    onKeyDown: (event: KeyboardEvent) => {
      arrow.current = event.key.startsWith('Arrow');
      if (event.key === 'Enter' && picked !== null) cast(picked);
    },
    onKeyUp: () => { arrow.current = false; },
  };
  return { picked, pick, keys, unsent: waits && picked !== null ? () => cast(picked) : null };
}
