/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { backoff } from '../../src/lib/backoff';

test('back-off doubles its bound from half a second up to thirty', () => {
  const most = [0, 1, 2, 5, 6, 7, 5000].map((tries) => backoff(tries, () => 1));
  assert.deepEqual(most, [500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
});

test('back-off is full jitter: it may be anything down to nothing', () => {
  assert.equal(backoff(4, () => 0), 0);
  assert.equal(backoff(4, () => 0.5), 4000);
});
