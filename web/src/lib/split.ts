/* SPDX-License-Identifier: Apache-2.0 */
/* Results by what people said they are: which can be had, and whether the stage is to show them. */
import type { Tally } from './model';
import type { Question, Room } from './protocol';

export interface SplitOk { groups: { groups: number[]; voters: number; counts: number[] }[] }

/** Of an open one only what a host asked for. */
export const canSplit = ({ state, def: { kind } }: Question): boolean => state !== 'draft' && kind !== 'segment' && kind !== 'words';

/** Questions that part people, by which this one can be told. */
export const segmentsOf = (question: Question, all: readonly Question[]): readonly Question[] =>
  (canSplit(question) ? all.filter(({ def, state }) => def.kind === 'segment' && state !== 'draft') : []);

/** The segment by which the stage shows a question whose counts it sees, or null. */
export function splitOnStage(room: Room, question: Question, tally: Tally | null, all: readonly Question[]): Question | null {
  const { split } = room.settings;
  if (split?.question !== question.id || !tally?.counts || question.def.hide_voters) return null;
  return segmentsOf(question, all).find(({ id }) => id === split.by) ?? null;
}
