/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Ideas } from '../../src/lib/ideas';
import type { Idea } from '../../src/lib/protocol';

const idea = (id: string, more: Partial<Idea> = {}): Idea => ({
  id, version: 1, state: 'shown', status: 'new', supports: 0, number: 1, at: 0, tags: [], mine: false, n: 0, on: false,
  words: { title: id }, ...more,
});

test('an idea that was merged is no longer counted, and one that is parted is no news', () => {
  const ideas = new Ideas();
  ideas.begin({ rev: 1, total: 2, more: false, ideas: [idea('tent'), idea('tarp')] });
  const hear = (rev: number, total: number, status: 'merged' | 'new') => ideas.hear({
    ev: 'ideas', epoch: 1, board: 'b', rev, total, ideas: [{ id: 'tarp', version: rev, state: 'shown', status, supports: 1 }],
  });
  assert.deepEqual(hear(2, 1, 'merged'), ['tarp']); // Its words are read again: they say into which.
  assert.deepEqual([ideas.total.value, ideas.fresh.value, ideas.byId.value.tarp!.status], [1, 0, 'merged']);
  hear(3, 2, 'new');
  assert.deepEqual([ideas.total.value, ideas.fresh.value], [2, 0]);
});
