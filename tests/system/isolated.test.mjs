/* SPDX-License-Identifier: Apache-2.0 */
/* An attack on the rule of five by differences: a host keeps everything that may be had of a vote by groups, while it is open and
 * after, from screens and from files of every format, before and after more votes, changes of mind and of group, and looks for a
 * sum in which one to four people are left. What else is in the files must not join. The same attack finds people in what an
 * auditor has, and where each look splits afresh. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { isolated } from '../lib/attacker.mjs';
import { device, http, makeRoom, must, owner } from '../lib/client.mjs';
import { asRole, fetchFile, fetchRoom, readDocument, readLines } from '../lib/files.mjs';
import { Server } from '../lib/server.mjs';
import { readWorkbook } from '../lib/workbook.mjs';

const PHONES = 150;
const SHOPPERS = 60;
const STEPS = 10;
const FEWEST = 5;
const SEGMENTS = { who: ['Buyer', 'User', 'Carrier'], where: ['North', 'South'] };
const SOURCES = ['channel', 'place', 'device'];
const REST = 12;
/** Mulberry32. */
let state = Number(process.env.CLAMEUR_SEED ?? 7);
function random() {
  state = state + 0x6D2B79F5 | 0;
  let t = Math.imul(state ^ state >>> 15, 1 | state);
  t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
  return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
}
const below = (n) => Math.floor(random() * n);
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));

let server;
let token;
before(async () => {
  server = await Server.start();
  token = await owner(server);
});
after(() => server?.end());

/** A room in which people come, answer and move; it remembers who said what, as the attacker is supposed to know. */
class World {
  static async make() {
    const world = new World();
    world.room = await makeRoom(server, token);
    world.host = await asRole(server, world.room, 'host');
    for (const [id, options] of Object.entries(SEGMENTS)) {
      await world.room.add({ kind: 'segment', title: id, options }, id);
      await world.room.move(id, 'open');
    }
    for (const id of ['mood', 'again']) {
      await world.room.add({ kind: 'scale', title: id, from: 1, to: STEPS, results: 'always' }, id);
      await world.room.move(id, 'open');
    }
    const kiosks = await Promise.all(['Paris', 'Lyon'].map(async (place) => {
      const bearer = await device(server);
      const { secret } = await world.room.call('link.create', { role: 'kiosk', label: `Borne ${place}`, place });
      await must(server, 'link.exchange', { secret }, bearer);
      return { bearer, place };
    }));
    const phones = await Promise.all(times(PHONES, () => device(server)));
    world.away = [
      ...phones.map((bearer) => ({ bearer, channel: 'phone', place: '', device: '' })),
      ...times(SHOPPERS, (at) => {
        const { bearer, place } = kiosks[below(2)];
        return { bearer, for: `shopper${at}`.padEnd(22, 'A'), channel: 'kiosk', place, device: `Borne ${place}` };
      }),
    ].map((one, at) => ({ ...one, name: `p${at}`, ballots: 0, said: 0 })).sort(() => random() - 0.5);
    world.people = [];
    return world;
  }

  async cast(one, question, ballot, n) {
    const at = one.for ? { for: one.for, ago: 0 } : {};
    await must(server, 'cast', { room: this.room.code, question, round: 1, n, ballot, ...at }, one.bearer);
  }

  async say(one) {
    one.said++;
    for (const [id, options] of Object.entries(SEGMENTS)) {
      one[id] = below(options.length + 1);
      await this.cast(one, id, { options: [one[id]] }, one.said);
    }
  }

  async vote(one) {
    one.ballots++;
    one.value = 1 + below(STEPS);
    await this.cast(one, 'mood', { value: one.value }, one.ballots);
  }

  /** So many come; one in twelve says nothing of themselves. */
  async come(n) {
    const new_ = this.away.splice(0, n);
    await Promise.all(new_.map(async (one) => {
      await this.vote(one);
      await this.cast(one, 'again', { value: 1 + below(STEPS) }, 1);
      if (!one.for && random() < 11 / 12) await this.say(one);
    }));
    this.people.push(...new_);
  }

  /** Some answer otherwise, some say that they are something else. */
  async move(n) {
    const phones = this.people.filter((one) => !one.for);
    for (const one of new Set(times(n, () => phones[below(phones.length)]))) await (random() < 0.5 ? this.vote(one) : this.say(one));
  }

  /** The group of a table in which somebody is, numbered as the server does. */
  groupOf(one, by, names) {
    if (by in SEGMENTS) return one[by] ?? SEGMENTS[by].length + 1;
    const at = names.indexOf(one[by]);
    return at < 0 ? REST : at;
  }

  /** Of these people, as a figure, and what it has to say. */
  figure(people) {
    return { ballots: people.map(({ name, ballots }) => `${name} ${ballots}`), voters: people.length,
      counts: times(STEPS, (step) => people.filter(({ value }) => value === step + 1).length) };
  }
}

/** What the attacker has: figures, each of known people. A table that was not seen before has to be of everybody by now. */
class Attacker {
  constructor(world) { this.world = world; this.seen = new Set(); this.figures = []; this.sizes = []; }

  take({ by, names, groups }) {
    const key = JSON.stringify([by, groups]);
    if (groups.length === 0 || this.seen.has(key)) return;
    this.seen.add(key);
    const { world } = this;
    for (const { groups: members, voters, counts } of groups) {
      const figure = world.figure(world.people.filter((one) => members.includes(world.groupOf(one, by, names))));
      assert.deepEqual([voters, counts], [figure.voters, figure.counts], `${by} ${members}: it is of those who have voted by now`);
      this.figures.push(figure.ballots);
    }
    this.figures.push(world.figure(world.people).ballots);
    this.sizes.push(world.people.length);
  }
}

const plain = ({ by, names = [], groups }) => ({ by: by.source ?? by, names, groups: groups.map(({ groups: members, voters, counts }) => ({ groups: members, voters, counts })) });

async function onScreens({ room, host }, now) {
  const asked = [...Object.keys(SEGMENTS), ...SOURCES.map((source) => ({ source }))];
  const told = [];
  for (const by of asked) told.push(plain({ by, ...await must(server, 'question.split', { room: room.code, question: 'mood', by, ...(now && { now }) }, host.token) }));
  return told;
}

const inDocument = async (room) => (await readDocument(server, room)).questions.find(({ id }) => id === 'mood').rounds[0].splits.map(plain);

/** Every other file has the same tables: "by|voters" of each group. */
async function sameInOtherFiles({ host, room }, tables) {
  const expected = tables.flatMap(({ by, groups }) => groups.map(({ voters }) => `${SOURCES.includes(by) ? `source_${by}` : by}|${voters}`)).sort();
  const grouped = (rows) => [...new Set(rows.filter(({ segment }) => segment).map(({ segment, group, voters }) => `${segment}|${voters}|${group}`))]
    .map((key) => key.split('|').slice(0, 2).join('|')).sort();
  const of = { question: 'mood', what: 'results' };
  const lines = readLines((await fetchFile(server, host, 'question.export', { ...of, format: 'ndjson' })).text);
  assert.deepEqual(grouped(lines), expected);
  const [head, ...rows] = (await fetchFile(server, host, 'question.export', { ...of, format: 'csv' })).text.slice(1).trim().split('\r\n').map((row) => row.split(','));
  assert.deepEqual(grouped(rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])))), expected);
  const sheet = readWorkbook((await fetchRoom(server, host, 'results', 'xlsx')).bytes).find(({ name }) => name.endsWith('. mood'));
  assert.deepEqual(grouped(sheet.rows), expected);
  const report = (await http(server, `/r/${room.code}?lang=en`, { headers: { cookie: `clameur=${host.token}` } })).text;
  const section = report.split('<section').find((text) => text.includes('</span> mood</h2>'));
  const heads = [...section.matchAll(/<small>\((\d+)\)<\/small>/g)].map(([, n]) => n).sort();
  assert.deepEqual(heads, expected.map((key) => key.split('|')[1]).sort());
}

/** Ballots of a host: no name twice in all files there were, and nothing beside the answer. */
async function ballotsDoNotJoin({ host }, names) {
  for (const { id, rounds } of (await readDocument(server, host, 'ballots')).questions) {
    for (const { voter, ballot, ...more } of rounds.flatMap(({ ballots }) => ballots)) {
      assert.deepEqual(more, {}, id);
      assert.ok(!names.has(voter), 'a name that was there before');
      names.add(voter);
      assert.deepEqual(Object.keys(ballot), ['value']);
    }
  }
  for (const question of ['mood', 'again', 'who']) {
    for (const { voter, ...more } of readLines((await fetchFile(server, host, 'question.export', { question, what: 'ballots', format: 'ndjson' })).text)) {
      assert.deepEqual(Object.keys(more), ['answers']);
      assert.ok(!names.has(voter));
      names.add(voter);
    }
  }
}

test('whatever a host holds against each other, nobody is alone', async () => {
  const world = await World.make();
  const [host, auditor, afresh] = times(3, () => new Attacker(world));
  const names = new Set();
  const look = async (isOpen) => {
    const screens = [await onScreens(world, false), ...(isOpen ? [await onScreens(world, true)] : [])];
    const document = await inDocument(world.host);
    for (const table of [...screens.flat(), ...document]) host.take(table);
    await sameInOtherFiles(world, document);
    await ballotsDoNotJoin(world, names);
    const full = await inDocument(world.room);
    for (const table of full) {
      auditor.take(table);
      // As files once were: groups of few are left out, whatever was told before.
      const large = table.groups.filter(({ voters }) => voters >= FEWEST);
      if (large.length === table.groups.length) afresh.take(table);
    }
  };
  for (const n of [15, 6, 39, 40]) {
    await world.come(n);
    await world.move(4);
    await look(true);
  }
  await world.room.move('mood', 'close');
  await look(false);
  await world.room.move('mood', 'reopen');
  await world.come(3);
  await look(true);
  await world.come(100);
  await world.room.move('mood', 'close');
  await look(false);
  assert.ok(new Set(host.sizes).size > 1, `tables were told of ${host.sizes}`);
  assert.equal(isolated(host.figures), null);
  assert.notEqual(isolated(auditor.figures), null, 'an auditor may know');
  assert.notEqual(isolated(afresh.figures), null, 'splitting afresh at each look gives people away');
});

test('an auditor\'s ballots join, and say who is where', async () => {
  const world = await World.make();
  await world.come(40);
  const { questions } = await readDocument(server, world.room, 'ballots');
  const [mood, again] = ['mood', 'again'].map((id) => new Map(questions.find((one) => one.id === id).rounds[0].ballots.map((one) => [one.voter, one])));
  assert.deepEqual([...mood.keys()].sort(), [...again.keys()].sort());
  const kinds = new Map();
  for (const { groups, source } of mood.values()) {
    const kind = JSON.stringify([groups, source]);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  assert.ok([...kinds.values()].some((n) => n < FEWEST), 'there are few of some kind');
});

test('the attacker finds what there is to find', () => {
  const people = (from, to) => times(to - from, (at) => `p${from + at} 1`);
  assert.equal(isolated([people(0, 10), people(10, 20)]), null);
  // All but one; two tables that differ by two; and one whose ballot is another by now.
  assert.deepEqual(isolated([people(0, 10), people(1, 10)]), ['p0']);
  assert.equal(isolated([people(0, 10), people(2, 12), people(12, 30)]).length, 4);
  assert.deepEqual(isolated([people(0, 10), ['p0 2', ...people(1, 10)]]), ['p0']);
  assert.equal(isolated([people(0, 10), people(5, 15)]), null);
});
