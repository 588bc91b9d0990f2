/* SPDX-License-Identifier: Apache-2.0 */
import { isChoice, isSteps, stepsOf } from './kinds';
import type { Definition, Question } from './protocol';

/** Two votes on one question; in `moves` the last row and column are those without a ballot. */
export interface ShiftOk {
  before: number;
  round: number;
  both: number;
  voters: [number, number];
  counts: [number[], number[]];
  moves?: number[][];
  kept?: number[];
  left?: number[];
  gained?: number[];
}

/** Kinds whose second vote is compared with the first, answer by answer. */
export const mayShift = ({ kind }: Definition): boolean => ['single', 'multiple', 'pair', 'scale', 'nps'].includes(kind);

/** There are two votes to compare, and the second is over. */
export const hasShift = ({ before, state, def }: Question): boolean => Boolean(before) && mayShift(def) && (state === 'closed' || state === 'revealed');

export const answersOf = (def: Definition): string[] => (isChoice(def) ? def.options : isSteps(def) ? stepsOf(def).map(String) : []);

/** How many people did not stay with their answer, of those who gave two. */
export const changed = (moves: readonly (readonly number[])[]): number => {
  const last = moves.length - 1;
  return moves.slice(0, last).reduce((sum, row, from) => sum + row.reduce((all, n, to) => (to === from || to === last ? all : all + n), 0), 0);
};
