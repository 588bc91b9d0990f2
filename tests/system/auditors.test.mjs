/* SPDX-License-Identifier: Apache-2.0 */
/* Auditors: come by an owner's link, see and fetch everything, change nothing; what they fetch is written down. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);

/** Somebody, by a link of that role, perhaps with other roles before it. */
async function comeBy(room, role, own) {
  const bearer = own ?? await device(server);
  const { link, secret } = await room.call('link.create', { role, label: role });
  const came = await must(server, 'link.exchange', { secret }, bearer);
  return { bearer, link, secret, came };
}
const look = (room, bearer, view = 'host') => Socket.hello(server, room.code, bearer, { view });

test('an owner makes an auditor, once; nobody else can', async () => {
  const room = await makeRoom(server, token);
  const host = await comeBy(room, 'host');
  const moderator = await comeBy(room, 'moderator');
  const { secret, came, bearer } = await comeBy(room, 'auditor');
  assert.deepEqual(came, { role: 'auditor', room: room.code });
  assert.equal(secret.startsWith(`a-${room.code}-`), true);
  assert.equal((await post(server, 'link.exchange', { secret }, await device(server))).err.code, 'link_spent');
  for (const who of [host.bearer, moderator.bearer, bearer]) {
    const { err } = await post(server, 'link.create', { room: room.code, role: 'auditor', label: '' }, who);
    assert.equal(err.code, 'forbidden');
  }
  // A host sees that there is one, and may take it back.
  const { links } = await must(server, 'link.list', { room: room.code }, host.bearer);
  assert.deepEqual(links.filter(({ used }) => used).map(({ role }) => role).sort(), ['auditor', 'host', 'moderator']);
});

test('an auditor is told what a host is, in the view of one, and has nothing to say', async () => {
  const room = await makeRoom(server, token);
  const { bearer } = await comeBy(room, 'auditor');
  const auditor = await look(room, bearer);
  const you = await auditor.event('you');
  assert.deepEqual([you.role, you.audits], ['auditor', true]);
  await room.call('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'never' } });
  await room.call('question.move', { question: 'tea', version: 1, move: 'open' });
  await must(server, 'cast', { room: room.code, question: 'tea', round: 1, n: 1, ballot: { options: [1] } }, await device(server));
  await auditor.event('tally', ({ counts }) => counts[1] === 1);
  for (const [cmd, fields] of [
    ['cast', { question: 'tea', round: 1, n: 1, ballot: { options: [0] } }],
    ['question.move', { question: 'tea', version: 2, move: 'close' }], ['room.update', { rev: 1, current: null }],
    ['link.list', {}], ['idea.queue', { board: 'wishes' }],
  ]) assert.equal(await code(auditor.send(cmd, fields)), 'forbidden', cmd);
  assert.equal(await code(auditor.send('log.list', {})), 'ok');
  await look(room, bearer, 'stage');
  assert.equal((await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${bearer}` } })).status, 200);
});

test('who is an auditor beside another role loses neither, and keeps the other', async () => {
  const room = await makeRoom(server, token);
  const { bearer, link: moderators } = await comeBy(room, 'moderator');
  const { link } = await comeBy(room, 'auditor', bearer);
  const both = await look(room, bearer);
  const you = await both.event('you');
  assert.deepEqual([you.role, you.audits], ['moderator', true]);
  for (const [cmd, fields] of [['ban.list', {}], ['room.export', { what: 'results', format: 'csv' }]])
    assert.equal(await code(both.send(cmd, fields)), 'ok', cmd);
  // Taken back at once: a moderator is told less than an auditor, so what was shown is closed.
  await room.call('link.revoke', { link });
  await both.gone();
  const left = await look(room, bearer);
  const now = await left.event('you');
  assert.deepEqual([now.role, 'audits' in now], ['moderator', false]);
  assert.equal(await code(left.send('room.export', { what: 'results', format: 'csv' })), 'forbidden');
  await room.call('link.revoke', { link: moderators });
  await left.gone();
});

test('a host who is an auditor stays one, also when that is taken back', async () => {
  const room = await makeRoom(server, token);
  const { bearer } = await comeBy(room, 'host');
  const before = await look(room, bearer);
  assert.equal('audits' in await before.event('you'), false);
  const { link } = await comeBy(room, 'auditor', bearer);
  const both = await look(room, bearer);
  assert.equal((await both.event('you')).audits, true);
  await room.call('link.revoke', { link });
  await both.event('you', ({ role, audits }) => role === 'host' && !audits);
  assert.equal(await code(both.send('link.list', {})), 'ok');
  assert.deepEqual([before.closed, both.closed], [null, null]);
});

test('at a kiosk whoever comes by is no auditor, though its device is one', async () => {
  const room = await makeRoom(server, token);
  const { bearer } = await comeBy(room, 'auditor');
  const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: '' });
  await must(server, 'link.exchange', { secret }, bearer);
  const kiosk = await look(room, bearer, 'kiosk');
  const you = await kiosk.event('you');
  assert.deepEqual([you.role, 'audits' in you], ['kiosk', false]);
  for (const cmd of ['room.export', 'log.list'])
    assert.equal(await code(kiosk.send(cmd, cmd === 'log.list' ? {} : { what: 'ballots', format: 'csv' })), 'forbidden', cmd);
  const auditor = await look(room, bearer);
  assert.equal((await auditor.event('you')).role, 'auditor');
});

test('a full file is written down when it is asked for, with who and of what; a host\'s is not full', async () => {
  const room = await makeRoom(server, token);
  const { bearer: host } = await comeBy(room, 'host');
  const { bearer, link } = await comeBy(room, 'auditor');
  await room.call('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'] } });
  await room.call('question.move', { question: 'tea', version: 1, move: 'open' });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  const ask = (who, cmd, fields) => must(server, cmd, { room: room.code, format: 'csv', ...fields }, who);
  const log = async () => (await must(server, 'log.list', { room: room.code, what: 'fetched' }, host)).log
    .map(({ who, from, to, board }) => [who, from, to ?? board]);

  const all = { what: 'ballots' };
  const shop = await Socket.hello(server, room.code, await device(server), { at: 'Hall B' });
  await shop.send('cast', { question: 'tea', round: 1, n: 1, ballot: { options: [1] } });
  const file = async (who) => (await http(server, (await ask(who, 'room.export', all)).path)).text;
  assert.doesNotMatch(await file(host), /Hall B|source_place/);
  assert.deepEqual(await log(), []);
  assert.match(await file(bearer), /source_place[^]*Hall B/);
  await ask(bearer, 'question.export', { question: 'tea', what: 'counts' });
  await ask(token, 'board.export', { board: 'wishes', what: 'ideas' });
  const [owners, second, first, ...none] = await log();
  assert.deepEqual(none, []);
  assert.deepEqual([owners, second, first].map(([, ...what]) => what), [['ideas', 'wishes'], ['counts', 'tea'], ['ballots', undefined]]);
  assert.equal(first[0], second[0]);
  assert.notEqual(first[0], owners[0]);

  // Asked for in time, fetched too late.
  const { path } = await ask(bearer, 'room.export', all);
  await room.call('link.revoke', { link });
  assert.equal((await http(server, path)).status, 403);
});
