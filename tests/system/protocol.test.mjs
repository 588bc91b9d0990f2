/* SPDX-License-Identifier: Apache-2.0 */
/* docs/PROTOCOL.md against a running server: its tables are read, and every command and event named
 * there is seen for real, in its shape. Errors, limits and examples have files of their own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { COMMANDS, EVENTS, MOVES } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const seen = { commands: new Set(), overHttp: new Set(), events: new Set() };
let server;
let token;

before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

const shape = (value, keys) => assert.deepEqual(Object.keys(value).sort(), [...keys].sort());

/** A command on both roads; `fields` may differ between them, as ids are taken once. */
async function both(socket, room, bearer, cmd, fields, keys) {
  const inRoom = !['hello', 'room.create', 'room.list', 'room.delete', 'room.enter', 'link.exchange', 'device.create'].includes(cmd);
  const { ok, err } = await socket.ask(cmd, fields(0));
  assert.ok(ok, `${cmd}: ${JSON.stringify(err)}`);
  shape(ok, keys);
  seen.commands.add(cmd);
  const reply = await post(server, cmd, { ...(inRoom && { room: room.code }), ...fields(1) }, bearer);
  assert.equal(reply.status, 200, `${cmd}: ${JSON.stringify(reply.err)}`);
  shape(reply.ok, keys);
  seen.overHttp.add(cmd);
  return [ok, reply.ok];
}

test('every command, over a WebSocket and over HTTP, answers in the documented shape', async () => {
  const room = await makeRoom(server, token);
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const run = (cmd, fields, keys) => both(host, room, token, cmd, fields, keys);
  const ids = [newId('a'), newId('b')];
  const version = [1, 1];
  const question = (more = () => ({})) => (at) => ({ question: ids[at], version: version[at], ...more(at) });

  seen.commands.add('hello');
  const HELLO = ['room', 'role', 'epoch', 'seq', 'resumed', 'now', 'keeps', 'replicas'];
  shape(host.room, HELLO);
  const whole = await must(server, 'hello', { room: room.code }, token);
  shape(whole, [...HELLO, 'snapshot', 'you', 'tallies']);
  seen.overHttp.add('hello');

  await run('device.create', () => ({}), ['token']);
  await run('room.list', () => ({}), ['rooms']);
  await run('question.add', (at) => ({ id: ids[at], def: SINGLE }), ['version']);
  await run('question.update', question(() => ({ def: { ...SINGLE, title: 'Better?' } })), ['version']);
  version.fill(2);
  await run('question.place', (at) => ({ question: ids[at], place: 0 }), []);
  for (const move of [...MOVES, 'reopen']) {
    const answers = await run('question.move', question(() => ({ move })), ['state', 'round', 'version']);
    answers.forEach((answer, at) => { version[at] = answer.version; });
  }
  await run('cast', (at) => ({ question: ids[at], round: 1, n: 1, ballot: { options: [at] } }), ['state', 'n', 'rev']);
  await run('question.remove', question(), []);
  const links = await run('link.create', () => ({ role: 'stage', label: 'Hall' }), ['link', 'secret']);
  await run('link.list', () => ({}), ['links']);
  await run('link.exchange', (at) => ({ secret: links[at].secret }), ['role', 'room']);
  await run('link.revoke', (at) => ({ link: links[at].link }), []);
  let rev = (await must(server, 'hello', { room: room.code }, token)).snapshot.room.rev;
  await run('room.update', () => ({ rev: rev++, settings: { title: `Title ${rev}`, lang: 'en', blank: false, hide_people: false } }), ['rev']);
  await run('room.enter', () => ({ room: room.code, passcode: 'whatever' }), ['role']);
  const rooms = [newId('r'), newId('r')];
  await run('room.create', (at) => ({ id: rooms[at], settings: { title: 'Another', lang: 'fr', blank: false, hide_people: false } }), ['id', 'code']);
  await run('room.delete', (at) => ({ id: rooms[at] }), []);
  await host.end();
  assert.deepEqual([...seen.commands].sort(), [...COMMANDS].sort());
  assert.deepEqual([...seen.overHttp].sort(), [...COMMANDS].sort());
});

test('every event is sent, with the documented fields', async () => {
  const room = await makeRoom(server, token);
  const hidden = await room.add({ ...SINGLE, results: 'never' });
  await room.move(hidden, 'open');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const phone = await Socket.hello(server, room.code, await device(server));
  const question = newId('q');
  await host.send('question.add', { id: question, def: SINGLE });
  let { version } = await host.send('question.update', { question, version: 1, def: { ...SINGLE, title: 'Other?' } });
  for (const move of MOVES) {
    ({ version } = await host.send('question.move', { question, version, move }));
  }
  await phone.send('cast', { question: hidden, round: 1, n: 1, ballot: { options: [0] } });
  await host.event('tally', ({ voters }) => voters === 1);
  await phone.event('voters', ({ voters }) => voters === 1);
  await host.send('question.remove', { question, version });
  await phone.event('question.removed', ({ id }) => id === question);
  await host.event('question.restored');
  await host.event('people', ({ n }) => n === 1);
  const FIELDS = {
    snapshot: ['epoch', 'seq', 'room', 'questions', 'people'], you: ['role', 'ballots'],
    tally: ['epoch', 'question', 'round', 'rev', 'voters', 'counts'], voters: ['epoch', 'question', 'round', 'rev', 'voters'],
    people: ['n'], 'room.changed': ['seq', 'room'], 'question.removed': ['seq', 'id'],
  };
  for (const event of [...host.heard, ...phone.heard].filter(({ ev }) => ev)) {
    shape(event, ['ev', ...(FIELDS[event.ev] ?? ['seq', 'question'])]);
    seen.events.add(event.ev);
  }
  // A fact's number only grows; what it did to the room follows with the same one.
  const seqs = host.heard.filter(({ ev, seq }) => seq !== undefined && ev !== 'snapshot').map(({ seq }) => seq);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
  await Promise.all([host, phone].map((socket) => socket.end()));

  // The last two: the store goes and comes back, and the server stops.
  const other = await Server.start();
  try {
    const there = await makeRoom(other, await owner(other));
    const guest = await Socket.hello(other, there.code, await device(other));
    other.signalRedis('SIGKILL');
    await guest.event('store', ({ up }) => up === false);
    const down = await guest.ask('room.enter', { room: there.code, passcode: 'none' });
    if (down.err) assert.equal(down.err.code, 'try_again');
    shape(await guest.event('store', ({ up }) => up === true), ['ev', 'up', 'full', 'keeps', 'replicas']);
    seen.events.add('store');
    const stopped = other.term();
    shape(await guest.event('bye'), ['ev', 'again_ms']);
    seen.events.add('bye');
    assert.equal((await guest.gone()).code, 1001);
    assert.equal(await stopped, 0);
  } finally { await other.end(); }
  assert.deepEqual([...seen.events].sort(), [...EVENTS].sort());
});
