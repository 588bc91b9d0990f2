/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { npsGroups } from '../../src/lib/kinds';
import { binName, binsOf, numberMean, withUnit } from '../../src/lib/numbers';
import { apart, meanPlaces, type Place } from '../../src/lib/places';
import { percentages } from '../../src/lib/percent';

const asked = (from: number, to: number) => ({ kind: 'number', title: 'T', from, to }) as const;

test('bins are of equal width, at most twenty, and leave nothing out', () => {
  for (const [from, to] of [[0, 19], [0, 20], [-5, 100], [0, 100], [-1_000_000, 1_000_000], [3, 4]] as const) {
    const bins = binsOf(asked(from, to));
    assert.ok(bins.length <= 20);
    assert.equal(bins[0]!.from, from);
    assert.equal(bins[bins.length - 1]!.to, to);
    bins.slice(1).forEach((bin, at) => assert.equal(bin.from, bins[at]!.to + 1));
  }
  assert.deepEqual(binsOf(asked(0, 100)).slice(0, 2), [{ from: 0, to: 5 }, { from: 6, to: 11 }]);
});

test('the mean is of the numbers, not of their bins', () => {
  // 10, 11 and 33 of 10 to 50: bins of three.
  const counts = Array(15).fill(0);
  [counts[0], counts[7], counts[14]] = [2, 1, 0 + 1 + 23];
  assert.equal(numberMean(asked(10, 50), counts), 18);
  assert.equal(numberMean(asked(10, 50), Array(15).fill(0)), null);
});

test('a unit stands where English has it, a range never reads as a minus', () => {
  assert.deepEqual(['€', 'kg', '%', ''].map((unit) => withUnit('12', unit)), ['€12', '12\u00a0kg', '12%', '12']);
  assert.equal(withUnit('-12', '$'), '-$12');
  assert.deepEqual([binName({ from: 5, to: 5 }), binName({ from: 5, to: 9 }), binName({ from: -9, to: -5 })], ['5', '5–9', '-9 … -5']);
});

test('the mean places are the sums shared by the voters', () => {
  assert.deepEqual(meanPlaces([10, 20, 0, 5], 5), [[2, 4], [0, 1]]);
  assert.deepEqual(meanPlaces([0, 0], 0), []);
  assert.deepEqual(meanPlaces([10, 20], null), []);
});

test('labels in one spot, in a corner or in a row come apart, and stay in the square', () => {
  const crowds: Place[][] = [Array(8).fill([5, 5]), Array(8).fill([0, 0]), Array(8).fill([10, 5]), [[1, 1], [1.2, 1], [1.4, 1], [9, 9]]];
  for (const crowd of crowds) {
    const moved = apart(crowd, 1);
    moved.forEach(([x, y], at) => {
      assert.ok(x >= 0 && x <= 10 && y >= 0 && y <= 10);
      moved.slice(at + 1).forEach(([a, b]) => assert.ok(Math.hypot(a - x, b - y) > 0.9, `${moved}`));
    });
  }
  assert.deepEqual(apart([[1, 1], [9, 9]], 1), [[1, 1], [9, 9]], 'those with room stay');
});

test('detractors, passives and promoters are everyone', () => {
  assert.deepEqual(npsGroups([1, 0, 0, 0, 0, 1, 1, 2, 1, 2, 2]), [3, 3, 4]);
  for (let all = 1; all < 60; all++) {
    const counts = Array.from({ length: 11 }, (_, step) => (step * 7 + all) % 13);
    assert.equal(percentages(npsGroups(counts)).reduce((a, b) => a + b), 100);
  }
});
