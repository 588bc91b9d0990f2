/* SPDX-License-Identifier: Apache-2.0 */
/* Points from the first idea to a selection that can be recounted, and what concerns oneself: told live to
 * those whom it concerns, wherever in the room they are, and to nobody else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const POINTS = { idea: 5, support: 2, retained: 20 };

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

/** A room that gives points, with a board that is open. */
async function makeClub(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club', points: POINTS });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', ...def } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return { room, host };
}

const join = async (room) => {
  const bearer = await device(server);
  return Object.assign(await Socket.hello(server, room.code, bearer), { bearer });
};
const postIdea = (who, id, more = {}) => who.send('idea.post', { board: 'wishes', id, title: `A ${id}`, ...more });
const support = (who, idea, n = 1, on = true) => who.send('idea.support', { board: 'wishes', idea, n, on });
const answer = (host, idea, version, status, text) => host.send('idea.answer', {
  board: 'wishes', idea, version, status, ...(text && { answer: text }) });
const standing = async (who) => (await who.send('points.board', {})).own;
const notices = (who) => who.heard.filter(({ ev }) => ev === 'notice');

test('points come and go with what they are given for, once whatever is sent again', async () => {
  const { room, host } = await makeClub();
  const [anna, ben, cleo] = [await join(room), await join(room), await join(room)];
  await Promise.all([postIdea(anna, 'tent'), postIdea(anna, 'tent')]);
  const twice = { room: room.code, board: 'wishes', idea: 'tent', n: 1, on: true };
  await Promise.all([1, 2, 3].map(() => must(server, 'idea.support', twice, ben.bearer)));
  await support(anna, 'tent');
  await support(cleo, 'tent');
  assert.deepEqual(await standing(anna), { points: 9, place: 1, name: null });
  await Promise.all([answer(host, 'tent', 1, 'planned'), answer(host, 'tent', 1, 'planned')]);
  assert.equal((await standing(anna)).points, 29);
  await support(cleo, 'tent', 2, false);
  assert.equal((await standing(anna)).points, 27);
  await host.send('idea.check', { board: 'wishes', idea: 'tent', version: 2, state: 'hidden' });
  assert.deepEqual(await standing(anna), { points: 0, place: 0, name: null });
  const { moves } = await host.send('points.log', { n: 50 });
  assert.equal(moves.reduce((sum, { points }) => sum + points, 0), 0);
  assert.equal(new Set(moves.map(({ who }) => who)).size, 1);
});

test('a leaderboard names those who want to be named, until they do not', async () => {
  const { room, host } = await makeClub();
  const people = await Promise.all(Array.from({ length: 4 }, () => join(room)));
  for (const [i, who] of people.entries()) await postIdea(who, `i${i}`);
  for (const who of people) await support(who, 'i0');
  for (const who of people.slice(2)) await support(who, 'i1');
  const name = '<b>Zo\u202Eé</b>';
  for (let again = 0; again < 2; again++) await people[0].send('me.name', { name });
  const { places, total, own } = await people[1].send('points.board', { period: 'month' });
  assert.equal(total, 4);
  assert.deepEqual(places.map(({ place, points }) => [place, points]), [[1, 11], [2, 9], [3, 5], [3, 5]]);
  assert.deepEqual(places.map((each) => each.mine), [false, true, false, false]);
  assert.deepEqual(places.map((each) => each.name), ['<b>Zoé</b>', null, null, null]);
  assert.deepEqual(own, { points: 9, place: 2, name: null });
  assert.deepEqual((await people[2].send('points.board', { skip: 2, n: 1 })).places.map(({ place }) => place), [3]);

  const selection = await host.send('points.select', { id: 'best', period: 'all', n: 1 });
  assert.deepEqual(selection.chosen.map((each) => each.name), ['<b>Zoé</b>']);
  await people[0].send('me.name', { name: '' });
  assert.equal((await people[1].send('points.board', {})).places[0].name, null);
  assert.deepEqual((await host.send('points.select', { id: 'best', period: 'all', n: 1 })).chosen[0].name, null);
});

test('a selection can be recounted from the record', async () => {
  const { room, host } = await makeClub();
  const people = await Promise.all(Array.from({ length: 6 }, () => join(room)));
  for (const [i, who] of people.entries()) await postIdea(who, `i${i}`);
  for (const [i, who] of people.entries()) for (let at = 0; at < Math.min(i, 3); at++) await support(who, `i${at}`);
  const selection = await host.send('points.select', { id: 'best', period: 'all', n: 2, ties: 'in' });
  await support(people[0], 'i5'); // Comes after it.

  const moves = [];
  for (let before; ;) {
    const page = (await host.send('points.log', { n: 4, ...(before && { before }) })).moves;
    if (page.length === 0) break;
    moves.push(...page);
    before = page.at(-1).entry;
  }
  const last = moves.findIndex(({ entry }) => entry === selection.upto);
  assert.ok(last > 0);
  const sums = new Map();
  for (const { who, points } of moves.slice(last)) sums.set(who, (sums.get(who) ?? 0) + points);
  const ranked = [...sums].map(([who, points]) => ({ who, points, place: 1 + [...sums.values()].filter((other) => other > points).length }));
  const expected = ranked.filter(({ place }) => place <= 2).sort((a, b) => a.place - b.place || a.who.localeCompare(b.who));
  const got = selection.chosen.map(({ who, points, place }) => ({ who, points, place }));
  assert.deepEqual(got.sort((a, b) => a.place - b.place || a.who.localeCompare(b.who)), expected);
});

test('what becomes of an idea is told to its author and supporters, wherever they are', async () => {
  const { room, host } = await makeClub();
  const [anna, ben, cleo] = [await join(room), await join(room), await join(room)];
  await postIdea(anna, 'tent', { title: 'Sezamootvoris' });
  await support(ben, 'tent');
  await support(cleo, 'tent');
  await support(cleo, 'tent', 2, false);
  const screens = await Promise.all(Array.from({ length: 4 }, () => Socket.hello(server, room.code, ben.bearer)));
  await answer(host, 'tent', 1, 'planned', 'In May.');
  const began = Date.now();
  const about = ({ idea, what, status }) => idea === 'tent' && what === 'status' && status === 'planned';
  assert.equal((await anna.event('notice', about)).mine, true);
  for (const screen of [ben, ...screens]) assert.equal((await screen.event('notice', about)).mine, false);
  assert.ok(Date.now() - began < 1000, `${Date.now() - began} ms`);

  await answer(host, 'tent', 2, 'planned', 'In June.');
  await ben.event('notice', ({ what }) => what === 'answer');
  await host.send('idea.check', { board: 'wishes', idea: 'tent', version: 3, state: 'hidden', reason: 'A name' });
  await anna.event('notice', ({ what }) => what === 'hidden');
  await postIdea(ben, 'pool');
  await answer(host, 'pool', 1, 'read');
  await ben.event('notice', ({ idea }) => idea === 'pool'); // So what came before has been told, too.
  assert.deepEqual(notices(ben).map(({ what }) => what), ['status', 'answer', 'status']);
  assert.deepEqual(notices(cleo), []);
  assert.equal(ben.frames.some((frame) => frame.toString().includes('Sezamootvoris')), false);
  assert.equal(ben.frames.some((frame) => frame.toString().includes('A name')), false);

  const { news, supports, looked } = await ben.send('me.read', {});
  assert.deepEqual(news.map(({ idea, what, mine }) => [idea, what, mine]),
    [['pool', 'status', true], ['tent', 'answer', false], ['tent', 'status', false]]);
  assert.ok(news.every((each) => each.new));
  assert.deepEqual([supports.wishes, looked], [1, '0-0']);
  for (let again = 0; again < 2; again++) await ben.send('me.look', { upto: news[1].entry });
  assert.deepEqual((await ben.send('me.read', {})).news.map((each) => each.new), [true, false, false]);
  assert.deepEqual((await cleo.send('me.read', {})).news, []);
});

test('one reads what one supports, page by page; a draft and what was removed are nothing', async () => {
  const { room, host } = await makeClub({ ideas: 0 });
  const [anna, ben] = [await join(room), await join(room)];
  const ids = Array.from({ length: 7 }, (_, i) => `i${i}`);
  for (const id of ids) { await postIdea(anna, id); await support(ben, id); }
  await support(ben, 'i3', 2, false);
  const seen = [];
  for (let next = ''; next !== null;) {
    const page = await ben.send('me.supports', { board: 'wishes', n: 4, ...(next && { after: next }) });
    seen.push(...page.supports.map(({ idea }) => idea));
    ({ next } = page);
  }
  assert.deepEqual([...seen].sort(), ids.filter((id) => id !== 'i3'));
  assert.deepEqual((await anna.send('me.supports', { board: 'wishes' })).supports, []);
  await answer(host, 'i1', 1, 'review');
  await ben.event('notice');
  await host.send('board.remove', { board: 'wishes', version: 2 });
  await ben.event('board.removed');
  const { news, supports } = await ben.send('me.read', {});
  assert.deepEqual([news, supports], [[], {}]);
  assert.equal(((await anna.send('me.read', {})).points.all.points), 5 * 7 + 2 * 6);
});

test('what a deleted room knew of points and people is gone', async () => {
  const { room, host } = await makeClub();
  const anna = await join(room);
  await anna.send('me.name', { name: 'Anna' });
  await anna.send('me.look', { upto: '1-0' });
  await postIdea(anna, 'tent');
  await answer(host, 'tent', 1, 'planned');
  await host.send('points.select', { id: 'best', period: 'all', n: 1 });
  await host.send('room.delete', { id: room.id });
  assert.equal(await server.redis('--scan', '--pattern', `{${room.id}}*`), '');
  assert.equal((await post(server, 'me.read', { room: room.code }, anna.bearer)).err.code, 'not_found');
});

test('comments give points while everyone may see them', async () => {
  const room = await makeRoom(server, token, { title: 'Talk', points: { comment: 3 } });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const [anna, ben] = [await join(room), await join(room)];
  await postIdea(anna, 'tent');
  const comment = { board: 'wishes', idea: 'tent', comment: 'c1' };
  const say = { room: room.code, board: 'wishes', idea: 'tent', id: 'c1', text: 'With lanterns' };
  await Promise.all([1, 2, 3].map(() => must(server, 'comment.post', say, ben.bearer)));
  assert.equal((await standing(ben)).points, 3);
  await host.send('comment.check', { ...comment, version: 1, state: 'hidden' });
  assert.equal((await standing(ben)).points, 0);
  await host.send('comment.check', { ...comment, version: 2, state: 'shown' });
  assert.equal((await standing(ben)).points, 3);
  for (let again = 0; again < 2; again++) await ben.send('comment.withdraw', comment);
  assert.equal((await standing(ben)).points, 0);
  assert.deepEqual((await host.send('points.log', { n: 50 })).moves.map(({ points }) => points), [-3, 3, -3, 3]);
});
