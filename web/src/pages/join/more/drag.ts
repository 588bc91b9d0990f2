/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

interface Drag {
  from: number;
  to: number;
  /** Where the finger came down, and how far it went. */
  start: number;
  by: number;
  /** Middles of the rows, before anything moved. */
  middles: readonly number[];
  /** What the others make room by. */
  step: number;
}

/** Rows that a finger or a mouse takes to another place by their handles. Nothing moves in the document before it lets go. */
export function useDrag(list: { current: HTMLElement | null }, move: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);

  const start = (event: PointerEvent, from: number) => {
    const boxes = [...list.current!.children].map((row) => row.getBoundingClientRect());
    if (boxes.length < 2 || event.button > 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const gap = boxes[1]!.top - boxes[0]!.bottom;
    setDrag({
      from, to: from, start: event.pageY, by: 0, step: boxes[from]!.height + gap,
      middles: boxes.map(({ top, height }) => top + height / 2),
    });
  };
  const go = (event: PointerEvent) => {
    if (!drag) return;
    const by = event.pageY - drag.start;
    const middle = drag.middles[drag.from]! + by;
    const to = drag.middles.filter((other, at) => at !== drag.from && other < middle).length;
    setDrag({ ...drag, by, to });
  };
  const end = (event: PointerEvent) => {
    if (drag && event.type === 'pointerup' && drag.to !== drag.from) move(drag.from, drag.to);
    setDrag(null);
  };

  const handle = (at: number) => ({
    onPointerDown: (event: PointerEvent) => start(event, at), onPointerMove: go, onPointerUp: end, onPointerCancel: end,
  });
  /** How far a row stands from its place now. */
  const shift = (at: number): number => {
    if (!drag) return 0;
    const { from, to, by, step } = drag;
    if (at === from) return by;
    if (at > from && at <= to) return -step;
    return at < from && at >= to ? step : 0;
  };
  return { dragged: drag ? drag.from : null, handle, shift };
}
