/* SPDX-License-Identifier: Apache-2.0 */
/* People talk about an idea: what each screen is sent, live, and that what is hidden, withdrawn or reported is in no
 * frame to others. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const AT = { board: 'wishes', idea: 'tent' };

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

/** A room with an open board and an idea of somebody's on it. */
async function makeIdea(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const whole = { kind: 'ideas', title: 'What would make the club better?', ...def };
  await host.send('board.add', { id: AT.board, def: whole });
  await host.send('board.move', { board: AT.board, version: 1, phase: 'open' });
  const author = await join(room);
  await author.send('idea.post', { board: AT.board, id: AT.idea, title: 'A tent', ...(def.names === 'all' && { name: 'Ada' }) });
  if (def.checked) await host.send('idea.check', { ...AT, version: 1, state: 'shown' });
  return { room, host, author };
}

const join = async (room) => Socket.hello(server, room.code, await device(server));
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const say = (who, id, text, more = {}) => who.send('comment.post', { ...AT, id, text, ...more });
const list = (who, more = {}) => who.send('comment.list', { ...AT, ...more });
const texts = async (who, more) => (await list(who, more)).comments.map(({ words }) => words.text);
const like = (who, comment, n = 1, on = true) => who.send('comment.like', { ...AT, comment, n, on });
const check = (who, comment, version, state, reason) => who.send('comment.check', { ...AT, comment, version, state, ...(reason && { reason }) });
const look = (who) => who.send('board.look', { board: AT.board, ideas: [AT.idea] });
/** The next news of the idea that fits. */
const news = (who, fits) => who.event('ideas', ({ ideas }) => ideas.some((idea) => idea.id === AT.idea && fits(idea)));
const review = (who) => who.send('review.list', { board: AT.board });

test('a comment is on every screen within the second, with its likes', async () => {
  const { room, host, author } = await makeIdea();
  const [anna, ben] = [await join(room), await join(room)];
  for (const who of [anna, ben, author]) await look(who);
  const began = Date.now();
  assert.deepEqual(await say(ben, 'c1', 'With lanterns', { name: 'Ben' }), { version: 1, state: 'shown', number: 1 });
  const heard = await news(anna, ({ comments }) => comments === 1);
  await news(author, ({ comments }) => comments === 1);
  assert.ok(Date.now() - began < 1000);
  const { talk } = heard.ideas[0];
  assert.equal(talk, heard.rev);

  const [comment] = (await list(anna)).comments;
  assert.deepEqual(comment.words, { text: 'With lanterns', name: 'Ben' });
  assert.deepEqual([comment.mine, comment.on, comment.n, comment.likes, comment.by], [false, false, 0, 0, undefined]);
  assert.equal((await list(ben)).comments[0].mine, true);
  assert.equal((await ben.send('idea.list', { board: AT.board })).ideas[0].comments, 1);

  assert.deepEqual(await like(anna, 'c1').then(({ state, n, on }) => [state, n, on]), ['counted', 1, true]);
  await news(ben, (idea) => idea.talk > talk && idea.comments === 1);
  const since = await list(ben, { since: talk });
  assert.deepEqual(since.comments.map(({ id, likes }) => [id, likes]), [['c1', 1]]);
  assert.deepEqual((await list(ben, { since: since.rev })).comments, []);

  await say(author, 'c2', 'It is mine');
  await say(host, 'c3', 'We look into it');
  assert.deepEqual((await list(anna)).comments.map(({ by }) => by), [undefined, 'author', 'team']);
});

test('sent twice, two at once, and late', async () => {
  const { room } = await makeIdea();
  const bearer = await device(server);
  const fields = { room: room.code, ...AT };
  const both = await Promise.all([1, 2].map(() => post(server, 'comment.post', { ...fields, id: 'c1', text: 'Yes' }, bearer)));
  assert.deepEqual(both.map(({ ok }) => ok), Array(2).fill({ version: 1, state: 'shown', number: 1 }));
  assert.equal((await post(server, 'comment.post', { ...fields, id: 'c1', text: 'No' }, bearer)).err.code, 'exists');
  const likes = await Promise.all([1, 2, 3].map(() => post(server, 'comment.like', { ...fields, comment: 'c1', n: 1, on: true }, bearer)));
  assert.deepEqual(likes.map(({ ok }) => ok.state), Array(3).fill('counted'));
  assert.equal((await must(server, 'comment.list', fields, bearer)).comments[0].likes, 1);
  await must(server, 'comment.like', { ...fields, comment: 'c1', n: 2, on: false }, bearer);
  const { err } = await post(server, 'comment.like', { ...fields, comment: 'c1', n: 1, on: true }, bearer);
  assert.deepEqual([err.code, err.n, err.on], ['stale', 2, false]);
  const gone = await Promise.all([1, 2].map(() => post(server, 'comment.withdraw', { ...fields, comment: 'c1' }, bearer)));
  assert.deepEqual(gone.map(({ ok }) => ok), Array(2).fill({ version: 2, state: 'withdrawn', number: 1 }));
});

test('what waits, is hidden or is withdrawn is in no frame to others', async () => {
  const { room, host } = await makeIdea({ checked: true });
  const [anna, ben] = [await join(room), await join(room)];
  const secret = 'Sezamootvoris';
  await look(ben);
  assert.equal((await say(anna, 'c1', secret)).state, 'pending');
  assert.deepEqual(await texts(ben), []);
  assert.deepEqual((await list(ben, { since: 0 })).comments, [{ id: 'c1', state: 'hidden' }]);
  assert.equal((await list(anna)).aside[0].words.text, secret);
  assert.deepEqual((await list(ben)).aside, []);
  const { things } = await review(host);
  assert.deepEqual(things.map(({ idea, comment, reports }) => [idea, comment.words.text, reports]), [['tent', secret, {}]]);
  assert.equal(await code(like(ben, 'c1')), 'not_found');
  assert.equal(ben.frames.some((frame) => frame.toString().includes(secret)), false);

  await check(host, 'c1', 1, 'shown');
  await news(ben, ({ comments }) => comments === 1);
  assert.deepEqual(await texts(ben), [secret]);
  const seen = ben.frames.length;
  await check(host, 'c1', 2, 'hidden', 'A name is in it');
  await news(ben, ({ comments }) => comments === 0);
  assert.deepEqual(await texts(ben), []);
  for (const order of ['newest', 'top']) assert.deepEqual(await texts(ben, { order }), []);
  const [own] = (await list(anna)).aside;
  assert.deepEqual([own.state, own.reason], ['hidden', 'A name is in it']);
  assert.equal(await code(check(host, 'c1', 2, 'shown')), 'stale');
  await check(host, 'c1', 3, 'shown'); // Undone.
  await news(ben, ({ comments }) => comments === 1);
  await anna.send('comment.withdraw', { ...AT, comment: 'c1' });
  await news(ben, ({ comments }) => comments === 0);
  assert.equal(await code(ben.send('comment.withdraw', { ...AT, comment: 'c1' })), 'forbidden');
  for (const who of [anna, ben, host]) assert.deepEqual((await list(who)).comments.concat((await list(who)).aside), []);
  assert.equal(ben.frames.slice(seen).some((frame) => frame.toString().includes(secret)), false);
  assert.equal(await server.redis('--scan', '--pattern', `{${room.id}}:said:*`), '');
});

test('reports: once each, for staff alone, first in their queue', async () => {
  const { room, host, author } = await makeIdea();
  const people = [await join(room), await join(room), await join(room)];
  const [anna, ben] = people;
  await say(anna, 'c1', 'Rude');
  await say(anna, 'c2', 'Spam');
  const report = (who, comment, why) => who.send('comment.report', { ...AT, comment, why });
  await look(host);
  assert.equal(await code(report(anna, 'c1', 'rude')), 'forbidden');
  assert.equal(await code(author.send('idea.report', { ...AT, why: 'spam' })), 'forbidden');
  for (const who of [ben, ben, people[2]]) await report(who, 'c2', 'spam');
  const seen = anna.frames.length;
  await report(ben, 'c1', 'rude');
  const { rev } = (await host.event('ideas', () => true));
  await ben.send('idea.report', { ...AT, why: 'off_topic' });
  await host.event('ideas', (event) => event.rev > rev);
  const queue = await review(host);
  const [first, ...rest] = queue.things.map(({ comment, reports }) => [comment?.id ?? '', reports]);
  assert.deepEqual(first, ['c2', { spam: 2 }]);
  assert.deepEqual(rest.sort(), [['', { off_topic: 1 }], ['c1', { rude: 1 }]]); // Perhaps of one millisecond.
  assert.deepEqual(anna.frames.slice(seen).filter((frame) => /report|rude|spam/.test(frame)), []);
  assert.equal(await code(review(anna)), 'forbidden');

  await check(host, 'c2', 1, 'hidden');
  await check(host, 'c1', 1, 'shown');
  await host.send('idea.check', { ...AT, version: 1, state: 'shown' });
  assert.deepEqual(await review(host), { total: 0, things: [], next: null });
});

test('names as the board asks, phases as the page says, a board without comments', async () => {
  const { room, host } = await makeIdea({ names: 'all' });
  const anna = await join(room);
  assert.equal(await code(say(anna, 'c1', 'Nameless')), 'bad_field');
  await say(anna, 'c1', 'Named', { name: 'Anna' });
  let version = 2;
  for (const [phase, expected] of [['show', 'ok'], ['group', 'ok'], ['support', 'ok'], ['decide', 'ok'], ['collect', 'closed'], ['closed', 'closed']]) {
    ({ version } = await host.send('board.move', { board: AT.board, version, phase }));
    assert.equal(await code(say(anna, `in-${phase}`, 'Named', { name: 'Anna' })), expected, phase);
  }
  const other = await makeIdea({ kind: 'questions' });
  assert.equal(await code(say(await join(other.room), 'c1', 'Why?')), 'closed');
  const third = await makeIdea({ comments: false });
  assert.equal(await code(say(await join(third.room), 'c1', 'Why?')), 'closed');
});

test('hostile input is text, or refused by a clear code', async () => {
  const { room } = await makeIdea();
  const anna = await join(room);
  const bad = async (fields) => anna.ask('comment.post', { ...AT, id: 'bad', text: 'Yes', ...fields }).then(({ err }) => err.code);
  assert.equal(await bad({ text: '' }), 'bad_text');
  assert.equal(await bad({ text: ' \u200b\u200b\n ' }), 'bad_text');
  assert.equal(await bad({ text: 'x\n'.repeat(1500) }), 'bad_text');
  for (const [text, expected] of [['x\n'.repeat(10_000), 'too_big'], ['a\u0000b', 'malformed']]) {
    assert.equal((await post(server, 'comment.post', { room: room.code, ...AT, id: 'bad', text }, token)).err.code, expected);
  }
  assert.equal(await bad({ text: 7 }), 'bad_field');
  assert.equal(await bad({ text: 'Yes', html: true }), 'bad_field');
  assert.equal(await bad({ id: 'c 1' }), 'bad_field');
  assert.equal(await code(anna.send('comment.report', { ...AT, comment: 'c1', why: 'fun' })), 'bad_field');
  assert.equal(await code(list(anna, { order: 'sideways' })), 'bad_field');
  const samples = { script: '<script>alert(1)</script>&amp;', formula: '=1+1', family: '👩‍👩‍👧‍👦'.repeat(100), flag: '🏳️‍🌈', quote: '"]}\\u0000' };
  for (const [id, text] of Object.entries(samples)) await say(anna, id, text);
  await say(anna, 'rtl', '\u202Eevil\u2066 text');
  assert.deepEqual(await texts(anna), [...Object.values(samples), 'evil text']);
  assert.equal(anna.frames.some((frame) => frame.toString().includes('<script')), false);
  for (const after of ['none', 'script']) assert.equal((await list(anna, { after })).more, false);
  assert.equal(await code(list(anna, { since: 2 ** 53 })), 'bad_field');
  assert.deepEqual((await list(anna, { since: 2 ** 53 - 1 })).comments, []);
});
