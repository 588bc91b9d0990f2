/* SPDX-License-Identifier: Apache-2.0 */
/* Where ballots and hearts come from: kept beside them, in the files, and what comes late from where there was no network. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { device, http, kioskOf, makeRoom, must, owner, Socket } from '../lib/client.mjs';
import { Receiver } from '../lib/receiver.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2, flags: ['--webhook-allow', '127.0.0.0/8'] }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const person = () => randomBytes(16).toString('base64url');
const MINUTE_MS = 60_000;
const TEA = { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always' };
const WORDS = { kind: 'words', title: 'In a word?', max: 2, results: 'always' };

async function kiosk(room, name, place) {
  const { id, who } = await kioskOf(server, room, name, place);
  return { id, who, socket: await Socket.hello(server, room.code, who, { view: 'kiosk' }) };
}
const serve = (one, question, more = {}) => one.socket.send('cast', { question, round: 1, n: 1, for: person(), ago: 0, ballot: { options: [0] }, ...more });
/** The ballots of a question as their file tells them. */
async function ballots(room, question) {
  const { path } = await room.call('question.export', { question, what: 'ballots', format: 'ndjson' });
  return (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
}
const counted = (list, key) => Object.fromEntries([...Map.groupBy?.(list, key) ?? group(list, key)].map(([name, of]) => [name, of.length]));
function group(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...groups.get(key(one)) ?? [], one]);
  return groups;
}

for (const [kind, def, ballot] of [['single', TEA, { options: [0] }], ['words', WORDS, { words: ['Sea'] }], ['quiz', { kind: 'quiz', title: 'Which?', options: ['A', 'B'], right: [0] }, { options: [0] }]]) {
  test(`${kind}: a recount of the ballots by source is the tally`, async () => {
    const room = await makeRoom(server, token);
    const question = await room.add(def);
    await room.move(question, 'open');
    const [door, window] = [await kiosk(room, 'Door', 'Hall B'), await kiosk(room, 'Window', 'Hall A')];
    const plain = await Socket.hello(server, room.code, await device(server));
    const placed = await Socket.hello(server, room.code, await device(server), { at: '  Hall   B ' });
    const embedded = await Socket.hello(server, room.code, await device(server), { via: 'embed', at: 'Shoes' });
    const host = await Socket.hello(server, room.code, token, { view: 'host' });
    const own = { question, round: 1, n: 1, ballot };
    await Promise.all([
      serve(door, question, { ballot }), serve(door, question, { ballot }), serve(window, question, { ballot }),
      plain.send('cast', own), placed.send('cast', own), embedded.send('cast', own), host.send('cast', { ...own, for: 'receipt-7' }),
      must(server, 'cast', { room: room.code, ...own, for: person(), ago: 0 }, door.who),
    ]);
    await host.event('tally', ({ voters }) => voters === 8);
    const told = await ballots(room, question);
    const source = (one) => [one.source_channel, one.source_place, one.source_device, one.late].join('|');
    assert.deepEqual(counted(told, source), {
      'kiosk|Hall B|Door|': 3, 'kiosk|Hall A|Window|': 1, 'phone|||': 1, 'phone|Hall B||': 1, 'embed|Shoes||': 1, 'staff|||': 1,
    });
    const list = (await room.call('device.list')).devices;
    assert.deepEqual(list.map(({ people, votes }) => [people, votes]), [[3, 3], [1, 1]]);
    // Moved, it votes from there; what was cast before stays where it was.
    await room.call('device.set', { device: door.id, place: 'Cellar' });
    await serve(door, question, { ballot });
    assert.equal(counted(await ballots(room, question), source)['kiosk|Cellar|Door|'], 1);
    await Promise.all([door.socket, window.socket, plain, placed, embedded, host].map((socket) => socket.end()));
    await must(server, 'room.delete', { id: room.id }, token);
    assert.equal(await server.redis('KEYS', `{${room.id}}*`), '');
  });
}

test('nothing is kept of ordinary phones', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const phone = await Socket.hello(server, room.code, await device(server), { via: 'phone', at: '' });
  await phone.send('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  assert.equal(await server.redis('KEYS', `{${room.id}}:[fls][rao]*`), '');
  for (const bad of [{ via: 'kiosk' }, { via: 1 }, { at: 5 }]) assert.equal(await code(Socket.hello(server, room.code, await device(server), bad)), 'bad_field');
  assert.equal(await code(Socket.hello(server, room.code, await device(server), { at: 'x'.repeat(41) })), 'bad_text');
  await phone.end();
});

test('late counts only with grace, if it was made before the close, and only from a kiosk', async () => {
  const room = await makeRoom(server, token);
  const [with_grace, without] = [await room.add({ ...TEA, grace: 10 }), await room.add(TEA)];
  for (const question of [with_grace, without]) await room.move(question, 'open');
  const door = await kiosk(room, 'Door', 'Hall B');
  const anna = person();
  const first = { for: anna };
  await serve(door, with_grace, first);
  for (const question of [with_grace, without]) await room.move(question, 'close');
  const made = 60_000; // Long before the close.
  // Resent, it was counted in time; another, made in time, is late; made after the close it is not counted.
  assert.ok(!('late' in await serve(door, with_grace, { ...first, ago: made })));
  const late = person();
  for (let again = 0; again < 2; again++) {
    const ok = await serve(door, with_grace, { for: late, ago: made });
    assert.deepEqual([ok.state, ok.late, ok.n], ['counted', true, 1]);
  }
  assert.equal(await code(serve(door, with_grace)), 'closed');
  assert.equal(await code(serve(door, without, { ago: made })), 'closed');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  assert.equal(await code(host.send('cast', { question: with_grace, round: 1, n: 1, for: 'paper', ballot: { options: [0] } })), 'closed');
  // Another answer of somebody who has one follows the same rule as before the close.
  assert.ok((await serve(door, with_grace, { for: late, n: 2, ago: made, ballot: { options: [1] } })).late);
  assert.equal(await code(serve(door, with_grace, { for: late, n: 2, ago: made })), 'stale');
  await host.event('tally', ({ question, counts }) => question === with_grace && counts[0] === 1 && counts[1] === 1);
  assert.deepEqual(counted(await ballots(room, with_grace), ({ late: is }) => is), { '': 1, yes: 1 });
  assert.equal(await server.redis('HLEN', `{${room.id}}:late:${with_grace}:1`), '1');
  // Revealed, it still counts; in another round it is over.
  await room.move(with_grace, 'reveal');
  assert.ok((await serve(door, with_grace, { ago: made })).late);
  await room.move(with_grace, 'again');
  assert.equal(await code(serve(door, with_grace, { ago: made })), 'round_over');
  // When the time is over, nothing does any more.
  await room.move(with_grace, 'close');
  await server.redis('HSET', `{${room.id}}:q:${with_grace}`, 'closed', Date.now() - 600_001);
  assert.equal(await code(serve(door, with_grace, { round: 2, ago: 3_600_000 })), 'closed');
  for (const grace of [-1, 10_081, '5']) assert.equal(await code(room.add({ ...TEA, grace })), 'bad_field');
  await Promise.all([door.socket.end(), host.end()]);
});

test('a device that is revoked brings nothing any more, whatever its worker knows', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const door = await kiosk(room, 'Door', 'Hall B');
  const anna = person();
  await serve(door, question, { for: anna });
  const answers = Array.from({ length: 30 }, () => code(serve(door, question, { ago: 1000 })));
  await room.call('device.revoke', { device: door.id });
  const said = (await Promise.allSettled(answers)).map(({ value }) => value);
  const told = await ballots(room, question);
  assert.equal(told.length, 1 + said.filter((one) => one === 'ok').length);
  assert.equal(await code(must(server, 'cast', { room: room.code, question, round: 1, n: 1, for: anna, ago: 0, ballot: { options: [0] } }, door.who)), 'forbidden');
});

test('hearts come from somewhere, too, and one badge gives one', async () => {
  const room = await makeRoom(server, token);
  await room.call('board.add', { id: 'shoes', def: { kind: 'products', title: 'Shoes', posts: 'everyone' } });
  await room.call('board.move', { board: 'shoes', version: 1, phase: 'open' });
  const ids = ['red', 'blue', 'green'];
  for (const id of ids) await room.call('idea.post', { board: 'shoes', id, title: id });
  const [door, window] = [await kiosk(room, 'Door', 'Hall B'), await kiosk(room, 'Window', 'Hall A')];
  const badge = person();
  const heart = (one, idea, more = {}) => one.socket.send('idea.support', { board: 'shoes', idea, n: 1, on: true, for: badge, ago: 0, ...more });
  const both = await Promise.all([heart(door, 'red'), heart(window, 'red'), heart(door, 'blue'), heart(window, 'green', { for: person() }), heart(door, 'red', { for: person() })]);
  assert.ok(both.every(({ state }) => state === 'counted'));
  const phone = await Socket.hello(server, room.code, await device(server));
  await phone.send('idea.support', { board: 'shoes', idea: 'red', n: 1, on: true });
  const { ideas } = await must(server, 'idea.read', { room: room.code, board: 'shoes', ideas: ids }, token);
  assert.deepEqual(Object.fromEntries(ideas.map(({ id, supports }) => [id, supports])), { red: 3, blue: 1, green: 1 });
  assert.equal(await server.redis('HLEN', `{${room.id}}:sfrom:shoes`), '4'); // All but the phone's.
  assert.equal(await code(heart(door, 'none')), 'not_found');
  const [list] = (await room.call('device.list')).devices;
  assert.ok(list.votes >= 2 && list.people >= 2);
  await room.call('idea.post', { board: 'shoes', id: 'mine', title: 'Mine' });
  const posted = await door.socket.send('idea.post', { board: 'shoes', id: 'theirs', title: 'A boot', for: person(), ago: 10 });
  assert.equal(posted.state, 'shown');
  const { ideas: [boot] } = await must(server, 'idea.read', { room: room.code, board: 'shoes', ideas: ['theirs'] }, token);
  assert.equal(boot.words.source, 'kiosk');
  await room.call('device.revoke', { device: door.id });
  assert.equal(await code(must(server, 'idea.support', { room: room.code, board: 'shoes', idea: 'green', n: 1, on: true, for: badge, ago: 0 }, door.who)), 'forbidden');
  await Promise.all([window.socket.end(), phone.end()]);
  await must(server, 'room.delete', { id: room.id }, token);
  assert.equal(await server.redis('KEYS', `{${room.id}}*`), '');
});

test('whoever taps on for many is flagged, counted all the same; a day of votes that come at once is none', async (t) => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const [door, window] = [await kiosk(room, 'Door', 'Hall B'), await kiosk(room, 'Window', 'Hall A')];
  const receiver = await Receiver.start();
  t.after(() => receiver.end());
  await room.call('hook.add', { id: 'crowds', url: receiver.url, events: ['device.flagged'] });
  // Moments in the middle of a minute, whatever minute it is by the time they are told.
  const middle = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + MINUTE_MS / 2;
  const at = (minutes) => () => Date.now() - middle + minutes * MINUTE_MS;
  for (let i = 0; i < 70; i++) await patient(window, question, at(100 - i));
  for (let i = 0; i < 31; i++) await patient(door, question, at(30));
  const told = (await room.call('device.list')).devices;
  assert.deepEqual(told.map(({ people, flagged }) => [people, flagged > 0]), [[31, true], [70, false]]);
  // Staff hear of it once, however long it goes on; with hearts as with votes.
  for (let i = 0; i < 10; i++) await patient(door, question, at(30));
  await room.call('board.add', { id: 'shoes', def: { kind: 'products', title: 'Shoes' } });
  await room.call('board.move', { board: 'shoes', version: 1, phase: 'open' });
  await room.call('idea.post', { board: 'shoes', id: 'red', title: 'Red' });
  for (let i = 0; i < 40; i++) await patient(window, question, at(20), { cmd: 'idea.support', board: 'shoes', idea: 'red', on: true });
  await receiver.until(({ length }) => length === 2);
  await room.call('hook.test', { hook: 'crowds' });
  const came = await receiver.until(({ length }) => length === 3);
  assert.deepEqual(came.map(({ event, json: { to } }) => [event, to]), [['device.flagged', door.id], ['device.flagged', window.id], ['hook.test', undefined]]);
  const said = [...server.log.matchAll(/device\.flagged .*room=(\S+) devices="(\S+)"/g)].map(([, where, which]) => [where, which]).filter(([where]) => where === room.id);
  assert.deepEqual(said, [[room.id, door.id], [room.id, window.id]]);
  await Promise.all([door.socket.end(), window.socket.end()]);
});

async function patient(one, question, ago, { cmd = 'cast', ...heart } = {}) {
  const said = await code(cmd === 'cast' ? serve(one, question, { ago: ago() }) : one.socket.send(cmd, { ...heart, n: 1, for: person(), ago: ago() }));
  if (said === 'too_many') await patient(one, question, ago, { cmd, ...heart });
  else assert.equal(said, 'ok');
}

test('sent again after Redis died it is the same ballot, from the same place', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const door = await kiosk(room, 'Door', 'Hall B');
  const people = Array.from({ length: 15 }, person);
  const all = () => Promise.all(people.map((anna) => must(server, 'cast', { room: room.code, question, round: 1, n: 1, for: anna, ago: 0, ballot: { options: [0] } }, door.who)
    .catch(() => null)));
  const first = all();
  server.signalRedis('SIGKILL');
  await first;
  let said;
  do { said = await all(); } while (said.some((one) => !one));
  assert.ok(said.every(({ state }) => state === 'counted'));
  const told = await ballots(room, question);
  assert.deepEqual([told.length, counted(told, (one) => one.source_device)], [15, { Door: 15 }]);
  const [{ people: came, votes }] = (await room.call('device.list')).devices;
  assert.deepEqual([came, votes], [15, 15]);
  await door.socket.end();
});
