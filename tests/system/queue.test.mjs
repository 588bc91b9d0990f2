/* SPDX-License-Identifier: Apache-2.0 */
/* What staff should look at comes in pages that keep their place while things leave the queue, or move to its front. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const board = 'wishes';
const PAGE = 20;
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const name = ({ idea, comment }) => comment?.id ?? idea;

async function scene(n) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes' } });
  await host.send('board.move', { board, version: 1, phase: 'open' });
  await host.send('words.set', { list: 'fr', on: true, words: ['zut'] });
  const join = async () => Socket.hello(server, room.code, await device(server));
  const people = [await join(), await join()];
  const [anna] = people;
  await anna.send('idea.post', { board, id: 'tent', title: 'A tent' });
  const said = Array.from({ length: n }, (_, i) => `c${String(i).padStart(2, '0')}`);
  for (const [i, id] of said.entries()) await people[i % people.length].send('comment.post', { board, idea: 'tent', id, text: 'Zut' });
  const page = async (next) => host.send('review.list', { board, ...(next && { after: next }) });
  const check = (id) => host.send('comment.check', { board, idea: 'tent', comment: id, version: 1, state: 'shown' });
  return { host, anna, join, said, page, check };
}

test('pages come one after the other, each thing once', async () => {
  const { said, page } = await scene(2 * PAGE + 3);
  const pages = [await page()];
  while (pages.at(-1).next) pages.push(await page(pages.at(-1).next));
  assert.deepEqual(pages.map(({ total, things }) => [total, things.length]), [[43, PAGE], [43, PAGE], [43, 3]]);
  assert.deepEqual(pages.flatMap(({ things }) => things.map(name)), said);
});

test('a page keeps its place when all before it left the queue, and when something went to its front', async () => {
  const { said, join, page, check } = await scene(2 * PAGE);
  const first = await page();
  for (const { comment } of first.things) await check(comment.id);
  const ben = await join();
  await check(said.at(-1));
  await ben.send('comment.report', { board, idea: 'tent', comment: said.at(-1), why: 'spam' });
  await ben.send('idea.report', { board, idea: 'tent', why: 'rude' });
  const second = await page(first.next);
  assert.deepEqual([second.things.map(name), second.next], [said.slice(PAGE, -1), null]);
  // What was reported is first, and is a place to begin behind, too.
  const anew = await page();
  assert.deepEqual(new Set(anew.things.slice(0, 2).map(name)), new Set([said.at(-1), 'tent'])); // Perhaps of one millisecond.
  assert.equal(name(anew.things[2]), said[PAGE]);
});

test('what is no place in the queue is refused', async () => {
  const { anna, page, host } = await scene(1);
  for (const next of ['x', '1', '1:tent', ':tent:', '1::', '1:tent:c1:c2', '1.5:tent:', '1 :tent:', '0x1:TENT:', '9'.repeat(25) + ':tent:', 'a'.repeat(65), 7, null]) {
    assert.equal(await code(host.send('review.list', { board, after: next })), 'bad_field', String(next));
  }
  assert.deepEqual((await page('-9007199254740991:tent:')).things.map(name), ['c00']);
  assert.deepEqual((await page('9007199254740991:tent:c1')).things, []);
  assert.equal(await code(anna.send('review.list', { board })), 'forbidden');
});
