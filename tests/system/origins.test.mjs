/* SPDX-License-Identifier: Apache-2.0 */
/* Sites that rooms may be embedded in: only those that the owner listed may connect, and never as who their visitor is
 * on the server's own pages. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { LIMITS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const BRAND = 'https://brand.example';
/** Enough connections that each of two workers has had some. */
const MANY = 24;
const [, MOST, BYTES] = /^(\d+) of .* at most (\d+) bytes/.exec(LIMITS.get('origins')).map(Number);
let server;
let token;
let room;

before(async () => {
  server = await Server.start();
  token = await owner(server);
  room = await makeRoom(server, token);
});
after(() => server?.end());

const list = (origins) => post(server, 'space.origins', { origins }, token);

/** A socket that a page of that site opens; null where it is refused. */
async function from(origin, headers = {}) {
  const socket = new Socket(server, { headers: { origin, ...headers } });
  return socket.opened.then(() => socket, () => null);
}
async function mayCome(origin) {
  const socket = await from(origin);
  await socket?.end();
  return socket !== null;
}
/** Until all workers agree. */
async function agreed(origin, may) {
  for (let same = 0; same < MANY;) same = await mayCome(origin) === may ? same + 1 : 0;
}
const told = async (origin) => {
  const reply = await http(server, '/embed/origin', { headers: { origin } });
  assert.deepEqual([reply.status, reply.headers['access-control-allow-origin']], [200, '*']);
  return JSON.parse(reply.text).ok.listed;
};

test('a site that is not listed is refused, one that is may connect, and one that was may not', async () => {
  assert.equal(await mayCome(BRAND), false);
  assert.equal(await told(BRAND), false);
  assert.equal(await told(server.origin), true);
  assert.deepEqual((await list([BRAND])).ok, { origins: [BRAND] });
  await agreed(BRAND, true);
  assert.equal(await told(BRAND), true);
  for (const other of ['http://brand.example', 'https://brand.example:8443', 'https://shop.brand.example', 'https://brand.example.evil', 'null']) {
    assert.equal(await mayCome(other), false, other);
  }
  await list([]);
  await agreed(BRAND, false);
});

test('the list outlives the server and its store', async () => {
  await list([BRAND]);
  await server.kill();
  await server.start();
  await agreed(BRAND, true);
  server.signalRedis('SIGKILL');
  await server.said(/redis\.started [^]*redis\.started /);
  assert.equal(await mayCome(BRAND), true);
});

test('whoever comes from there is who the token says, whatever their cookie', async () => {
  await list([BRAND]);
  await agreed(BRAND, true);
  const socket = await from(BRAND, { cookie: `clameur=${token}` });
  assert.equal((await socket.ask('hello', { room: room.code })).err.code, 'bad_token');
  const { token: guest } = await socket.send('device.create', {});
  const { role } = await socket.send('hello', { room: room.code, token: guest, via: 'embed' });
  assert.equal(role, 'participant');
  await socket.end();
});

test('the list is short, of origins alone, in one spelling', async () => {
  const sites = (n) => Array.from({ length: n }, (_, at) => `https://site${at}.example`);
  assert.equal((await list(sites(MOST))).ok.origins.length, MOST);
  assert.equal((await list(sites(MOST + 1))).err.field, 'origins');
  const long = `https://${'a'.repeat(BYTES - 'https://'.length)}`;
  assert.deepEqual((await list([long])).ok.origins, [long]);
  assert.equal((await list([`${long}a`])).err.code, 'bad_field');
  assert.deepEqual((await list(['HTTPS://Brand.Example:443', 'http://localhost:80', 'http://[::1]:3000'])).ok.origins, [BRAND, 'http://localhost', 'http://[::1]:3000']);
  for (const origin of ['', 'brand.example', 'https://', 'https://a/b', 'https://a/', 'https://a?b', 'ftp://a', 'null', '*', 'https://*.a', 'https://a b', 'https://a\nb', 7, null, ['https://a']]) {
    const { err } = await list([origin]);
    assert.deepEqual([err?.code, err?.field], ['bad_field', 'origins'], JSON.stringify(origin));
  }
  assert.equal((await must(server, 'space.origins', {}, token)).origins.length, 3);
  assert.equal((await post(server, 'space.origins', { origins: [] }, await device(server))).err.code, 'forbidden');
});

test('said twice, or by two at once, the list is one of those that were said', async () => {
  const [a, b] = [['https://a.example'], ['https://b.example', 'https://c.example']];
  for (const said of [[a, a], [a, b]]) {
    await Promise.all(said.map(list));
    const { origins } = await must(server, 'space.origins', {}, token);
    assert.ok(said.some((one) => JSON.stringify(one) === JSON.stringify(origins)), JSON.stringify(origins));
  }
});
