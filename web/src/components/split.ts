/* SPDX-License-Identifier: Apache-2.0 */
/* A result by groups, made ready for charts and tables. */
import { number, t, tenth, tidy } from '../lib/i18n';
import { isSteps, mean, npsOf, rangeOf, signed } from '../lib/kinds';
import { numberMean, withUnit } from '../lib/numbers';
import type { Definition, Question } from '../lib/protocol';
import type { SplitOk } from '../lib/split';
import { rowsOf, type Row } from './stage/rows';

export interface SplitGroup {
  name: string;
  /** Several, of which at least one is of few. */
  joined: boolean;
  voters: number;
  counts: readonly number[];
  rows: readonly (Row & {
    /** Length of the bar, 0 … 1; the longest of all groups is 1. */
    part: number;
    /** What stands at its end. */
    told: string;
  })[];
  /** The one number that sums it up, if there is one. */
  figure: string;
}

/** How many voters it is of: perhaps fewer than have voted by now. */
export const votersOf = ({ groups }: SplitOk): number => groups.reduce((sum, { voters }) => sum + voters, 0);

/** As the server numbers them: options, who would rather not say, who did not answer. */
function namesOf(by: Definition): string[] {
  return by.kind === 'segment' ? [...by.options.map(tidy), t('split.rather'), t('split.none')] : [];
}

function figureOf(def: Definition, counts: readonly number[]): string {
  if (def.kind === 'number') {
    const exact = numberMean(def, counts);
    return exact === null ? '' : withUnit(tenth(exact), def.unit);
  }
  if (!isSteps(def)) return '';
  if (def.kind === 'nps') {
    const score = npsOf(counts);
    return score === null ? '' : signed(score, number(score));
  }
  const average = mean(counts, rangeOf(def).from);
  return average === null ? '' : tenth(average);
}

/** Of a ranking, the place in the group: equal counts share one. */
const placeOf = (rows: readonly Row[], { count }: Row): number => 1 + rows.filter((other) => other.count > count).length;

/** By voters, so that groups of different sizes can be compared. */
export function groupsOf(question: Question, by: Question, { groups }: SplitOk): SplitGroup[] {
  const names = namesOf(by.def);
  const { def, round } = question;
  const shown = { ...question, def: { ...def, hide_voters: false } };
  const made = groups.map(({ groups: members, voters, counts }) => ({
    name: members.map((at) => names[at] ?? '').join(' + '), joined: members.length > 1, voters, counts,
    rows: rowsOf(shown, { epoch: 0, round, rev: 0, voters, counts }), figure: figureOf(def, counts),
  }));
  const most = Math.max(0.0001, ...made.flatMap(({ rows, voters }) => rows.map(({ count }) => count / voters)));
  return made.map((group) => ({
    ...group, rows: group.rows.map((row) => ({
      ...row, part: row.count / group.voters / most, told: def.kind === 'ranking' ? number(placeOf(group.rows, row)) : row.value,
    })),
  }));
}

export const figureName = (def: Definition): string => t(def.kind === 'nps' ? 'split.nps' : 'split.mean');
