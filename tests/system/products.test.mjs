/* SPDX-License-Identifier: Apache-2.0 */
/* What products cost and the sizes that they come in: on their boards alone, out and in again by files. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { http, makeRoom, must, owner } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 1 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
async function makeShop(kind = 'products') {
  const room = await makeRoom(server, token);
  await room.call('board.add', { id: 'shoes', def: { kind, title: 'Shoes' } });
  await room.call('board.move', { board: 'shoes', version: 1, phase: 'open' });
  return room;
}
const read = async (room, id) => (await must(server, 'idea.read', { room: room.code, board: 'shoes', ideas: [id] }, token)).ideas[0].words;
const BOOT = { board: 'shoes', id: 'boot', title: 'Boot', price: '  79,90 € ', sizes: ['36', ' 37½ ', '<XL>'] };

test('they are kept with the product, and mended with it', async () => {
  const room = await makeShop();
  await room.call('idea.post', BOOT);
  await room.call('idea.post', BOOT);
  assert.deepEqual(await read(room, 'boot'), { title: 'Boot', price: '79,90 €', sizes: ['36', '37½', '<XL>'] });
  await room.call('idea.edit', { board: 'shoes', idea: 'boot', version: 1, title: 'Boot', price: '69 €' });
  assert.deepEqual(await read(room, 'boot'), { title: 'Boot', price: '69 €' });
  await room.call('idea.answer', { board: 'shoes', idea: 'boot', version: 2, status: 'planned', answer: 'Soon' });
  assert.deepEqual(await read(room, 'boot'), { title: 'Boot', price: '69 €', answer: 'Soon' });
  const wrong = [{ price: 'x'.repeat(21) }, { sizes: ['x'.repeat(13)] }, { sizes: Array(13).fill('36') }, { sizes: [''] }, { sizes: [36] }, { sizes: '36' }, { price: 7 }];
  for (const fields of wrong) assert.match(await code(room.call('idea.post', { board: 'shoes', id: 'bad', title: 'Bad', ...fields })), /^bad_(field|text)$/);
});

test('there are none on other boards', async () => {
  const room = await makeShop('ideas');
  assert.equal(await code(room.call('idea.post', BOOT)), 'bad_field');
  assert.equal(await code(room.call('idea.post', { board: 'shoes', id: 'boot', title: 'Boot' })), 'ok');
});

test('a file of them, put into an empty board, is the same again', async () => {
  const room = await makeShop();
  await room.call('idea.post', BOOT);
  await room.call('idea.post', { board: 'shoes', id: 'sock', title: 'Sock' });
  const file = async (from) => http(server, (await from.call('board.export', { board: 'shoes', what: 'ideas', format: 'csv' })).path);
  const { bytes } = await file(room);
  const other = await makeShop();
  const { path } = await other.call('board.import', { board: 'shoes' });
  const sent = JSON.parse((await http(server, path, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: bytes })).text);
  assert.equal(sent.err, undefined);
  const { ideas } = await must(server, 'idea.list', { room: other.code, board: 'shoes' }, token);
  const told = Object.fromEntries(ideas.map(({ words: { title, price, sizes } }) => [title, [price, sizes]]));
  assert.deepEqual(told, { Boot: ['79,90 €', ['36', '37½', '<XL>']], Sock: [undefined, undefined] });
  const bad = Buffer.from(`title,sizes\nHat,${Array(13).fill('S').join(';')}\n`);
  const { path: again } = await other.call('board.import', { board: 'shoes' });
  const refused = JSON.parse((await http(server, again, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: bad })).text);
  assert.ok(JSON.stringify(refused).includes('sizes'), JSON.stringify(refused));
});
