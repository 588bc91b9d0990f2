/* SPDX-License-Identifier: Apache-2.0 */

/** In the order in which their sums are told. */
export const REACTIONS = ['heart', 'clap', 'laugh', 'party', 'think'] as const;
export type Reaction = (typeof REACTIONS)[number];

/** How often people tapped each, in all. */
export interface ReactionsEvent {
  ev: 'reactions';
  epoch: number;
  sums: readonly number[];
}

/** The sums as they were told last; `base`: first of a connection, so that nobody knows what was tapped lately. */
export interface Reacted { epoch: number; sums: readonly number[]; base: boolean }

/** How many of each came since; none where nobody can tell. */
export function cameSince(before: Reacted | null, now: Reacted): number[] {
  const known = before !== null && !now.base && before.epoch === now.epoch;
  return now.sums.map((sum, at) => (known ? Math.max(0, sum - before.sums[at]!) : 0));
}

/** So many faces for so many taps, at most `most`: one for each kind, the rest by how many they stand for. */
export function facesFor(came: readonly number[], most: number): number[] {
  const faces = came.map(() => 0);
  const weight = (at: number) => (faces[at]! > 0 ? came[at]! / faces[at]! : Infinity);
  for (let given = 0; given < most; given++) {
    let best = -1;
    came.forEach((n, at) => {
      if (n <= faces[at]!) return;
      const more = best < 0 ? 1 : weight(at) - weight(best);
      if (best < 0 || more > 0 || (Number.isNaN(more) && n > came[best]!)) best = at;
    });
    if (best < 0) break;
    faces[best]!++;
  }
  return faces;
}

const LARGEST = 1.75;
/** How large a face is that stands for n taps: half as large again for ten. */
export const sizeFor = (n: number): number => Math.min(LARGEST, 1 + Math.log10(Math.max(1, n)) / 2);
