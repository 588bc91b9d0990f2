/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of questions' options: sent by hosts, seen by who sees the question; and how many tickets one is given. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, newId, owner, Socket } from '../lib/client.mjs';
import { hostile, png } from '../lib/pictures.mjs';
import { LIMITS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = (promise) => promise.then(() => 'ok', (error) => error.code);
const put = async (path, bytes) => JSON.parse((await http(server, path, { method: 'POST', body: bytes })).text);
const send = async (host, bytes = png(60, 30), id = newId('p')) =>
  put((await host.send('image.ticket', { id })).path, bytes);
const def = (images, more = {}) => ({ kind: 'pair', title: 'Sea or hills?', options: ['Sea', 'Hills'], results: 'always', ...(images && { images }), ...more });
const alt = 'Waves, "high" ones';

async function scene() {
  const room = await makeRoom(server, token, { title: 'Trip' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const who = await device(server);
  const anna = await Socket.hello(server, room.code, who);
  const see = async (id, as = null, small = '/small') => {
    const { status, headers, bytes } = await http(server, `/image/${room.code}/~/${id}${small}`, { headers: as ? { cookie: `clameur=${as}` } : {} });
    return { status, headers, bytes };
  };
  return { room, host, who, anna, see };
}

test('a draft has its pictures to itself; an open question shows them to all', async () => {
  const { room, host, who, anna, see } = await scene();
  const [{ ok: { image: sea } }, { ok: { image: hills } }] = [await send(host), await send(host, png(30, 60))];
  const images = [{ id: sea, alt }, { id: hills, alt: 'Hills' }];
  await host.send('question.add', { id: 'trip', def: def(images) });
  const added = await host.event('question.added');
  assert.deepEqual(added.question.def.images, images);
  assert.deepEqual([(await see(sea)).status, (await see(sea, who)).status, (await see(sea, token)).status], [404, 404, 200]);
  await host.send('question.move', { question: 'trip', version: 1, move: 'open' });
  assert.deepEqual((await anna.event('question.opened')).question.def.images, images);
  const full = await see(sea, null, '');
  assert.equal(full.status, 200);
  assert.match(full.headers['content-type'], /^image\/(png|jpeg)$/);
  assert.equal(full.headers['content-security-policy'], "default-src 'none'; sandbox");
  assert.equal(full.headers['x-content-type-options'], 'nosniff');
  assert.equal((await see(hills)).status, 200);
  const page = await http(server, `/j/${room.code}`);
  assert.ok(page.text.includes(`/image/${room.code}/~/${sea}/small`) && page.text.includes('Waves, &quot;high&quot; ones'));
  const { version } = await host.send('question.move', { question: 'trip', version: 2, move: 'reset' });
  await anna.event('question.removed');
  await host.send('question.remove', { question: 'trip', version });
  await anna.event('room.changed', ({ room: now }) => now.order.length === 0);
  assert.deepEqual([(await see(sea)).status, (await see(sea, who)).status], [404, 404]);
  await Promise.all([host.end(), anna.end()]);
});

test('in a room that asks at the door they are seen by who is in', async () => {
  const { room, host, who, see } = await scene();
  const { ok: { image } } = await send(host);
  await host.send('question.add', { id: 'trip', def: def([{ id: image, alt }, null]) });
  await host.send('question.move', { question: 'trip', version: 1, move: 'open' });
  await room.call('room.update', { rev: 3, access: 'invited' });
  await host.event('room.changed', ({ room: now }) => now.access === 'invited');
  const { invites: [{ secret }] } = await host.send('invite.add', { id: 'one', labels: [''] });
  assert.deepEqual([(await see(image)).status, (await see(image, who)).status], [404, 404]);
  await http(server, '/api/v1/link.exchange', {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${who}` }, body: JSON.stringify({ secret }),
  });
  assert.equal((await see(image, who)).status, 200);
  await host.end();
});

test('sent again it is the same; another room\'s, nonsense and participants\' are refused', async () => {
  const { host, anna, see } = await scene();
  const [one, two] = [await send(host, png(20, 20), 'same'), await send(host, png(20, 20), 'same')];
  assert.equal(one.ok.image, two.ok.image);
  const { host: elsewhere } = await scene();
  const add = (to, images, more) => code(to.send('question.add', { id: newId('q'), def: def(images, more) }));
  assert.equal(await add(elsewhere, [{ id: one.ok.image, alt }, null]), 'bad_image');
  assert.equal(await add(host, [{ id: 'nothing', alt }, null]), 'bad_image');
  for (const images of [[], [null], [null, null, null], 'x', {}, [{ id: one.ok.image }, null], [{ id: one.ok.image, alt: '' }, null],
    [{ id: one.ok.image, alt, more: 1 }, null], [7, null], [{ id: '*', alt }, null], [{ id: one.ok.image, alt: 'a'.repeat(201) }, null]]) {
    assert.ok(['bad_field', 'bad_text'].includes(await add(host, images)), JSON.stringify(images));
  }
  assert.equal(await add(host, [null, null]), 'ok');
  assert.equal(await add(host, [null, null], { kind: 'ranking' }), 'bad_field');
  assert.equal(await code(anna.send('image.ticket', { id: 'mine' })), 'forbidden');
  for (const { bytes = null } of Object.values(hostile ?? {}).slice(0, 3)) if (bytes) assert.ok((await send(host, bytes)).err);
  assert.equal((await send(host, Buffer.from('no picture'))).err.code, 'bad_image');
  for (const way of ['', '..', 'x'.repeat(17), `${one.ok.image}x`]) assert.equal((await see(way)).status, 404);
});

test('one participant is given so many tickets an hour, others as many', async () => {
  const { host, anna, room } = await scene();
  const [most] = LIMITS.get('images_hour').match(/\d+/g).map(Number);
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  await anna.event('board.moved');
  for (let n = 0; n < most; n++) {
    const { path } = await anna.send('image.ticket', { board: 'wishes', id: `p${n}` }).catch(async (error) => {
      assert.equal(error.err.limit, undefined);
      assert.ok(error.err.again_ms < 5_000, 'the budget of commands'); // Not that of the hour.
      await new Promise((resolve) => { setTimeout(resolve, error.err.again_ms); });
      return anna.send('image.ticket', { board: 'wishes', id: `p${n}` });
    });
    if (n < 3) assert.equal((await put(path, Buffer.from('bad'))).err.code, 'bad_image'); // What failed counts, too.
  }
  const { err } = await anna.ask('image.ticket', { board: 'wishes', id: 'onemore' });
  assert.equal(err.code, 'too_many');
  assert.ok(err.again_ms > 3_000_000 && err.again_ms <= 3_600_000);
  const ben = await Socket.hello(server, room.code, await device(server));
  assert.equal(await code(ben.send('image.ticket', { board: 'wishes', id: 'his' })), 'ok');
  await Promise.all([host, anna, ben].map((one) => one.end()));
});
