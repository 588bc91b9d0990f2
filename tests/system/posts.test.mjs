/* SPDX-License-Identifier: Apache-2.0 */
/* Who may post on a board: everyone, or staff alone, as its definition says; a draft is filled by staff. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);

async function shop(def) {
  const room = await makeRoom(server, token);
  const staff = await Socket.hello(server, room.code, token, { view: 'host' });
  const { version } = await staff.send('board.add', { id: 'shoes', def: { title: 'Shoes', ...def } });
  const guest = await Socket.hello(server, room.code, await device(server));
  const post = (who, id) => code(who.send('idea.post', { board: 'shoes', id, title: `Shoe ${id}` }));
  const move = async (phase) => (await staff.event('board.added')) && staff.send('board.move', { board: 'shoes', version: move.version, phase })
    .then((ok) => { move.version = ok.version; return guest.event('board.moved', ({ board }) => board.phase === phase); });
  move.version = version;
  return { room, staff, guest, post, move };
}
const said = ({ heard }) => heard.filter(({ board }) => board?.def).at(-1).board.def.posts;

test('products are for staff to add, also while the board is a draft; people give hearts', async () => {
  const { room, staff, guest, post, move } = await shop({ kind: 'products' });
  assert.equal(await post(staff, 'a'), 'ok');
  assert.equal(await post(guest, 'b'), 'not_found');
  await move('open');
  assert.equal(said(guest), 'staff');
  assert.equal(await post(guest, 'b'), 'closed');
  assert.equal(await post(staff, 'c'), 'ok');
  assert.equal(await code(guest.send('idea.support', { board: 'shoes', idea: 'a', n: 1, on: true })), 'ok');
  assert.equal(await code(guest.send('image.ticket', { board: 'shoes', id: 'photo' })), 'closed');
  const { ideas } = await guest.send('idea.list', { board: 'shoes', order: 'old' });
  assert.deepEqual(ideas.map(({ id }) => id), ['a', 'c']);
  // A page without a script has no form for it.
  assert.doesNotMatch((await http(server, `/b/${room.code}/shoes?plain=read`)).text, /name="title"/);
  await move('support');
  assert.deepEqual([await post(staff, 'd'), await post(guest, 'e')], ['closed', 'closed']);
});

test('everyone may add to products where the host says so, and nobody but staff to ideas likewise', async () => {
  const open = await shop({ kind: 'products', posts: 'everyone' });
  await open.move('open');
  assert.deepEqual([said(open.guest), await open.post(open.guest, 'a')], ['everyone', 'ok']);
  assert.match((await http(server, `/b/${open.room.code}/shoes?plain=read`)).text, /name="title"/);

  const ideas = await shop({ kind: 'ideas', posts: 'staff' });
  await ideas.move('collect');
  assert.deepEqual([await ideas.post(ideas.guest, 'a'), await ideas.post(ideas.staff, 'b')], ['closed', 'ok']);

  const usual = await shop({ kind: 'ideas' });
  assert.deepEqual([await usual.post(usual.staff, 'a'), await usual.post(usual.guest, 'b')], ['ok', 'not_found']);
  await usual.move('open');
  assert.deepEqual([said(usual.guest), await usual.post(usual.guest, 'b')], [undefined, 'ok']);
  assert.equal(await code(usual.staff.send('board.update', { board: 'shoes', version: usual.move.version, def: { kind: 'ideas', title: 'x', posts: 'nobody' } })), 'bad_field');
});
