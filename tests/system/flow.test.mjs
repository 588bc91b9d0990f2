/* SPDX-License-Identifier: Apache-2.0 */
/* How a host leads a session, as the protocol has it: the pace of a room. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

const choice = (title, more = {}) => ({ kind: 'single', title, options: ['Yes', 'No'], ...more });

test('who is called and who goes alone is told to everyone, once, and a page without a script knows it', async () => {
  const room = await makeRoom(server, token, { title: 'Club', lang: 'en', pace: 'survey' });
  const ids = [];
  for (const title of ['One?', 'Two?']) ids.push(await room.add(choice(title, { results: 'never' })));
  for (const id of ids) await room.move(id, 'open');
  const who = await device(server);
  const phone = await Socket.hello(server, room.code, who);
  const page = async () => (await http(server, `/j/${room.code}`, { headers: { 'accept-language': 'en', cookie: `clameur=${who}` } })).text;
  assert.match(await page(), /One\?.*Two\?/s);
  assert.match(await page(), /0\/2/);
  await phone.send('cast', { question: ids[0], round: 1, n: 1, ballot: { options: [0] } });
  const later = await page();
  assert.match(later, /1\/2/);
  assert.match(later.slice(later.indexOf('<main')), /Two\?.*One\?/s);

  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.equal(snapshot.room.settings.pace, 'survey');
  const change = { rev: snapshot.room.rev, settings: { title: 'Club', lang: 'en', pace: 'live', call: 7 } };
  const [one, two] = await Promise.all([room.call('room.update', change), room.call('room.update', change)]);
  assert.deepEqual(one, two);
  const told = await phone.event('room.changed', ({ room: { settings } }) => settings.call === 7);
  assert.equal(told.room.settings.pace, undefined);
  assert.equal(phone.heard.filter(({ ev, room: now }) => ev === 'room.changed' && now.settings.call === 7).length, 1);
  assert.doesNotMatch(await page(), /1\/2/);
});

test('a pace that is none, and a call that is no number, are refused and change nothing', async () => {
  const room = await makeRoom(server, token);
  for (const [field, value] of [['pace', 'slow'], ['pace', 1], ['pace', null], ['call', -1], ['call', 1_000_000_001], ['call', '1'], ['call', 1.5]]) {
    const { status, err } = await post(server, 'room.update', { room: room.code, rev: 1, settings: { title: 'T', [field]: value } }, token);
    assert.deepEqual([status, err.code, err.field], [422, 'bad_field', `settings.${field}`]);
  }
  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.equal(snapshot.room.rev, 1);
});
