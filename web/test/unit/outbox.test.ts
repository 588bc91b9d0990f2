/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Outbox } from '../../src/lib/outbox';
import type { Ballot } from '../../src/lib/protocol';

const A: Ballot = { options: [0] };
const B: Ballot = { options: [1] };
const stored = (n: number, ballot: Ballot, round = 1) => ({ question: 'q1', round, n, ballot });

let room = 0;
/** An outbox of a room of its own, that heard the epoch. */
function fresh(): Outbox {
  const box = new Outbox(`room${room += 1}`);
  box.heard([], 1);
  return box;
}
/** The same room after a reload of the page. */
const reloaded = () => new Outbox(`room${room}`);

function sent(box: Outbox, ballot = A) {
  box.put('q1', 1, ballot);
  const entry = box.waiting()[0]!;
  box.sending(entry);
  return entry;
}
const state = (box: Outbox) => {
  const { n, ballot, state: is, code } = box.of('q1')!;
  return { n, ballot, is, code };
};

test('a tap is kept, sent, counted', () => {
  const box = fresh();
  const entry = sent(box);
  assert.deepEqual(state(box), { n: 1, ballot: A, is: 'sending', code: null });
  box.counted(entry, 1);
  assert.deepEqual(state(box), { n: 1, ballot: A, is: 'counted', code: null });
  assert.deepEqual(box.waiting(), []);
});

test('a change takes the next number', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.put('q1', 1, B);
  assert.deepEqual(state(box), { n: 2, ballot: B, is: 'kept', code: null });
});

test('a broken connection keeps the ballot with its number', () => {
  const box = fresh();
  sent(box);
  box.lost();
  assert.deepEqual(box.waiting().map(({ n, ballot }) => ({ n, ballot })), [{ n: 1, ballot: A }]);
});

test('a kept ballot survives a reload', () => {
  sent(fresh());
  assert.deepEqual(reloaded().waiting().map(({ n, old }) => ({ n, old })), [{ n: 1, old: true }]);
});

test('a counted choice survives a reload', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  assert.equal(state(reloaded()).is, 'counted');
});

for (const code of ['away', 'try_again', 'store_full', 'too_many', 'going_away', 'internal']) {
  test(`${code} keeps the ballot to be sent again`, () => {
    const box = fresh();
    box.refused(sent(box), { code });
    assert.deepEqual(state(box), { n: 1, ballot: A, is: 'kept', code });
  });
}

for (const code of ['closed', 'round_over', 'bad_ballot', 'forbidden', 'not_found', 'bad_field']) {
  test(`${code} ends the matter`, () => {
    const box = fresh();
    box.refused(sent(box), { code });
    assert.deepEqual(state(box), { n: 1, ballot: A, is: 'refused', code });
  });
}

test('a fresh tap that is stale goes over what is stored', () => {
  const box = fresh();
  box.refused(sent(box), { code: 'stale', n: 4, ballot: B });
  assert.deepEqual(state(box), { n: 5, ballot: A, is: 'kept', code: null });
});

test('an old entry that is stale gives way to what is stored', () => {
  const box = fresh();
  sent(box);
  box.lost();
  const entry = box.waiting()[0]!;
  box.sending(entry);
  box.refused(entry, { code: 'stale', n: 4, ballot: B });
  assert.deepEqual(state(box), { n: 4, ballot: B, is: 'counted', code: null });
});

test('final leaves the first ballot standing', () => {
  const box = fresh();
  box.refused(sent(box), { code: 'final', n: 1, ballot: B });
  assert.equal(state(box).is, 'refused');
  assert.deepEqual(box.of('q1')!.counted?.ballot, B);
});

test('a change refused after the close leaves the counted ballot standing', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.refused(sent(box, B), { code: 'closed' });
  assert.deepEqual(box.of('q1')!.counted?.ballot, A);
});

test('an answer to a former tap does not settle a later one', () => {
  const box = fresh();
  const first = sent(box);
  box.put('q1', 1, B);
  box.counted(first, 1);
  assert.deepEqual(state(box), { n: 2, ballot: B, is: 'kept', code: null });
  box.refused(first, { code: 'closed' });
  assert.equal(state(box).is, 'kept');
});

test('`you` tells of a ballot that arrived although its answer was lost', () => {
  const box = fresh();
  sent(box);
  box.lost();
  box.heard([stored(1, A)], 1);
  assert.equal(state(box).is, 'counted');
});

test('`you` with an older ballot leaves the waiting one to be sent', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  sent(box, B);
  box.lost();
  box.heard([stored(1, A)], 1);
  assert.deepEqual(state(box), { n: 2, ballot: B, is: 'kept', code: null });
});

test('`you` with a newer ballot of another device wins over an old entry', () => {
  const box = fresh();
  sent(box);
  box.lost();
  box.heard([stored(3, B)], 1);
  assert.deepEqual(state(box), { n: 3, ballot: B, is: 'counted', code: null });
});

test('a counted ballot the server does not know was another participant’s: forget it', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.heard([], 1);
  assert.equal(box.of('q1'), null);
});

test('a counted ballot the store lost when it went back is sent again with its number', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.heard([], 2);
  assert.deepEqual(box.waiting().map(({ n, ballot }) => ({ n, ballot })), [{ n: 1, ballot: A }]);
});

test('a store that went back to an older ballot is sent the newer again', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.counted(sent(box, B), 2);
  box.heard([stored(1, A)], 2);
  assert.deepEqual(box.waiting().map(({ n, ballot }) => ({ n, ballot })), [{ n: 2, ballot: B }]);
});

test('a new round ends the ballots of the former one, counted or waiting', () => {
  const box = fresh();
  box.counted(sent(box), 1);
  box.newRound('q1', 2);
  assert.deepEqual(state(box), { n: 1, ballot: A, is: 'refused', code: 'round_over' });
  assert.equal(box.of('q1')!.counted, null);
  box.put('q1', 2, B);
  assert.deepEqual(state(box), { n: 2, ballot: B, is: 'kept', code: null });
});

test('word of a former round does not touch the present ballot', () => {
  const box = fresh();
  box.put('q1', 2, B);
  box.heard([stored(7, A, 1)], 1);
  assert.deepEqual(state(box), { n: 1, ballot: B, is: 'kept', code: null });
});
