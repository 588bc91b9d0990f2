/* SPDX-License-Identifier: Apache-2.0 */
/* Results as files: every figure against a recount of the ballots that Redis keeps, for every kind and at random;
 * groups of few are never told; hostile texts, removed questions, several files at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { ballotsOf, cloudOf, figuresOf, folded, pointsOf, takeTime, timesOf } from '../lib/recount.mjs';
import * as files from '../lib/files.mjs';
import { Server } from '../lib/server.mjs';
import { readWorkbook } from '../lib/workbook.mjs';

const PEOPLE = 48;
const FEW = 5;
const seed = Number(process.env.CLAMEUR_SEED ?? Math.floor(Math.random() * 2 ** 32));
/** Mulberry32: small, and the same for the same seed. */
let state = seed;
function random() {
  state = state + 0x6D2B79F5 | 0;
  let t = Math.imul(state ^ state >>> 15, 1 | state);
  t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
  return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
}
const below = (n) => Math.floor(random() * n);
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));
const shuffled = (list) => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) { const j = below(i + 1); [out[i], out[j]] = [out[j], out[i]]; }
  return out;
};

const OPTIONS = ['=HYPERLINK("http://evil","Red")', 'Blue; green', '@sum', 'Ocre "terre"'];
const sharing = (n) => {
  const cuts = times(n - 1, () => below(101)).sort((a, b) => a - b);
  return [...cuts, 100].map((cut, at) => cut - (cuts[at - 1] ?? 0));
};
/** Each kind: what is asked, and a ballot at random. */
const KINDS = [
  [{ kind: 'single', title: '-Which colour?', options: OPTIONS }, () => ({ options: [below(4)] })],
  [{ kind: 'multiple', title: 'Which colours?', options: OPTIONS, max: 3 },
    () => ({ options: shuffled([0, 1, 2, 3]).slice(0, 1 + below(3)).sort() })],
  [{ kind: 'pair', title: 'This or that?', options: ['This', 'That'] }, () => ({ options: [below(2)] })],
  [{ kind: 'scale', title: 'How [is] it: a/b?', from: 1, to: 5, low: 'bad', high: 'good' }, () => ({ value: 1 + below(5) })],
  [{ kind: 'nps', title: 'Would you recommend it?' }, () => ({ value: below(11) })],
  [{ kind: 'ranking', title: 'In which order?', options: OPTIONS }, () => ({ order: shuffled([0, 1, 2, 3]).slice(0, 1 + below(4)) })],
  [{ kind: 'points', title: '100 points', options: OPTIONS.slice(1) }, () => ({ points: sharing(3) })],
  [{ kind: 'number', title: 'How much?', from: -20, to: 99, unit: '€' }, () => ({ value: below(120) - 20 })],
  [{ kind: 'grid', title: 'Where?', options: ['Bread', 'Cake'], low: 'cheap', high: 'dear' },
    () => ({ places: times(2, () => [below(11), below(11)]) })],
];
const SEGMENT = { kind: 'segment', title: 'You are…', options: ['Buyer', 'User', '=Carrier', 'Maintainer'] };

let server;
let token;
let everyone;
before(async () => {
  server = await Server.start();
  token = await owner(server);
  everyone = await Promise.all(times(PEOPLE, () => device(server)));
});
after(() => server?.end());

const cast = (room, question, who, ballot, { n = 1, round = 1 } = {}) =>
  must(server, 'cast', { room: room.code, question, round, n, ballot }, who);

/** Some vote, some of those change their mind, some of that is sent twice. */
async function crowd(room, question, ballot, { round = 1, people = everyone } = {}) {
  await Promise.all(people.filter(() => random() < 0.9).map(async (who) => {
    const [first, second] = [ballot(), ballot()];
    await cast(room, question, who, first, { round });
    if (random() < 0.3) await cast(room, question, who, second, { round, n: 2 });
    else if (random() < 0.2) await cast(room, question, who, first, { round });
  }));
}

const fetchFile = (room, cmd, fields) => files.fetchFile(server, room, cmd, fields);
const fetchRoom = (room, what, format) => files.fetchRoom(server, room, what, format);
const readDocument = (room, what) => files.readDocument(server, room, what);
const { readLines } = files;

const near = (actual, expected, what) => {
  if (expected === null) assert.equal(actual, null, what);
  else assert.ok(Math.abs(actual - expected) <= 0.00005000001, `${what}: ${actual}, recounted ${expected}`);
};

/** Those who are told apart add up: people who are each in one of them, in percent. */
function holdSum(told, people, voters, what) {
  if (voters === 0 || people.reduce((all, one) => all + one, 0) !== voters || told.some((percent) => percent === null)) return;
  assert.equal(told.reduce((all, percent) => all + Math.round(percent * 10_000), 0), 1_000_000, what);
}
const NPS_GROUPS = ['promoters', 'passives', 'detractors'];

/** Figures as they are told, against the recounted ones: all of them, and no other. */
function holdAgainst(figures, recounted, voters, what) {
  let n = 0;
  for (const [name, expected] of Object.entries(recounted)) {
    const told = figures.filter(({ figure }) => figure === name);
    [expected].flat().forEach((value, cell) => {
      near(told[cell].value, value, `${what}, ${name} ${cell}`);
      const { percent } = told[cell];
      // As near as it can be where all add up.
      if ((percent ?? null) !== null) assert.ok(Math.abs(percent - 100 * value / voters) < 0.0001, `${what}, percent of ${name} ${cell}`);
      n++;
    });
    if (name === 'votes' || name === 'first') holdSum(told.map(({ percent }) => percent), expected, voters, `${what}, ${name} add up`);
  }
  const groups = figures.filter(({ figure }) => NPS_GROUPS.includes(figure));
  holdSum(groups.map(({ percent }) => percent), NPS_GROUPS.map((name) => recounted[name] ?? 0), voters, `${what}, groups add up`);
  assert.equal(figures.length, n, `${what}: as many figures as there are`);
}

/** Who is in which group, by the ballots alone. */
async function groupsOf(room, segment, options = SEGMENT.options.length) {
  const said = await ballotsOf(server, room.id, segment, 1);
  return (who) => said.get(who)?.options[0] ?? options + 1;
}

/** The rule of RESULTS.md, written down a second time. */
function holdSplit(groups, ballots, groupOf, what) {
  const sizes = new Map();
  for (const who of ballots.keys()) sizes.set(groupOf(who), (sizes.get(groupOf(who)) ?? 0) + 1);
  const inOrder = [...sizes].sort((a, b) => a[1] - b[1]);
  const joined = [];
  let few = 0;
  while (inOrder.length && (inOrder[0][1] < FEW || (few > 0 && few < FEW))) { few += inOrder[0][1]; joined.push(inOrder.shift()[0]); }
  if (inOrder.length + (joined.length ? 1 : 0) < 2) {
    assert.deepEqual(groups, [], `${what}: nothing can be told`);
    return;
  }
  assert.equal(groups.length, inOrder.length + (joined.length ? 1 : 0), what);
  for (const { groups: members, voters } of groups) {
    assert.ok(voters >= FEW, `${what}: ${voters} are few`);
    assert.equal(voters, members.reduce((all, group) => all + (sizes.get(group) ?? 0), 0), what);
  }
}

test('reactions are in the workbook, the document and the report, and nowhere where nobody has reacted', async () => {
  const room = await makeRoom(server, token, { title: 'Loud', lang: 'fr', reactions: true });
  const question = await room.add({ kind: 'pair', title: 'This or that?', options: ['This', 'That'] });
  await room.move(question, 'open');
  const sheets = async () => readWorkbook((await fetchRoom(room, 'results', 'xlsx')).bytes);
  const report = async () => (await http(server, `/r/${room.code}?lang=fr`, { headers: { cookie: `clameur=${token}` } })).text;
  assert.equal((await readDocument(room)).reactions, undefined);
  assert.ok((await sheets()).every(({ name }) => name !== 'Reactions'));
  const stage = await Socket.hello(server, room.code, token, { view: 'stage' });
  await Promise.all(everyone.slice(0, 12).map((who, at) => must(server, 'react', { room: room.code, reaction: at % 4 ? 'clap' : 'think' }, who)));
  await stage.event('reactions', ({ sums }) => sums[1] === 9 && sums[4] === 3);
  await stage.end();
  // Asking again from zero takes none of them back.
  await room.move(question, 'reset');
  for (const what of ['results', 'ballots']) {
    assert.deepEqual((await readDocument(room, what)).reactions, { heart: 0, clap: 9, laugh: 0, party: 0, think: 3 });
  }
  const { rows } = (await sheets()).find(({ name }) => name === 'Reactions');
  assert.deepEqual(rows.map(({ reaction, taps }) => [reaction, taps]), [['heart', 0], ['clap', 9], ['laugh', 0], ['party', 0], ['think', 3]]);
  assert.match(await report(), /Bravos\s: 9 · «\sHum\s»\s: 3<\/p>/);
});

test(`every figure of every kind is what a recount of the ballots says (seed ${seed})`, async () => {
  const room = await makeRoom(server, token, { title: 'Recount' });
  const who = await room.add(SEGMENT);
  await room.move(who, 'open');
  const weights = [0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 4];
  await crowd(room, who, () => ({ options: [weights[below(weights.length)]] }));
  const asked = [];
  for (const [def, ballot] of KINDS) {
    const question = await room.add(def);
    await room.move(question, 'open');
    await crowd(room, question, ballot);
    await room.move(question, 'close');
    asked.push({ question, def, ballot, rounds: 1 });
  }
  const twice = asked[below(asked.length)];
  await room.move(twice.question, 'reset');
  await room.move(twice.question, 'open');
  await crowd(room, twice.question, twice.ballot, { round: 2 });
  await room.move(twice.question, 'reveal');
  twice.rounds = 2;

  const host = await files.asRole(server, room, 'host');
  const told = await readDocument(host, 'ballots');
  assert.deepEqual([told.clameur, told.version, told.room.code, told.room.title], ['results', 2, room.code, 'Recount']);
  assert.deepEqual(told.segments.map(({ question, groups }) => [question, groups.length]), [[who, 6]]);
  const numbered = asked.map(({ question }, at) => [question, at + 2]); // The first asks who they are.
  assert.deepEqual(told.questions.map(({ id, number }) => [id, number]), numbered);
  const lines = readLines((await fetchRoom(host, 'results', 'ndjson')).text);
  for (const [question, number] of numbered) assert.equal(lines.find((line) => line.question === question).number, number, 'the same in each file');
  const book = readWorkbook((await fetchRoom(host, 'results', 'xlsx')).bytes);
  const groupOf = await groupsOf(room, who);
  for (const { question, def, rounds } of asked) {
    const one = told.questions.find(({ id }) => id === question);
    assert.deepEqual(one.def.title, def.title);
    assert.deepEqual(one.rounds.map(({ round }) => round), times(rounds, (at) => at + 1));
    for (const round of one.rounds) {
      const what = `${def.kind}, round ${round.round}`;
      const ballots = await ballotsOf(server, room.id, question, round.round);
      assert.equal(round.voters, ballots.size, what);
      holdAgainst(round.figures, figuresOf(def, [...ballots.values()]), ballots.size, what);
      const rows = lines.filter((line) => line.question === question && line.round === round.round);
      holdAgainst(rows.filter(({ segment }) => segment === ''), figuresOf(def, [...ballots.values()]), ballots.size, `${what}, as lines`);
      const sheet = book.find(({ name }) => name.startsWith(`${lines.find((line) => line.question === question).number}. `));
      assert.equal(sheet.rows.filter((row) => row.round === round.round).length, rows.length, what);

      const split = round.splits.find(({ by }) => by === who)?.groups ?? [];
      holdSplit(split, ballots, groupOf, what);
      for (const { groups, figures, voters, counts } of split) {
        const theirs = [...ballots].filter(([one_]) => groups.includes(groupOf(one_))).map(([, ballot]) => ballot);
        assert.equal(theirs.length, voters);
        holdAgainst(figures, figuresOf(def, theirs), voters, `${what}, groups ${groups}`);
        assert.equal(counts.length, round.counts.length);
      }
      if (split.length) {
        assert.deepEqual(round.counts, round.counts.map((_, at) => split.reduce((all, { counts }) => all + counts[at], 0)));
      }
      const sorted = (list) => list.map((ballot) => JSON.stringify(ballot)).sort();
      assert.deepEqual(sorted(round.ballots.map(({ ballot }) => ballot)), sorted([...ballots.values()]), what);
    }
  }
  assert.ok(told.questions.some(({ rounds }) => rounds.some(({ splits }) => splits.length)), 'some of it could be split');
  // Nobody has two ballots in it that could be put side by side, and nothing is told of whose they are.
  const single = told.questions.flatMap(({ rounds }) => rounds.flatMap(({ ballots }) => ballots));
  assert.equal(new Set(single.map(({ voter }) => voter)).size, single.length);
  for (const ballot of single) assert.deepEqual(Object.keys(ballot), ['voter', 'ballot']);

  // An auditor's has one name for each, what they are, and every group however small.
  const full = await readDocument(room, 'ballots');
  const names = new Map();
  for (const { id, rounds } of full.questions) {
    for (const { round, ballots, splits } of rounds) {
      const kept = await ballotsOf(server, room.id, id, round);
      const sizes = new Map();
      for (const one of kept.keys()) sizes.set(groupOf(one), (sizes.get(groupOf(one)) ?? 0) + 1);
      const [{ groups }] = splits.filter(({ by }) => by === who);
      assert.deepEqual(groups.map(({ groups: [at], voters }) => [at, voters]), [...sizes].sort(([a], [b]) => a - b));
      assert.ok(sizes.size < 2 || groups.some(({ voters }) => voters < FEW) === [...sizes.values()].some((n) => n < FEW));
      for (const { voter, groups: of } of ballots) {
        assert.deepEqual(names.get(voter) ?? of, of);
        names.set(voter, of);
      }
      assert.deepEqual(ballots.map(({ groups: of }) => of[who]).sort(), [...kept.keys()].map(groupOf).sort());
    }
  }
  assert.ok(names.size <= PEOPLE && names.size < single.length);
});

test('single ballots stand in no order that tells when they came or whose others are', async () => {
  const room = await makeRoom(server, token);
  const def = { kind: 'number', title: 'Which?', from: 0, to: 99 };
  const asked = [await room.add(def), await room.add(def)];
  for (const question of asked) {
    await room.move(question, 'open');
    for (const [at, one] of everyone.entries()) await cast(room, question, one, { value: at });
  }
  const host = await files.asRole(server, room, 'host');
  const orders = async () => {
    const { questions } = await readDocument(host, 'ballots');
    return questions.map(({ rounds: [{ ballots }] }) => {
      assert.deepEqual(ballots.map(({ voter }) => voter), ballots.map(({ voter }) => voter).sort());
      return ballots.map(({ ballot: { value } }) => value);
    });
  };
  const came = times(PEOPLE, (at) => at);
  const [[one, other], [again]] = [await orders(), await orders()];
  for (const order of [one, other, again]) {
    assert.notDeepEqual(order, came);
    assert.deepEqual([...order].sort((a, b) => a - b), came);
  }
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, again);
  for (const format of ['csv', 'ndjson']) {
    const { text } = await fetchRoom(host, 'ballots', format);
    const columns = format === 'csv' ? text.slice(1).split('\r\n')[0].split(',') : Object.keys(readLines(text)[0]);
    assert.deepEqual(columns, ['number', 'question', 'title', 'round', 'voter', 'answers']);
  }
  const [sheet] = readWorkbook((await fetchRoom(host, 'ballots', 'xlsx')).bytes);
  assert.deepEqual([sheet.columns, sheet.rows.length], [['round', 'voter', 'answers'], PEOPLE]);
});

const SPELLINGS = [['Idée', 'idées', 'IDEE', 'idee'], ['New York', 'new-york', 'NEW YORK'], ['Mer', 'mers', 'mer'], ['Château', 'chateaux', 'CHÂTEAUX'], ['tree', 'Trees']];

test(`the words of a cloud in files are what a recount of the ballots says (seed ${seed})`, async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ kind: 'words', title: 'In a word?', max: 3 });
  await room.move(question, 'open');
  await crowd(room, question, () => ({ words: shuffled(SPELLINGS).slice(0, 1 + below(3)).map((list) => list[below(list.length)]) }));
  const ballots = await ballotsOf(server, room.id, question, 1);
  const said = cloudOf([...ballots.values()]);
  const inOrder = (entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const format of ['ndjson', 'xlsx']) {
    const file = await fetchFile(room, 'question.export', { question, what: 'counts', format });
    const rows = format === 'ndjson' ? readLines(file.text) : readWorkbook(file.bytes)[0].rows;
    assert.deepEqual(inOrder(rows.map(({ answer, votes }) => [folded(answer), votes])), inOrder(said), format);
    for (const { answer } of rows) assert.ok(SPELLINGS.flat().includes(answer), 'shown as somebody writes it');
  }
  const { text: report } = await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${token}` } });
  const inReport = [...report.matchAll(/<tr><th scope="row">([^<]+)<\/th><td>(\d+)<\/td><\/tr>/g)].map(([, word, n]) => [folded(word), Number(n)]);
  assert.deepEqual(inOrder(inReport), inOrder(said), 'report');
  const [{ rounds: [round] }] = (await readDocument(room)).questions;
  const value = Object.fromEntries(round.figures.map(({ figure, value: told }) => [figure, told]));
  assert.deepEqual([round.voters, value], [ballots.size, { words: [...said.values()].reduce((all, n) => all + n, 0), different: said.size, others: 0 }]);
  const theirs = readLines((await fetchFile(room, 'question.export', { question, what: 'ballots', format: 'ndjson' })).text);
  const sorted = (lists) => lists.map((list) => JSON.stringify(list)).sort();
  assert.deepEqual(sorted(theirs.map(({ answers }) => answers)), sorted([...ballots.values()].map(({ words }) => words)));
});

test(`points of a quiz in files are what a recount of ballots and times says (seed ${seed})`, async () => {
  const room = await makeRoom(server, token);
  const totals = new Map();
  for (const more of [{ duration: 20 }, { duration: 7, points: 333 }, { duration: 20, speed: false, points: 50 }, { right: [0, 2], duration: 0 }]) {
    const def = { kind: 'quiz', title: 'Which?', options: ['A', 'B', 'C'], right: [1], ...more };
    const question = await room.add(def);
    await room.move(question, 'open');
    await crowd(room, question, () => ({ options: below(2) ? def.right : [below(3)] }));
    const ballots = await ballotsOf(server, room.id, question, 1);
    const late = [0, 499, 500, 501, 1000 * (def.duration || 20) - 1];
    await takeTime(server, room.id, question, 1, [...ballots.keys()].map((who) => [who, below(3) ? below(1000 * (def.duration || 20)) : late[below(late.length)]]));
    await room.move(question, 'reveal');
    const took = await timesOf(server, room.id, question, 1);
    for (const [who, ballot] of ballots) totals.set(who, (totals.get(who) ?? 0) + pointsOf(def, ballot, took.get(who)));

    let file = { status: 404 }; // Whichever worker answers may not have heard that it is revealed.
    while (file.status === 404) file = await http(server, (await room.call('question.export', { question, what: 'points', format: 'ndjson' })).path);
    const rows = readLines(file.text);
    const ofThis = rows.filter(({ right }) => right !== '').map(({ right, points, ms }) => [right, points, ms].join(' ')).sort();
    assert.deepEqual(ofThis, [...ballots].map(([who, ballot]) => {
      const right = JSON.stringify([...ballot.options].sort()) === JSON.stringify([...def.right].sort());
      return [right ? 1 : 0, pointsOf(def, ballot, took.get(who)), took.get(who)].join(' ');
    }).sort());
    const best = [...totals.values()].sort((a, b) => b - a);
    assert.deepEqual(rows.map(({ place, total }) => [place, total]), best.map((total) => [best.indexOf(total) + 1, total]));
  }
});

test('percentages of the report add up to 100', async () => {
  const room = await makeRoom(server, token);
  const who = await room.add(SEGMENT);
  await room.move(who, 'open');
  await Promise.all(everyone.slice(0, 21).map((one, at) => cast(room, who, one, { options: [at % 3] })));
  const asked = [{ kind: 'single', title: 'Thirds', options: OPTIONS.slice(1) }, { kind: 'nps', title: 'Again' }, { kind: 'number', title: 'Bins', from: 0, to: 6 }, { kind: 'scale', title: 'Steps', from: 1, to: 7 }];
  for (const def of asked) {
    const question = await room.add(def);
    await room.move(question, 'open');
    await Promise.all(everyone.slice(0, 21).map((one, at) => cast(room, question, one,
      def.kind === 'single' ? { options: [at % 3] } : { value: def.kind === 'scale' ? 1 + at % 7 : def.kind === 'nps' ? [10, 8, 3][at % 3] : at % 7 })));
    await room.move(question, 'close');
  }
  let text = '';
  while ((text.match(/<section/g) ?? []).length < asked.length) ({ text } = await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${token}` } }));
  const sections = text.split('<section').slice(1);
  let columns = 0;
  for (const section of sections) {
    for (const table of section.split('<table').slice(1)) {
      const rows = [...table.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row]) => [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell]) => cell));
      for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
        const percents = rows.map((row) => /^(\d+)\s?%$/.exec(row[at].replace(/&nbsp;|\u00a0|\u202f/g, ' '))?.[1]).filter((one) => one !== undefined).map(Number);
        if (percents.length === 0) continue;
        // An NPS has its steps, and then its groups.
        const sums = percents.length === 14 ? [percents.slice(0, 11), percents.slice(11)] : [percents];
        for (const sum of sums) assert.equal(sum.reduce((all, one) => all + one, 0), 100, `${section.slice(0, 80)} ${sum}`);
        columns += sums.length;
      }
    }
  }
  assert.ok(columns >= 8, `${columns} columns were added up`);
});

test('a question alone is told as it is among the others; tables and documents agree', async () => {
  const room = await makeRoom(server, token);
  const [def, ballot] = KINDS[4];
  const question = await room.add(def);
  await room.move(question, 'open');
  await crowd(room, question, ballot);
  const alone = JSON.parse((await fetchFile(room, 'question.export', { question, what: 'results', format: 'json' })).text);
  const all = await readDocument(room);
  assert.deepEqual(alone.questions[0].rounds, all.questions[0].rounds);
  assert.ok(alone.questions[0].at <= all.questions[0].at);
  const csv = (await fetchFile(room, 'question.export', { question, what: 'results', format: 'csv' })).text;
  assert.equal(csv[0], '\uFEFF');
  const score = csv.split('\r\n').find((line) => line.includes(',score,')).split(',').at(-3);
  near(Number(score), alone.questions[0].rounds[0].figures.at(-1).value, 'the score');
  for (const format of ['csv', 'ndjson', 'xlsx']) {
    assert.equal((await fetchFile(room, 'question.export', { question, what: 'ballots', format })).status, 200);
  }
  for (const [fields, field] of [[{ question, what: 'ballots', format: 'json' }, 'format'], [{ question, what: 'money', format: 'csv' }, 'what']]) {
    const { err } = await post(server, 'question.export', { room: room.code, ...fields }, token);
    assert.deepEqual([err.code, err.field], ['bad_field', field]);
  }
  for (const format of ['html', 'pdf', '']) {
    const { err } = await post(server, 'room.export', { room: room.code, what: 'results', format }, token);
    assert.deepEqual([err.code, err.field], ['bad_field', 'format']);
  }
});

test('a workbook has one sheet for each question behind the overview, and no formula', async () => {
  const room = await makeRoom(server, token);
  for (const [def, ballot] of KINDS) {
    const question = await room.add(def);
    await room.move(question, 'open');
    await cast(room, question, everyone[0], ballot());
  }
  await room.add(KINDS[0][0]); // A draft: never asked.
  const book = readWorkbook((await fetchRoom(room, 'results', 'xlsx')).bytes);
  assert.deepEqual(book.map(({ name }) => name), ['Overview', ...KINDS.map(([{ title }], at) => `${at + 1}. ${title}`.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31).trim())]);
  assert.deepEqual(book[0].rows.map(({ kind, voters }) => [kind, voters]), KINDS.map(([{ kind }]) => [kind, 1]));
  assert.deepEqual(book[1].columns, ['round', 'segment', 'group', 'voters', 'figure', 'answer', 'value', 'percent', 'of_voters']);
  assert.deepEqual(book[1].rows.map(({ answer }) => answer), OPTIONS);
  const ballots = readWorkbook((await fetchRoom(room, 'ballots', 'xlsx')).bytes);
  assert.deepEqual(ballots.map(({ rows }) => rows.length), KINDS.map(() => 1));
  const csv = (await fetchRoom(room, 'results', 'csv')).text;
  for (const cell of csv.slice(1).split(/\r\n|,/)) assert.doesNotMatch(cell, /^"?([=@]|-\D)/, 'nothing that a spreadsheet runs');
});

test('people have another name in each file', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(KINDS[0][0]);
  await room.move(question, 'open');
  await cast(room, question, everyone[0], { options: [0] });
  const [[one], [two]] = (await Promise.all([1, 2].map(() => fetchRoom(room, 'ballots', 'ndjson')))).map(({ text }) => readLines(text));
  assert.match(one.voter, /^[0-9a-f]{16}$/);
  assert.notEqual(one.voter, two.voter);
  assert.deepEqual({ ...one, voter: '' }, { ...two, voter: '' });
});

test('a segment is asked beside what the room looks at, and its answers are in nobody else\'s frames', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(KINDS[0][0]);
  await room.move(question, 'open');
  const who = await room.add(SEGMENT);
  const phone = await Socket.hello(server, room.code, everyone[1]);
  await room.move(who, 'open');
  await phone.event('question.opened', (event) => event.question.id === who);
  await Promise.all(everyone.slice(2, 12).map((one) => cast(room, who, one, { options: [3] })));
  await phone.event('voters', (event) => event.question === who && event.voters === 10);
  const answered = await phone.send('cast', { question: who, round: 1, n: 1, ballot: { options: [4] } });
  assert.equal(answered.state, 'counted');
  await phone.event('voters', (event) => event.question === who && event.voters === 11);
  const looks = phone.heard.filter(({ ev }) => ev === 'snapshot' || ev === 'room.changed').map((event) => event.room.current);
  assert.deepEqual([...new Set(looks)], [question]);
  const heard = phone.heard.filter((event) => event.ev === 'tally' && event.question === who);
  assert.deepEqual(heard, []);
  const { err } = await post(server, 'cast', { room: room.code, question: who, round: 1, n: 1, ballot: { options: [5] } }, everyone[2]);
  assert.equal(err.code, 'bad_ballot');
  await phone.end();
});

test('what was removed is in no file, and what was answered under other words is left out', async () => {
  const room = await makeRoom(server, token);
  const [gone, kept] = [await room.add(KINDS[0][0]), await room.add({ ...KINDS[2][0], title: 'Tea or coffee?' })];
  for (const question of [gone, kept]) {
    await room.move(question, 'open');
    await cast(room, question, everyone[0], { options: [0] });
    await room.move(question, 'close');
  }
  await room.move(kept, 'reset');
  const { version } = await room.call('question.update', { question: kept, version: room.version(kept), def: { ...KINDS[2][0], title: 'Soup or cake?' } });
  await must(server, 'question.move', { room: room.code, question: kept, version, move: 'open' }, token);
  await cast(room, kept, everyone[1], { options: [1] }, { round: 2 });
  const { path } = await room.call('room.export', { what: 'results', format: 'json' });
  await room.call('question.remove', { question: gone, version: room.version(gone) });
  const told = JSON.parse((await http(server, path)).text);
  assert.deepEqual(told.questions.map(({ id, rounds }) => [id, rounds.map(({ round, counts }) => [round, counts])]), [[kept, [[2, [0, 1]]]]]);
  const { err } = await post(server, 'question.export', { room: room.code, question: gone, what: 'results', format: 'csv' }, token);
  assert.equal(err.code, 'not_found');
});

test('files made while votes come in say when, and each is whole', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(KINDS[0][0]);
  await room.move(question, 'open');
  const voting = crowd(room, question, KINDS[0][1]);
  const files = await Promise.all(times(4, () => readDocument(room, 'ballots')));
  await voting;
  for (const { at, questions: [one] } of files) {
    const [round] = one.rounds;
    assert.ok(one.at >= at - 1000);
    assert.equal(round.counts.reduce((all, count) => all + count, 0), round.voters, 'the figures are of one moment');
    assert.ok(round.ballots.length >= round.voters, 'ballots are read after them');
    assert.equal(new Set(round.ballots.map(({ voter }) => voter)).size, round.ballots.length);
    assert.deepEqual(round.splits, []);
  }
});

test('the report shows every question to hosts, and to nobody else', async () => {
  const room = await makeRoom(server, token, { title: '<b>Report</b>', lang: 'fr' });
  const who = await room.add(SEGMENT);
  await room.move(who, 'open');
  await crowd(room, who, () => ({ options: [below(2)] }));
  for (const [def, ballot] of KINDS) {
    const question = await room.add({ ...def, notes: 'Say <i>this</i>.\nThen that.' });
    await room.move(question, 'open');
    await crowd(room, question, ballot);
    await room.move(question, 'close');
  }
  const fetchReport = (bearer, address = `/r/${room.code}`) =>
    http(server, address, { headers: bearer ? { cookie: `clameur=${bearer}` } : {} });
  const report = await fetchReport(token);
  assert.deepEqual([report.status, report.headers['content-type'], report.headers['cache-control']], [200, 'text/html; charset=utf-8', 'no-store']);
  assert.match(report.headers['content-security-policy'], /^default-src 'none'/);
  assert.equal(report.headers['content-disposition'], undefined);
  assert.doesNotMatch(report.text, /<b>|<i>|style=|onclick/);
  assert.ok(report.text.includes('&lt;b&gt;Report&lt;/b&gt;') && report.text.includes('Then that.'));
  assert.ok(report.text.endsWith('</html>\n'));
  assert.equal(report.text.match(/<section /g).length, KINDS.length + 1);
  assert.equal(report.text.match(/class="chart/g).length, KINDS.length + 1);
  assert.ok(report.text.includes('<caption>You are…</caption>'), 'split by what people are');
  assert.doesNotMatch(report.text, />plain\./, 'every word is there');
  const french = await fetchReport(token, `/r/${room.code}?lang=fr`);
  assert.ok(french.text.includes('Promoteurs') && french.text.includes(' personnes ont voté') && /\d\u202f%/.test(french.text));
  const told = await readDocument(room);
  for (const { rounds: [{ voters }] } of told.questions) assert.ok(report.text.includes(`${voters} vote`));
  for (const [bearer, status] of [[everyone[0], 403], [null, 403]]) {
    const refused = await fetchReport(bearer);
    assert.equal(refused.status, status);
    assert.ok(!refused.text.includes('Report</b>'));
  }
  assert.equal((await fetchReport(token, '/r/ZZZZZZ')).status, 404);
  assert.equal((await fetchReport(token, '/r/%3Cb%3E')).status, 404);
});
