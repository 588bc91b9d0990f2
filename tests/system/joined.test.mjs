/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever posted or supported an idea hears of the one that it became part of, as long as it is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const board = 'wishes';
const news = async (who) => (await who.send('me.read')).news.map(({ idea, what, status, mine }) => [idea, what, status, mine].join(' '));

test('news of the united idea reach its authors and supporters all, live and on their page', async () => {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board, version: 1, phase: 'open' });
  const [anna, ben, cleo, dan] = await Promise.all([0, 1, 2, 3].map(async () => Socket.hello(server, room.code, await device(server))));
  for (const [who, id] of [[anna, 'tent'], [ben, 'tarp'], [dan, 'pool']]) await who.send('idea.post', { board, id, title: `A ${id}` });
  await cleo.send('idea.support', { board, idea: 'tarp', n: 1, on: true });
  await host.send('idea.merge', { board, idea: 'tarp', version: 1, into: 'tent' });
  // And once more: what it is part of becomes part of another.
  const hut = await host.send('idea.post', { board, id: 'hut', title: 'A hut' });
  await host.send('idea.merge', { board, idea: 'tent', version: 2, into: 'hut' });
  await host.send('idea.answer', { board, idea: 'hut', version: hut.version + 1, status: 'planned' });

  for (const who of [anna, ben, cleo]) {
    await who.event('notice', (notice) => notice.idea === 'hut' && notice.status === 'planned' && !notice.mine);
    assert.equal((await news(who))[0], 'hut status planned false');
  }
  assert.deepEqual(await news(dan), []);

  await host.send('idea.unmerge', { board, idea: 'tent', version: 3 });
  await host.send('idea.answer', { board, idea: 'hut', version: hut.version + 3, status: 'released' });
  await host.send('idea.answer', { board, idea: 'tent', version: 4, status: 'planned' });
  for (const who of [anna, ben, cleo]) {
    const read = await news(who);
    assert.equal(read[0], `tent status planned ${who === anna}`);
    assert.equal(read.includes('hut status released false'), false);
  }
});
