/* SPDX-License-Identifier: Apache-2.0 */
/* What happened to an idea: everyone reads what is public, its author and staff the rest, others nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let host;
let anna;
let ben;
before(async () => {
  server = await Server.start({ args: ['--workers', '2'] });
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Summer club' });
  host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  anna = await Socket.hello(server, room.code, await device(server));
  ben = await Socket.hello(server, room.code, await device(server));
});
after(() => server?.end());

const at = (more = {}) => ({ board: 'wishes', idea: 'tent', ...more });
const past = async (who) => (await who.send('idea.history', at())).history.map(
  ({ what, by, from, to }) => [what, by, from, to].filter(Boolean).join(' '));
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);

test('each reads as much as is theirs to know', async () => {
  await anna.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent' });
  assert.deepEqual(await past(ben), ['posted author']);
  await anna.send('idea.edit', at({ version: 1, title: 'A big tent' }));
  await host.send('idea.answer', at({ version: 2, status: 'planned', answer: 'In May.' }));
  await host.send('idea.answer', at({ version: 3, status: 'planned', answer: 'In June.' }));
  await host.send('idea.check', at({ version: 4, state: 'hidden', reason: 'A name' }));
  const all = ['posted author', 'edited author', 'answered team', 'status team new planned', 'answered team', 'state team shown hidden'];
  assert.deepEqual(await past(host), all);
  assert.deepEqual(await past(anna), all);
  assert.equal(await code(past(ben)), 'not_found');

  await host.send('idea.check', at({ version: 5, state: 'shown' }));
  assert.deepEqual(await past(ben), all.filter((line) => !/^(edited|state)/.test(line)));
  const words = /In May|In June|A name|tent/;
  assert.doesNotMatch(JSON.stringify(await host.send('idea.history', at())), words);
});

test('what is asked for badly is refused', async () => {
  const ask = (fields) => code(ben.send('idea.history', fields));
  assert.equal(await ask({ board: 'wishes' }), 'bad_field');
  assert.equal(await ask(at({ idea: '../tent' })), 'bad_field');
  assert.equal(await ask(at({ idea: ['tent'] })), 'bad_field');
  assert.equal(await ask(at({ all: true })), 'bad_field');
  assert.equal(await ask(at({ idea: 'none' })), 'not_found');
  assert.equal(await ask({ board: 'none', idea: 'tent' }), 'not_found');
});
