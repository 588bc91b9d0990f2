/* SPDX-License-Identifier: Apache-2.0 */
/* A board from its first idea to its answer: what each screen is sent, live, and that what is hidden is
 * in no frame to others. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const DEF = { kind: 'ideas', title: 'What would make the club better?', tags: ['Food', 'Sport'] };

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

/** A room with a board in the phase `open`; who moves it on. */
async function makeBoard(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const board = { id: 'wishes', version: 1 };
  await host.send('board.add', { id: board.id, def: { ...DEF, ...def } });
  board.move = async (phase, more = {}) => {
    ({ version: board.version } = await host.send('board.move', {
      board: board.id, version: board.version, phase, ...more }));
  };
  await board.move('open');
  return { room, host, board };
}

const join = async (room) => Socket.hello(server, room.code, await device(server));
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const postIdea = (who, id, title, more = {}) => who.send('idea.post', { board: 'wishes', id, title, ...more });
const support = (who, idea, n = 1, on = true) => who.send('idea.support', { board: 'wishes', idea, n, on });
const list = (who, more = {}) => who.send('idea.list', { board: 'wishes', ...more });
const titles = async (who, more) => (await list(who, more)).ideas.map(({ words }) => words.title);
const look = (who, ideas) => who.send('board.look', { board: 'wishes', ideas });

/** The next news of an idea that fits. */
const news = (who, id, fits) => who.event('ideas', ({ ideas }) => ideas.some((idea) => idea.id === id && fits(idea)));

test('a board and its phases are told to everyone, a draft to staff alone', async () => {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const anna = await join(room);
  await host.send('board.add', { id: 'wishes', def: DEF });
  await host.event('board.added', ({ board }) => board.phase === 'draft' && board.def.order === 'top');
  for (const [cmd, fields] of [['board.look', { ideas: [] }], ['idea.list', {}], ['idea.read', { ideas: ['tent'] }]]) {
    assert.equal(await code(anna.send(cmd, { board: 'wishes', ...fields })), 'not_found', cmd);
  }
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'collect' });
  const { board } = await anna.event('board.moved');
  assert.equal(board.phase, 'collect');
  assert.equal(anna.heard.some(({ ev }) => ev === 'board.added'), false);
  const ben = await join(room);
  const { boards } = await ben.event('snapshot');
  assert.deepEqual(boards, [board]);
  const { err } = await host.ask('board.move', { board: 'wishes', version: 1, phase: 'closed' });
  assert.equal(err.code, 'stale');
  assert.deepEqual(err.record, board);
  await host.send('board.remove', { board: 'wishes', version: board.version });
  await ben.event('board.removed', ({ id }) => id === 'wishes');
  assert.equal(await code(list(ben)), 'not_found');
});

test('how many were collected is told, and nothing of what they say', async () => {
  const { room, board } = await makeBoard();
  await board.move('collect');
  const [anna, ben] = [await join(room), await join(room)];
  await look(ben, []);
  await postIdea(anna, 'tent', 'Sezamootvoris');
  await ben.event('ideas', ({ total }) => total === 1);
  assert.deepEqual(await list(ben).then(({ total, ideas }) => [total, ideas]), [1, []]);
  assert.equal(ben.frames.some((frame) => frame.toString().includes('Sezamootvoris')), false);
});

test('the room looks at a board until a question takes its place', async () => {
  const { room, host } = await makeBoard();
  const anna = await join(room);
  const looks = (who, at) => who.event('room.changed', ({ room: { board, current } }) => board === at[0] && current === at[1]);
  let { room: { rev } } = await host.event('snapshot');
  const show = async (change) => { ({ rev } = await host.send('room.update', { rev, ...change })); };

  assert.equal(await code(host.send('room.update', { rev, board: 'nothing' })), 'not_found');
  await host.send('board.add', { id: 'later', def: DEF });
  assert.equal(await code(host.send('room.update', { rev, board: 'later' })), 'not_found');
  const before = rev;
  const twice = await Promise.all([1, 2].map(() => host.send('room.update', { rev: before, board: 'wishes' })));
  assert.deepEqual(twice, [{ rev: before + 1 }, { rev: before + 1 }]);
  ({ rev } = twice[0]);
  await looks(anna, ['wishes', null]);
  const ben = await join(room);
  assert.equal((await ben.event('snapshot')).room.board, 'wishes');

  // A question comes to the front when it is opened, and when the host says so.
  await host.send('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'] } });
  await host.send('question.move', { question: 'tea', version: 1, move: 'open' });
  await looks(anna, [null, 'tea']);
  rev = (await host.event('room.changed', ({ room: { current } }) => current === 'tea')).room.rev;
  await show({ board: 'wishes' });
  await looks(ben, ['wishes', 'tea']);
  await show({ current: 'tea' });
  await looks(ben, [null, 'tea']);
  await show({ board: 'wishes' });

  // A board that goes is looked at no more.
  await host.send('board.remove', { board: 'wishes', version: 2 });
  await anna.event('board.removed');
  assert.equal((await (await join(room)).event('snapshot')).room.board, null);
});

test('an idea is posted, seen, supported and counted on every screen', async () => {
  const { room, host } = await makeBoard();
  const [anna, ben] = [await join(room), await join(room)];
  const posted = await postIdea(anna, 'tent', 'A tent by the lake', { text: 'With\nlanterns', tags: [1] });
  assert.deepEqual(posted, { version: 1, state: 'shown', status: 'new' });
  await ben.until(() => true, 'nothing');

  const page = await list(ben);
  assert.equal(page.total, 1);
  assert.equal(page.more, false);
  const [idea] = page.ideas;
  assert.deepEqual(idea.words, { title: 'A tent by the lake', text: 'With\nlanterns' });
  assert.deepEqual([idea.mine, idea.on, idea.n, idea.supports, idea.tags], [false, false, 0, 0, [1]]);

  for (const who of [anna, ben, host]) await look(who, ['tent']);
  assert.deepEqual(await support(ben, 'tent').then(({ state, n, on }) => [state, n, on]), ['counted', 1, true]);
  for (const who of [anna, ben, host]) await news(who, 'tent', ({ supports }) => supports === 1);
  assert.equal((await list(ben)).ideas[0].on, true);
  assert.equal((await list(anna)).ideas[0].mine, true);

  await support(ben, 'tent', 2, false);
  await news(anna, 'tent', ({ supports }) => supports === 0);
  const { err } = await ben.ask('idea.support', { board: 'wishes', idea: 'tent', n: 1, on: true });
  assert.deepEqual([err.code, err.n, err.on], ['stale', 2, false]);
});

test('pages, orders and filters', async () => {
  const { room, host } = await makeBoard({ ideas: 0 });
  const people = await Promise.all(Array.from({ length: 4 }, () => join(room)));
  for (let i = 0; i < 25; i++) await postIdea(people[0], `i${i}`, `Idea ${i}`, { tags: [i % 2] });
  for (let i = 0; i < 3; i++) await support(people[i], 'i7');
  await support(people[3], 'i4');
  await look(people[1], ['i4']);
  await people[1].event('ideas', ({ total }) => total === 25);
  await people[1].until(() => people[1].heard.some(({ ev, ideas }) => ev === 'ideas' && ideas.some(({ supports }) => supports === 1)), 'i4');

  const newest = await titles(people[1], { order: 'new' });
  assert.equal(newest.length, 20);
  assert.deepEqual(newest.slice(0, 2), ['Idea 24', 'Idea 23']);
  const rest = await list(people[1], { order: 'new', after: 'i5' });
  assert.deepEqual([rest.more, rest.ideas.map(({ id }) => id)], [false, ['i4', 'i3', 'i2', 'i1', 'i0']]);
  assert.deepEqual((await titles(people[1], { order: 'top', n: 2 })), ['Idea 7', 'Idea 4']);
  assert.deepEqual((await titles(people[1], { order: 'trend', n: 2 })), ['Idea 7', 'Idea 4']);
  assert.equal((await titles(people[1], { tag: 1 })).length, 12);
  assert.equal((await titles(people[1], { mine: true })).length, 0);
  assert.equal((await titles(people[0], { mine: true })).length, 20);
  assert.equal(new Set(await titles(people[1], { order: 'needs' })).size, 20);
  await host.send('idea.answer', { board: 'wishes', idea: 'i9', version: 1, status: 'planned', answer: 'In May.' });
  await look(people[1], ['i9']);
  await news(people[1], 'i9', ({ status }) => status === 'planned');
  assert.deepEqual(await titles(people[1], { status: 'planned' }), ['Idea 9']);
});

test('what is pending or hidden is in no frame to others', async () => {
  const { room, host } = await makeBoard({ checked: true });
  const [anna, ben] = [await join(room), await join(room)];
  const secret = 'Sezamootvoris';
  assert.equal((await postIdea(anna, 'tent', secret)).state, 'pending');
  await look(ben, ['tent']);
  assert.deepEqual(await titles(ben), []);
  assert.deepEqual((await ben.send('idea.read', { board: 'wishes', ideas: ['tent'] })).ideas, []);
  assert.deepEqual(await titles(anna), [secret]);
  assert.deepEqual(await titles(host, { state: 'pending' }), [secret]);
  assert.equal(await code(support(ben, 'tent')), 'not_found');
  assert.equal(ben.frames.some((frame) => frame.toString().includes(secret)), false);

  await host.send('idea.check', { board: 'wishes', idea: 'tent', version: 1, state: 'shown' });
  await ben.event('ideas', ({ total }) => total === 1);
  assert.deepEqual(await titles(ben), [secret]);
  await look(ben, ['tent']);
  const { version } = await host.send('idea.check', {
    board: 'wishes', idea: 'tent', version: 2, state: 'hidden', reason: 'A name is in it' });
  await news(ben, 'tent', ({ state, supports }) => state === 'hidden' && supports === undefined);
  const seen = ben.frames.length;
  assert.deepEqual(await titles(ben), []);
  assert.equal(ben.frames.slice(seen).some((frame) => frame.toString().includes(secret)), false);
  const [own] = (await list(anna)).ideas;
  assert.deepEqual([own.state, own.words.reason, own.version], ['hidden', 'A name is in it', version]);
});

test('silent collecting shows to each only what is theirs', async () => {
  const { room, board } = await makeBoard();
  await board.move('collect');
  const [anna, ben] = [await join(room), await join(room)];
  await postIdea(anna, 'tent', 'A tent');
  await postIdea(ben, 'pool', 'A pool');
  assert.deepEqual(await titles(anna), ['A tent']);
  assert.equal(await code(support(anna, 'pool')), 'closed');
  await look(anna, ['tent', 'pool']);
  await board.move('show');
  await anna.event('board.moved', ({ board: { phase } }) => phase === 'show');
  assert.deepEqual((await titles(anna)).sort(), ['A pool', 'A tent']);
  assert.equal(await code(postIdea(anna, 'late', 'Late')), 'closed');
});

test('an author mends and withdraws, nobody else does', async () => {
  const { room, host } = await makeBoard({ names: 'all' });
  const [anna, ben] = [await join(room), await join(room)];
  assert.equal(await code(postIdea(anna, 'tent', 'A tent')), 'bad_field');
  await postIdea(anna, 'tent', 'A tent', { name: 'Anna' });
  await host.send('idea.answer', { board: 'wishes', idea: 'tent', version: 1, status: 'review', answer: 'We look.' });
  const edit = (who, version) => who.send('idea.edit', {
    board: 'wishes', idea: 'tent', version, title: 'A big tent', name: 'Anna' });
  assert.equal(await code(edit(ben, 2)), 'forbidden');
  assert.equal(await code(edit(anna, 1)), 'stale');
  await edit(anna, 2);
  const [idea] = (await list(ben)).ideas;
  assert.deepEqual(idea.words, { title: 'A big tent', name: 'Anna', answer: 'We look.' });
  assert.equal(await code(ben.send('idea.withdraw', { board: 'wishes', idea: 'tent', version: 3 })), 'forbidden');
  await anna.send('idea.withdraw', { board: 'wishes', idea: 'tent', version: 3 });
  assert.deepEqual(await titles(ben), []);
  assert.deepEqual(await titles(anna), []);
});

test('limits: supports and ideas each, tags, texts; over HTTP as on the socket', async () => {
  const { room } = await makeBoard({ supports: 1, ideas: 2 });
  const bearer = await device(server);
  const say = (cmd, fields) => post(server, cmd, { room: room.code, board: 'wishes', ...fields }, bearer);
  assert.equal((await say('idea.post', { id: 'a', title: 'A' })).status, 200);
  assert.equal((await say('idea.post', { id: 'b', title: 'B' })).status, 200);
  assert.equal((await say('idea.post', { id: 'c', title: 'C' })).err.code, 'spent');
  assert.equal((await say('idea.support', { idea: 'a', n: 1, on: true })).ok.state, 'counted');
  assert.equal((await say('idea.support', { idea: 'b', n: 1, on: true })).err.code, 'spent');
  assert.equal((await say('idea.list', {})).ok.ideas.length, 2);
  assert.equal((await say('board.look', { ideas: ['a'] })).err.code, 'hello_first');
  const bad = async (fields) => (await say('idea.post', { id: 'z', title: 'Z', ...fields })).err;
  assert.deepEqual(await bad({ tags: [2] }).then(({ code: c, field }) => [c, field]), ['bad_field', 'tags']);
  assert.equal((await bad({ title: '' })).code, 'bad_text');
  assert.equal((await bad({ text: 'x\n'.repeat(61) })).code, 'bad_text');
  assert.equal((await bad({ title: 'x'.repeat(121) })).code, 'bad_text');
  const other = await device(server);
  await must(server, 'idea.post', { room: room.code, board: 'wishes', id: 'rtl', title: '\u202Eevil\u2066 text' }, other);
  const { ideas } = await must(server, 'idea.read', { room: room.code, board: 'wishes', ideas: ['rtl'] }, other);
  assert.equal(ideas[0].words.title, 'evil text');
});

test('a page of the longest ideas comes whole on both roads, and a deleted room keeps no word of them', async () => {
  const { room, host } = await makeBoard({ ideas: 0 });
  const anna = await join(room);
  const text = '語'.repeat(2000);
  for (let i = 0; i < 20; i++) await postIdea(anna, `i${i}`, `Idea ${i}`, { text });
  const overHttp = await must(server, 'idea.list', { room: room.code, board: 'wishes', order: 'new' }, token);
  const overSocket = await Promise.all([1, 2, 3].map(() => list(anna, { order: 'new' })));
  for (const { ideas } of [overHttp, ...overSocket]) assert.deepEqual(ideas.map(({ words }) => words.text), Array(20).fill(text));
  await host.send('room.delete', { id: room.id });
  assert.equal(await server.redis('--scan', '--pattern', `{${room.id}}*`), '');
});

test('staff posts and supports for people without a phone, each of them once', async () => {
  const { room, host } = await makeBoard({ supports: 1 });
  const [anna, ben] = [await join(room), await join(room)];
  assert.equal(await code(postIdea(anna, 'tent', 'A tent', { for: 'shopper7' })), 'forbidden');
  await postIdea(host, 'tent', 'A tent by the lake', { for: 'shopper7' });
  const [idea] = (await list(ben)).ideas;
  assert.deepEqual([idea.mine, idea.words.source], [false, 'staff']);
  assert.deepEqual((await list(host)).ideas.map(({ mine }) => mine), [false]);

  const give = (who, person, n = 1, on = true) => who.send('idea.support', { board: 'wishes', idea: 'tent', n, on, for: person });
  assert.equal(await code(give(ben, 'shopper8')), 'forbidden');
  for (const person of ['shopper8', 'shopper9', 'shopper8']) assert.equal((await give(host, person)).state, 'counted');
  await support(host, 'tent'); // The host's own is another.
  assert.equal((await list(ben)).ideas[0].supports, 3);
  assert.equal((await give(host, 'shopper9', 2, false)).state, 'counted');
  assert.equal((await list(ben)).ideas[0].supports, 2);
  // Their budget is theirs.
  await postIdea(ben, 'boat', 'A boat');
  assert.equal(await code(host.send('idea.support', { board: 'wishes', idea: 'boat', n: 1, on: true, for: 'shopper8' })), 'spent');
  for (const wrong of ['', 'a b', 'x'.repeat(23), 7]) assert.equal(await code(give(host, wrong)), 'bad_field');
});
