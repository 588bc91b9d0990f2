/* SPDX-License-Identifier: Apache-2.0 */

/**
 * Whole percentages that add up to 100, by largest remainder; of equal remainders the earlier
 * option wins, as in the server's tally, so that every screen shows the same numbers.
 */
export function percentages(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === 0) return counts.map(() => 0);

  const floors = counts.map((count) => Math.floor((count * 100) / sum));
  const missing = 100 - floors.reduce((total, floor) => total + floor, 0);
  counts
    .map((count, place) => ({ place, remainder: (count * 100) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.place - b.place)
    .slice(0, missing)
    .forEach(({ place }) => floors[place]!++);
  return floors;
}

/** Each count as a share of the voters: for `multiple`, where one voter fills several options. */
export function shares(counts: readonly number[], voters: number): number[] {
  return counts.map((count) => (voters > 0 ? Math.round((count * 100) / voters) : 0));
}
