/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { layoutOf } from '../../src/components/stage/layout';
import { rowsOf, sortedRows } from '../../src/components/stage/rows';
import type { Definition, Question } from '../../src/lib/protocol';

const asked = (def: Partial<Definition>): Question => ({
  id: 'q1', state: 'open', round: 1, version: 1, closes: 0,
  def: { kind: 'ranking', title: 'Which?', options: ['Tea', 'Coffee', 'Milk'], ...def } as Definition,
});
const tally = (counts: number[]) => ({ epoch: 1, round: 1, rev: 1, voters: 5, counts });

test('a ranking has points and first choices, the best first, and equals stay in their order', () => {
  const rows = sortedRows(rowsOf(asked({}), tally([4, 7, 4, 1, 3, 1])));
  assert.deepEqual(rows.map(({ text, value, firsts }) => [text, value, firsts]), [['Coffee', '7', 3], ['Tea', '4', 1], ['Milk', '4', 1]]);
  assert.deepEqual(rows.map(({ leads }) => leads), [true, false, false]);
});

test('points would tell how many voted where that is hidden: shares take their place', () => {
  const rows = rowsOf(asked({ hide_voters: true }), tally([5, 10, 5, 1, 3, 1]));
  assert.deepEqual(rows.map(({ value }) => value), ['25%', '50%', '25%']);
});

test('mean points add up to 100', () => {
  const rows = rowsOf(asked({ kind: 'points' }), tally([167, 167, 166]));
  assert.deepEqual(rows.map(({ value, firsts }) => [value, firsts]), [['34', null], ['33', null], ['33', null]]);
});

test('first choices beside a label leave it less room', () => {
  const labels = Array.from({ length: 8 }, (_, at) => `Some longer option ${at + 1}`);
  const space = { width: 131, height: 66, letters: 1 };
  assert.deepEqual([layoutOf(labels, space).columns, layoutOf(labels, space, 22).columns], [2, 1]);
});
