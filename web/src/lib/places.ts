/* SPDX-License-Identifier: Apache-2.0 */
/* Places on the two axes of a grid. */
export type Place = readonly [across: number, up: number];

/** Each axis goes from 0 to this. */
export const STEPS_MOST = 10;

/** Where each option stands on average; none before the first vote, or where the number of voters is hidden. */
export function meanPlaces(counts: readonly number[], voters: number | null): Place[] {
  if (!voters) return [];
  return Array.from({ length: counts.length / 2 }, (_, at) => [counts[2 * at]! / voters, counts[2 * at + 1]! / voters]);
}

const ROUNDS = 60;
const within = (step: number) => Math.max(0, Math.min(STEPS_MOST, step));

/** Moves both away from each other, half the way each; two in one spot part in a direction of their own. */
function part(one: [number, number], other: [number, number], least: number, turn: number): boolean {
  const [dx, dy] = [other[0] - one[0], other[1] - one[1]];
  const far = Math.hypot(dx, dy);
  if (far >= least - 0.01) return false;
  const [ux, uy] = far > 0.001 ? [dx / far, dy / far] : [Math.cos(turn), Math.sin(turn)];
  const push = (least - far) / 2;
  one[0] = within(one[0] - ux * push);
  one[1] = within(one[1] - uy * push);
  other[0] = within(other[0] + ux * push);
  other[1] = within(other[1] + uy * push);
  return true;
}

/** The places with at least so much between any two, as near as that allows: for labels, that none hides another. */
export function apart(places: readonly Place[], least: number): Place[] {
  const moved = places.map(([across, up]): [number, number] => [across, up]);
  for (let round = 0, again = true; again && round < ROUNDS; round++) {
    again = false;
    for (let i = 0; i < moved.length; i++) {
      for (let j = i + 1; j < moved.length; j++) again = part(moved[i]!, moved[j]!, least, i + 2 * j) || again;
    }
  }
  return moved;
}
