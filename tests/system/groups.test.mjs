/* SPDX-License-Identifier: Apache-2.0 */
/* What the host sets around ideas: groups that they are put in, rules that are accepted, supports that are left. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const DEF = { kind: 'ideas', title: 'Wishes' };

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

async function makeBoard(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const board = { version: 1 };
  board.update = async (more) => {
    ({ version: board.version } = await host.send('board.update', { board: 'wishes', version: board.version, def: { ...DEF, ...def, ...more } }));
  };
  await host.send('board.add', { id: 'wishes', def: { ...DEF, ...def } });
  ({ version: board.version } = await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' }));
  return { room, host, board, anna: await Socket.hello(server, room.code, await device(server)) };
}
const code = async (promise) => promise.then(() => 'ok', (error) => error.code);
const at = (fields) => ({ board: 'wishes', ...fields });
const postIdea = (who, id, more = {}) => who.send('idea.post', at({ id, title: 'A tent', ...more }));
const read = async (who, id) => (await who.send('idea.read', at({ ideas: [id] }))).ideas[0];

test('an idea is put into a group, once, and everyone who looks hears of it', async () => {
  const { host, anna } = await makeBoard({ groups: ['By the lake', 'Indoors'] });
  await postIdea(anna, 'tent');
  await anna.send('board.look', at({ ideas: ['tent'] }));
  const put = (version, group) => host.send('idea.group', at({ idea: 'tent', version, group }));
  const twice = await Promise.all([put(1, 1), put(1, 1)]);
  for (const ok of twice) assert.equal(ok.version, 2);
  await anna.event('ideas', ({ ideas }) => ideas.some(({ id, version }) => id === 'tent' && version === 2));
  assert.equal((await read(anna, 'tent')).group, 1);
  assert.equal(await code(put(1, 0)), 'stale');
  assert.equal(await code(put(2, 2)), 'bad_field');
  await put(2, null);
  assert.equal('group' in await read(anna, 'tent'), false);
  // What else changes leaves the group as it is.
  await put(3, 0);
  await anna.send('idea.edit', at({ idea: 'tent', version: 4, title: 'A big tent' }));
  assert.deepEqual(await read(anna, 'tent').then(({ group, words }) => [group, words.title]), [0, 'A big tent']);
});

test('a group is renamed, and removed: its ideas are in none, and back when it has a name again', async () => {
  const { host, anna, board } = await makeBoard({ groups: ['By the lake', 'Indoors', 'Far away'] });
  for (const id of ['tent', 'pool', 'lift']) await postIdea(anna, id);
  const put = (idea, version, group) => host.send('idea.group', at({ idea, version, group }));
  await put('tent', 1, 1);
  await put('pool', 1, 2);
  const ids = async (group) => (await anna.send('idea.list', at({ group }))).ideas.map(({ id }) => id);
  assert.deepEqual([await ids(0), await ids(1), await ids(2)], [[], ['tent'], ['pool']]);
  const told = async () => (await anna.event('board.changed', ({ board: { version } }) => version === board.version)).board.def.groups;
  await board.update({ groups: ['By the lake', 'In the house', 'Far away'] });
  assert.deepEqual(await told(), ['By the lake', 'In the house', 'Far away']);
  await board.update({ groups: ['By the lake', '', 'Far away'] });
  assert.deepEqual(await told(), ['By the lake', '', 'Far away']);
  // Nothing goes into it; what is behind it stays where it is.
  assert.equal(await code(put('lift', 1, 1)), 'bad_field');
  assert.deepEqual(await ids(2), ['pool']);
  // Whoever was decided upon before is told of the other version.
  const stale = host.send('board.update', { board: 'wishes', version: board.version - 1, def: { ...DEF, groups: ['Other'] } });
  assert.equal(await code(stale), 'stale');
  await board.update({ groups: ['By the lake', 'Indoors', 'Far away'] });
  assert.deepEqual(await ids(1), ['tent']);
  assert.equal(await code(anna.send('idea.list', at({ group: 12 }))), 'bad_field');
});

test('rules have a version that grows with each change, and each idea keeps the one that was accepted', async () => {
  const { host, anna, board } = await makeBoard({ rules: 'Ideas belong to the club.' });
  const changed = async (rules) => {
    await board.update({ rules });
    return (await host.event('board.changed', ({ board: told }) => told.version === board.version)).board.rules_version;
  };
  assert.equal(await code(postIdea(anna, 'tent')), 'rules');
  assert.equal(await code(postIdea(anna, 'tent', { rules: 2 })), 'rules');
  await postIdea(anna, 'tent', { rules: 1 });
  // What else is changed is no other version of the rules.
  assert.equal(await changed('Ideas belong to the club.'), 1);
  assert.equal(await changed('Ideas belong to whoever has them.'), 2);
  assert.equal(await code(postIdea(anna, 'pool', { rules: 1 })), 'rules');
  await postIdea(anna, 'pool', { rules: 2 });
  assert.equal(await changed(''), undefined);
  await postIdea(anna, 'zoo');
  assert.equal(await changed('Ideas belong to the club.'), 3);
  // One that is sent again is the idea as it is, whatever the rules are by now.
  assert.equal((await postIdea(anna, 'zoo')).version, 1);
  const accepted = async (who) => Promise.all(['tent', 'pool', 'zoo'].map(async (id) => (await read(who, id)).rules));
  assert.deepEqual(await accepted(host), [1, 2, undefined]);
  assert.deepEqual(await accepted(anna), [1, 2, undefined]);
});

test('whose idea it is not is not told what was accepted', async () => {
  const { room, anna } = await makeBoard({ rules: 'Ideas belong to the club.' });
  await postIdea(anna, 'tent', { rules: 1 });
  const ben = await Socket.hello(server, room.code, await device(server));
  assert.equal('rules' in await read(ben, 'tent'), false);
});

test('a list says how many supports one has left, where they are counted', async () => {
  const { anna, host, board } = await makeBoard({ supports: 2 });
  const left = async () => (await anna.send('idea.list', at({}))).left;
  for (const id of ['tent', 'pool']) await postIdea(anna, id);
  assert.equal(await left(), 2);
  const support = (idea, n, on) => anna.send('idea.support', at({ idea, n, on }));
  await support('tent', 1, true);
  await support('tent', 1, true);
  assert.equal(await left(), 1);
  await support('pool', 1, true);
  assert.equal(await left(), 0);
  await support('tent', 2, false);
  assert.equal(await left(), 1);
  await board.update({ supports: 0 });
  assert.equal(await left(), undefined);
  assert.equal((await host.send('idea.list', at({}))).left, undefined);
});

test('participants are sent which version the rules have, and their text when they ask', async () => {
  const rules = 'Be "kind",\n{"and":"short"}';
  const { room, host, anna, board } = await makeBoard({ about: 'Trick: ,"rules":"none"}', rules });
  const told = async (who, rev) => (await who.event('board.changed', (each) => each.board.version === rev)).board;
  assert.deepEqual(await anna.send('board.rules', { board: 'wishes' }), { version: 1, rules });
  await board.update({ rules: `${rules}!` });
  const [his, hers] = [await told(host, board.version), await told(anna, board.version)];
  assert.deepEqual([his.def.rules, his.rules_version], [`${rules}!`, 2]);
  assert.deepEqual(['rules' in hers.def, hers.def.about, hers.rules_version], [false, his.def.about, 2]);
  const ben = await Socket.hello(server, room.code, await device(server));
  for (const who of [anna, ben]) assert.doesNotMatch(JSON.stringify(who.heard.filter(({ ev }) => ev)), /short/);
  assert.deepEqual(await ben.send('board.rules', { board: 'wishes' }), { version: 2, rules: `${rules}!` });
  await board.update({ rules: '' });
  await told(ben, board.version);
  assert.deepEqual(await ben.send('board.rules', { board: 'wishes' }), { version: 0, rules: '' });
  await host.send('board.add', { id: 'draft', def: { ...DEF, rules: 'Later.' } });
  assert.equal(await code(ben.send('board.rules', { board: 'draft' })), 'not_found');
});
