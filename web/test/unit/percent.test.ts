/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { percentages, shares } from '../../src/lib/percent';
import { mean } from '../../src/lib/kinds';

const ROWS: [why: string, counts: number[], expected: number[]][] = [
  ['nobody voted', [0, 0, 0], [0, 0, 0]],
  ['one option has all', [7, 0], [100, 0]],
  ['thirds: the earlier option takes the point left over', [1, 1, 1], [34, 33, 33]],
  ['the largest remainder wins', [4, 4, 3], [37, 36, 27]],
  ['a remainder beats a place', [1, 2, 3], [17, 33, 50]],
  ['many small ones', [1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16]],
];

for (const [why, counts, expected] of ROWS) {
  test(`percentages: ${why}`, () => assert.deepEqual(percentages(counts), expected));
}

test('percentages add up to 100 whatever the counts', () => {
  for (let seed = 1; seed < 400; seed++) {
    const counts = Array.from({ length: 2 + (seed % 19) }, (_, place) => (seed * 7919 * (place + 3)) % 1009);
    const sum = percentages(counts).reduce((total, part) => total + part, 0);
    assert.equal(sum, 100, `counts ${counts}`);
  }
});

test('shares are of the voters and may pass 100 together', () => {
  assert.deepEqual(shares([3, 2, 4], 4), [75, 50, 100]);
  assert.deepEqual(shares([0, 0], 0), [0, 0]);
});

test('the mean counts from the first step', () => {
  assert.equal(mean([0, 0], 1), null);
  assert.equal(mean([1, 0, 1], 1), 2);
  assert.equal(mean([0, 4], 0), 1);
});
