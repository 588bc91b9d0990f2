/* SPDX-License-Identifier: Apache-2.0 */
import { useLayoutEffect, useRef } from 'preact/hooks';

const GLIDE_MS = 700;
const EASING = 'cubic-bezier(.3, .7, .2, 1)';

interface Place { left: number; top: number }

/** Children that changed places glide to the new ones, also when they were still on their way. Only transforms move. */
export function useGlide(list: { current: HTMLElement | null }): void {
  const places = useRef(new Map<Element, Place>());
  useLayoutEffect(() => {
    const now = new Map<Element, Place>();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const row of (list.current?.children ?? []) as HTMLCollectionOf<HTMLElement>) {
      const place = { left: row.offsetLeft, top: row.offsetTop };
      const before = places.current.get(row);
      now.set(row, place);
      if (before && !still && (before.left !== place.left || before.top !== place.top)) glide(row, before, place);
    }
    places.current = now;
  });
}

function glide(row: HTMLElement, from: Place, to: Place): void {
  const { m41, m42 } = new DOMMatrix(getComputedStyle(row).transform);
  const by = `translate(${from.left - to.left + m41}px, ${from.top - to.top + m42}px)`;
  row.getAnimations().forEach((running) => running.cancel());
  row.animate([{ transform: by }, { transform: 'none' }], { duration: GLIDE_MS, easing: EASING });
}
