/* SPDX-License-Identifier: Apache-2.0 */

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MOST_MS = 30_000;

/** Full jitter: anywhere up to a bound that doubles, so that a crowd does not come back at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  return random() * Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(tries, 16));
}
