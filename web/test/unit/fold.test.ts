/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { column, folded } from '../../src/pages/dash/fold';

const MINUTE = 60_000;
const NOW = 1_792_000_020_000;
const told = (began: number) => ({
  now: NOW, began, start: NOW - (NOW % MINUTE) - 60 * MINUTE, end: NOW, step: MINUTE, columns: ['people', 'votes'], rows: [[59, 3, 2], [60, 5, 1]], waits: { n: 0, median: 0 },
});

test('a room that is younger than the range begins with what there is', () => {
  const young = column(folded(null, told(NOW - 20 * MINUTE), 60 * MINUTE), 'people');
  assert.equal(young.length, 21);
  assert.deepEqual(young.slice(-2).map(({ value }) => value), [3, 5]);
  assert.equal(column(folded(null, told(NOW - 9000 * MINUTE), 60 * MINUTE), 'people').length, 61);
  // Of one that has just begun there is still a picture.
  assert.equal(column(folded(null, told(NOW - 5_000), 60 * MINUTE), 'votes').length, 11);
  assert.equal(column(folded(null, told(0), 60 * MINUTE), 'votes').length, 11);
});
