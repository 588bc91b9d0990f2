/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent as percentText, t, tenth } from '../../lib/i18n';
import { isMany, isSteps, stepsOf } from '../../lib/kinds';
import type { Tally } from '../../lib/model';
import { binName, binsOf, withUnit } from '../../lib/numbers';
import { meanPlaces } from '../../lib/places';
import { percentages, shares } from '../../lib/percent';
import type { Definition, Question } from '../../lib/protocol';

export interface Row {
  place: number;
  text: string;
  count: number;
  /** Whole percent; of the voters for `multiple`, else adding up to 100. */
  percent: number;
  /** Length of the bar, 0 … 1, the leader's being 1. */
  share: number;
  /** What stands at the end of its bar. */
  value: string;
  /** Of a ranking: how often it came first. */
  firsts: number | null;
  /** Has most votes, perhaps with others; of a quiz: is right. */
  leads: boolean;
}

/** What the answers of a question are called, in order. */
export function answers(def: Definition): string[] {
  if (isSteps(def)) return stepsOf(def).map(String);
  if (def.kind === 'number') return binsOf(def).map((bin) => withUnit(binName(bin), def.unit));
  if (def.kind === 'segment') return [...def.options, t('rather_not')];
  return 'options' in def ? def.options : [];
}

function percentsOf({ def }: Question, counts: readonly number[], voters: number | null): number[] {
  return isMany(def) && voters !== null ? shares(counts, voters) : percentages(counts);
}

/** Of a ranking its points, of shared points the mean of them all, else the share; a share too where numbers are hidden. */
function valueOf({ kind, hide_voters: hidden }: Definition, count: number, percent: number): string {
  if (kind === 'ranking' && !hidden) return number(count);
  return kind === 'points' ? number(percent) : percentText(percent);
}

/** The leader first; of equals the one that stands first in the question. */
export const sortedRows = (rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => b.count - a.count || a.place - b.place);

/** Of a grid: nobody leads, each has a place. */
function placedRows(texts: readonly string[], tally: Tally | null): Row[] {
  const places = meanPlaces(tally?.counts ?? [], tally?.voters ?? null);
  const spot = (at: number) => places[at]?.map(tenth).join(' / ') ?? '–';
  return texts.map((text, place) => ({ place, text, count: 0, percent: 0, share: 0, value: spot(place), firsts: null, leads: false }));
}

/** A tally as rows of a chart; zeros while nothing is known. */
export function rowsOf(question: Question, tally: Tally | null): Row[] {
  const texts = answers(question.def);
  if (question.def.kind === 'grid') return placedRows(texts, tally);
  const counts = texts.map((_, place) => tally?.counts?.[place] ?? 0);
  const percents = percentsOf(question, counts, tally?.voters ?? null);
  const most = Math.max(1, ...counts);
  const right = question.def.kind === 'quiz' && question.def.right;
  return texts.map((text, place) => {
    const count = counts[place]!;
    const percent = percents[place]!;
    return {
      place, text, count, percent, share: count / most, value: valueOf(question.def, count, percent),
      firsts: question.def.kind === 'ranking' ? tally?.counts?.[texts.length + place] ?? 0 : null,
      leads: right ? right.includes(place) : count === most && count > 0,
    };
  });
}
