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
    const reset = () => { for (const card of cards()) card.style.minHeight = ''; };
    const isBehind = (card: HTMLElement) => card.offsetTop > top && card.offsetTop + card.offsetHeight > top + element.clientHeight + 1;
    /** Rows of the page share out what it has left over, but for the figures on top. */
    const stretch = (shown: readonly HTMLElement[]) => {
      const places = shown.map((card) => ({ card, at: card.offsetTop, height: card.offsetHeight }));
      const rows = new Set(places.filter(({ card }) => !card.matches('.figures')).map(({ at }) => at));
      const left = top + element.clientHeight - Math.max(...places.map(({ at, height }) => at + height)) - parseFloat(getComputedStyle(element).paddingBottom);
      for (const { card, at, height } of places) if (left > 0 && rows.has(at)) card.style.minHeight = `${Math.floor(height + left / rows.size)}px`;
    };
    const show = () => {
      reset();
      const isPaged = getComputedStyle(element).overflow === 'hidden';
      const shown = cards().filter((card) => card.offsetTop >= top && !isBehind(card));
      for (const card of cards()) card.classList.toggle('off', isPaged && !shown.includes(card));
      if (isPaged && shown.length > 0) stretch(shown);
      element.scrollTop = top;
    };
    const turn = () => {
      reset();
      const late = cards().filter(isBehind).map((card) => card.offsetTop);
      top = late.length > 0 ? Math.min(...late) : 0;
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
      reset();
      for (const card of cards()) card.classList.remove('off');
    };
  }, [on]);
  return box;
}
