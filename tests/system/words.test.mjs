/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists: what has a listed word in it waits for staff, in whatever form it was written; names with one are refused. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const board = 'wishes';
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
let last = 0;
const fresh = () => `i${++last}`;

async function scene(words = ['zut', 'Imbécile', 'tas de neige']) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes', names: 'choice' } });
  await host.send('board.move', { board, version: 1, phase: 'open' });
  if (words.length) await host.send('words.set', { list: 'fr', on: true, words });
  const join = async () => Socket.hello(server, room.code, await device(server));
  return { room, host, anna: await join(), ben: await join() };
}
const post = (who, title, more = {}) => who.send('idea.post', { board, id: fresh(), title, ...more });
const read = async (who, idea) => (await who.send('idea.read', { board, ideas: [idea] })).ideas[0];

test('a listed word makes an idea wait, in whatever form; staff is told which, nobody else', async () => {
  const { host, anna, ben } = await scene();
  const held = ['Oh ZUT !', 'des imbéciles', 'IMBECILE', 'im​bé­cile', 'Quel tas de neiges', 'zut'];
  for (const title of held) assert.equal((await post(anna, title)).state, 'pending', title);
  for (const title of ['Une tente', 'zuteur', 'tas de sable, neige', 'un tas', 'neige']) assert.equal((await post(anna, title)).state, 'shown', title);
  assert.equal((await post(anna, 'Une tente', { text: 'A\n\nzut' })).state, 'pending');

  const id = fresh();
  const idea = { board, id, title: 'Zut, une tente' };
  const both = await Promise.all([anna.send('idea.post', idea), anna.send('idea.post', idea)]); // Sent twice at once.
  assert.deepEqual(both.map(({ state }) => state), ['pending', 'pending']);
  assert.deepEqual((await read(host, id)).held, { why: 'word', words: ['zut'] });
  assert.equal('held' in await read(anna, id), false);
  assert.equal(await read(ben, id), undefined);
  await host.send('idea.check', { board, idea: id, version: 1, state: 'shown' });
  assert.equal('held' in await read(host, id), false);
  assert.equal((await read(ben, id)).state, 'shown');
});

test('mended words are compared anew; those of staff are not', async () => {
  const { host, anna } = await scene();
  const id = fresh();
  await anna.send('idea.post', { board, id, title: 'Une tente' });
  const mend = (version, title) => anna.send('idea.edit', { board, idea: id, version, title, text: '', name: '', tags: [] });
  assert.equal((await mend(1, 'Zut')).state, 'pending');
  assert.equal((await mend(1, 'Zut')).state, 'pending'); // Sent again.
  assert.equal((await mend(2, 'Une tente')).state, 'pending'); // It waits until somebody has looked.
  assert.equal('held' in await read(host, id), false);
  assert.equal((await post(host, 'Zut alors')).state, 'shown');
});

test('a comment with a listed word waits in the queue, and says there which', async () => {
  const { host, anna, ben } = await scene();
  const id = fresh();
  await anna.send('idea.post', { board, id, title: 'Une tente' });
  const say = (who, comment, text) => who.send('comment.post', { board, idea: id, id: comment, text });
  assert.equal((await say(ben, 'c1', 'Zut alors, imbécile')).state, 'pending');
  assert.equal((await say(ben, 'c1', 'Zut alors, imbécile')).state, 'pending');
  assert.equal((await say(ben, 'c2', 'Bravo')).state, 'shown');
  assert.equal((await say(host, 'c3', 'Zut')).state, 'shown');
  const { things } = await host.send('review.list', { board });
  assert.deepEqual(things.map(({ comment }) => [comment.id, comment.held]), [['c1', { why: 'word', words: ['zut', 'Imbécile'] }]]);
  assert.doesNotMatch(JSON.stringify(await anna.send('comment.list', { board, idea: id })), /Zut alors|held/);
  const own = await ben.send('comment.list', { board, idea: id });
  assert.deepEqual(own.aside.map((one) => [one.id, 'held' in one]), [['c1', false]]);
  await host.send('comment.check', { board, idea: id, comment: 'c1', version: 1, state: 'shown' });
  assert.equal((await host.send('review.list', { board })).total, 0);
});

test('names with a listed word are refused, and nothing is written', async () => {
  const { anna } = await scene();
  const name = 'Le roi des imbéciles';
  const refusal = await post(anna, 'Une tente', { name }).then(() => null, (error) => error);
  assert.deepEqual([refusal.err.code, refusal.err.field], ['word', 'name']);
  const id = fresh();
  await anna.send('idea.post', { board, id, title: 'Une tente', name: 'Anna' });
  assert.equal(await code(anna.send('idea.edit', { board, idea: id, version: 1, title: 'Une tente', text: '', name, tags: [] })), 'word');
  assert.equal((await read(anna, id)).words.name, 'Anna');
  assert.equal(await code(anna.send('comment.post', { board, idea: id, id: 'c1', text: 'Oui', name })), 'word');
  await anna.send('me.name', { name: 'Anna' });
  assert.equal(await code(anna.send('me.name', { name })), 'word');
  assert.equal((await anna.send('me.read')).name, 'Anna');
  assert.equal((await anna.send('idea.list', { board, mine: true })).ideas.length, 1);
});

test('lists are kept as they were written, in pages; what is off is off in all its forms but those of other lists', async () => {
  const { host, anna } = await scene([]);
  const set = (list, on, ...words) => host.send('words.set', { list, on, words });
  assert.equal((await set('fr', true, 'zut', 'Zuts', 'flûte')).n, 3);
  assert.equal((await set('fr', true, 'zut', 'zut')).n, 3);
  await set('en', true, 'zut');
  assert.deepEqual(await host.send('words.list'), { lists: [{ list: 'en', n: 1 }, { list: 'fr', n: 3 }] });
  assert.deepEqual(await host.send('words.list', { list: 'fr' }), { n: 3, more: false, words: ['Zuts', 'flûte', 'zut'] });
  assert.deepEqual((await host.send('words.list', { list: 'fr', after: 'flûte' })).words, ['zut']);
  await Promise.all([set('fr', false, 'zut'), set('fr', false, 'zut', 'Zuts')]);
  assert.equal((await post(anna, 'Zut')).state, 'pending'); // The other list has it.
  assert.equal((await set('en', false, 'zut', 'never')).n, 0);
  assert.equal((await post(anna, 'Zut')).state, 'shown');
  assert.deepEqual(await host.send('words.list'), { lists: [{ list: 'fr', n: 1 }] });
  const { log } = await host.send('log.list');
  assert.deepEqual(log.map(({ what, from, to, board: about }) => [what, from, to, about]).at(-1), ['words', undefined, 'fr', undefined]);
  assert.equal(log.filter(({ what }) => what === 'words').length, log.length);
});

test('lists have their limits, and take no nonsense', async () => {
  const { host, anna } = await scene([]);
  const set = (fields) => code(host.send('words.set', { list: 'fr', on: true, words: ['zut'], ...fields }));
  for (const words of [[], 'zut', [7], [null], Array(101).fill('zut'), {}]) assert.equal(await set({ words }), 'bad_field', JSON.stringify(words));
  for (const words of [[''], ['a'.repeat(41)], ['***'], ['un deux trois quatre'], ['‮'], ['ok', '😀']]) assert.equal(await set({ words }), 'bad_text', JSON.stringify(words));
  for (const list of ['', 'FR', 'fr!', 'a'.repeat(17), 7]) assert.equal(await set({ list }), 'bad_field', String(list));
  assert.equal(await code(host.send('words.set', { list: 'fr', words: ['zut'] })), 'bad_field');
  assert.equal(await code(host.send('words.list', { after: 'zut' })), 'bad_field');
  assert.equal(await code(anna.send('words.list')), 'forbidden');
  assert.equal(await set({ words: ['<b>gras</b>', "d'abord"] }), 'ok');

  for (let page = 0; page < 20; page++) {
    const words = Array.from({ length: 100 }, (_, i) => `mot${page}x${i}`);
    assert.equal(await set({ list: 'many', words }), 'ok');
    await new Promise((done) => { setImmediate(done); });
  }
  const full = await host.send('words.set', { list: 'many', on: true, words: ['other'] }).then(() => null, (error) => error);
  assert.deepEqual([full.err.code, full.err.limit], ['limit_reached', 'listed']);
  assert.equal(await set({ list: 'many', words: ['mot0x0'] }), 'ok'); // It is on it.
  const page = await host.send('words.list', { list: 'many' });
  assert.deepEqual([page.n, page.more, page.words.length], [2000, true, 200]);
  for (let i = 2; i < 8; i++) assert.equal(await set({ list: `l${i}` }), 'ok');
  assert.equal(await set({ list: 'ninth' }), 'limit_reached');
  assert.equal(await code(post(anna, 'zut '.repeat(29), { text: `${'mot19x99 '.repeat(200)}` })), 'ok');
});

test('without JavaScript, too, one is told that it waits', async () => {
  const { room } = await scene();
  const address = `/b/${room.code}/${board}`;
  const cookie = (await http(server, address)).headers['set-cookie'][0].split(';')[0];
  const send = (title) => http(server, address, {
    method: 'POST', headers: { cookie, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ do: 'post', id: fresh(), title, list: '' }).toString(),
  });
  const { headers: { location } } = await send('Zut alors');
  assert.match(location, /plain=waits/);
  assert.doesNotMatch((await http(server, location, { headers: { cookie } })).text, /in the list now/);
  assert.match((await send('Une tente')).headers.location, /plain=posted/);
});
