/* SPDX-License-Identifier: Apache-2.0 */
/* How a host leads a session, as the protocol has it: the pace of a room. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

const choice = (title, more = {}) => ({ kind: 'single', title, options: ['Yes', 'No'], ...more });

test('who is called and who goes alone is told to everyone, once, and a page without a script knows it', async () => {
  const room = await makeRoom(server, token, { title: 'Club', lang: 'en', pace: 'survey' });
  const ids = [];
  for (const title of ['One?', 'Two?']) ids.push(await room.add(choice(title, { results: 'never' })));
  for (const id of ids) await room.move(id, 'open');
  const who = await device(server);
  const phone = await Socket.hello(server, room.code, who);
  const page = async () => (await http(server, `/j/${room.code}`, { headers: { 'accept-language': 'en', cookie: `clameur=${who}` } })).text;
  assert.match(await page(), /One\?.*Two\?/s);
  assert.match(await page(), /0\/2/);
  await phone.send('cast', { question: ids[0], round: 1, n: 1, ballot: { options: [0] } });
  const later = await page();
  assert.match(later, /1\/2/);
  assert.match(later.slice(later.indexOf('<main')), /Two\?.*One\?/s);

  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.equal(snapshot.room.settings.pace, 'survey');
  const change = { rev: snapshot.room.rev, settings: { title: 'Club', lang: 'en', pace: 'live', call: 7 } };
  const [one, two] = await Promise.all([room.call('room.update', change), room.call('room.update', change)]);
  assert.deepEqual(one, two);
  const told = await phone.event('room.changed', ({ room: { settings } }) => settings.call === 7);
  assert.equal(told.room.settings.pace, undefined);
  assert.equal(phone.heard.filter(({ ev, room: now }) => ev === 'room.changed' && now.settings.call === 7).length, 1);
  assert.doesNotMatch(await page(), /1\/2/);
});

test('a pace that is none, and a call that is no number, are refused and change nothing', async () => {
  const room = await makeRoom(server, token);
  for (const [field, value] of [['pace', 'slow'], ['pace', 1], ['pace', null], ['call', -1], ['call', 1_000_000_001], ['call', '1'], ['call', 1.5]]) {
    const { status, err } = await post(server, 'room.update', { room: room.code, rev: 1, settings: { title: 'T', [field]: value } }, token);
    assert.deepEqual([status, err.code, err.field], [422, 'bad_field', `settings.${field}`]);
  }
  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.equal(snapshot.room.rev, 1);
});

/** People who each answered so, or not (null), in one round. */
const answer = (room, question, round, people, answers) => Promise.all(answers.map((options, at) => options && must(
  server, 'cast', { room: room.code, question, round, n: 1, ballot: { options } }, people[at])));

/** A question that was asked twice, and closed both times. */
async function twice(def, first, second) {
  const room = await makeRoom(server, token);
  const question = await room.add(def);
  const people = await Promise.all(first.map(() => device(server)));
  await room.move(question, 'open');
  await answer(room, question, 1, people, first);
  await room.move(question, 'close');
  await room.move(question, 'again');
  await answer(room, question, 2, people, second);
  await room.move(question, 'close');
  return { room, question, people };
}

const some = (n) => Math.floor(Math.random() * n);

test('who moved from what to what is what a recount of both rounds says', async () => {
  const N = 3;
  const pick = () => (some(5) === 0 ? null : [some(N)]);
  const [first, second] = [0, 1].map(() => Array.from({ length: 40 }, pick));
  const { room, question } = await twice({ kind: 'single', title: 'Which?', options: ['A', 'B', 'C'] }, first, second);
  const told = await room.call('question.shift', { question });
  const line = (ballot) => (ballot ? ballot[0] : N);
  const moves = Array.from({ length: N + 1 }, () => Array(N + 1).fill(0));
  first.forEach((ballot, at) => { if (ballot || second[at]) moves[line(ballot)][line(second[at])] += 1; });
  assert.deepEqual(told.moves, moves);
  assert.deepEqual(told.counts, [first, second].map((all) => [0, 1, 2].map((option) => all.filter((one) => one?.[0] === option).length)));
  assert.deepEqual([told.before, told.round, told.both], [1, 2, first.filter((one, at) => one && second[at]).length]);
  assert.deepEqual(await room.call('question.shift', { question }), told);
});

test('of several answers each option is kept, left or gained, and a scale is moved along', async () => {
  const multiple = { kind: 'multiple', title: 'Which?', options: ['A', 'B', 'C'] };
  const { room, question } = await twice(multiple, [[0, 1], [0], null, [2]], [[0, 2], [2], [1], null]);
  const { kept, left, gained, both, moves } = await room.call('question.shift', { question });
  assert.deepEqual({ kept, left, gained, both, moves }, { kept: [1, 0, 0], left: [1, 1, 0], gained: [0, 0, 2], both: 2, moves: undefined });
});

test('how many voted, and how many of them twice, is for hosts alone where it is hidden', async () => {
  const { room, question } = await twice({ kind: 'multiple', title: 'Which?', options: ['A', 'B'], hide_voters: true, results: 'always' }, [[0, 1], [0]], [[0], [1]]);
  const phone = await Socket.hello(server, room.code, await device(server));
  const { both, voters, ...told } = await room.call('question.shift', { question });
  assert.deepEqual([both, voters], [2, [2, 2]]);
  assert.deepEqual(await phone.send('question.shift', { question }), told);
});

test('a second vote waits for its end, is told to whom its counts are, and is undone while nobody answered', async () => {
  const { room, question, people } = await twice(choice('Hidden?', { results: 'after_close' }), [[0], [1]], [[1], [1]]);
  const ask = (who) => post(server, 'question.shift', { room: room.code, question }, who);
  assert.equal((await ask(people[0])).err.code, 'not_found');
  const stage = await device(server);
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  await must(server, 'link.exchange', { secret }, stage);
  assert.equal((await ask(stage)).err.code, 'not_found');
  const phone = await Socket.hello(server, room.code, people[0]);
  const screen = await Socket.hello(server, room.code, stage, { view: 'stage' });
  await room.move(question, 'reveal');
  await screen.event('question.revealed');
  assert.deepEqual((await screen.send('question.shift', { question })).moves, [[0, 1, 0], [0, 1, 0], [0, 0, 0]]);
  assert.equal((await phone.ask('question.shift', { question })).err.code, 'not_found');

  const again = { room: room.code, question, version: room.version(question), move: 'again' };
  const [one, two] = await Promise.all([must(server, 'question.move', again, token), must(server, 'question.move', again, token)]);
  assert.deepEqual(one, two);
  assert.equal(one.round, 3);
  const asked = await phone.event('question.opened', ({ question: now }) => now.round === 3);
  assert.equal(asked.question.before, 2);
  assert.equal((await ask(token)).err.code, 'wrong_move');
  const undone = await must(server, 'question.move', { ...again, version: one.version, move: 'restore' }, token);
  assert.deepEqual(undone, { state: 'closed', round: 2, version: one.version + 1 });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  assert.equal((await host.send('question.shift', { question })).both, 2);
  const back = await host.until(() => host.heard.map(({ questions, question: one }) => questions?.[0] ?? one).find((one) => one?.version === undone.version), 'the round before');
  assert.equal(back.before, 1);

  const reset = await must(server, 'question.move', { ...again, version: undone.version, move: 'reset' }, token);
  assert.equal((await ask(token)).err.code, 'wrong_move');
  await must(server, 'question.move', { ...again, version: reset.version, move: 'restore' }, token);
  assert.equal((await host.event('question.restored', ({ question: now }) => now.round === 2)).question.before, 1);
  for (const bad of [{ question: 'none' }, { question: '../x' }, { question, more: 1 }, {}]) {
    assert.ok(['not_found', 'bad_field'].includes((await post(server, 'question.shift', { room: room.code, ...bad }, token)).err.code));
  }
});
