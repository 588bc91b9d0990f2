/* SPDX-License-Identifier: Apache-2.0 */
/* Rehearsals: a room to try everything in, of which nothing is in any file, webhook or sum; gone when it ends. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post, Socket, toldCounts } from '../lib/client.mjs';
import { png } from '../lib/pictures.mjs';
import { Server } from '../lib/server.mjs';

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const POINTS = { idea: 5, support: 2 };

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

/** Who came by a host's link alone. */
async function hostOf(room) {
  const who = await device(server);
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  await must(server, 'link.exchange', { secret }, who);
  return who;
}

async function begin(room, host, id = newId('try')) {
  const { code, secret } = await must(server, 'rehearsal.begin', { room: room.code, id }, host);
  await must(server, 'link.exchange', { secret }, host);
  return { code, call: (cmd, fields = {}) => must(server, cmd, { room: code, ...fields }, host) };
}

const refused = async (code, cmd, fields, who) => assert.equal((await post(server, cmd, fields, who)).err?.code, code, cmd);

/** What people do in a room: a ballot, an idea, and a support of it. */
async function play(room) {
  const [anna, ben] = [await device(server), await device(server)];
  await room.call('question.add', { id: 'q1', def: SINGLE });
  await room.call('question.move', { question: 'q1', version: 1, move: 'open' });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  await must(server, 'cast', { room: room.code, question: 'q1', round: 1, n: 1, ballot: { options: [1] } }, anna);
  await must(server, 'idea.post', { room: room.code, board: 'wishes', id: 'tent', title: 'A tent by the lake' }, anna);
  await must(server, 'idea.support', { room: room.code, board: 'wishes', idea: 'tent', n: 1, on: true }, ben);
}

test('everything works in a rehearsal, and none of it gets out', async () => {
  const room = await makeRoom(server, token, { title: 'Club', points: POINTS });
  const host = await hostOf(room);
  const trial = await begin(room, host);
  await play(trial);
  const { snapshot: { room: record, questions: [question] } } = await trial.call('hello', { view: 'host' });
  assert.equal(record.settings.rehearsal.of, room.code);
  assert.ok(record.settings.rehearsal.until > Date.now() + 23 * 3_600_000);
  assert.equal(question.state, 'open');
  await toldCounts(server, trial, host, 'q1', [0, 1]);
  const own = await trial.call('points.board', {});
  assert.deepEqual(own.places.map(({ points }) => points), [7]);

  await trial.call('question.move', { question: 'q1', version: 2, move: 'close' });
  for (const what of ['ballots', 'counts', 'results']) await refused('rehearsal', 'question.export', { room: trial.code, question: 'q1', what, format: 'csv' }, host);
  for (const format of ['csv', 'xlsx', 'json']) await refused('rehearsal', 'room.export', { room: trial.code, what: 'results', format }, host);
  await refused('rehearsal', 'board.export', { room: trial.code, board: 'wishes', what: 'ideas', format: 'csv' }, host);
  await refused('rehearsal', 'hook.add', { room: trial.code, id: 'crm', url: 'https://example.org/', events: ['gate'] }, host);
  await refused('rehearsal', 'rehearsal.begin', { room: trial.code, id: 'again' }, host);
  const report = await http(server, `/r/${trial.code}`, { headers: { authorization: `Bearer ${host}` } });
  assert.ok(!report.text.includes('Which?') && report.status >= 400, report.text);

  // The real room: as it was.
  const { snapshot } = await room.call('hello', { view: 'host' });
  assert.deepEqual([snapshot.questions, snapshot.boards, snapshot.room.settings.rehearsal], [[], [], undefined]);
  assert.equal((await room.call('points.board', {})).total, 0);
});

test('a rehearsal begins as its room is meant to be, with nothing of the moment', async () => {
  const room = await makeRoom(server, token, { title: 'Club', reactions: true, hide_people: true, blank: true, call: 3, split: { question: 'q1', by: 'who' }, large: { board: 'wishes', idea: 'tent' } });
  const trial = await begin(room, await hostOf(room));
  const { snapshot } = await trial.call('hello', { view: 'host' });
  const { rehearsal, ...settings } = snapshot.room.settings;
  assert.equal(rehearsal.of, room.code);
  assert.deepEqual(settings, { title: 'Club', lang: 'en', reactions: true, hide_people: true, blank: false });
});

test('a space adds up no points of rehearsals, even where the clerk minds them', { timeout: 90_000 }, async () => {
  const room = await makeRoom(server, token, { title: 'Club', points: POINTS });
  const trial = await begin(room, token);
  await play(trial);
  await trial.call('board.add', { id: 'gated', def: { kind: 'ideas', title: 'Gated', gates: [{ kind: 'supports', at: 1 }] } }); // The clerk comes.
  await play(room);
  for (;;) {
    const { places } = await room.call('points.board', { scope: 'space', n: 50 });
    if (places[0]?.points >= POINTS.idea + POINTS.support) { assert.deepEqual(places.map(({ points }) => points), [7]); break; }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  const id = (await must(server, 'hello', { room: trial.code, view: 'host' }, token)).room;
  assert.ok(Number(await server.redis('xlen', `{${id}}:points:log`)) > 0);
  assert.equal(await server.redis('hexists', '{space:main}:earned', id), '0');
});

test('whoever does not say so makes none, and nothing makes another room of one', async () => {
  const fake = { of: 'K7Q42M', until: 1 };
  const room = await makeRoom(server, token, { title: 'Club', rehearsal: fake });
  const settingsOf = async (code) => (await must(server, 'hello', { room: code, view: 'host' }, token)).snapshot.room.settings;
  assert.equal((await settingsOf(room.code)).rehearsal, undefined);
  await room.call('room.update', { rev: 1, settings: { title: 'Club', rehearsal: fake } });
  assert.equal((await settingsOf(room.code)).rehearsal, undefined);
  const trial = await begin(room, token);
  const before = (await settingsOf(trial.code)).rehearsal;
  await trial.call('room.update', { rev: 1, settings: { title: 'Another' } });
  await trial.call('room.update', { rev: 2, settings: { title: 'Third', rehearsal: fake } });
  assert.deepEqual((await settingsOf(trial.code)), { title: 'Third', lang: 'en', blank: false, hide_people: false, rehearsal: before });
  const { rooms } = await must(server, 'room.list', {}, token);
  assert.deepEqual([room, trial].map(({ code }) => rooms.find((listed) => listed.code === code).rehearsal), [undefined, true]);
});

test('begun twice it is one; only staff begins and ends one, and a real room is not ended', async () => {
  const [room, other] = [await makeRoom(server, token), await makeRoom(server, token)];
  const host = await hostOf(room);
  const [one, two] = await Promise.all(['same', 'same'].map((id) => must(server, 'rehearsal.begin', { room: room.code, id }, host)));
  assert.equal(one.code, two.code);
  assert.notEqual((await must(server, 'rehearsal.begin', { room: other.code, id: 'same' }, token)).code, one.code);
  // An id that is a room's leads to another one.
  assert.notEqual((await must(server, 'rehearsal.begin', { room: room.code, id: other.id }, host)).code, other.code);
  const guest = await device(server);
  await refused('forbidden', 'rehearsal.begin', { room: room.code, id: 'guest' }, guest);
  await refused('forbidden', 'rehearsal.end', { room: one.code }, guest);
  await refused('forbidden', 'rehearsal.end', { room: one.code }, host); // Not by its link.
  await refused('wrong_move', 'rehearsal.end', { room: room.code }, host);
  assert.equal((await room.call('hello', {})).room, room.id);
});

test('pages without a script say that it is one, and the pictures of a logo stay where they are', async () => {
  const room = await makeRoom(server, token);
  const { path } = await must(server, 'image.ticket', { room: room.code, id: newId('p') }, token);
  const { ok: { image } } = JSON.parse((await http(server, path, { method: 'POST', body: png(60, 20) })).text);
  const theme = { font: 'book', logo: { alt: 'Bricks', light: { id: image, width: 60, height: 20 } } };
  await room.call('room.update', { rev: 1, settings: { title: 'Real', lang: 'en', theme } });
  // Whoever begins it may ask a worker that has not heard of the logo yet.
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.until(() => host.heard.some(({ room: told }) => told?.settings?.theme), 'the look');
  const { ok: { code } } = await host.ask('rehearsal.begin', { id: newId('try') });
  const page = (await http(server, `/j/${code}`, { headers: { 'accept-language': 'en' } })).text;
  assert.match(page, /<p class="rehearsal">Rehearsal<\/p><header/);
  assert.doesNotMatch(page, /Bricks/);
  assert.doesNotMatch((await http(server, `/j/${room.code}`)).text, /class="rehearsal"/);
  await host.end();
});

test('the end throws it away, for everyone who is in it', async () => {
  const room = await makeRoom(server, token);
  const host = await hostOf(room);
  const trial = await begin(room, host);
  await play(trial);
  const phone = await Socket.hello(server, trial.code, await device(server));
  const { room: id } = phone.room;
  assert.notEqual(await server.redis('zscore', '{space:main}:rehearsals', id), '');
  await trial.call('rehearsal.end');
  assert.equal((await phone.gone()).code, 1008);
  await refused('not_found', 'rehearsal.end', { room: trial.code }, host);
  assert.equal(await server.redis('keys', `{${id}}:*`), '');
  assert.equal(await server.redis('zscore', '{space:main}:rehearsals', id), '');
  assert.equal((await room.call('hello', {})).room, room.id);
});

test('after a day it is thrown away by itself', { timeout: 60_000 }, async () => {
  const trial = await begin(await makeRoom(server, token), token);
  await play(trial);
  const phone = await Socket.hello(server, trial.code, await device(server));
  await server.redis('zadd', '{space:main}:rehearsals', 1, phone.room.room);
  await phone.until(() => phone.closed !== null && { code: phone.closed }, 'the close', 45_000);
  await refused('not_found', 'hello', { room: trial.code }, token);
});
