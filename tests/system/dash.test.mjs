/* SPDX-License-Identifier: Apache-2.0 */
/* What goes on in a room over time: counted over workers, told to whom it is for, and hidden where it is hidden. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const MINUTE = 60_000;

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

/** Rows as objects by column. */
const rowsOf = ({ columns, rows }) => rows.map(([i, ...values]) => ({ i, ...Object.fromEntries(columns.map((name, at) => [name, values[at]])) }));
const sum = (told, name) => rowsOf(told).reduce((all, row) => all + row[name], 0);

/** Asks until it is so: workers write every few seconds. */
async function until(read, isSo) {
  for (const end = Date.now() + 20_000; ;) {
    const told = await read();
    if (isSo(told)) return told;
    assert.ok(Date.now() < end, `still ${JSON.stringify(told)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Someone who came by a link of that role. */
async function comeBy(room, role) {
  const bearer = await device(server);
  const { secret } = await room.call('link.create', { role, label: '' });
  await must(server, 'link.exchange', { secret }, bearer);
  return bearer;
}
const vote = (room, bearer, question, option, n = 1) => must(server, 'cast', { room: room.code, question, round: 1, n, ballot: { options: [option] } }, bearer);
const read = (room, bearer, fields = {}) => post(server, 'dash.read', { room: room.code, ...fields }, bearer);
const code = ({ err }) => err?.code ?? 'ok';

test('people, votes and what else is done are counted once, over workers', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(SINGLE);
  await room.move(question, 'open');
  const people = await Promise.all([1, 2, 3, 4, 5].map(() => device(server)));
  const screens = await Promise.all(people.map((bearer) => Socket.hello(server, room.code, bearer)));
  for (const bearer of people) await vote(room, bearer, question, 0);
  await vote(room, people[0], question, 0); // Sent again: it was counted.
  await vote(room, people[1], question, 1, 2); // Changed: another.
  const board = newId('b');
  await room.call('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board, version: 1, phase: 'open' });
  const idea = newId('i');
  for (let twice = 0; twice < 2; twice++) await must(server, 'idea.post', { room: room.code, board, id: idea, title: 'A tent' }, people[0]);
  await must(server, 'idea.support', { room: room.code, board, idea, n: 1, on: true }, people[1]);
  await must(server, 'idea.support', { room: room.code, board, idea, n: 2, on: false }, people[1]);
  const { version } = (await must(server, 'idea.read', { room: room.code, board, ideas: [idea] }, token)).ideas[0];
  const answered = await room.call('idea.answer', { board, idea, version, status: 'planned', answer: 'In May' });
  await room.call('idea.answer', { board, idea, version: answered.version, status: 'planned', answer: 'In June' });

  const told = await until(async () => (await read(room, token, { since: Date.now() - 10 * MINUTE })).ok,
    (ok) => sum(ok, 'votes') === 6 && sum(ok, 'answers') === 2 && sum(ok, 'looks') >= 5 && rowsOf(ok).some(({ people: n }) => n === 5));
  assert.deepEqual(['votes', 'looks', 'ideas', 'supports', 'answers', 'comments'].map((name) => sum(told, name)), [6, 5, 1, 1, 2, 0]);
  assert.deepEqual([told.step, told.waits.n], [MINUTE, 1]);
  assert.ok(told.start % MINUTE === 0 && told.end - told.now === 0 && told.began <= told.now && told.began > told.now - 10 * MINUTE);
  assert.ok(rowsOf(told).every(({ i }) => told.start + i * told.step <= told.now));
  // Days, and nothing but what was asked for.
  const days = (await read(room, token)).ok;
  assert.equal(sum(days, 'votes'), 6);
  assert.ok(days.step % (24 * 60 * MINUTE) === 0 && days.rows.length <= 240);
  const before = (await read(room, token, { since: told.start, until: told.began - MINUTE })).ok;
  assert.deepEqual(before.rows, []);

  const curve = await until(async () => room.call('dash.curve', { question }), ({ rows }) => rows.length > 1);
  assert.deepEqual(curve.rows.at(-1).slice(1), [5, 4, 1]);
  assert.equal(curve.rows.at(-2)[1], 5);
  await Promise.all(screens.map((screen) => screen.end()));
});

/** Says it on a line that is cut at once, until the answer comes on one that is not: what came of the others nobody knows. */
async function onCutLines(room, bearer, command, fields) {
  for (let cut = 0; cut < 3; cut++) {
    const socket = await Socket.hello(server, room.code, bearer);
    await new Promise((sent) => { socket.ws.send(JSON.stringify({ mid: 99, cmd: command, ...fields }), sent); });
    const gone = socket.gone();
    socket.ws.terminate();
    await gone;
  }
  return must(server, command, { room: room.code, ...fields }, bearer);
}

test('what is sent again after a line was cut is counted once', async () => {
  const room = await makeRoom(server, token);
  const [anna, bo] = [await device(server), await device(server)];
  const board = newId('b');
  await room.call('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes', gates: [{ kind: 'satisfaction', at: 4, percent: 75, days: 30 }] } });
  await room.call('board.move', { board, version: 1, phase: 'open' });
  const [idea, comment] = [newId('i'), newId('c')];
  await onCutLines(room, anna, 'idea.post', { board, id: idea, title: 'A tent' });
  await onCutLines(room, anna, 'comment.post', { board, idea, id: comment, text: 'A large one' });
  await onCutLines(room, bo, 'idea.support', { board, idea, n: 1, on: true });
  await onCutLines(room, bo, 'comment.like', { board, idea, comment, n: 1, on: true });
  await onCutLines(room, anna, 'idea.opinion', { board, idea, n: 1, good: true });
  // A newer word that says the same is none either; another one is.
  await must(server, 'idea.support', { room: room.code, board, idea, n: 2, on: true }, bo);
  await must(server, 'comment.like', { room: room.code, board, idea, comment, n: 2, on: true }, bo);
  await must(server, 'idea.opinion', { room: room.code, board, idea, n: 2, good: true }, anna);
  await must(server, 'idea.opinion', { room: room.code, board, idea, n: 3, good: false }, anna);
  const { version } = (await must(server, 'idea.read', { room: room.code, board, ideas: [idea] }, token)).ideas[0];
  for (let again = 0; again < 3; again++) await room.call('idea.answer', { board, idea, version, status: 'planned', answer: 'In May' });

  await server.term(); // Who leaves writes what was counted.
  await server.start();
  const told = (await read(room, token)).ok;
  const names = ['ideas', 'comments', 'supports', 'likes', 'answers'];
  assert.deepEqual(names.map((name) => sum(told, name)), [1, 1, 3, 1, 1]);
  assert.equal(told.waits.n, 1);
});

test('who came by what somebody shared is counted once, whatever their screen says', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(SINGLE);
  await room.move(question, 'open');
  const [anna, bo, cleo, dan] = await Promise.all([1, 2, 3, 4].map(() => device(server)));
  await vote(room, cleo, question, 0);
  const shared = { via: 'shared' };
  const first = await Socket.hello(server, room.code, anna, shared);
  for (let again = 0; again < 20; again++) await first.send('hello', { room: room.code, ...shared });
  for (let again = 0; again < 3; again++) await (await Socket.hello(server, room.code, anna, shared)).end();
  // One who has voted was here before; a link is told of a stage in vain, and over HTTP nobody comes to stay.
  const others = [await Socket.hello(server, room.code, cleo, shared), await Socket.hello(server, room.code, dan, { via: 'phone' })];
  others.push(await Socket.hello(server, room.code, token, { view: 'stage', ...shared }));
  await must(server, 'hello', { room: room.code, ...shared }, await device(server));
  others.push(await Socket.hello(server, room.code, bo, shared));

  const told = await until(async () => (await read(room, token)).ok, (ok) => sum(ok, 'shared') >= 2);
  assert.equal(sum(told, 'shared'), 2);
  assert.equal(Number(await server.redis('SCARD', `{${room.id}}:shared`)), 2);
  // It is a phone like others: nothing is kept of where its ballot came from.
  await vote(room, anna, question, 1);
  assert.equal(await server.redis('EXISTS', `{${room.id}}:sources`), '0');
  await Promise.all([first, ...others].map((socket) => socket.end()));
});

test('for stages and staff; nobody is told what is hidden from them', async () => {
  const room = await makeRoom(server, token, { title: 'Hidden', lang: 'en', hide_people: true });
  const question = await room.add({ ...SINGLE, results: 'never', hide_voters: true });
  const draft = await room.add(SINGLE);
  await room.move(question, 'open');
  const [stage, moderator, anna] = [await comeBy(room, 'stage'), await comeBy(room, 'moderator'), await device(server)];
  const screen = await Socket.hello(server, room.code, anna);
  await vote(room, anna, question, 0);
  const all = await until(async () => (await read(room, token)).ok, (ok) => sum(ok, 'votes') === 1);
  assert.ok(rowsOf(all).some(({ people }) => people === 1));
  assert.equal(code(await read(room, anna)), 'forbidden');
  for (const [view, bearer] of [['stage', stage], ['host', moderator]]) {
    const socket = await Socket.hello(server, room.code, bearer, { view });
    const ok = await socket.send('dash.read');
    assert.ok(ok.rows.length > 0 && rowsOf(ok).every(({ people, votes }) => people === null && votes === null));
    const curve = (of) => socket.ask('dash.curve', { question: of });
    assert.deepEqual([code(await curve(question)), code(await curve(draft)), code(await curve('nothing'))], ['forbidden', 'not_found', 'not_found']);
    await socket.end();
  }
  assert.equal(code(await post(server, 'dash.curve', { room: room.code, question }, anna)), 'forbidden');
  assert.equal((await room.call('dash.curve', { question })).rows.at(-1)[1], 1);
  await screen.end();
});

test('bad input is refused by its field', async () => {
  const room = await makeRoom(server, token);
  for (const fields of [{ since: -1 }, { since: 'now' }, { until: 1.5 }, { since: 5, until: 4 }, { since: 2 ** 60 }, { span: 1 }]) {
    assert.equal(code(await read(room, token, fields)), 'bad_field', JSON.stringify(fields));
  }
  for (const question of [7, '', 'no such id']) assert.equal(code(await post(server, 'dash.curve', { room: room.code, question }, token)), 'bad_field');
});

test('a store that dies and comes back loses nothing and counts nothing twice', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(SINGLE);
  await room.move(question, 'open');
  const people = await Promise.all([1, 2, 3, 4].map(() => device(server)));
  for (const bearer of people.slice(0, 2)) await vote(room, bearer, question, 0);
  await until(async () => (await read(room, token)).ok, (ok) => sum(ok, 'votes') === 2);
  server.signalRedis('SIGKILL');
  for (const bearer of people.slice(2)) {
    await until(() => post(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [1] } }, bearer), ({ ok }) => ok);
  }
  const told = await until(async () => (await read(room, token)).ok ?? { columns: [], rows: [] }, (ok) => sum(ok, 'votes') >= 4);
  assert.equal(sum(told, 'votes'), 4);
});
