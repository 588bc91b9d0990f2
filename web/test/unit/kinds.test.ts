/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { npsOf, stepsOf } from '../../src/lib/kinds';

test('the score of those who recommend is promoters less detractors', () => {
  // Ten people: 9 and 10 are four, 7 and 8 three, 0 to 6 three.
  assert.equal(npsOf([1, 0, 0, 0, 0, 1, 1, 2, 1, 2, 2]), 10);
  assert.equal(npsOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]), 100);
  assert.equal(npsOf([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), -100);
  assert.equal(npsOf(Array(11).fill(0)), null);
  // Halves go away from nought on both sides, and a little less than nought is nought.
  assert.equal(npsOf([0, 0, 0, 0, 0, 0, 0, 7, 0, 1, 0]), 13);
  assert.equal(npsOf([0, 0, 0, 0, 0, 0, 1, 7, 0, 0, 0]), -13);
  assert.equal(npsOf([1, 0, 0, 0, 0, 0, 0, 300, 0, 0, 0]), 0);
});

test('it has eleven steps, a scale as many as it says', () => {
  assert.equal(stepsOf({ kind: 'nps', title: 'T' }).length, 11);
  assert.deepEqual(stepsOf({ kind: 'scale', title: 'T', from: 2, to: 4 }), [2, 3, 4]);
});
