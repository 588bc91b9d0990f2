/* SPDX-License-Identifier: Apache-2.0 */
/* Two ideas become one on every screen, with exactly the union of their supporters, and two again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const at = (idea, more = {}) => ({ board: 'wishes', idea, ...more });
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const read = async (who, ...ideas) => (await who.send('idea.read', { board: 'wishes', ideas })).ideas;
const ids = async (who, more = {}) => (await who.send('idea.list', { board: 'wishes', ...more })).ideas.map(({ id }) => id).sort();
const support = (who, idea, n = 1, on = true) => who.send('idea.support', at(idea, { n, on }));
const news = (who, id, fits) => who.event('ideas', ({ ideas }) => ideas.some((idea) => idea.id === id && fits(idea)));

/** Two ideas by two authors, and so many supporters of each. */
async function scene(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', ...def } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const join = async () => Socket.hello(server, room.code, await device(server));
  const [anna, ben] = [await join(), await join()];
  await anna.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent', name: 'Anna' });
  await ben.send('idea.post', { board: 'wishes', id: 'tarp', title: 'A tarp', name: 'Ben' });
  const crowd = await Promise.all(Array.from({ length: 6 }, join));
  for (const who of crowd.slice(0, 4)) await support(who, 'tent');
  for (const who of crowd.slice(2)) await support(who, 'tarp');
  return { room, host, anna, ben, crowd };
}

test('authors and supporters see a merge and its undo live', async () => {
  const { host, anna, ben, crowd } = await scene();
  for (const who of [anna, ben, host, ...crowd]) await who.send('board.look', { board: 'wishes', ideas: ['tent', 'tarp'] });
  const merge = () => host.send('idea.merge', at('tarp', { version: 1, into: 'tent' }));
  const twice = await Promise.all([merge(), merge()]);
  for (const ok of [...twice, await merge()]) assert.deepEqual(ok, { version: 2, state: 'shown', status: 'merged' });

  for (const who of [anna, ben, ...crowd]) {
    await news(who, 'tent', ({ supports }) => supports === 6);
    await news(who, 'tarp', ({ status }) => status === 'merged');
    const [tent, tarp] = await read(who, 'tent', 'tarp');
    assert.deepEqual([tent.with, tarp.into], [['tarp'], 'tent']);
    assert.deepEqual([tent.words.name, tarp.words.name, tarp.mine], ['Anna', 'Ben', who === ben]);
    assert.equal(tent.on, crowd.includes(who));
  }
  assert.deepEqual(await ids(anna), ['tent']);
  assert.deepEqual(await ids(ben, { mine: true }), ['tarp']);
  assert.deepEqual(await ids(anna, { status: 'merged' }), ['tarp']);
  assert.equal((await anna.send('idea.list', { board: 'wishes' })).total, 1);

  const { err } = await anna.ask('idea.support', at('tarp', { n: 1, on: true }));
  assert.deepEqual([err.code, err.into], ['merged', 'tent']);
  await support(crowd[5], 'tent', 1, false); // It came along with the tarp.
  const { version } = await host.send('idea.unmerge', at('tarp', { version: 2 }));
  assert.equal(version, 3);
  for (const who of [anna, ben]) {
    await news(who, 'tent', ({ supports, version: v }) => supports === 4 && v === 3);
    await news(who, 'tarp', ({ supports, status }) => supports === 3 && status === 'new');
  }
  assert.deepEqual(await ids(anna), ['tarp', 'tent']);
  const [tent, tarp] = await read(crowd[5], 'tent', 'tarp');
  assert.deepEqual([tent.on, tarp.on, tent.with, tarp.into], [false, false, undefined, undefined]);
});

test('an author merges their own, and nobody else does', async () => {
  const { host, anna, ben } = await scene();
  const merge = (who, fields) => code(who.send('idea.merge', fields));
  assert.equal(await merge(anna, at('tarp', { version: 1, into: 'tent' })), 'forbidden');
  assert.equal(await merge(ben, at('tarp', { version: 1, into: 'tent' })), 'ok');
  assert.equal(await code(anna.send('idea.unmerge', at('tarp', { version: 2 }))), 'forbidden');
  const past = async (who, idea) => (await who.send('idea.history', at(idea))).history.slice(1)
    .map(({ what, by, from, to }) => [what, by, from ?? to].join(' '));
  assert.deepEqual(await past(anna, 'tarp'), ['merged author tent']);
  assert.deepEqual(await past(anna, 'tent'), ['joined author tarp']);
  await ben.send('idea.unmerge', at('tarp', { version: 2 }));
  await host.send('idea.merge', at('tarp', { version: 3, into: 'tent' }));
  assert.equal(await code(ben.send('idea.unmerge', at('tarp', { version: 4 }))), 'forbidden');
});

test('a hidden idea is in nothing that a merge tells', async () => {
  const { room, host, anna, ben } = await scene();
  const secret = 'Sezamootvoris';
  await ben.send('idea.post', { board: 'wishes', id: 'roof', title: secret });
  await host.send('idea.check', at('roof', { version: 1, state: 'hidden' }));
  await host.send('idea.merge', at('roof', { version: 2, into: 'tent' }));
  const seen = anna.frames.length;
  assert.deepEqual((await read(anna, 'tent', 'roof')).map(({ id }) => id), ['tent']);
  assert.equal(await code(anna.send('idea.history', at('roof'))), 'not_found');
  assert.deepEqual(await ids(anna, { status: 'merged' }), []);
  assert.equal(anna.frames.slice(seen).some((frame) => frame.toString().includes(secret)), false);
  assert.equal((await read(ben, 'roof'))[0].into, 'tent');
  const { err } = await post(server, 'idea.merge', { room: room.code, ...at('tent', { version: 2, into: 'roof' }) }, token);
  assert.equal(err.code, 'merged');
});

test('what is asked for badly is refused', async () => {
  const { host, anna } = await scene();
  const merge = (fields) => code(host.send('idea.merge', { board: 'wishes', ...fields }));
  assert.equal(await merge({ idea: 'tarp', version: 1 }), 'bad_field');
  assert.equal(await merge({ idea: 'tarp', version: 1, into: 'tarp' }), 'bad_field');
  assert.equal(await merge({ idea: 'tarp', version: 1, into: '<b>' }), 'bad_field');
  assert.equal(await merge({ idea: 'tarp', version: -1, into: 'tent' }), 'bad_field');
  assert.equal(await merge({ idea: 'tarp', version: 1, into: '>tent' }), 'bad_field');
  assert.equal(await merge({ idea: 'tarp', version: 1, into: 'none' }), 'not_found');
  assert.equal(await merge({ idea: 'tarp', version: 7, into: 'tent' }), 'stale');
  assert.equal(await code(host.send('idea.unmerge', at('tarp', { version: 1, into: 'tent' }))), 'bad_field');
  assert.deepEqual(await ids(anna), ['tarp', 'tent']);
});
