/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cameSince, facesFor, sizeFor } from '../../src/lib/reactions';

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

test('what came since: nothing at first, in another epoch, or where sums go back', () => {
  const before = { epoch: 1, sums: [5, 0, 2, 0, 9], base: true };
  assert.deepEqual(cameSince(null, before), [0, 0, 0, 0, 0]);
  assert.deepEqual(cameSince(before, { epoch: 1, sums: [7, 1, 2, 0, 9], base: false }), [2, 1, 0, 0, 0]);
  assert.deepEqual(cameSince(before, { epoch: 1, sums: [7, 1, 2, 0, 9], base: true }), [0, 0, 0, 0, 0]);
  assert.deepEqual(cameSince(before, { epoch: 2, sums: [7, 1, 2, 0, 9], base: false }), [0, 0, 0, 0, 0]);
  assert.deepEqual(cameSince(before, { epoch: 1, sums: [4, 0, 3, 0, 0], base: false }), [0, 0, 1, 0, 0]);
});

test('faces: all of few, a bounded number of many, and who taps alone is seen beside a thousand', () => {
  assert.deepEqual(facesFor([2, 1, 0, 0, 0], 5), [2, 1, 0, 0, 0]);
  assert.deepEqual(facesFor([1000, 0, 0, 1, 0], 5), [4, 0, 0, 1, 0]);
  assert.deepEqual(facesFor([1, 1000, 1, 30, 1], 2), [0, 1, 0, 1, 0]);
  assert.deepEqual(facesFor([3, 3, 3, 3, 3], 0), [0, 0, 0, 0, 0]);
  let seed = 1;
  const random = (below: number) => { seed = (seed * 48_271) % 2_147_483_647; return seed % below; };
  for (let round = 0; round < 500; round++) {
    const came = Array.from({ length: 5 }, () => random(round + 1));
    const most = random(30);
    const faces = facesFor(came, most);
    assert.equal(sum(faces), Math.min(most, sum(came)));
    assert.ok(faces.every((n, at) => n <= came[at]!));
  }
});

test('a face grows with what it stands for, within bounds', () => {
  assert.deepEqual([0, 1, 10, 1e9].map(sizeFor), [1, 1, 1.5, 1.75]);
});
