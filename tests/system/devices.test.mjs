/* SPDX-License-Identifier: Apache-2.0 */
/* Kiosks: enrolled by a link, told what staff decides, heard of, and out as soon as they are revoked. */
import assert from 'node:assert/strict';
import { createHmac, randomBytes, scryptSync } from 'node:crypto';
import { after, before, test } from 'node:test';

import { device, kioskOf, makeRoom, must, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const person = () => randomBytes(16).toString('base64url');
const TEA = { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always' };
const DEFAULTS = { show: null, attract: '', idle: 30, warn: 20, cooldown: 5, badge: 'off', reload: '04:00' };
const STATE = { version: '1.0', waiting: 0, refused: 0, shows: null };

const enrolled = (room, name, place) => kioskOf(server, room, name, place);
const show = (room, who) => Socket.hello(server, room.code, who, { view: 'kiosk' });
const you = (socket) => socket.heard.findLast(({ ev }) => ev === 'you');
const list = async (room) => (await room.call('device.list')).devices;

test('a link makes one device a kiosk, once; it is told of itself, and nobody else is', async () => {
  const room = await makeRoom(server, token, { title: 'Shop' });
  const [who, other] = [await device(server), await device(server)];
  const { link, secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: 'Hall B' });
  assert.match(secret, new RegExp(`^k-${room.code}-[\\w-]{22}$`));
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(await must(server, 'link.exchange', { secret }, who), { role: 'kiosk', room: room.code });
  }
  assert.equal(await code(must(server, 'link.exchange', { secret }, other)), 'link_spent');
  const kiosk = await show(room, who);
  assert.equal(kiosk.room.role, 'kiosk');
  const { device: own, ballots } = you(kiosk);
  assert.deepEqual([own.id, own.name, own.place, ballots], [link, 'Door', 'Hall B', []]);
  assert.deepEqual(own.set, { ...DEFAULTS, pin_hash: null });
  assert.equal(Buffer.from(own.badge_key, 'base64url').length, 32);
  assert.ok(!JSON.stringify(await room.call('device.list')).includes(own.badge_key));
  assert.equal(await code(show(room, other)), 'forbidden');
  const phone = await Socket.hello(server, room.code, other);
  assert.ok(!('device' in you(phone)));
  assert.ok(!JSON.stringify(phone.heard).includes(own.badge_key));
  await Promise.all([kiosk.end(), phone.end()]);
});

test('two at once with one link: one is the kiosk', async () => {
  const room = await makeRoom(server, token);
  const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: '' });
  const devices = await Promise.all(Array.from({ length: 6 }, () => device(server)));
  const answers = await Promise.all(devices.map((who) => code(must(server, 'link.exchange', { secret }, who))));
  assert.equal(answers.filter((said) => said === 'ok').length, 1);
  assert.equal((await list(room)).length, 1);
  assert.equal((await room.call('link.list')).links.length, 0); // It is a device now.
});

test('what staff decides is told at once; the PIN to nobody', async () => {
  const room = await makeRoom(server, token);
  const { who, id } = await enrolled(room);
  const kiosk = await show(room, who);
  const key = you(kiosk).device.badge_key;
  const set = { show: { products: 'shoes' }, attract: 'Tap a <b>heart</b>', idle: 45, badge: 'may', pin: '4711' };
  const answer = await room.call('device.set', { device: id, name: 'Window', place: 'Hall A', set });
  assert.deepEqual(answer.device.set, { ...DEFAULTS, ...set, pin: true });
  await kiosk.event('you', ({ device: own }) => own?.name === 'Window');
  const own = you(kiosk).device;
  assert.ok(kiosk.heard.some(({ ev, device: changed }) => ev === 'device.changed' && changed === id));
  const hash = scryptSync('4711', Buffer.concat([Buffer.from(key, 'base64url'), Buffer.from(id)]), 32).toString('base64url');
  const { pin, ...shown } = set;
  assert.deepEqual(own.set, { ...DEFAULTS, ...shown, pin_hash: hash });
  assert.ok(!JSON.stringify(kiosk.heard).includes(pin));
  // What is left out stays; sent again it is no change, and no fact.
  await room.call('device.set', { device: id, set: { idle: 60 } });
  const before = (await must(server, 'hello', { room: room.code }, token)).seq;
  const again = await room.call('device.set', { device: id, set: { idle: 60 } });
  assert.deepEqual(again.device.set, { ...DEFAULTS, ...set, idle: 60, pin: true });
  assert.equal((await must(server, 'hello', { room: room.code }, token)).seq, before);
  assert.deepEqual((await room.call('device.set', { device: id, set: { pin: '', show: null } })).device.set.pin, false);
  await kiosk.end();
});

test('what it says of itself is in the list', async () => {
  const room = await makeRoom(server, token);
  const { who, id } = await enrolled(room);
  assert.deepEqual(await list(room).then(([first]) => [first.seen, first.version]), [0, '']);
  const said = { version: '1.2.3-abc', waiting: 12, refused: 1, shows: { question: 'tea' } };
  const kiosk = await show(room, who);
  const { device: own } = await kiosk.send('device.report', said);
  assert.deepEqual(own, you(kiosk).device);
  const [seen] = await list(room);
  assert.ok(Math.abs(seen.seen - Date.now()) < 60_000);
  for (const [name, value] of Object.entries(said)) assert.deepEqual(seen[name], value, name);
  assert.deepEqual([seen.id, seen.people, seen.votes, seen.flagged, seen.revoked], [id, 0, 0, 0, false]);
  // Over HTTP likewise, as what is sent from behind the page is.
  await must(server, 'device.report', { room: room.code, ...STATE }, who);
  assert.equal((await list(room))[0].waiting, 0);
  await kiosk.end();
});

test('it votes for whoever is there, never for itself, and nobody else as a kiosk', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const { who } = await enrolled(room);
  const kiosk = await show(room, who);
  const cast = { question, round: 1, n: 1, ballot: { options: [0] } };
  const served = { ...cast, ago: 0 };
  assert.equal(await code(kiosk.send('cast', cast)), 'forbidden');
  assert.equal(await code(kiosk.send('cast', served)), 'bad_field');
  const [anna, ben] = [person(), person()];
  for (const who of [anna, ben, anna]) assert.equal((await kiosk.send('cast', { ...served, for: who })).state, 'counted');
  assert.equal(await code(kiosk.send('cast', { ...served, for: anna, ballot: { options: [1] } })), 'stale');
  for (const bad of ['', 'a b', 'x'.repeat(23), 'é']) assert.equal(await code(kiosk.send('cast', { ...served, for: bad })), 'bad_field');
  for (const bad of [-1, 604_800_001, 1.5, '5', null]) assert.equal(await code(kiosk.send('cast', { ...served, for: person(), ago: bad })), 'bad_field');
  const phone = await Socket.hello(server, room.code, await device(server));
  for (const more of [{ for: anna }, { for: anna, ago: 5 }]) assert.equal(await code(phone.send('cast', { ...cast, ...more })), 'forbidden');
  assert.equal(await code(phone.send('cast', { ...cast, ago: 5 })), 'bad_field');
  await phone.send('cast', cast);
  await phone.event('tally', ({ voters, counts }) => voters === 3 && counts[0] === 3 && counts[1] === 0);
  await Promise.all([kiosk.end(), phone.end()]);
});

test('two kiosks, one badge: one answer', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(TEA);
  await room.move(question, 'open');
  const kiosks = await Promise.all([enrolled(room), enrolled(room, 'Window')].map(async (one) => show(room, (await one).who)));
  const keys = kiosks.map((kiosk) => you(kiosk).device.badge_key);
  assert.equal(keys[0], keys[1]);
  const badge = createHmac('sha256', Buffer.from(keys[0], 'base64url')).update('badge:04A1').digest().subarray(0, 16).toString('base64url');
  const cast = { question, round: 1, n: 1, for: badge, ago: 0 };
  const same = await Promise.all(kiosks.map((kiosk) => kiosk.send('cast', { ...cast, ballot: { options: [0] } })));
  assert.deepEqual(same.map(({ state }) => state), ['counted', 'counted']);
  assert.equal(await code(kiosks[1].send('cast', { ...cast, ballot: { options: [1] } })), 'stale');
  await kiosks[0].event('tally', ({ voters, rev }) => voters === 1 && rev > 0);
  await Promise.all(kiosks.map((kiosk) => kiosk.end()));
});

test('one that is revoked is out at once, and stays in the list', async () => {
  const room = await makeRoom(server, token);
  const { who, id, secret } = await enrolled(room);
  const kiosk = await show(room, who);
  for (let again = 0; again < 2; again++) await room.call('device.revoke', { device: id });
  assert.equal((await kiosk.gone()).code, 1008);
  assert.ok(!('device' in you(kiosk)));
  assert.equal(await code(show(room, who)), 'forbidden');
  assert.equal(await code(must(server, 'device.report', { room: room.code, ...STATE }, who)), 'forbidden');
  assert.equal(await code(must(server, 'link.exchange', { secret }, who)), 'link_spent');
  assert.deepEqual((await list(room)).map(({ revoked }) => revoked), [true]);
  assert.equal(await code(room.call('device.set', { device: id, name: 'Again' })), 'not_found');
});

test('a device that comes by another link is another kiosk', async () => {
  const room = await makeRoom(server, token);
  const { who, id } = await enrolled(room);
  const { link, secret } = await room.call('link.create', { role: 'kiosk', label: 'Second', place: '' });
  await must(server, 'link.exchange', { secret }, who);
  const kiosk = await show(room, who);
  assert.equal(you(kiosk).device.id, link);
  assert.deepEqual((await list(room)).map((one) => [one.id, one.revoked]), [[id, true], [link, false]]);
  await kiosk.end();
});

test('nothing hostile is taken', async () => {
  const room = await makeRoom(server, token);
  const { who, id } = await enrolled(room);
  const wrong = (fields) => code(room.call('device.set', { device: id, ...fields }));
  const sets = [{ show: { question: 'A b' } }, { show: {} }, { show: { question: 'a', ideas: 'b' } }, { show: { nothing: 'a' } }, { show: 'tea' },
    { idle: 9 }, { idle: 301 }, { warn: 19 }, { warn: 121 }, { cooldown: 301 }, { badge: 'yes' }, { reload: '24:00' }, { reload: '4:00' },
    { pin: '123' }, { pin: '123456789' }, { pin: '12a4' }, { pin: 1234 }, { colour: 'red' }, null, []];
  for (const set of sets) assert.equal(await wrong({ set }), 'bad_field', JSON.stringify(set));
  assert.equal(await wrong({ set: { attract: 'x'.repeat(81) } }), 'bad_text');
  assert.equal(await wrong({ name: '' }), 'bad_text');
  assert.equal(await wrong({ place: 'x'.repeat(41) }), 'bad_text');
  const report = (fields) => code(must(server, 'device.report', { room: room.code, ...STATE, ...fields }, who));
  for (const bad of [{ version: 'x'.repeat(21) }, { version: '' }, { waiting: -1 }, { waiting: 1_000_001 }, { refused: 'no' }, { shows: 'tea' }, { shows: undefined }]) {
    assert.equal(await report(bad), 'bad_field', JSON.stringify(bad));
  }
  assert.equal(await code(room.call('link.create', { role: 'kiosk', label: '', place: '' })), 'bad_text');
  assert.equal(await code(room.call('link.create', { role: 'host', label: '', place: 'Hall' })), 'bad_field');
  assert.deepEqual((await list(room)).map(({ name, place, set }) => [name, place, set]), [['Door', 'Hall B', { ...DEFAULTS, pin: false }]]);
});

test('it outlives the death of the store, and leaves nothing behind with its room', async () => {
  const room = await makeRoom(server, token);
  const { who, id } = await enrolled(room);
  server.signalRedis('SIGKILL');
  const kiosk = await show(room, who);
  assert.equal(you(kiosk).device.id, id);
  await kiosk.send('device.report', STATE);
  await kiosk.end();
  await must(server, 'room.delete', { id: room.id }, token);
  assert.equal(await server.redis('KEYS', `{${room.id}}*`), '');
});
