/* SPDX-License-Identifier: Apache-2.0 */
import type { Reader } from '../../lib/reader';

/** So many are told live at once; a few above the screen, most below. */
const AT_ONCE = 60;
const ABOVE = 20;

/** The place in the list of the first card that is on the screen. */
function firstSeen(list: HTMLElement): number {
  let low = 0;
  let high = list.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list.children[middle]!.getBoundingClientRect().bottom < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Looks at what is on the screen and around it, as the reader scrolls. Returns how to stop. */
export function lookAround(reader: Reader, order: readonly string[], list: HTMLElement | null): () => void {
  let frame = 0;
  const look = () => {
    frame = 0;
    const from = order.length > AT_ONCE && list ? Math.max(0, firstSeen(list) - ABOVE) : 0;
    // By steps, so that not every card that passes is a word to the server.
    const start = from - (from % ABOVE);
    if (reader.ideas.read.value) reader.lookAt(order.slice(start, start + AT_ONCE));
  };
  const onScroll = () => { frame = frame || requestAnimationFrame(look); };
  look();
  if (order.length <= AT_ONCE) return () => {};
  addEventListener('scroll', onScroll, { passive: true });
  return () => { cancelAnimationFrame(frame); removeEventListener('scroll', onScroll); };
}
