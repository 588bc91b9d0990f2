/* SPDX-License-Identifier: Apache-2.0 */
/* Ideas are found again: by a search, and by whoever is about to post the same. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const IDEAS = {
  pool: ['Ouvrir la piscine plus tard le soir', 'Jusqu’à minuit, avec des lumières'],
  bikes: ['Des vélos électriques en location'],
  yoga: ['Réserver son cours de yoga depuis le téléphone'],
  tent: ['A tent by the lake', 'With lanterns, for reading in the evening'],
  towels: ['Beach towels for everyone'],
};

/** A room with an open board and these ideas, posted by Anna. */
async function begin({ def = {}, ideas = IDEAS } = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', ideas: 0, tags: ['Sport'], ...def } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const anna = await Socket.hello(server, room.code, await device(server));
  const more = await Socket.hello(server, room.code, await device(server)); // Each may do so much at once.
  for (const [i, [id, [title, text]]] of Object.entries(ideas).entries()) await postIdea(i < 30 ? anna : more, id, title, { text });
  return { room, host, anna };
}
const postIdea = (who, id, title, more) => who.send('idea.post', { board: 'wishes', id, title, ...more });
const join = async (room) => Socket.hello(server, room.code, await device(server));
/** Whatever worker this one is with, it has heard of all that there is. */
const caughtUp = async (who, total) => {
  await who.send('board.look', { board: 'wishes', ideas: [] });
  await who.event('ideas', (event) => event.total === total);
  return who;
};
const similar = async (who, title, more = {}) => {
  const { ideas } = await who.send('idea.similar', { board: 'wishes', title, ...more });
  return ideas.map(({ id }) => id);
};
const search = async (who, text, more = {}) => {
  const { ideas } = await who.send('idea.list', { board: 'wishes', search: text, ...more });
  return ideas.map(({ id }) => id);
};
/** Requests of one connection are few a second: each of these has its own. */
const asks = async (room, total, ask) => {
  const who = await caughtUp(await join(room), total);
  const found = await ask(who);
  await who.end();
  return found;
};

test('an idea that is there already is found, whatever accents, forms and words it is typed with', async () => {
  const { room } = await begin();
  for (const [typed, id] of [
    ['La PISCINE devrait être ouverte tard en soirée', 'pool'], ['louer des velos electriques', 'bikes'],
    ['Réservation du cours de yoga sur mobile', 'yoga'], ['Tents near the lake', 'tent'], ['towels for the beech', 'towels'],
  ]) {
    assert.deepEqual(await asks(room, 5, (who) => similar(who, typed)), [id], typed);
  }
  assert.deepEqual(await asks(room, 5, (who) => similar(who, 'Un mur d’escalade')), []);
});

test('a similar idea comes as it is listed, with one’s own support, and asking changes nothing', async () => {
  const { room, anna } = await begin();
  const ben = await caughtUp(await join(room), 5);
  await ben.send('idea.support', { board: 'wishes', idea: 'tent', n: 1, on: true });
  await ben.send('board.look', { board: 'wishes', ideas: ['tent'] });
  await ben.event('ideas', ({ ideas }) => ideas.some(({ supports }) => supports === 1));
  const ask = () => ben.send('idea.similar', { board: 'wishes', title: 'tent near a lake' });
  const [first, again] = await Promise.all([ask(), ask()]);
  assert.deepEqual(first, again);
  assert.equal(first.partial, false);
  const [{ id, words, on, n, supports, status, mine }] = first.ideas;
  assert.deepEqual([id, words.title, on, n, supports, status, mine], ['tent', IDEAS.tent[0], true, 1, 1, 'new', false]);
  assert.deepEqual((await similar(anna, 'tent near a lake')), ['tent']);
});

test('a search finds all words, half typed ones too, and says how many ideas there are', async () => {
  const { room } = await begin();
  const found = (text, more) => asks(room, 5, (who) => search(who, text, more));
  assert.deepEqual(await found('pisc'), ['pool']);
  assert.deepEqual(await found('PISCINES du soir'), ['pool']);
  assert.deepEqual(await found('minuit'), ['pool']);
  assert.deepEqual(await found('lake lantern'), ['tent']);
  assert.deepEqual(await found('lake piscine'), []);
  assert.deepEqual(await found('velo'), ['bikes']);
  assert.deepEqual(await found('lantrens'), ['tent']);
  assert.deepEqual(await found('…!'), []);
  assert.deepEqual(await found('e', { order: 'new' }), ['towels', 'tent', 'bikes']); // everyone, evening, électriques
});

test('a search keeps orders, filters and pages', async () => {
  const ideas = Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`i${i}`, [`Kayak trip ${i}`]]));
  const { room, host } = await begin({ ideas: { ...ideas, other: ['A tent', 'Near the kayaks'] } });
  const ben = await caughtUp(await join(room), 46);
  const page = (more) => ben.send('idea.list', { board: 'wishes', search: 'kayak', n: 20, ...more });
  const all = [];
  for (let more = true; more;) {
    const got = await page(all.length ? { after: all.at(-1) } : {});
    assert.equal(got.found, 46);
    all.push(...got.ideas.map(({ id }) => id));
    ({ more } = got);
  }
  assert.equal(new Set(all).size, 46);
  assert.equal(all.at(-1), 'other'); // In its text alone.
  assert.deepEqual((await page({ order: 'new', n: 2 })).ideas.map(({ id }) => id), ['other', 'i44']);
  assert.deepEqual(await page({ mine: true }).then(({ found, ideas: own }) => [found, own.length]), [0, 0]);
  await host.send('idea.answer', { board: 'wishes', idea: 'i3', version: 1, status: 'planned', answer: 'Yes.' });
  assert.deepEqual(await asks(room, 46, async (who) => {
    await who.send('board.look', { board: 'wishes', ideas: ['i3'] });
    await who.event('ideas', ({ ideas: seen }) => seen.some(({ status }) => status === 'planned'));
    return search(who, 'kayak', { status: 'planned' });
  }), ['i3']);
});

test('new words are found, and the old ones are not', async () => {
  const { anna } = await begin();
  assert.deepEqual(await search(anna, 'lake'), ['tent']);
  await anna.send('idea.edit', { board: 'wishes', idea: 'tent', version: 1, title: 'A hammock in the forest' });
  assert.deepEqual(await search(anna, 'lake'), []);
  assert.deepEqual(await search(anna, 'forest'), ['tent']);
  assert.deepEqual(await similar(anna, 'Forest hammocks'), ['tent']);
  await anna.send('idea.withdraw', { board: 'wishes', idea: 'tent', version: 2 });
  assert.deepEqual(await search(anna, 'forest'), []);
  assert.deepEqual(await similar(anna, 'Forest hammocks'), []);
});

test('the words of a merged idea lead to what it became part of', async () => {
  const { room, host, anna } = await begin({ ideas: { tent: ['A tent by the lake'], tarp: ['An awning on the beach'], shade: ['Awnings on a beach'] } });
  const merge = (id, into) => host.send('idea.merge', { board: 'wishes', idea: id, version: 1, into });
  assert.deepEqual((await similar(anna, 'Awning on the beach')).sort(), ['shade', 'tarp']);
  await merge('tarp', 'tent');
  await merge('shade', 'tent');
  const ben = await caughtUp(await join(room), 1);
  assert.deepEqual(await similar(ben, 'Awning on the beach'), ['tent'], 'once');
  const { ideas, found } = await ben.send('idea.list', { board: 'wishes', search: 'awning' });
  assert.deepEqual([ideas, found], [[], 0]);
});

test('what may not be seen is not found, and in no frame', async () => {
  const { room, host, anna } = await begin({ def: { checked: true }, ideas: { tent: ['Sezamootvoris tent'] } });
  const ben = await join(room);
  const finds = async (who) => [await search(who, 'sezamootvoris'), await similar(who, 'Sezamootvoris tents')];
  assert.deepEqual(await finds(ben), [[], []]);
  assert.deepEqual(await finds(anna), [['tent'], []]); // One's own, but nothing to support.
  assert.deepEqual((await finds(host))[0], ['tent']);
  await host.send('idea.check', { board: 'wishes', idea: 'tent', version: 1, state: 'shown' });
  assert.deepEqual(await finds(await caughtUp(await join(room), 1)), [['tent'], ['tent']]);
  await host.send('idea.check', { board: 'wishes', idea: 'tent', version: 2, state: 'hidden', reason: 'No' });
  assert.deepEqual(await finds(await caughtUp(await join(room), 0)), [[], []]);
  assert.equal(ben.frames.some((frame) => /sezam/i.test(frame.toString())), false);
});

test('while people collect silently, nobody is told what others posted', async () => {
  const { room, host, anna } = await begin();
  await host.send('board.move', { board: 'wishes', version: 2, phase: 'collect' });
  const ben = await join(room);
  assert.deepEqual(await similar(ben, 'Tents near the lake'), []);
  assert.deepEqual(await search(ben, 'lake'), []);
  await anna.event('board.moved', ({ board: { phase } }) => phase === 'collect');
  assert.deepEqual(await search(anna, 'lake'), ['tent']);
});

test('hostile words are words, or refused', async () => {
  const { room } = await begin({ ideas: {
    script: ['<script>alert(1)</script> tents'], rtl: ['\u202Eevil\u2066 kayaks'], sheet: ['=cmd|calc!A0 sauna'],
    family: ['👩‍👩‍👧‍👦'.repeat(20)], long: [`${'x'.repeat(118)}y`], hyphens: ['-'.repeat(50) + 'a-b-c-d-e'],
  } });
  const who = await device(server);
  const say = (cmd, fields) => post(server, cmd, { room: room.code, board: 'wishes', ...fields }, who);
  await asks(room, 6, async () => {});
  for (const text of ['<script>', '\u202Eevil', '=cmd|', '👩‍👩‍👧‍👦', 'x'.repeat(80), '%00', '\\', '"', 'a'.repeat(79) + '*', '-', "'; DROP"]) {
    assert.equal((await say('idea.list', { search: text })).status, 200, text);
    assert.equal((await say('idea.similar', { title: text })).status, 200, text);
  }
  assert.deepEqual((await must(server, 'idea.list', { room: room.code, board: 'wishes', search: 'script' }, who)).ideas.map(({ id }) => id), ['script']);
  for (const [fields, code] of [
    [{ search: '' }, 'bad_text'], [{ search: '\u200b' }, 'bad_text'], [{ search: 'x'.repeat(81) }, 'bad_text'],
    [{ search: 7 }, 'bad_field'], [{ search: ['tent'] }, 'bad_field'], [{ search: '\ud800' }, 'malformed'],
  ]) {
    const { err } = await say('idea.list', fields);
    assert.equal(err?.code, code, JSON.stringify(fields));
  }
  assert.equal((await say('idea.similar', {})).err.code, 'bad_field');
  assert.equal((await say('idea.similar', { title: 'A tent', text: 'x\n'.repeat(61) })).err.code, 'bad_text');
  assert.equal((await say('idea.similar', { title: 'A tent', name: 'Anna' })).err.code, 'bad_field');
});
