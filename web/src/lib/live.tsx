/* SPDX-License-Identifier: Apache-2.0 */
import { signal } from './signals';

/** A screen reader is told at most one thing in this time; the newest wins. */
export const LIVE_GAP_MS = 5_000;

const said = signal('');
let last = -LIVE_GAP_MS;
let next = '';
let timer: ReturnType<typeof setTimeout> | undefined;

function speak(): void {
  timer = undefined;
  last = performance.now();
  said.value = next;
}

/** Says something politely to whoever cannot see the page change. */
export function announce(text: string): void {
  next = text;
  if (timer === undefined) {
    timer = setTimeout(speak, Math.max(0, last + LIVE_GAP_MS - performance.now()));
  }
}

/** The page's one live region. */
export function LiveRegion() {
  return <p class="sr-only" role="status" aria-live="polite">{said.value}</p>;
}
