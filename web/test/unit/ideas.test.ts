/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Ideas, supportsOf, type Stood } from '../../src/lib/ideas';
import type { Idea, IdeaNews, IdeasEvent } from '../../src/lib/protocol';

const idea = (id: string, more: Partial<Idea> = {}): Idea => ({
  id, version: 1, state: 'shown', status: 'new', supports: 0, number: 1, at: 0, tags: [], mine: false, n: 0, on: false,
  words: { title: id }, ...more,
});
const page = (ids: string[], more = {}) => ({ rev: 10, total: ids.length, more: false, ideas: ids.map((id) => idea(id)), ...more });
const news = (rev: number, total: number, ideas: IdeaNews[] = [], epoch = 1): IdeasEvent => (
  { ev: 'ideas', epoch, board: 'wishes', rev, total, ideas });
const glance = (id: string, supports: number, more: Partial<IdeaNews> = {}): IdeaNews => (
  { id, version: 1, state: 'shown', status: 'new', supports, ...more });

function listed(...ids: string[]): Ideas {
  const ideas = new Ideas();
  ideas.begin(page(ids));
  return ideas;
}

test('numbers move and the order stays', () => {
  const ideas = listed('a', 'b', 'c');
  ideas.hear(news(11, 3, [glance('c', 9)]));
  assert.deepEqual(ideas.order.value, ['a', 'b', 'c']);
  assert.equal(ideas.byId.value.c!.supports, 9);
});

test('new ideas are counted, not put in; reading again begins at nought', () => {
  const ideas = listed('a', 'b');
  ideas.hear(news(11, 5));
  assert.equal(ideas.fresh.value, 3);
  assert.equal(ideas.total.value, 5);
  assert.deepEqual(ideas.order.value, ['a', 'b']);
  ideas.begin(page(['e', 'd', 'c', 'b', 'a'], { rev: 11 }));
  assert.equal(ideas.fresh.value, 0);
});

test("one's own, just posted, stands first and is no news", () => {
  const ideas = listed('a');
  ideas.first(idea('mine', { mine: true }));
  assert.deepEqual(ideas.order.value, ['mine', 'a']);
  ideas.hear(news(11, 2));
  assert.equal(ideas.fresh.value, 0);
  ideas.hear(news(12, 3));
  assert.equal(ideas.fresh.value, 1);
});

test("one's own that is passed by the team is no news either", () => {
  const ideas = listed('a');
  ideas.first(idea('mine', { mine: true, state: 'pending' }));
  assert.equal(ideas.total.value, 1);
  const again = ideas.hear(news(11, 2, [glance('mine', 0, { version: 2 })]));
  assert.deepEqual(again, ['mine'], 'its words are read again');
  assert.equal(ideas.byId.value.mine!.state, 'shown');
  assert.equal(ideas.fresh.value, 0);
});

test('what is hidden leaves its place, and hides no new one from the count', () => {
  const ideas = listed('a', 'b');
  ideas.hear(news(11, 2, [{ id: 'a', state: 'hidden' }]));
  assert.equal(ideas.byId.value.a!.gone, true);
  assert.deepEqual(ideas.order.value, ['a', 'b']);
  assert.equal(ideas.fresh.value, 1, 'one gone, one new');
  ideas.hear(news(12, 3, [glance('a', 0, { version: 3 })]));
  assert.equal(ideas.byId.value.a!.gone, false);
  assert.equal(ideas.fresh.value, 1);
});

test('late news are dropped; another epoch begins again', () => {
  const ideas = listed('a');
  ideas.hear(news(20, 1, [glance('a', 5)]));
  ideas.hear(news(19, 1, [glance('a', 4)]));
  assert.equal(ideas.byId.value.a!.supports, 5);
  ideas.hear(news(3, 1, [glance('a', 2)], 1792));
  assert.equal(ideas.byId.value.a!.supports, 2);
});

test('a page that was read before the news keeps the newer number', () => {
  const ideas = listed('a');
  ideas.hear(news(20, 1, [glance('a', 5)]));
  ideas.append(page(['a', 'b'], { rev: 15 }));
  assert.equal(ideas.byId.value.a!.supports, 5);
  assert.deepEqual(ideas.order.value, ['a', 'b']);
});

test("one's own support is in the number once, whichever comes first", () => {
  let own: Stood | null = null;
  const ideas = new Ideas(() => own);
  ideas.begin({ ...page([]), total: 1, ideas: [idea('a', { supports: 4 })] });
  const shown = (on: boolean) => supportsOf(ideas.byId.value.a!, on, own);
  assert.equal(shown(true), 5, 'tapped');
  own = { stood: true, rev: 12 };
  assert.equal(shown(true), 5, 'counted, the news not here yet');
  ideas.hear(news(11, 1, [glance('a', 5)]));
  assert.equal(shown(true), 6, 'somebody else');
  ideas.hear(news(12, 1, [glance('a', 6)]));
  assert.equal(shown(true), 6, 'with this one');
  assert.equal(shown(false), 5, 'taken back');
  own = { stood: false, rev: 14 };
  assert.equal(shown(false), 5, 'counted, the news not here yet');
  ideas.hear(news(14, 1, [glance('a', 5)]));
  assert.equal(shown(false), 5);
});
