/* SPDX-License-Identifier: Apache-2.0 */
/* Who is banned adds nothing more to a room and may do all else; what staff did is in their log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const at = (idea, more = {}) => ({ board: 'wishes', idea, ...more });
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const post = (who, id) => who.send('idea.post', { board: 'wishes', id, title: `A ${id}` });

async function scene() {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const join = async () => Socket.hello(server, room.code, await device(server));
  const [anna, ben] = [await join(), await join()];
  await post(anna, 'tent');
  await post(ben, 'tarp');
  return { room, host, anna, ben };
}

test('a ban stops what one posts, on every worker, and nothing else; undone, it is as before', async () => {
  const { host, anna, ben } = await scene();
  const ban = () => host.send('room.ban', at('tarp'));
  const twice = await Promise.all([ban(), ban()]);
  assert.equal(twice[0].ban, twice[1].ban);
  assert.equal(await code(post(ben, 'more')), 'banned');
  assert.equal(await code(post(ben, 'tarp')), 'ok'); // Sent again: it was posted before.
  assert.equal(await code(ben.send('idea.edit', at('tarp', { version: 1, title: 'Worse' }))), 'banned');
  assert.equal(await code(ben.send('comment.post', at('tent', { id: 'c1', text: 'Bad' }))), 'banned');
  assert.equal(await code(ben.send('idea.support', at('tent', { n: 1, on: true }))), 'ok');
  assert.equal(await code(ben.send('idea.withdraw', at('tarp', { version: 1 }))), 'ok');
  assert.equal(await code(post(anna, 'pool')), 'ok');

  const { bans } = await host.send('ban.list');
  assert.deepEqual(bans.map(({ ban: handle, board, idea }) => [handle, board, idea]), [[twice[0].ban, 'wishes', 'tarp']]);
  for (let again = 0; again < 2; again++) await host.send('room.unban', { ban: bans[0].ban });
  assert.deepEqual((await host.send('ban.list')).bans, []);
  assert.equal(await code(post(ben, 'more')), 'ok');
});

test('whoever wrote a comment is banned by it; nobody bans themselves', async () => {
  const { host, anna, ben } = await scene();
  await ben.send('comment.post', at('tent', { id: 'c1', text: 'Bad' }));
  await host.send('room.ban', at('tent', { comment: 'c1' }));
  assert.equal(await code(post(ben, 'more')), 'banned');
  assert.equal(await code(post(anna, 'more')), 'ok');
  await post(host, 'hut');
  assert.equal(await code(host.send('room.ban', at('hut'))), 'wrong_move');
  assert.equal(await code(host.send('room.ban', at('none'))), 'not_found');
  assert.equal(await code(host.send('room.ban', at('tent', { comment: 'none' }))), 'not_found');
  assert.equal(await code(host.send('room.ban', { board: 'wishes' })), 'bad_field');
  assert.equal(await code(host.send('room.unban', { ban: '*' })), 'bad_field');
  assert.equal(await code(anna.send('room.ban', at('tarp'))), 'forbidden');
  assert.equal(await code(anna.send('log.list')), 'forbidden');
});

test('the log tells of closing times that moved, once each, and of nothing else that moves', async () => {
  const { host } = await scene();
  const hour = 3_600_000;
  const move = (version, more) => host.send('board.move', { board: 'wishes', version, phase: 'open', ...more });
  const began = Date.now();
  await move(2, { closes_in: hour });
  await move(2, { closes_in: hour }); // Sent again.
  await Promise.all([move(3, { closes_in: 2 * hour }), move(3, { closes_in: 2 * hour })]);
  await host.send('board.update', { board: 'wishes', version: 4, def: { kind: 'ideas', title: 'More wishes' } }); // It closes when it did.
  await move(5);
  await move(6);
  const { log } = await host.send('log.list', { what: 'closes' });
  assert.deepEqual((await host.send('log.list')).log, log);
  const times = log.map(({ from, to }) => [from, to]).reverse();
  const [[, first], [, second]] = times;
  assert.deepEqual(times, [[undefined, first], [first, second], [second, undefined]]);
  assert.ok(Number(first) >= began + hour && Number(second) >= Number(first) + hour && Number(second) <= Date.now() + 2 * hour);
  assert.deepEqual(Object.keys(log[1]), ['number', 'at', 'who', 'what', 'board', 'from', 'to']);
});

test('the log says what staff did, once each, in pages, and no word of what people wrote', async () => {
  const { host, ben } = await scene();
  const check = (version, state) => host.send('idea.check', at('tent', { version, state, reason: 'A name' }));
  await check(1, 'hidden');
  await check(1, 'hidden');
  await check(2, 'shown');
  await host.send('idea.answer', at('tent', { version: 3, status: 'planned', answer: 'In May.' }));
  await host.send('idea.merge', at('tarp', { version: 1, into: 'tent' }));
  await host.send('idea.unmerge', at('tarp', { version: 2 }));
  await ben.send('idea.withdraw', at('tarp', { version: 3 })); // No staff.
  const { ban } = await host.send('room.ban', at('tarp'));
  const all = await host.send('log.list');
  assert.equal(all.more, false);
  assert.deepEqual(all.log.map(({ what, idea, from, to }) => [what, idea, from ?? '', to ?? ''].join(' ').trim()), [
    `ban tarp  ${ban}`, 'unmerged tarp tent', 'merged tarp  tent', 'status tent new planned', 'answered tent',
    'state tent hidden shown', 'state tent shown hidden']);
  assert.equal(new Set(all.log.map(({ who }) => who)).size, 1);
  assert.doesNotMatch(JSON.stringify(all), /A name|In May|A tent/);
  const first = await host.send('log.list', { n: 3 });
  assert.deepEqual([first.more, first.log], [true, all.log.slice(0, 3)]);
  const rest = await host.send('log.list', { before: first.log[2].number, n: 4 });
  assert.deepEqual([rest.more, rest.log], [false, all.log.slice(3)]);
  const states = await host.send('log.list', { what: 'state', n: 1 });
  assert.deepEqual([states.more, states.log], [true, [all.log[5]]]);
  const last = await host.send('log.list', { what: 'state', n: 1, before: states.log[0].number });
  assert.deepEqual([last.more, last.log], [false, [all.log[6]]]);
  assert.deepEqual(await host.send('log.list', { what: 'unban' }), { log: [], more: false });
  assert.equal(await code(host.send('log.list', { what: 'nothing' })), 'bad_field');
  assert.equal(await code(host.send('log.list', { n: 51 })), 'bad_field');
  assert.equal(await code(host.send('log.list', { before: 0 })), 'bad_field');
});
