/* SPDX-License-Identifier: Apache-2.0 */
/* What the kinds of question have in common: many are a choice of options, some are steps of a scale. */
import type {
  Definition, MultipleDefinition, NpsDefinition, PairDefinition, PointsDefinition, QuizDefinition, Question, RankingDefinition, ScaleDefinition, SingleDefinition,
} from './protocol';

export type ChoiceDefinition = SingleDefinition | MultipleDefinition | PairDefinition | QuizDefinition;
export type StepsDefinition = ScaleDefinition | NpsDefinition;

export const isChoice = (def: Definition): def is ChoiceDefinition =>
  def.kind === 'single' || def.kind === 'multiple' || def.kind === 'pair';
/** It asks something: a slide does not. */
export const isAsked = ({ def }: Question): boolean => def.kind !== 'slide';
/** More than one of its options may be ticked. */
export const isMany = (def: Definition): boolean => def.kind === 'multiple' || (def.kind === 'quiz' && Boolean(def.many));
/** There is a right answer, which gives points. */
export const isScored = (def: Definition): boolean => def.kind === 'quiz' || (def.kind === 'number' && def.nearest !== undefined);
/** Their counts are points in place of votes. */
export const hasPoints = (def: Definition): def is RankingDefinition | PointsDefinition =>
  def.kind === 'ranking' || def.kind === 'points';
export const isSteps = (def: Definition): def is StepsDefinition => def.kind === 'scale' || def.kind === 'nps';

const NPS_MOST = 10;

/** The first and the last step. */
export const rangeOf = (def: StepsDefinition): { from: number; to: number } =>
  (def.kind === 'nps' ? { from: 0, to: NPS_MOST } : { from: def.from, to: def.to });

export const hasStars = (def: StepsDefinition): boolean => def.kind === 'scale' && def.look === 'stars';

export function stepsOf(def: StepsDefinition): number[] {
  const { from, to } = rangeOf(def);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

/** The first step of each: detractors, passives, promoters. */
const NPS_GROUPS = [0, 7, 9] as const;
export const npsGroupOf = (step: number): 0 | 1 | 2 => (step < NPS_GROUPS[1] ? 0 : step < NPS_GROUPS[2] ? 1 : 2);

/** How many are detractors, passives and promoters. */
export function npsGroups(counts: readonly number[]): [number, number, number] {
  const groups: [number, number, number] = [0, 0, 0];
  counts.forEach((count, step) => { groups[npsGroupOf(step)] += count; });
  return groups;
}

/** Promoters less detractors in percent of all, -100 … 100, halves away from nought; null before the first vote. */
export function npsOf(counts: readonly number[]): number | null {
  const [detractors, passives, promoters] = npsGroups(counts);
  const all = detractors + passives + promoters;
  const score = ((promoters - detractors) * 100) / all;
  return all === 0 ? null : Math.sign(score) * Math.round(Math.abs(score)) + 0;
}

/** With its sign, since it goes both ways. */
export const signed = (score: number, text: string): string => (score > 0 ? `+${text}` : text);

/** The mean step of a scale, or null before the first vote. */
export function mean(counts: readonly number[], from: number): number | null {
  const voters = counts.reduce((total, count) => total + count, 0);
  if (voters === 0) return null;
  return counts.reduce((sum, count, step) => sum + count * (from + step), 0) / voters;
}
