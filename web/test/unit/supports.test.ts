/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import type { Idea } from '../../src/lib/protocol';
import { Supports } from '../../src/lib/supports';

let boards = 0;
const fresh = () => Object.assign(new Supports(`K7Q42M/b${boards += 1}`), { epoch: 1 });
const reloaded = () => Object.assign(new Supports(`K7Q42M/b${boards}`), { epoch: 1 });
const idea = (more: Partial<Idea> = {}): Idea => ({
  id: 'tent', version: 1, state: 'shown', status: 'new', supports: 3, number: 1, at: 0, tags: [], mine: false, n: 0,
  on: false, words: { title: 'A tent' }, ...more,
});

function sent(box: Supports, on = true, of = idea()) {
  box.put(of, on);
  const one = box.waiting()[0]!;
  box.sending(one);
  return one;
}
const state = (box: Supports) => {
  const { n, on, state: is, stood } = box.of('tent')!;
  return { n, on, is, stood };
};

test('a tap is kept, sent, counted, and shown from the first moment', () => {
  const box = fresh();
  const one = sent(box);
  assert.equal(box.isOn(idea()), true);
  assert.deepEqual(state(box), { n: 1, on: true, is: 'sending', stood: false });
  box.counted(one, 8);
  assert.deepEqual(state(box), { n: 1, on: true, is: 'counted', stood: true });
  assert.equal(box.of('tent')!.rev, 8);
});

test('the number goes on from what the server knows', () => {
  const box = fresh();
  box.heard(idea({ n: 6, on: true }));
  assert.deepEqual(state(box), { n: 6, on: true, is: 'counted', stood: true });
  sent(box, false, idea({ n: 6, on: true }));
  assert.deepEqual(state(box), { n: 7, on: false, is: 'sending', stood: true });
});

test('what a break leaves on its way is sent again with the same number', () => {
  const box = fresh();
  sent(box);
  box.lost();
  assert.deepEqual(state(box), { n: 1, on: true, is: 'kept', stood: false });
  assert.equal(reloaded().waiting().length, 1);
});

test('a server that is full or away keeps it waiting', () => {
  for (const code of ['away', 'try_again', 'store_full', 'too_many', 'going_away']) {
    const box = fresh();
    box.refused(sent(box), { code });
    assert.equal(box.of('tent')!.state, 'kept', code);
    assert.equal(box.of('tent')!.code, code);
  }
});

test('a refusal that is final gives the button back as it stood', () => {
  for (const code of ['spent', 'closed', 'not_found', 'forbidden']) {
    const box = fresh();
    box.refused(sent(box), { code });
    assert.equal(box.isOn(idea()), false, code);
    assert.deepEqual(box.waiting(), []);
  }
});

test('a fresh tap goes over a stale answer, one from an old page gives way', () => {
  const box = fresh();
  box.refused(sent(box, false), { code: 'stale', n: 4, on: true });
  assert.deepEqual(state(box), { n: 5, on: false, is: 'kept', stood: true });
  const old = fresh();
  const one = sent(old, false);
  old.lost();
  old.refused({ ...one, old: true }, { code: 'stale', n: 4, on: true });
  assert.deepEqual(state(old), { n: 4, on: true, is: 'counted', stood: true });
});

test('a stale answer that says the same is counted', () => {
  const box = fresh();
  box.refused(sent(box), { code: 'stale', n: 4, on: true });
  assert.deepEqual(state(box), { n: 4, on: true, is: 'counted', stood: true });
});

test('an answer to an earlier tap does not undo a later one', () => {
  const box = fresh();
  const first = sent(box);
  box.put(idea(), false);
  box.counted(first, 8);
  assert.deepEqual(state(box), { n: 2, on: false, is: 'kept', stood: true });
  box.refused(first, { code: 'spent' });
  assert.equal(box.of('tent')!.state, 'kept');
});

test('a store that went back in time is told again; another device token is believed', () => {
  const box = fresh();
  box.counted(sent(box), 8);
  box.heard(idea());
  assert.deepEqual(state(box), { n: 0, on: false, is: 'counted', stood: false });
  const back = fresh();
  back.counted(sent(back), 8);
  back.epoch = 1792;
  back.heard(idea());
  assert.deepEqual(state(back), { n: 1, on: true, is: 'kept', stood: false });
});

test('what waits meets what the server holds', () => {
  const box = fresh();
  box.put(idea(), true);
  box.heard(idea({ n: 1, on: true }));
  assert.equal(box.of('tent')!.state, 'counted');
  const other = fresh();
  other.put(idea(), false);
  other.heard(idea({ n: 1, on: true }));
  assert.deepEqual(state(other), { n: 2, on: false, is: 'kept', stood: true });
});

test('those that are given are counted', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.refused(sent(box, true, idea({ id: 'pool' })), { code: 'spent' });
  box.put(idea({ id: 'swing' }), true);
  assert.equal(box.given(), 2);
});
