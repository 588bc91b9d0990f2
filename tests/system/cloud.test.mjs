/* SPDX-License-Identifier: Apache-2.0 */
/* Words that make a cloud: folded, exact whatever is sent again, and what is hidden is in nobody's frames. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const DEF = { kind: 'words', title: 'What does summer make you think of?', max: 3, results: 'always' };

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const code = async (promise) => promise.then(() => 'ok', (error) => error.code);

/** A room with one open question, its host, and two people. */
async function scene(def = {}) {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...DEF, ...def });
  await room.move(question, 'open');
  const join = async (view) => Socket.hello(server, room.code, view === 'host' ? token : await device(server), view && { view });
  return { room, question, host: await join('host'), anna: await join(), ben: await join() };
}
const say = (who, question, n, ...words) => who.send('cast', { question, round: 1, n, ballot: { words } });
/** The cloud, once what this one is told has so many voters and these words. */
const told = async (who, question, voters, words) => (await who.event('tally', (heard) => heard.question === question
  && heard.voters === voters && JSON.stringify(heard.words) === JSON.stringify(words))).counts;

test('one word in many spellings is one, under the spelling that most used', async () => {
  const { question, anna, ben, host } = await scene();
  const said = await say(anna, question, 1, 'Idées', 'SEA', 'sea');
  assert.equal(said.state, 'counted');
  await say(ben, question, 1, 'idée', 'Sea');
  await say(host, question, 1, 'idée');
  const counts = await told(anna, question, 3, [['idée', 3], ['SEA', 2]]);
  assert.deepEqual(counts, [5, 2, 0]);
});

test('of a word in very many spellings one is shown, whoever takes theirs back', async () => {
  const { question, room, anna } = await scene();
  const TOLD_APART = 20;
  const spelled = (at) => [...'abcdef'].map((letter, bit) => (at >> bit & 1 ? letter.toUpperCase() : letter)).join('');
  const people = await Promise.all(Array.from({ length: TOLD_APART + 1 }, () => device(server)));
  const cast = (at, n, word) => must(server, 'cast', { room: room.code, question, round: 1, n, ballot: { words: [word] } }, people[at]);
  for (let at = 0; at <= TOLD_APART; at++) await cast(at, 1, spelled(at));
  for (let at = 0; at < TOLD_APART; at++) await cast(at, 2, 'Sun');
  await told(anna, question, TOLD_APART + 1, [['Sun', TOLD_APART], ['abcdef', 1]]);
});

test('a changed ballot takes its words out; one that is sent again, twice or late, changes nothing', async () => {
  const { question, room, anna, ben } = await scene();
  const both = await Promise.all([say(anna, question, 1, 'Mer', 'Plage'), say(anna, question, 1, 'Mer', 'Plage')]);
  assert.deepEqual(both.map(({ state }) => state), ['counted', 'counted']);
  await say(ben, question, 1, 'Mer');
  await told(ben, question, 2, [['Mer', 2], ['Plage', 1]]);
  await say(anna, question, 2, 'Soleil');
  assert.equal(await code(say(anna, question, 1, 'Mer', 'Plage')), 'stale');
  assert.deepEqual(await told(ben, question, 2, [['Soleil', 1], ['Mer', 1]]), [2, 2, 0]);
  await room.move(question, 'close');
  assert.equal((await say(anna, question, 2, 'Soleil')).state, 'counted');
  assert.equal(await code(say(anna, question, 3, 'Vent')), 'closed');
  const again = await Socket.hello(server, room.code, await device(server));
  assert.deepEqual(await told(again, question, 2, [['Soleil', 1], ['Mer', 1]]), [2, 2, 0]);
});

test('what is hidden, or on a list, is in no frame, page or reply but those of staff', async () => {
  const { question, room, host, anna, ben } = await scene();
  await host.send('words.set', { list: 'fr', on: true, words: ['Imbécile', 'tas de neige'] });
  await say(anna, question, 1, 'Imbéciles', 'Tas de neige', 'Soleil');
  await say(ben, question, 1, 'soleil', 'Ombrage');
  await told(ben, question, 2, [['Soleil', 2], ['Ombrage', 1]]);
  // So many that each worker has some of them, who say when it has heard.
  const crowd = await Promise.all(Array.from({ length: 10 }, async () => Socket.hello(server, room.code, await device(server))));
  const cloud = async () => Object.fromEntries((await host.send('cloud.list', { question })).list.map(({ word, n, state }) => [word, [n, state]]));
  assert.deepEqual(await cloud(), { Soleil: [2, 'shown'], Ombrage: [1, 'shown'], 'Tas de neige': [1, 'waiting'], Imbéciles: [1, 'waiting'] });

  for (let again = 0; again < 2; again++) await host.send('cloud.hide', { question, word: 'OMBRAGES', hide: true });
  await Promise.all([ben, ...crowd].map((one) => told(one, question, 2, [['Soleil', 2]])));
  const late = await Socket.hello(server, room.code, await device(server));
  await told(late, question, 2, [['Soleil', 2]]);
  const page = await http(server, `/j/${room.code}`);
  const all = [...late.frames, ...ben.frames.filter((bytes) => !bytes.includes('"words":[["Soleil",2],["Ombrage"')), page.bytes].map(String).join('\n');
  assert.doesNotMatch(all, /mb[eé]cile/i);
  assert.doesNotMatch(all, /neige/i);
  assert.doesNotMatch([...late.frames, page.bytes].map(String).join('\n'), /Ombrage/);

  await host.send('cloud.hide', { question, word: 'imbecile', hide: false });
  await told(ben, question, 2, [['Soleil', 2], ['Imbéciles', 1]]);
  assert.deepEqual((await cloud()).Ombrage, [1, 'hidden']);
  const refused = await Promise.all([
    code(ben.send('cloud.list', { question })), code(ben.send('cloud.hide', { question, word: 'Soleil', hide: true })),
    code(host.send('cloud.hide', { question, word: 'nobody says it', hide: true })),
    code(host.send('cloud.hide', { question: 'none', word: 'Soleil', hide: true })),
  ]);
  assert.deepEqual(refused, ['forbidden', 'forbidden', 'not_found', 'not_found']);
});

test('nobody is shown words before their time', async () => {
  const { question, room, anna, ben } = await scene({ results: 'after_close' });
  await say(anna, question, 1, 'Secrets');
  await ben.event('voters', ({ voters }) => voters === 1);
  await room.move(question, 'close');
  const page = await http(server, `/j/${room.code}`);
  assert.doesNotMatch([...ben.frames, page.bytes].map(String).join('\n'), /Secret/);
  await room.move(question, 'reveal');
  await told(anna, question, 1, [['Secrets', 1]]);
  assert.doesNotMatch(String(ben.bytes()), /Secret/);
});

test('whatever is sent, it is words or refused', async () => {
  const { question, anna, host } = await scene();
  const bad = [[], ['a', 'b', 'c', 'd'], ['x'.repeat(26)], [''], ['...'], [7], [['a']], 'Sun', { a: 1 }, null, ['*,=']];
  for (const words of bad) assert.equal(await code(anna.send('cast', { question, round: 1, n: 1, ballot: { words } })), 'bad_ballot', JSON.stringify(words));
  assert.equal(await code(anna.send('cast', { question, round: 1, n: 1, ballot: { options: [0] } })), 'bad_ballot');
  await say(anna, question, 1, '<b>"C++"\\', '❤️', 'C#');
  await told(anna, question, 1, [['❤️', 1], ['C#', 1], ['<b>"C++"\\', 1]]);
  assert.equal((await host.send('cloud.list', { question, n: 1 })).list.length, 1);
});

test('the undoing of a reset brings the old cloud back; another round begins with an empty one', async () => {
  const { question, room, anna } = await scene();
  await say(anna, question, 1, 'Mer');
  await told(anna, question, 1, [['Mer', 1]]);
  await room.move(question, 'close');
  await room.move(question, 'reset');
  await anna.event('question.removed');
  const before = anna.heard.length;
  await room.move(question, 'restore');
  await anna.until(() => anna.heard.slice(before).find(({ ev, round, words }) => ev === 'tally' && round === 1 && words.length === 1), 'the old cloud');
  await room.move(question, 'reset');
  await room.move(question, 'open');
  await anna.event('tally', ({ round, words }) => round === 2 && words.length === 0);
});

test('files have every word, and each ballot with its own', async () => {
  const { question, room, anna, ben } = await scene();
  await say(anna, question, 1, 'Mer', 'New York');
  await say(ben, question, 1, 'mers');
  await told(ben, question, 2, [['Mer', 2], ['New York', 1]]);
  const lines = async (what) => {
    const { path } = await must(server, 'question.export', { room: room.code, question, what, format: 'ndjson' }, token);
    return (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
  };
  assert.deepEqual(await lines('counts'), [{ answer: 'Mer', votes: 2 }, { answer: 'New York', votes: 1 }]);
  assert.deepEqual((await lines('ballots')).map(({ answers }) => answers).sort((a, b) => b.length - a.length), [['Mer', 'New York'], ['mers']]);
  assert.equal((await post(server, 'question.count', { room: room.code, question, method: 'condorcet' }, token)).err.code, 'wrong_move');
});

test('without a script words are written into fields, and read as a list', async () => {
  const { question, room, anna } = await scene();
  const address = `/j/${room.code}`;
  const first = await http(server, address, { headers: { 'accept-language': 'en' } });
  const headers = { cookie: first.headers['set-cookie'][0].split(';')[0], 'accept-language': 'en' };
  assert.equal(first.text.split('name="word"').length - 1, 3);
  const send = (n, words) => http(server, address, {
    method: 'POST', body: new URLSearchParams([['question', question], ['round', '1'], ['n', String(n)], ...words.map((word) => ['word', word])]).toString(),
    headers: { ...headers, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.match((await send(1, ['Lac', '', '<b>&"x"\\</b>'])).headers.location, /plain=counted/);
  await anna.event('tally', ({ voters }) => voters === 1);
  assert.match((await send(2, ['...', '', ''])).headers.location, /plain=bad_ballot/);
  assert.match((await send(2, ['a', 'b', 'c', 'd'])).headers.location, /plain=bad_ballot/);
  assert.match((await send(2, ['x'.repeat(101)])).headers.location, /plain=bad_ballot/);
  const page = (await http(server, `${address}?plain=counted`, { headers })).text;
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
  assert.match(main, /value="Lac"/);
  assert.match(main, /value="&lt;b&gt;&amp;&quot;x&quot;\\&lt;\/b&gt;"/);
  await room.move(question, 'close');
  await anna.event('question.closed');
  const closed = (await http(server, address, { headers })).text;
  assert.match(closed, /<span class="text">Lac<\/span><span class="percent">1<\/span>/);
  assert.match(closed, /<span class="text">&lt;b&gt;&amp;&quot;x&quot;\\&lt;\/b&gt;<\/span>/);
});

test('ten words of 25 letters in a ballot, and no more', async () => {
  const { question, host, anna } = await scene({ max: 10 });
  const words = Array.from({ length: 10 }, (_, at) => `${String.fromCharCode(97 + at)}${'é'.repeat(24)}`);
  assert.equal((await say(anna, question, 1, ...words)).state, 'counted');
  for (const wrong of [[...words, 'more'], [`${words[0]}e`], ['']]) {
    assert.notEqual(await code(say(anna, question, 2, ...wrong)), 'ok', wrong.at(-1));
  }
  assert.deepEqual(await told(host, question, 1, [...words].reverse().map((word) => [word, 1])), [10, 10, 0]);
});

test('ten thousand words are told apart; what comes after them is counted as others', async () => {
  const PEOPLE = 1001;
  const { question, room, host } = await scene({ max: 10 });
  const people = Array.from({ length: PEOPLE }, (_, at) => Array.from({ length: 10 }, (__, n) => `w${at}x${n}`));
  for (let from = 0; from < PEOPLE; from += 50) {
    await Promise.all(people.slice(from, from + 50).map(async (words) => must(server, 'cast',
      { room: room.code, question, round: 1, n: 1, ballot: { words } }, await device(server))));
  }
  const { counts, words } = await host.event('tally', (heard) => heard.question === question && heard.counts[0] === 10 * PEOPLE);
  assert.deepEqual(counts, [10 * PEOPLE, 10_000, 10]);
  assert.equal(words.length, 100);
  assert.equal((await host.send('cloud.list', { question, n: 200 })).list.length, 200);
  assert.equal(await code(host.send('cloud.list', { question, n: 201 })), 'bad_field');
});
