/* SPDX-License-Identifier: Apache-2.0 */
/* Results by what people are, and by where they answered: what is told of open and closed questions, the same on screens and in
 * files, and never of few. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { asRole, fetchRoom, readDocument, readLines } from '../lib/files.mjs';
import { Server } from '../lib/server.mjs';

const PAIR = { kind: 'pair', title: 'This or that?', options: ['This', 'That'] };
const SEGMENT = { kind: 'segment', title: 'You are…', options: ['Buyer', 'User', '=Carrier', 'Maintainer'] };
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));

let server;
let token;
let everyone;
before(async () => {
  server = await Server.start();
  token = await owner(server);
  everyone = await Promise.all(times(48, () => device(server)));
});
after(() => server?.end());

const cast = (room, question, who, ballot, { n = 1, round = 1 } = {}) =>
  must(server, 'cast', { room: room.code, question, round, n, ballot }, who);

test('groups are split for hosts and the stage alone, and while votes come in when a host says so', async () => {
  const room = await makeRoom(server, token);
  const who = await room.add(SEGMENT);
  assert.equal((await room.move(who, 'open')).state, 'open');
  const question = await room.add({ ...PAIR, results: 'after_close' });
  await room.move(question, 'open');
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await device(server);
  await must(server, 'link.exchange', { secret }, stage);
  const watching = await Socket.hello(server, room.code, stage, { view: 'stage' });
  const stageCode = async () => (await watching.ask('question.split', { question, by: who })).err?.code;
  const heard = (state) => watching.until(() => watching.heard.some((event) => event.question?.id === question && event.question.state === state), state);
  const split = async (by, bearer = token, of = question) =>
    post(server, 'question.split', { room: room.code, question: of, by }, bearer);
  const code = async (...args) => (await split(...args)).err?.code;

  // 7 buyers, 6 users, 2 who would rather not say, 1 who was not asked.
  await Promise.all(everyone.slice(0, 15).map((one, at) => cast(room, who, one, { options: [at < 7 ? 0 : at < 13 ? 1 : 4] })));
  await Promise.all(everyone.slice(0, 16).map((one, at) => cast(room, question, one, { options: [at % 2] })));
  assert.deepEqual((await split(who)).ok, { groups: [] }, 'nobody asked for more yet');
  assert.equal(await stageCode(), 'forbidden');
  await room.move(question, 'close');
  await heard('closed');
  assert.equal(await stageCode(), 'forbidden', 'what the stage may not see yet, it may not see by groups');
  assert.equal(await code(who, everyone[0]), 'forbidden');
  const { ok } = await split(who);
  // Three are too few: the smaller of the others is with them.
  assert.deepEqual(ok, { groups: [{ groups: [0], voters: 7, counts: [4, 3] }, { groups: [1, 2, 3, 4, 5], voters: 9, counts: [4, 5] }] });
  assert.deepEqual((await split(who)).ok, ok, 'and again the same');
  await room.move(question, 'reveal');
  await heard('revealed');
  assert.deepEqual(await watching.send('question.split', { question, by: who }), ok);
  assert.equal((await watching.ask('question.split', { question, by: who, now: true })).err?.code, 'forbidden', 'a screen decides nothing');
  await watching.end();
  const draft = await room.add(PAIR);
  assert.equal(await code(who, token, draft), 'wrong_move');
  assert.equal(await code(question), 'bad_field');
  assert.equal(await code('nothing'), 'bad_field');
  assert.equal(await code(who, token, 'nothing'), 'not_found');
  // Whoever changes what they are is in the other group, and everything adds up as before.
  await cast(room, who, everyone[0], { options: [1] }, { n: 2 });
  assert.deepEqual((await split(who)).ok.groups.map(({ voters }) => voters), [7, 9]);
  // All of them small: nothing is told.
  const rare = await room.add(PAIR);
  await room.move(rare, 'open');
  await Promise.all([0, 8, 14, 15].map((at) => cast(room, rare, everyone[at], { options: [0] })));
  await room.move(rare, 'close');
  assert.deepEqual((await split(who, token, rare)).ok, { groups: [] });
});

test('an open question is told by groups when a host says so, and again once it has more than doubled', async () => {
  const room = await makeRoom(server, token);
  const who = await room.add(SEGMENT);
  await room.move(who, 'open');
  const question = await room.add({ ...PAIR, results: 'always' });
  await room.move(question, 'open');
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const screen = await device(server);
  await must(server, 'link.exchange', { secret }, screen);
  const stage = await Socket.hello(server, room.code, screen, { view: 'stage' });
  const people = await Promise.all(times(52, () => device(server)));
  const vote = (from, to) => Promise.all(people.slice(from, to).map(async (one, at) => {
    await cast(room, who, one, { options: [at % 2] });
    await cast(room, question, one, { options: [Math.floor(at / 2) % 2] });
  }));
  const split = (more = {}) => room.call('question.split', { question, by: who, ...more });
  const onStage = () => stage.send('question.split', { question, by: who });
  const voters = ({ groups }) => groups.map((group) => group.voters);
  await vote(0, 12);
  assert.deepEqual(await split(), { groups: [] });
  const first = await split({ now: true });
  assert.deepEqual(voters(first), [6, 6]);
  for (const ask of [split, onStage]) assert.deepEqual(await ask(), first);
  // Each of its cells has to have 12 and 5.
  await vote(12, 33);
  assert.deepEqual(await split({ now: true }), first);
  await vote(33, 35);
  assert.deepEqual(voters(await split({ now: true })), [18, 17]);
  assert.deepEqual(voters(await onStage()), [18, 17]);
  // And next 12, 35 and 5. That it is over changes nothing.
  await vote(35, 52);
  await room.move(question, 'close');
  assert.deepEqual(voters(await split()), [18, 17]);
  await stage.end();
});

test('ballots are split by where they came from, under the same rule', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(PAIR);
  await room.move(question, 'open');
  const kiosks = await Promise.all(['Paris', 'Lyon'].map(async (place) => {
    const bearer = await device(server);
    const { secret } = await room.call('link.create', { role: 'kiosk', label: `Borne ${place}`, place });
    await must(server, 'link.exchange', { secret }, bearer);
    return bearer;
  }));
  const people = (n, of) => Array.from({ length: n }, (_, at) => `${of}${String(at).padStart(21 - of.length, '0')}`.padEnd(22, 'A'));
  await Promise.all([people(7, 'p'), people(6, 'l')].flatMap((all, at) => all.map((who, i) =>
    must(server, 'cast', { room: room.code, question, round: 1, n: 1, for: who, ago: 0, ballot: { options: [i % 2] } }, kiosks[at]))));
  await Promise.all(everyone.slice(0, 8).map((one) => cast(room, question, one, { options: [0] })));
  await room.move(question, 'close');
  const by = (source) => room.call('question.split', { question, by: { source } });
  const named = ({ groups, names }) => Object.fromEntries(groups.map(({ groups: of, voters, counts }) => [of.map((at) => names[at]).filter(Boolean).join(), [voters, ...counts.slice(0, 2)]]));
  assert.deepEqual(named(await by('channel')), { kiosk: [13, 7, 6], phone: [8, 8, 0] });
  assert.deepEqual(named(await by('place')), { Paris: [7, 4, 3], Lyon: [6, 3, 3], '': [8, 8, 0] });
  assert.deepEqual(named(await by('device')), { 'Borne Paris': [7, 4, 3], 'Borne Lyon': [6, 3, 3], '': [8, 8, 0] });
  const refused = async (asked) => (await post(server, 'question.split', { room: room.code, question, by: asked }, token)).err?.code;
  // A file has the tables that screens have.
  const files = await asRole(server, room, 'host');
  const { questions: [{ rounds: [{ splits }] }] } = await readDocument(server, files);
  assert.deepEqual(splits.map(({ by: { source } }) => source), ['channel', 'place', 'device']);
  for (const { by: { source }, names, voters, groups } of splits) {
    assert.equal(voters, 21);
    assert.deepEqual({ groups: groups.map(({ figures: _, ...group }) => group), names }, await by(source));
  }
  const rows = readLines((await fetchRoom(server, files, 'results', 'ndjson')).text).filter(({ segment }) => segment === 'source_place');
  assert.deepEqual([...new Set(rows.map(({ group, voters, of_voters: of }) => `${group.join()} ${voters} ${of}`))].sort(), ['Lyon 6 21', 'Paris 7 21', 'all others 8 21']);
  for (const asked of [{}, { source: 'moon' }, { source: 7 }, { source: 'place', more: 1 }, null, 7]) assert.equal(await refused(asked), 'bad_field');
});

test('what is told twice by groups tells of nobody alone', async () => {
  const room = await makeRoom(server, token);
  const who = await room.add(SEGMENT);
  await room.move(who, 'open');
  const question = await room.add({ ...PAIR, results: 'after_close' });
  await room.move(question, 'open');
  const split = () => room.call('question.split', { question, by: who });
  const vote = (from, to, of, round = 1) => Promise.all(everyone.slice(from, to).map((one, at) => cast(room, question, one, { options: [at % 2] }, { round })
    .then(() => cast(room, who, one, { options: [of] }))));
  await vote(0, 8, 0);
  await vote(8, 14, 1);
  await room.move(question, 'close');
  const first = { groups: [{ groups: [0], voters: 8, counts: [4, 4] }, { groups: [1], voters: 6, counts: [3, 3] }] };
  // Two at once, before anything was kept.
  assert.deepEqual(await Promise.all([split(), split()]), [first, first]);
  // One comes after a reopening; another says only now what they are, of another group.
  await room.move(question, 'reopen');
  await vote(14, 15, 1);
  await room.move(question, 'close');
  await cast(room, who, everyone[0], { options: [1] }, { n: 2 });
  assert.deepEqual(await split(), first);
  await cast(room, who, everyone[0], { options: [0] }, { n: 3 });
  // Five more are not enough: it takes more than there ever were, in each group.
  await room.move(question, 'reopen');
  await vote(15, 19, 1);
  await room.move(question, 'close');
  assert.deepEqual(await split(), first);
  // Nor does a file tell what screens do not: it says of how many its tables are.
  const files = await asRole(server, room, 'host');
  const inFile = async () => (await readDocument(server, files)).questions.find(({ id }) => id === question).rounds[0];
  const { voters: all, splits: [{ voters: of, groups: parts }] } = await inFile();
  assert.deepEqual([all, of, parts.map(({ figures: _, ...group }) => group)], [19, 14, first.groups]);
  const report = async () => (await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${token}` } })).text;
  assert.match(await report(), /<caption>You are… <small>· Of the first 14 answers<\/small><\/caption>/);
  await room.move(question, 'reopen');
  // While it is open a file has what was told before, and tells nothing new.
  assert.deepEqual((await inFile()).splits.map(({ voters }) => voters), [14]);
  const late = await Promise.all(Array.from({ length: 30 }, () => device(server)));
  await Promise.all(late.map((one, at) => cast(room, question, one, { options: [at % 2] }).then(() => cast(room, who, one, { options: [Math.floor(at / 2) % 2] }))));
  await room.move(question, 'close');
  const { groups } = await split();
  assert.deepEqual(groups.map(({ groups: of, voters }) => [of, voters]), [[[0], 24], [[1], 25]]);
  assert.ok(groups.every(({ voters }) => voters >= 14 + 5));
  // Another round is told anew, and what is removed leaves nothing.
  const keys = async () => Number((await server.redis('EVAL', "return #redis.call('KEYS', ARGV[1])", 0, `{${room.id}}:splits:*`)).trim());
  assert.equal(await keys(), 1);
  await room.move(question, 'reset');
  await room.move(question, 'open');
  await vote(20, 26, 2, 2);
  await vote(26, 32, 3, 2);
  await room.move(question, 'close');
  assert.deepEqual((await split()).groups.map(({ groups, voters }) => [groups, voters]), [[[2], 6], [[3], 6]]);
  assert.equal(await keys(), 2);
  // Who is something else in another round of the segment would be what lies between.
  await room.move(who, 'close');
  await room.move(who, 'reset');
  await room.move(who, 'open');
  assert.deepEqual(await split(), { groups: [] });
  await room.call('question.remove', { question, version: room.version(question) });
  assert.equal(await keys(), 0);
});

test('many ballots that lead nowhere are read once, and again when a tenth more have answered', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...PAIR, results: 'always' });
  await room.move(question, 'open');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  let all = 0;
  const answer = async (n) => {
    all += n;
    for (let left = n; left > 0; left -= 40) {
      await Promise.all(times(Math.min(left, 40), async (at) => cast(room, question, await device(server), { options: [at % 2] })));
    }
    await host.until(() => host.heard.some(({ ev, voters }) => ev === 'tally' && voters === all), `${all} voters`);
  };
  const scans = async () => Number(/cmdstat_hscan:calls=(\d+)/.exec(await server.redis('INFO', 'commandstats'))?.[1] ?? 0);
  const read = async () => {
    const before = await scans();
    assert.deepEqual((await host.send('question.split', { question, by: { source: 'place' }, now: true })).groups, [], 'all are of one place');
    return await scans() > before;
  };
  await answer(1010);
  assert.equal(await read(), true);
  assert.equal(await read(), false);
  await answer(40);
  assert.equal(await read(), false);
  await answer(70);
  assert.equal(await read(), true);
  assert.equal(await read(), false);
  await room.move(question, 'close');
  await host.event('question.closed');
  assert.equal(await read(), true, 'that it is over is news');
  await host.end();
});
