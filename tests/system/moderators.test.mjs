/* SPDX-License-Identifier: Apache-2.0 */
/* Moderators: come by a link, go through what people wrote, and are told and let do nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const SECRET = 'Sezamootvoris';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

/** A room with a checked board, and somebody who came by a moderator's link. */
async function moderated() {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', checked: true, order: 'new' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const { link, secret } = await host.send('link.create', { role: 'moderator', label: 'Ada' });
  const own = await device(server);
  const came = await must(server, 'link.exchange', { secret }, own);
  const moderator = await Socket.hello(server, room.code, own, { view: 'host' });
  return { room, host, link, secret, came, own, moderator };
}
const join = async (room) => Socket.hello(server, room.code, await device(server));
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const queue = (who) => who.send('idea.list', { board: 'wishes', state: 'pending', order: 'old' });

test('a link makes one person a moderator, once', async () => {
  const { room, came, secret, moderator } = await moderated();
  assert.deepEqual(came, { role: 'moderator', room: room.code });
  assert.equal(secret.startsWith(`m-${room.code}-`), true);
  assert.equal((await moderator.event('you')).role, 'moderator');
  const { err } = await post(server, 'link.exchange', { secret }, await device(server));
  assert.equal(err.code, 'link_spent');
});

test('the queue has first what has waited longest, and says how long it is', async () => {
  const { room, host, moderator } = await moderated();
  const anna = await join(room);
  await moderator.send('board.look', { board: 'wishes', ideas: [] });
  for (const id of ['one', 'two', 'three']) await anna.send('idea.post', { board: 'wishes', id, title: `${SECRET} ${id}` });
  await moderator.event('ideas', ({ pending, total }) => pending === 3 && total === 0);
  const { ideas, pending } = await queue(moderator);
  assert.deepEqual([pending, ideas.map(({ id }) => id)], [3, ['one', 'two', 'three']]);
  assert.equal('pending' in await anna.send('idea.list', { board: 'wishes' }), false);

  // Two take the same one at once: it is done once, and the other hears so.
  const check = (who) => code(who.send('idea.check', { board: 'wishes', idea: 'one', version: 1, state: 'shown' }));
  assert.deepEqual(await Promise.all([check(moderator), check(host)]), ['ok', 'ok']);
  await moderator.event('ideas', (event) => event.pending === 2 && event.total === 1);
  await moderator.send('idea.check', { board: 'wishes', idea: 'two', version: 1, state: 'hidden', reason: 'A name is in it' });
  await moderator.send('idea.answer', { board: 'wishes', idea: 'one', version: 2, status: 'planned', answer: 'In May.' });
  assert.deepEqual((await queue(moderator)).ideas.map(({ id }) => id), ['three']);
  assert.equal(anna.frames.some((frame) => frame.toString().includes('"pending":2')), false);
});

test('drafts and hidden results are in no frame to a moderator, and the rest is not theirs to do', async () => {
  const { room, host, moderator } = await moderated();
  await host.send('board.add', { id: 'later', def: { kind: 'ideas', title: SECRET } });
  await host.send('question.add', { id: 'draft', def: { kind: 'single', title: SECRET, options: ['Yes', 'No'] } });
  await host.send('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'never' } });
  await host.send('question.move', { question: 'tea', version: 1, move: 'open' });
  const anna = await join(room);
  await anna.send('cast', { question: 'tea', round: 1, n: 1, ballot: { options: [1] } });
  await host.event('tally', ({ counts }) => counts[1] === 1);
  await moderator.event('voters', ({ voters }) => voters === 1);
  assert.equal(moderator.heard.some(({ ev, question }) => ev === 'tally' && question === 'tea'), false);
  assert.equal(moderator.frames.some((frame) => frame.toString().includes(SECRET)), false);
  for (const [cmd, fields] of [
    ['room.update', { rev: 1, current: null }], ['board.move', { board: 'wishes', version: 2, phase: 'closed' }],
    ['question.move', { question: 'tea', version: 2, move: 'close' }], ['link.create', { role: 'host', label: '' }], ['link.list', {}],
  ]) assert.equal(await code(moderator.send(cmd, fields)), 'forbidden', cmd);
});

test('a moderator who was a host is shown out, for a host is told more', async () => {
  const { room, host, link, own, moderator } = await moderated();
  const { link: hosts, secret } = await host.send('link.create', { role: 'host', label: '' });
  await must(server, 'link.exchange', { secret }, own);
  const again = await Socket.hello(server, room.code, own, { view: 'host' });
  assert.equal((await again.event('you')).role, 'host');
  await host.send('link.revoke', { link: hosts });
  await again.gone();
  const third = await Socket.hello(server, room.code, own, { view: 'host' });
  assert.equal((await third.event('you')).role, 'moderator');
  assert.equal(moderator.closed, null);
  await host.send('link.revoke', { link });
  await Promise.all([third.gone(), moderator.gone()]);
  assert.equal(await code(Socket.hello(server, room.code, own, { view: 'host' })), 'forbidden');
});
