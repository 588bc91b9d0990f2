/* SPDX-License-Identifier: Apache-2.0 */
/* Reactions: switched by the host, capped for each person, counted exactly over workers and failures, told coalesced. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const NAMES = ['heart', 'clap', 'laugh', 'party', 'think'];
const BURST = 5;

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const settings = (reactions) => ({ title: 'Loud', lang: 'en', ...(reactions && { reactions }) });
async function loudRoom() {
  const room = await makeRoom(server, token, settings(true));
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  return { room, host };
}

test('off until the host lets people, and off again; nobody is told while they are off', async () => {
  const room = await makeRoom(server, token, settings(false));
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const anna = await Socket.hello(server, room.code, await device(server));
  assert.equal(await code(anna.send('react', { reaction: 'heart' })), 'closed');
  await host.send('room.update', { rev: 1, settings: settings(true) });
  await anna.send('react', { reaction: 'heart' });
  await host.event('reactions', ({ sums }) => sums[0] === 1);
  await host.send('room.update', { rev: 2, settings: settings(false) });
  await Promise.all([host, anna].map((one) => one.event('room.changed', ({ room: { settings: { reactions } } }) => reactions === undefined)));
  assert.equal(await code(anna.send('react', { reaction: 'heart' })), 'closed');
  const ben = await Socket.hello(server, room.code, token, { view: 'stage' });
  assert.equal(await code(ben.send('react', { reaction: 'heart' })), 'closed');
  assert.ok(ben.heard.every(({ ev }) => ev !== 'reactions'));
  // Who came meanwhile begins with the sums there are, though nobody has tapped since.
  await host.send('room.update', { rev: 3, settings: settings(true) });
  await ben.event('reactions', ({ sums }) => sums[0] === 1);
  await Promise.all([host, anna, ben].map((one) => one.end()));
});

test('five at once of one person, whatever their connections, and then one at a time', async () => {
  const { room, host } = await loudRoom();
  const bearer = await device(server);
  const anna = await Socket.hello(server, room.code, bearer);
  const answers = [];
  for (let i = 0; i < BURST + 2; i++) answers.push(await anna.ask('react', { reaction: 'clap' }));
  assert.deepEqual(answers.map(({ err }) => err?.code ?? 'ok'), [...Array(BURST).fill('ok'), 'too_many', 'too_many']);
  assert.ok(answers.at(-1).err.again_ms > 0 && answers.at(-1).err.again_ms <= 2000);
  for (const reaction of ['skull', '', 7, null, ['heart']]) assert.equal((await anna.ask('react', { reaction })).err.code, 'bad_field');
  await host.event('reactions', ({ sums }) => sums[1] === BURST);
  await Promise.all([host, anna].map((one) => one.end()));
});

test('counted exactly over two workers and through a death of the store; who comes later is told the sums', async () => {
  const { room, host } = await loudRoom();
  const stages = await Promise.all([1, 2, 3, 4].map(() => Socket.hello(server, room.code, token, { view: 'stage' })));
  const PEOPLE = 24;
  const crowd = await Promise.all(Array.from({ length: PEOPLE }, async () => Socket.hello(server, room.code, await device(server))));
  const wanted = [0, 0, 0, 0, 0];
  const tap = async (one, at) => {
    await one.send('react', { reaction: NAMES[at] });
    wanted[at]++;
  };
  await Promise.all(crowd.flatMap((one, at) => [tap(one, at % 5), tap(one, (at + 1) % 5)]));
  const told = ({ sums }) => sums.every((sum, at) => sum === wanted[at]);
  await host.event('reactions', told);
  server.signalRedis('SIGKILL');
  // Taps are taken in meanwhile: they wait where they were gathered, and are counted once.
  await Promise.all(crowd.map((one, at) => tap(one, (at + 2) % 5)));
  await Promise.all([host, ...stages].map((one) => one.event('reactions', told)));
  const late = await Socket.hello(server, room.code, token, { view: 'stage' });
  await late.event('reactions', told);
  // Never more than there are, and never back.
  for (const { heard } of [host, ...stages]) {
    const sums = heard.filter(({ ev }) => ev === 'reactions').map((event) => event.sums.reduce((a, b) => a + b));
    assert.deepEqual(sums, [...sums].sort((a, b) => a - b));
    assert.ok(Math.max(...sums) <= 3 * PEOPLE);
  }
  // Phones tap, and are told nothing.
  assert.ok(crowd.every(({ heard }) => heard.every(({ ev }) => ev !== 'reactions')));
  // Coalesced: far fewer events than taps.
  assert.ok(host.heard.filter(({ ev }) => ev === 'reactions').length <= 2 * 12);
  await Promise.all([host, late, ...stages, ...crowd].map((one) => one.end()));
  await must(server, 'room.delete', { id: room.id }, token);
});
