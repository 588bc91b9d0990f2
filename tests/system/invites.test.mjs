/* SPDX-License-Identifier: Apache-2.0 */
/* Rooms by invitation: each lets one device in, by a phone, by HTTP and without JavaScript, until it is revoked. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const exchange = (secret, who) => must(server, 'link.exchange', { secret }, who);
let batches = 0;

async function invited(labels = ['Anna', 'Ben']) {
  const room = await makeRoom(server, token, { title: 'Council' });
  await room.call('room.update', { rev: 1, access: 'invited' });
  const { invites } = await room.call('invite.add', { id: `batch${batches++}`, labels });
  return { room, secrets: invites.map(({ secret }) => secret) };
}

test('one invitation, one device: it comes back, nobody else comes', async () => {
  const { room, secrets: [first, second] } = await invited();
  const [anna, ben] = [await device(server), await device(server)];
  assert.equal(await code(must(server, 'hello', { room: room.code }, anna)), 'invitation');
  assert.equal(await code(must(server, 'room.enter', { room: room.code, passcode: 'summer' }, anna)), 'invitation');
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(await exchange(first, anna), { role: 'participant', room: room.code });
  }
  assert.equal(await code(exchange(first, ben)), 'link_spent');
  const phone = await Socket.hello(server, room.code, anna);
  assert.equal(phone.room.role, 'participant');
  assert.equal(phone.heard.find(({ ev }) => ev === 'snapshot').room.access, 'invited');
  assert.equal(await code(must(server, 'hello', { room: room.code }, ben)), 'invitation');
  assert.equal((await exchange(second, ben)).role, 'participant');
  await phone.end();
});

test('two devices at once with one invitation, on two workers: exactly one gets in', async () => {
  const { room, secrets: [secret] } = await invited();
  const devices = await Promise.all(Array.from({ length: 8 }, () => device(server)));
  const answers = await Promise.all(devices.map((who) => code(exchange(secret, who))));
  assert.deepEqual(answers.sort(), ['link_spent', 'link_spent', 'link_spent', 'link_spent', 'link_spent', 'link_spent', 'link_spent', 'ok']);
  const inside = await Promise.all(devices.map((who) => code(must(server, 'hello', { room: room.code }, who))));
  assert.equal(inside.filter((said) => said === 'ok').length, 1);
});

test('made again they are the same, and the list knows no secret', async () => {
  const room = await makeRoom(server, token, { title: 'Council' });
  const add = () => room.call('invite.add', { id: 'guests', labels: ['Anna', '<b>&"', ''] });
  const both = await Promise.all([add(), add()]);
  assert.deepEqual(both[0], both[1]);
  assert.deepEqual(both[0].invites.map(({ number }) => number), [1, 2, 3]);
  const secrets = both[0].invites.map(({ secret }) => secret);
  assert.equal(new Set(secrets).size, 3);
  for (const secret of secrets) assert.match(secret, new RegExp(`^i-${room.code}-[123]-[\\w-]{22}$`));
  assert.equal(await code(room.call('invite.add', { id: 'guests', labels: ['Zoe', '', ''] })), 'exists');
  const list = await room.call('invite.list');
  assert.deepEqual([list.total, list.used, list.revoked, list.more], [3, 0, 0, false]);
  assert.deepEqual(list.invites.map(({ label }) => label), ['Anna', '<b>&"', '']);
  for (const secret of secrets) assert.ok(!JSON.stringify(list).includes(secret.slice(-22)));
});

test('who is revoked is out at once, and what they answered stays', async () => {
  const { room, secrets: [first, second] } = await invited();
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always' } });
  await host.send('question.move', { question: 'tea', version: 1, move: 'open' });
  const [anna, ben] = [await device(server), await device(server)];
  await exchange(first, anna);
  await exchange(second, ben);
  const [phone, other] = [await Socket.hello(server, room.code, anna), await Socket.hello(server, room.code, ben)];
  await phone.send('cast', { question: 'tea', round: 1, n: 1, ballot: { options: [1] } });
  assert.deepEqual(await host.send('invite.revoke', { number: 1 }), { revoked: 1 });
  assert.deepEqual(await host.send('invite.revoke', { number: 1 }), { revoked: 0 });
  assert.equal((await phone.gone()).code, 1008);
  assert.equal(phone.heard.findLast(({ ev }) => ev === 'you').role, 'none');
  assert.equal(await code(exchange(first, anna)), 'link_spent');
  assert.equal(await code(must(server, 'cast', { room: room.code, question: 'tea', round: 1, n: 2, ballot: { options: [0] } }, anna)), 'invitation');
  await other.send('cast', { question: 'tea', round: 1, n: 1, ballot: { options: [1] } });
  const { counts } = await other.event('tally', ({ voters }) => voters === 2);
  assert.deepEqual(counts, [0, 2]);
  assert.deepEqual(await host.send('invite.revoke', { all: true }), { revoked: 1 });
  assert.equal((await other.gone()).code, 1008);
  const { invites, used, revoked } = await host.send('invite.list');
  assert.deepEqual([used, revoked], [0, 2]);
  assert.ok(invites.every((invite) => invite.used > 0 && invite.revoked >= invite.used));
  await host.end();
});

test('a room that becomes invited asks everyone who is in', async () => {
  const room = await makeRoom(server, token, { title: 'Council' });
  const { invites } = await room.call('invite.add', { id: 'late', labels: ['Anna'] });
  const [anna, ben] = [await device(server), await device(server)];
  await exchange(invites[0].secret, anna);
  const [phone, other] = [await Socket.hello(server, room.code, anna), await Socket.hello(server, room.code, ben)];
  await room.call('room.update', { rev: 1, access: 'passcode', passcode: 'summer' });
  await must(server, 'room.enter', { room: room.code, passcode: 'summer' }, ben);
  await room.call('room.update', { rev: 2, access: 'invited' });
  assert.equal((await other.gone()).code, 1008);
  assert.equal(await code(must(server, 'hello', { room: room.code }, ben)), 'invitation');
  await room.call('room.update', { rev: 3, access: 'passcode' });
  await phone.event('room.changed', ({ room: now }) => now.rev === 4); // It is in still.
  assert.equal(await code(must(server, 'hello', { room: room.code }, ben)), 'ok');
  await phone.end();
});

test('without JavaScript the door takes the secret, or the whole link', async () => {
  const { room, secrets } = await invited();
  const cookieOf = ({ headers }) => headers['set-cookie'][0].split(';')[0];
  const form = (cookie, invitation) => http(server, `/j/${room.code}`, {
    method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, origin: server.origin },
    body: `invitation=${encodeURIComponent(invitation)}`,
  });
  const page = (cookie, query = '') => http(server, `/j/${room.code}${query}`, { headers: cookie ? { cookie } : {} });
  const first = await page(null);
  assert.match(first.text, /name="invitation"/);
  assert.doesNotMatch(first.text, /name="passcode"|Council/);
  const anna = cookieOf(first);
  const wrong = await form(anna, `i-${room.code}-1-AAAAAAAAAAAAAAAAAAAAAA`);
  assert.equal(wrong.status, 303);
  assert.match((await page(anna, new URL(wrong.headers.location, server.origin).search)).text, /name="invitation"/);
  await form(anna, `${server.origin}/j/${room.code}#${secrets[0]}`);
  assert.match((await page(anna)).text, /Council/);
  const ben = cookieOf(await page(null));
  await form(ben, secrets[0]);
  assert.doesNotMatch((await page(ben)).text, /Council/);
  await form(ben, ` ${secrets[1]}`.trim());
  assert.match((await page(ben)).text, /Council/);
});

test('nonsense is refused, and tried no more than so often', async () => {
  const { room, secrets: [secret] } = await invited();
  const call = (cmd, fields) => code(room.call(cmd, fields));
  assert.equal(await call('invite.add', { id: 'x', labels: [] }), 'bad_field');
  assert.equal(await call('invite.add', { id: 'x', labels: Array(101).fill('') }), 'bad_field');
  assert.equal(await call('invite.add', { id: 'x', labels: [7] }), 'bad_field');
  assert.equal(await call('invite.add', { id: 'x', labels: 'Anna' }), 'bad_field');
  assert.equal(await call('invite.add', { id: 'x', labels: ['a'.repeat(61)] }), 'bad_text');
  assert.equal(await call('invite.add', { id: '{x}', labels: [''] }), 'bad_field');
  assert.equal(await call('invite.revoke', {}), 'bad_field');
  assert.equal(await call('invite.revoke', { all: false }), 'bad_field');
  assert.equal(await call('invite.revoke', { all: true, number: 1 }), 'bad_field');
  assert.equal(await call('invite.revoke', { number: 0 }), 'bad_field');
  assert.equal(await call('invite.list', { after: -1 }), 'bad_field');
  assert.equal(await call('invite.list', { n: 101 }), 'bad_field');
  const who = await device(server);
  const tail = secret.slice(-22);
  for (const wrong of ['i-', 'i--', `i-${room.code}`, `i-${room.code}-`, `i-${room.code}--${tail}`, `i-${room.code}-0-${tail}`,
    `i-${room.code}-2-${tail}`, `i-${room.code}-4294967297-${tail}`, `i-${room.code}-1-${tail}x`, `i-${room.code}-1-${tail.slice(1)}`,
    `h-${room.code}-${tail}`, `i-${room.code}-last-${tail}`, `i-${room.code}-b:batch0-${tail}`]) {
    assert.equal(await code(exchange(wrong, who)), 'link_spent', wrong);
  }
  assert.equal((await post(server, 'link.exchange', { secret: 'i\n' }, who)).err.code, 'bad_field');
  assert.equal(await code(exchange(secret, who)), 'ok');
  const guessing = new Socket(server, { headers: { authorization: `Bearer ${who}` } });
  await guessing.opened;
  const answers = await Promise.all(Array.from({ length: 14 }, () => guessing.ask('link.exchange', { secret: `i-${room.code}-1-${'A'.repeat(22)}` })));
  assert.ok(answers.filter(({ err }) => err.code === 'too_many').length >= 3);
  await guessing.end();
});

test('what is known outlives a restart', async () => {
  const { room, secrets: [first, second] } = await invited();
  const anna = await device(server);
  await exchange(first, anna);
  await server.kill();
  await server.start();
  assert.equal((await exchange(first, anna)).role, 'participant');
  assert.equal(await code(must(server, 'hello', { room: room.code }, anna)), 'ok');
  assert.equal(await code(exchange(first, await device(server))), 'link_spent');
  assert.equal((await exchange(second, await device(server))).role, 'participant');
});

test('while the store is away nobody comes in, and afterwards it is the one who asked first', async () => {
  const { room, secrets: [secret] } = await invited();
  const [anna, ben] = [await device(server), await device(server)];
  server.signalRedis('SIGSTOP');
  assert.equal(await code(exchange(secret, anna)), 'try_again');
  server.signalRedis('SIGCONT');
  let said;
  do said = await code(exchange(secret, anna)); while (said === 'try_again');
  assert.equal(said, 'ok');
  assert.equal(await code(exchange(secret, ben)), 'link_spent');
  assert.equal(await code(must(server, 'hello', { room: room.code }, anna)), 'ok');
});
