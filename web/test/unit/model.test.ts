/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Model } from '../../src/lib/model';
import type { Question, Room, ServerEvent, TallyEvent } from '../../src/lib/protocol';

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id, state: 'open', round: 1, version: 1, closes: 0, def: { kind: 'single', title: id, options: ['a', 'b'] }, ...more,
});
const room = (more: Partial<Room> = {}): Room => ({
  id: 'r1', code: 'K7Q42M', rev: 1, current: 'q1', order: ['q1', 'q2'], access: 'open',
  settings: { title: 'Room', lang: 'en', blank: false, hide_people: false }, ...more,
});
const snapshot = (epoch: number, seq: number, questions: Question[], more: Partial<Room> = {}): ServerEvent => (
  { ev: 'snapshot', epoch, seq, room: room(more), questions, people: 3 });
const tally = (rev: number, counts: number[], more: Partial<TallyEvent> = {}): TallyEvent => ({
  ev: 'tally', epoch: 1, question: 'q1', round: 1, rev, voters: counts[0]! + counts[1]!, counts, ...more,
});

function started(): Model {
  const model = new Model();
  model.apply([snapshot(1, 10, [question('q1'), question('q2')])]);
  return model;
}
const counts = (model: Model) => model.tallies.value.q1?.counts;

test('the highest revision stays, whatever the order of arrival', () => {
  const model = started();
  model.apply([tally(3, [2, 1]), tally(2, [1, 1])]);
  assert.deepEqual(counts(model), [2, 1]);
});

test('the same revision with more to see replaces the one with less', () => {
  const model = started();
  model.apply([{ ...tally(3, [2, 1]), ev: 'voters', counts: undefined } as unknown as ServerEvent, tally(3, [2, 1])]);
  assert.deepEqual(counts(model), [2, 1]);
});

test('a later round begins again at a lower revision; a late word of the former round is dropped', () => {
  const model = started();
  model.apply([tally(9, [5, 4]), tally(1, [1, 0], { round: 2 }), tally(10, [6, 4])]);
  assert.deepEqual(counts(model), [1, 0]);
});

test('the tally of a restored round is taken, though its number is lower', () => {
  const model = started();
  model.apply([tally(1, [0, 0], { round: 2 }), { ev: 'question.restored', seq: 11, question: question('q1', { state: 'closed' }) }]);
  assert.equal(counts(model), undefined);
  model.apply([tally(50, [30, 20])]);
  assert.deepEqual(counts(model), [30, 20]);
});

test('a tally of another round is not shown for this one', () => {
  const model = started();
  model.apply([tally(9, [5, 4])]);
  assert.equal(model.tallyOf(question('q1', { round: 2 })), null);
  assert.deepEqual(model.tallyOf(question('q1'))?.counts, [5, 4]);
});

test('a fact twice, or older than the snapshot, changes nothing', () => {
  const model = started();
  model.apply([{ ev: 'question.closed', seq: 10, question: question('q1', { state: 'closed' }) }]);
  assert.equal(model.byId.value.q1?.state, 'open');
  model.apply([{ ev: 'question.closed', seq: 12, question: question('q1', { state: 'closed' }) }]);
  model.apply([{ ev: 'question.reopened', seq: 12, question: question('q1') }]);
  assert.equal(model.byId.value.q1?.state, 'closed');
});

test('what a move did to the room comes after it, with the same number', () => {
  const model = new Model();
  model.apply([snapshot(1, 10, [], { current: null, order: [] })]);
  model.apply([
    { ev: 'question.opened', seq: 11, question: question('q1') },
    { ev: 'room.changed', seq: 11, room: room({ current: 'q1', order: ['q1'] }) },
  ]);
  assert.equal(model.current.value?.id, 'q1');
  model.apply([{ ev: 'room.changed', seq: 10, room: room({ current: null }) }]);
  assert.equal(model.current.value?.id, 'q1');
});

test('a gap in seq is no fault: others concern drafts', () => {
  const model = started();
  model.apply([{ ev: 'question.opened', seq: 40, question: question('q3') }]);
  assert.equal(model.byId.value.q3?.state, 'open');
  assert.equal(model.seq, 40);
});

test('after another epoch facts wait for its snapshot, and its tallies count from a lower revision', () => {
  const model = started();
  model.apply([tally(50, [30, 20]), tally(7, [4, 3], { epoch: 2 })]);
  model.apply([{ ev: 'question.closed', seq: 99, question: question('q1', { state: 'closed' }) }]);
  assert.equal(model.byId.value.q1?.state, 'open');
  model.apply([snapshot(2, 5, [question('q1')])]);
  assert.deepEqual(counts(model), [4, 3]);
  model.apply([{ ev: 'question.closed', seq: 6, question: question('q1', { state: 'closed' }) }]);
  assert.equal(model.byId.value.q1?.state, 'closed');
});

test('a snapshot of another epoch drops the numbers of the former one', () => {
  const model = started();
  model.apply([tally(50, [30, 20]), snapshot(2, 5, [question('q1')])]);
  assert.equal(counts(model), undefined);
});

test('a snapshot of the same epoch keeps the numbers on the screen', () => {
  const model = started();
  model.apply([tally(50, [30, 20]), snapshot(1, 15, [question('q1')])]);
  assert.deepEqual(counts(model), [30, 20]);
});

test('hello that resumed lets facts through, in another epoch it does not', () => {
  const model = started();
  const hello = { room: 'r1', role: 'participant' as const, seq: 12, now: Date.now() };
  model.hello({ ...hello, epoch: 1, resumed: true });
  model.apply([{ ev: 'question.closed', seq: 11, question: question('q1', { state: 'closed' }) }]);
  assert.equal(model.byId.value.q1?.state, 'closed');
  model.hello({ ...hello, epoch: 2, resumed: false });
  model.apply([{ ev: 'question.reopened', seq: 13, question: question('q1') }]);
  assert.equal(model.byId.value.q1?.state, 'closed');
});

test('a removed question is gone, and questions stand in the order of the host', () => {
  const model = started();
  model.apply([{ ev: 'room.changed', seq: 11, room: room({ order: ['q2', 'q1'] }) }]);
  assert.deepEqual(model.questions.value.map(({ id }) => id), ['q2', 'q1']);
  model.apply([{ ev: 'question.removed', seq: 12, id: 'q1' }]);
  assert.deepEqual(model.questions.value.map(({ id }) => id), ['q2']);
  assert.equal(model.current.value, null);
});

test('the clock of the store is this clock and an offset', () => {
  const model = new Model();
  model.hello({ room: 'r1', role: 'participant', epoch: 1, seq: 0, resumed: false, now: 5000 }, 2000);
  assert.equal(model.clockOffset.value, 3000);
});
