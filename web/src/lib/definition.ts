/* SPDX-License-Identifier: Apache-2.0 */
/* What a question is, kind by kind, as docs/PROTOCOL.md has it: nothing here runs. */
export type ResultMode = 'always' | 'after_vote' | 'after_close' | 'never';

interface AnyDefinition {
  title: string;
  results?: ResultMode;
  change?: boolean;
  hide_voters?: boolean;
  /** What the host wants to say with it; sent to hosts alone. */
  notes?: string;
  /** What the stage shows beside it. */
  slide?: SlideImage;
}
/** A picture that the stage shows, and what it says; `alt` may be empty. */
export interface SlideImage { id: string; alt: string }
/** A picture of an option, and what it shows in words. */
export interface OptionImage { id: string; alt: string }
export interface SingleDefinition extends AnyDefinition {
  kind: 'single';
  options: string[];
  images?: (OptionImage | null)[];
}
export interface MultipleDefinition extends AnyDefinition {
  kind: 'multiple';
  options: string[];
  images?: (OptionImage | null)[];
  min?: number;
  max?: number;
}
export interface ScaleDefinition extends AnyDefinition {
  kind: 'scale';
  from: number;
  to: number;
  look?: 'stars' | 'numbers';
  low?: string;
  high?: string;
}
export interface PairDefinition extends AnyDefinition {
  kind: 'pair';
  options: string[];
  images?: (OptionImage | null)[];
}
export interface NpsDefinition extends AnyDefinition {
  kind: 'nps';
  low?: string;
  high?: string;
}
export interface RankingDefinition extends AnyDefinition {
  kind: 'ranking';
  options: string[];
  min?: number;
  max?: number;
}
export interface PointsDefinition extends AnyDefinition {
  kind: 'points';
  options: string[];
}
export interface NumberDefinition extends AnyDefinition {
  kind: 'number';
  from: number;
  to: number;
  unit?: string;
  /** The right one; to hosts, and to all once it is revealed. */
  right?: number;
  /** How many places get points, where there is a right one. */
  nearest?: number;
  points?: number;
}
export interface GridDefinition extends AnyDefinition {
  kind: 'grid';
  options: string[];
  low?: string;
  high?: string;
  bottom?: string;
  top?: string;
}
export interface WordsDefinition extends AnyDefinition {
  kind: 'words';
  /** How many one may say. */
  max?: number;
}
export interface QuizDefinition extends AnyDefinition {
  kind: 'quiz';
  options: string[];
  /** Several may be ticked. */
  many?: boolean;
  /** Seconds; 0 for as long as it takes. */
  duration?: number;
  speed?: boolean;
  points?: number;
  /** The options that are right; to hosts, and to all once it is revealed. */
  right?: number[];
}
/** Which group one is of; behind its options there is always one for who would rather not say. */
export interface SegmentDefinition extends AnyDefinition {
  kind: 'segment';
  options: string[];
}
/** It is shown, and asks nothing. */
export interface SlideDefinition extends AnyDefinition {
  kind: 'slide';
  slide: SlideImage;
  /** Which page of how many of a PDF it was. */
  page?: number;
  pages?: number;
}
export type Definition = SingleDefinition | MultipleDefinition | ScaleDefinition | PairDefinition | NpsDefinition
  | RankingDefinition | PointsDefinition | NumberDefinition | GridDefinition | WordsDefinition | QuizDefinition
  | SegmentDefinition | SlideDefinition;
export type Kind = Definition['kind'];
