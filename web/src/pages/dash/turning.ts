/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

const TURN_MS = 15_000;
const LOOK_MS = 1_000;

/** Nobody scrolls on a wall: what does not fit whole is on the next page, which comes by itself, at once. */
export function useTurning(on: boolean): preact.RefObject<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!on || !element) return undefined;
    let top = 0;
    const cards = () => [...element.children] as HTMLElement[];
    const show = () => {
      const bottom = top + element.clientHeight + 1;
      element.scrollTop = top;
      for (const card of cards()) {
        const fits = card.offsetTop >= top && (card.offsetTop + card.offsetHeight <= bottom || card.offsetTop === top);
        card.classList.toggle('off', !fits && getComputedStyle(element).overflow === 'hidden');
      }
    };
    const turn = () => {
      const bottom = top + element.clientHeight + 1;
      const behind = cards().filter((card) => card.offsetTop > top && card.offsetTop + card.offsetHeight > bottom).map((card) => card.offsetTop);
      top = behind.length > 0 ? Math.min(...behind) : 0;
      show();
    };
    show();
    const afresh = () => { top = 0; show(); };
    addEventListener('resize', afresh);
    const watcher = new MutationObserver(show);
    watcher.observe(element, { childList: true });
    const timers = [setInterval(turn, TURN_MS), setInterval(show, LOOK_MS)];
    return () => {
      watcher.disconnect();
      removeEventListener('resize', afresh);
      timers.forEach(clearInterval);
      for (const card of cards()) card.classList.remove('off');
    };
  }, [on]);
  return box;
}
