/* SPDX-License-Identifier: Apache-2.0 */
/* A day in five shops: twenty kiosks, people with badges and without, lines that are cut, a server and a Redis that die, votes
 * that come late. In the evening the fleet, the dashboard, the files and a recount of the ballots say the same. */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { device, http, kioskOf, makeRoom, owner, post, Socket } from '../lib/client.mjs';
import { ballotsOf, sourcesOf } from '../lib/recount.mjs';
import { Server } from '../lib/server.mjs';

const PLACES = ['Lyon', 'Nantes', 'Lille', 'Metz', 'Brest'];
const EACH = 4;
const HOURS = 12;
const SEED = 20261123;
const MOOD = { kind: 'scale', title: 'How was it today?', from: 1, to: 5, look: 'stars', results: 'always', grace: 60 };
const SHOES = ['Trail', 'Road', 'Court', 'Lake'];
const STAFF = 40; // Badges that come by in several shops.

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

/** mulberry32: the same day for the same seed. */
function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** What a kiosk does, without its page: it keeps what people say, and sends each until it is answered. */
class Kiosk {
  waiting = [];
  answers = [];
  online = true;

  static async enrol(room, name, place) {
    const { id, who } = await kioskOf(server, room, name, place);
    const socket = await Socket.hello(server, room.code, who, { view: 'kiosk' });
    const { device: { badge_key: key } } = socket.heard.findLast(({ ev }) => ev === 'you');
    await socket.end();
    return Object.assign(new Kiosk(), { room, name, place, who, id, key: Buffer.from(key, 'base64url') });
  }

  badge(number) {
    return createHmac('sha256', this.key).update(`badge:${number}`).digest().subarray(0, 16).toString('base64url');
  }

  /** Somebody answers, and likes a shoe. */
  serve({ badge, stars, shoe }) {
    const who = badge === null ? randomBytes(16).toString('base64url') : this.badge(badge);
    const at = performance.now();
    this.waiting.push({ at, cmd: 'cast', fields: { question: 'mood', round: 1, n: 1, ballot: { value: stars }, for: who } });
    this.waiting.push({ at, cmd: 'idea.support', fields: { board: 'shoes', idea: shoe, n: 1, on: true, for: who } });
  }

  /** Sends what waits, the oldest first. What is not answered stays; `doubled`: some of it is sent again all the same. */
  async send(doubled = () => false) {
    while (this.online && this.waiting.length > 0) {
      const [{ at, cmd, fields }] = this.waiting;
      const ago = () => Math.floor(performance.now() - at);
      const answer = await this.ask(cmd, { ...fields, ago });
      if (doubled()) await this.ask(cmd, { ...fields, ago });
      this.answers.push({ cmd, fields, ok: answer.ok ?? null, code: answer.err?.code ?? null });
      this.waiting.shift();
    }
    if (!this.online) return;
    const refused = this.answers.filter(({ code }) => code === 'closed').length;
    await this.ask('device.report', { version: '1', waiting: this.waiting.length, refused, shows: { question: 'mood' } });
  }

  /** Asks until it is answered: lines break in between, and the store is away for a while. */
  async ask(cmd, { ago, ...fields }) {
    for (;;) {
      try {
        const answer = await post(server, cmd, { room: this.room.code, ...fields, ...(ago && { ago: ago() }) }, this.who);
        if (!['try_again', 'store_full', 'going_away'].includes(answer.err?.code)) return answer;
      } catch { /* Once more. */ }
    }
  }
}

const helped = (kiosks, of) => kiosks.flatMap(({ answers }) => answers).filter(({ cmd, ok }) => cmd === of && ok);
const sum = (numbers) => numbers.reduce((all, n) => all + n, 0);
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

async function shops() {
  const room = await makeRoom(server, token, { title: 'Five shops', lang: 'fr' });
  await room.add(MOOD, 'mood');
  await room.move('mood', 'open');
  await room.call('board.add', { id: 'shoes', def: { kind: 'products', title: 'Shoes', supports: 0 } });
  await room.call('board.move', { board: 'shoes', version: 1, phase: 'open' });
  for (const name of SHOES) await room.call('idea.post', { board: 'shoes', id: name.toLowerCase(), title: name });
  const kiosks = [];
  for (const place of PLACES) for (let n = 1; n <= EACH; n++) kiosks.push(await Kiosk.enrol(room, `${place} ${n}`, place));
  return { room, kiosks };
}

test(`a day on ${PLACES.length * EACH} kiosks: dashboard, fleet, files and recount agree (seed ${SEED})`, { timeout: 300_000 }, async () => {
  const below = seeded(SEED);
  const { room, kiosks } = await shops();
  const shopper = () => ({ badge: below(4) === 0 ? below(STAFF) : null, stars: 1 + below(5), shoe: SHOES[below(SHOES.length)].toLowerCase() });
  for (let hour = 0; hour < HOURS; hour++) {
    for (const kiosk of kiosks) {
      if (below(5) === 0) kiosk.online = !kiosk.online;
      for (let n = below(4); n > 0; n--) kiosk.serve(shopper());
    }
    const fault = { 4: () => server.signalRedis('SIGKILL'), 8: () => server.kill().then(() => server.start()) }[hour];
    await Promise.all([...kiosks.map((kiosk) => kiosk.send(() => below(6) === 0)), fault?.()]);
  }
  // Four lines are down at the end of the day. Who came before the close is counted late, who came after it is told no.
  const cut = kiosks.slice(0, 4);
  for (const kiosk of kiosks) kiosk.online = !cut.includes(kiosk);
  for (const kiosk of cut) kiosk.serve(shopper());
  await Promise.all(kiosks.map((kiosk) => kiosk.send()));
  await room.move('mood', 'close');
  for (const kiosk of cut) kiosk.serve(shopper());
  for (const kiosk of cut) kiosk.online = true;
  await Promise.all(kiosks.map((kiosk) => kiosk.send()));

  // Everyone was answered, and only who came after the close was told so.
  const casts = kiosks.flatMap(({ answers }) => answers).filter(({ cmd }) => cmd === 'cast');
  const refused = casts.filter(({ code }) => code === 'closed');
  assert.ok(casts.every(({ ok, code }) => ok || ['stale', 'closed'].includes(code)), JSON.stringify(casts.find(({ ok, code }) => !ok && !['stale', 'closed'].includes(code))));
  assert.ok(kiosks.every(({ waiting }) => waiting.length === 0));
  assert.ok(refused.length > 0 && refused.length <= cut.length);
  assert.ok(casts.some(({ ok }) => ok?.late), 'who came before the close and was heard after it');

  // Each person once, as they said it; a badge is one person wherever it is shown.
  const people = new Map();
  for (const { answers } of kiosks) {
    for (const { cmd, fields, ok } of answers) if (cmd === 'cast' && ok) people.set(fields.for, fields.ballot.value);
  }
  const recounted = await ballotsOf(server, room.id, 'mood', 1);
  assert.equal(recounted.size, people.size);
  const stars = (of) => [1, 2, 3, 4, 5].map((value) => of.filter((one) => one === value).length);
  const { tallies } = await room.call('hello', { view: 'host' });
  const tally = tallies.find(({ question }) => question === 'mood');
  assert.deepEqual([tally.voters, tally.counts], [recounted.size, stars([...recounted.values()].map(({ value }) => value))]);
  assert.deepEqual(tally.counts, stars([...people.values()]));

  // Where each came from: as Redis has it, so say the files and the fleet, in which all are heard and hold nothing back.
  const sources = [...(await sourcesOf(server, room.id, 'mood', 1)).values()];
  assert.equal(sources.length, recounted.size);
  const by = (of, key) => sorted(of.reduce((all, one) => ({ ...all, [key(one)]: (all[key(one)] ?? 0) + 1 }), {}));
  const names = Object.fromEntries(kiosks.map(({ id, name }) => [id, name]));
  const { path } = await room.call('question.export', { question: 'mood', what: 'ballots', format: 'ndjson' });
  const rows = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(by(rows, ({ source_device: name }) => name), by(sources, (one) => names[one.device]));
  assert.deepEqual(by(rows, ({ source_place: place }) => place), by(sources, ({ place }) => place));
  assert.deepEqual([...new Set(rows.map(({ source_channel: channel }) => channel))], ['kiosk']);
  const late = new Set(casts.filter(({ ok }) => ok?.late).map(({ fields }) => fields.for));
  assert.equal(rows.filter((row) => row.late).length, late.size);
  const { devices } = await room.call('device.list');
  assert.ok(devices.length === kiosks.length && devices.every(({ waiting, seen, revoked }) => waiting === 0 && seen > 0 && !revoked));
  const numbers = (await server.redis('HVALS', `{${room.id}}:sfrom:shoes`)).split('\n');
  const liked = await Promise.all(numbers.map(async (number) => (await server.redis('HGET', `{${room.id}}:sources`, number)).split('\t')[2]));
  assert.deepEqual(sorted(Object.fromEntries(devices.map(({ id, votes }) => [id, votes]))), by([...sources.map(({ device: id }) => id), ...liked], (id) => id));

  // And the dashboard: by place, and over time.
  const { groups, names: places } = await room.call('question.split', { question: 'mood', by: { source: 'place' } });
  assert.deepEqual(sorted(Object.fromEntries(groups.map(({ groups: [at], voters }) => [places[at], voters]))), by(sources, ({ place }) => place));
  const { rows: curve } = await room.call('dash.curve', { question: 'mood' });
  assert.deepEqual(curve.at(-1).slice(1), [recounted.size, ...tally.counts]);

  // Hearts: one for each person and shoe.
  const hearts = new Set(helped(kiosks, 'idea.support').map(({ fields }) => `${fields.for} ${fields.idea}`));
  const { ideas } = await room.call('idea.list', { board: 'shoes' });
  assert.equal(sum(ideas.map(({ supports }) => supports)), hearts.size);
});
