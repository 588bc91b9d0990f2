/* SPDX-License-Identifier: Apache-2.0 */
/* Rankings counted by pairs and in rounds: against a recount of the exported ballots, and refused where it must be. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const OPTIONS = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'];
const DEF = { kind: 'ranking', title: 'Where should the capital be?', options: OPTIONS };
/** The textbooks' example, in a small hall. */
const TENNESSEE = [[8, [0, 1, 2, 3]], [5, [1, 2, 3, 0]], [3, [2, 3, 1, 0]], [4, [3, 2, 1, 0]]];

let server;
let token;
let room;
before(async () => {
  server = await Server.start();
  token = await owner(server);
  room = await makeRoom(server, token);
});
after(() => server?.end());

const count = (question, method, more = {}, who = token) =>
  post(server, 'question.count', { room: room.code, question, method, ...more }, who);

/** A ranking that was opened, ranked so by somebody each, and closed. */
async function ranked(orders, def = {}) {
  const question = await room.add({ ...DEF, ...def });
  await room.move(question, 'open');
  await Promise.all(orders.map(async (order) => {
    const who = await device(server);
    await must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { order: [...order].reverse() } }, who);
    await must(server, 'cast', { room: room.code, question, round: 1, n: 2, ballot: { order } }, who);
  }));
  await room.move(question, 'close');
  return question;
}

async function exported(question) {
  const { path } = await room.call('question.export', { question, what: 'ballots', format: 'ndjson' });
  const lines = (await http(server, path)).text.trim().split('\n');
  return lines.map((line) => JSON.parse(line).answers.map((text) => OPTIONS.indexOf(text)));
}

/** Who would rather have a than b, counted the slow way. */
const rather = (ballots, a, b) => ballots.filter((order) => order.includes(a)
  && (!order.includes(b) || order.indexOf(a) < order.indexOf(b))).length;

test('every pair is what a recount of the exported ballots says, also of those that are incomplete', async () => {
  const orders = TENNESSEE.flatMap(([times, order]) => Array.from({ length: times }, () => order));
  const question = await ranked([...orders, [2], [3, 0], [1]]);
  const ballots = await exported(question);
  assert.equal(ballots.length, 23);
  const { status, ok } = await count(question, 'condorcet');
  assert.equal(status, 200);
  assert.deepEqual(ok.rather, OPTIONS.map((_, a) => OPTIONS.map((__, b) => (a === b ? 0 : rather(ballots, a, b)))));
  assert.deepEqual([ok.ballots, ok.outcome, ok.best], [23, 'winner', [1]]);
});

test('the run-off goes through its rounds, and the same question asked twice at once is answered the same', async () => {
  const question = await ranked(TENNESSEE.flatMap(([times, order]) => Array.from({ length: times }, () => order)));
  const both = await Promise.all([count(question, 'runoff'), count(question, 'runoff')]);
  for (const { ok } of both) {
    assert.deepEqual(ok, {
      ballots: 20, winners: [3], rounds: [
        { counts: [8, 5, 3, 4], exhausted: 0, out: [2], tied: [] },
        { counts: [8, 5, null, 7], exhausted: 0, out: [1], tied: [] },
        { counts: [8, null, null, 12], exhausted: 0, out: [], tied: [] },
      ],
    });
  }
});

test('a circle has no winner, and in rounds it is a tie', async () => {
  const question = await ranked([[0, 1, 2], [1, 2, 0], [2, 0, 1]], { options: OPTIONS.slice(0, 3) });
  const { ok: pairs } = await count(question, 'condorcet');
  assert.deepEqual([pairs.outcome, pairs.best], ['cycle', []]);
  const { ok: run } = await count(question, 'runoff');
  assert.deepEqual([run.rounds.length, run.winners], [1, [0, 1, 2]]);
});

test('more ballots than one page of the store are all counted', async () => {
  const people = 700;
  const question = await room.add(DEF);
  await room.move(question, 'open');
  for (let done = 0; done < people; done += 50) {
    await Promise.all(Array.from({ length: 50 }, async (_, at) => must(server, 'cast', {
      room: room.code, question, round: 1, n: 1, ballot: { order: [(done + at) % 4] } }, await device(server))));
  }
  await room.move(question, 'close');
  const { ok } = await count(question, 'runoff');
  assert.equal(ok.ballots, people);
  assert.deepEqual(ok.rounds[0].counts, [175, 175, 175, 175]);
});

test('it is refused to guests, while people vote, of other kinds, and with what it does not know', async () => {
  const question = await ranked([[0]]);
  const refused = async (code, field, answer) => {
    const { err } = await answer;
    assert.deepEqual([err?.code, err?.field], [code, field]);
  };
  await refused('forbidden', undefined, count(question, 'runoff', {}, await device(server)));
  await refused('not_found', undefined, count('nothing', 'runoff'));
  for (const method of ['borda', '', 7, null, 'x'.repeat(4000)]) await refused('bad_field', 'method', count(question, method));
  await refused('bad_field', 'place', count(question, 'runoff', { place: 1 }));
  const single = await room.add({ kind: 'single', title: 'Which?', options: ['Red', 'Blue'] });
  await refused('wrong_move', undefined, count(single, 'runoff'));
  await room.move(single, 'open');
  await refused('wrong_move', undefined, count(single, 'runoff'));
  await room.move(single, 'close');
  await refused('bad_field', 'question', count(single, 'runoff'));
  await room.move(question, 'reopen');
  await refused('wrong_move', undefined, count(question, 'condorcet'));
});
