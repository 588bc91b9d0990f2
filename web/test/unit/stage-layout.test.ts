/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { layoutOf, ranksOf } from '../../src/components/stage/layout';
import { rowsOf } from '../../src/components/stage/rows';
import type { Question } from '../../src/lib/protocol';

const short = (count: number) => Array.from({ length: count }, (_, at) => `Option ${at + 1}`);
const SCREEN = { width: 131, height: 66, letters: 1 };
const CORRIDOR = { ...SCREEN, width: 310 };

const ROWS: [why: string, labels: string[], space: typeof SCREEN, columns: number, pages: number, perPage: number][] = [
  ['six stand under each other', short(6), SCREEN, 1, 1, 6],
  ['seven need two columns', short(7), SCREEN, 2, 1, 7],
  ['twelve still fit', short(12), SCREEN, 2, 1, 12],
  ['twenty are two even pages', short(20), SCREEN, 2, 2, 10],
  ['a very wide screen uses its width', short(5), CORRIDOR, 2, 1, 5],
  ['long labels never share a line', Array.from({ length: 8 }, () => 'word '.repeat(18).trim()), SCREEN, 1, 2, 4],
  ['at least one a page, however low the screen', short(3), { ...SCREEN, height: 4 }, 2, 2, 2],
  ['six of seven words fit', Array.from({ length: 6 }, () => 'word '.repeat(7).trim()), SCREEN, 1, 1, 6],
  ['in a wider font they take a page more', Array.from({ length: 6 }, () => 'word '.repeat(7).trim()), { ...SCREEN, letters: 1.25 }, 1, 2, 3],
];

for (const [why, labels, space, columns, pages, perPage] of ROWS) {
  test(`options on the stage: ${why}`, () => {
    const layout = layoutOf(labels, space);
    assert.deepEqual([layout.columns, layout.pages, layout.perPage], [columns, pages, perPage]);
  });
}

const single: Question = {
  id: 'q1', state: 'open', round: 1, version: 1, closes: 0, def: { kind: 'single', title: 'T', options: ['A', 'B', 'C'] },
};
const tally = (counts: number[], voters: number | null) => ({ epoch: 1, round: 1, rev: 1, voters, counts });

test('of one answer each, percentages add up to 100 and bars measure against the leader', () => {
  const rows = rowsOf(single, tally([1, 1, 1], 3));
  assert.deepEqual(rows.map(({ percent }) => percent), [34, 33, 33]);
  assert.deepEqual(rows.map(({ share, leads }) => [share, leads]), [[1, true], [1, true], [1, true]]);
});

test('of several answers each, percentages are of the voters', () => {
  const multiple: Question = { ...single, def: { kind: 'multiple', title: 'T', options: ['A', 'B'] } };
  assert.deepEqual(rowsOf(multiple, tally([8, 6], 10)).map(({ percent }) => percent), [80, 60]);
});

test('before the first vote nobody leads', () => {
  assert.equal(rowsOf(single, null).some(({ leads, share }) => leads || share > 0), false);
});

test('a ranking shows as many ideas as stand whole, at most six', () => {
  const hall = { width: 131, height: 66, letters: 1 };
  const titles = Array.from({ length: 9 }, (_, at) => `Idea ${at}`);
  assert.deepEqual(ranksOf(titles, hall), { rows: 6, small: false });
  assert.deepEqual(ranksOf(titles.slice(0, 2), hall), { rows: 2, small: false });
  // Long ones take the room of others, but only where they stand.
  const long = 'w'.repeat(120);
  assert.equal(ranksOf([long, ...titles], hall).rows < 6, true);
  assert.deepEqual(ranksOf([...titles, long], hall), { rows: 6, small: false });
  assert.deepEqual(ranksOf([long], { ...hall, height: 5 }), { rows: 1, small: true });
  assert.deepEqual(ranksOf([], hall), { rows: 0, small: false });
});
