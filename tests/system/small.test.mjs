/* SPDX-License-Identifier: Apache-2.0 */
/* Groups however small: only where everyone is invited, told to everyone before they answer, and never of what was
 * answered under the promise that held before. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, Refused, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const LEATHER = { kind: 'single', title: 'Which leather?', options: ['Cognac', 'Noir'], results: 'always' };
const WHO = { kind: 'segment', title: 'You are…', options: ['Saddler', 'Seller'] };

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const refused = (promise) => promise.then(() => null, (error) => { if (error instanceof Refused) return error.err; throw error; });
const groups = async (room, question, by) => (await room.call('question.split', { question, by })).groups.map(({ groups: of, voters, counts }) => [of, voters, counts]);
const revision = async (room) => (await must(server, 'hello', { room: room.code }, token)).snapshot.room.rev;
const change = async (room, fields) => room.call('room.update', { rev: await revision(room), ...fields });
const told = async (room) => (await must(server, 'hello', { room: room.code }, token)).snapshot.room.small_groups;

/** An invited room and its six guests. */
async function workshop() {
  const room = await makeRoom(server, token);
  await change(room, { access: 'invited' });
  const { invites } = await room.call('invite.add', { id: 'guests', labels: ['Anna', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay'] });
  const guests = await Promise.all(invites.map(async ({ secret }) => {
    const bearer = await device(server);
    await must(server, 'link.exchange', { secret }, bearer);
    return bearer;
  }));
  return { room, guests };
}
/** Two of them are saddlers, four sell. */
const sayWho = (room, who, guests) => Promise.all(guests.map((bearer, i) => must(server, 'cast', { room: room.code, question: who, round: 1, n: 1, ballot: { options: [i < 2 ? 0 : 1] } }, bearer)));
const answer = (room, question, guests, round = 1) => Promise.all(guests.map((bearer, i) => must(server, 'cast', { room: room.code, question, round, n: 1, ballot: { options: [i % 2] } }, bearer)));
const EACH = [[[0], 2, [1, 1]], [[1], 4, [2, 2]]];

test('a room that anybody may enter cannot tell groups of few, and says which field it is', async () => {
  const room = await makeRoom(server, token);
  const { code, field, text } = await refused(change(room, { small_groups: true }));
  assert.deepEqual([code, field], ['bad_field', 'small_groups']);
  assert.ok(text.length > 10);
  await change(room, { access: 'passcode', passcode: 'summer' });
  assert.equal((await refused(change(room, { small_groups: true }))).field, 'small_groups');
  assert.equal(await told(room), undefined);
  // In one command with the invitations it may.
  await change(room, { access: 'invited', small_groups: true });
  assert.ok(await told(room) > 0);
});

test('every client is told before there is anything to answer', async () => {
  const { room, guests: [first, second] } = await workshop();
  const early = await Socket.hello(server, room.code, first);
  assert.equal('small_groups' in early.heard.find(({ ev }) => ev === 'snapshot').room, false);
  await change(room, { small_groups: true });
  const since = (await early.event('room.changed', ({ room: now }) => now.small_groups > 0)).room.small_groups;
  const question = await room.add(LEATHER);
  await room.move(question, 'open');
  await early.event('question.opened');
  const at = (ev) => early.heard.findIndex((event) => event.ev === ev && (ev !== 'room.changed' || event.room.small_groups));
  assert.ok(at('room.changed') < at('question.opened'));
  const late = await Socket.hello(server, room.code, second);
  assert.equal(late.heard.find(({ ev }) => ev === 'snapshot').room.small_groups, since);
  // On the page of somebody without a script, too.
  for (const [lang, words] of [['en', /by groups, however small/], ['fr', /par groupes, même très petits/]]) {
    const { text } = await http(server, `/j/${room.code}?lang=${lang}`, { headers: { cookie: `clameur=${second}` } });
    assert.match(text.slice(text.indexOf('<main')), words);
  }
  const other = await makeRoom(server, token);
  const { text } = await http(server, `/j/${other.code}?lang=en`);
  assert.doesNotMatch(text.slice(text.indexOf('<main')), /by groups/);
  await Promise.all([early.end(), late.end()]);
});

test('a round that was open before stays under the rule; one that is opened after it tells each group', async () => {
  const { room, guests } = await workshop();
  const [who, before] = [await room.add(WHO), await room.add(LEATHER)];
  await room.move(who, 'open');
  await room.move(before, 'open');
  await sayWho(room, who, guests);
  await answer(room, before, guests);
  await change(room, { small_groups: true });
  await room.move(before, 'close');
  assert.deepEqual(await groups(room, before, who), []);

  // What people said they are was said under the rule, too.
  const after = await room.add(LEATHER);
  await room.move(after, 'open');
  await answer(room, after, guests);
  await room.move(after, 'close');
  assert.deepEqual(await groups(room, after, who), []);
  for (const move of ['close', 'reset']) await room.move(who, move);
  await room.move(who, 'open');
  await Promise.all(guests.map((bearer, i) => must(server, 'cast', { room: room.code, question: who, round: 2, n: 1, ballot: { options: [i < 2 ? 0 : 1] } }, bearer)));
  assert.deepEqual(await groups(room, after, who), EACH);
  assert.deepEqual(await groups(room, before, who), []);

  // Reopened it is the round that it was; asked again it is another one.
  await room.move(before, 'reopen');
  await room.move(before, 'close');
  assert.deepEqual(await groups(room, before, who), []);
  await room.move(before, 'again');
  await answer(room, before, guests, 2);
  await room.move(before, 'close');
  assert.deepEqual(await groups(room, before, who), EACH);

  // Off, everything is under the rule at once; on again, only what is opened from then on is not.
  await change(room, { small_groups: false });
  assert.deepEqual(await groups(room, after, who), []);
  await change(room, { small_groups: true });
  assert.deepEqual(await groups(room, after, who), []);
});

test('whoever opens the room switches it off, each time is in the log, and a rehearsal does not inherit it', async () => {
  const { room } = await workshop();
  const log = async () => (await room.call('log.list', { what: 'groups' })).log.map(({ from, to }) => `${from} ${to}`);
  await change(room, { small_groups: true });
  const since = await told(room);
  await change(room, { small_groups: true, settings: { title: 'Saddlers' } });
  assert.equal(await told(room), since);
  const { code, secret } = await room.call('rehearsal.begin', { id: 'try' });
  const own = await device(server);
  await must(server, 'link.exchange', { secret }, own);
  assert.equal('small_groups' in (await must(server, 'hello', { room: code }, own)).snapshot.room, false);
  await change(room, { access: 'open' });
  assert.equal(await told(room), undefined);
  await change(room, { access: 'invited' });
  assert.equal(await told(room), undefined);
  assert.deepEqual(await log(), ['on off', 'off on']);
});
