/* SPDX-License-Identifier: Apache-2.0 */
/* Ten thousand supports that push ideas through a gate, with posts, comments and likes between them, while a worker, the
 * clerk and Redis are killed, or the master of a cluster or under Sentinel. Afterwards everything is there once: what
 * people were told is counted, gates, messages, notices and points. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';

import { device, makeRoom, owner, Refused, Socket } from '../lib/client.mjs';
import { Receiver } from '../lib/receiver.mjs';
import { Server } from '../lib/server.mjs';
import { Cluster, Sentinels } from '../lib/stores.mjs';

const PEOPLE = 100;
const IDEAS = 100;
const GATE = 50;
const POINTS = { idea: 5, comment: 1, support: 2, retained: 20 };
const WITHDRAWN = 10; // Every tenth support is taken back.
const PACE_MS = 50; // 20 commands a second on one connection.
const TEST_MS = 240_000;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const range = (n) => Array.from({ length: n }, (_, i) => i);

/** A phone as the protocol asks for: comes back when cut off, sends again what was not answered. */
class Phone {
  static async join(server, room, token) {
    const phone = new Phone();
    Object.assign(phone, { server, room, token: token ?? await device(server), sockets: [] });
    await phone.connect();
    return phone;
  }

  get socket() { return this.sockets.at(-1); }

  async connect() {
    for (;;) {
      try {
        this.sockets.push(await Socket.hello(this.server, this.room.code, this.token));
        return;
      } catch (error) {
        if (error instanceof Refused && error.code !== 'try_again') throw error;
        await pause(PACE_MS);
      }
    }
  }

  /** Until it is answered with ok, however often that is asked for. */
  async insist(cmd, fields) {
    for (;;) {
      try {
        const ok = await this.socket.send(cmd, fields);
        await pause(PACE_MS);
        return ok;
      } catch (error) {
        if (error instanceof Refused && !['try_again', 'too_many'].includes(error.code)) throw error;
        if (!(error instanceof Refused)) await this.connect();
        await pause(PACE_MS);
      }
    }
  }
}

/** The server's process of this name. */
async function processOf(server, name) {
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).split('\0');
    const environment = words[1] === name && await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment && environment.includes(server.data)) return Number(pid);
  }
  return null;
}

const board = 'wishes';
const idea = (i) => `i${i}`;
const isWithdrawn = (person, i) => (person + i) % WITHDRAWN === 0;

async function openBoard(server, receiver) {
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Summer club', points: POINTS });
  await room.call('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes', gates: [{ kind: 'supports', at: GATE, days: 60 }] } });
  await room.call('board.move', { board, version: 1, phase: 'open' });
  await room.call('hook.add', { id: 'hook', url: receiver.url, events: ['gate'] });
  return room;
}

/** What somebody does in the storm; `counted` is called for each support that is. */
async function act(phone, me, counted) {
  for (const step of range(IDEAS)) {
    const i = (me + step) % IDEAS;
    const support = async (n, on) => {
      const ok = await phone.insist('idea.support', { board, idea: idea(i), n, on });
      assert.deepEqual([ok.state, ok.n, ok.on], ['counted', n, on]);
      counted();
    };
    await support(1, true);
    if (isWithdrawn(me, i)) await support(2, false);
    if (step === 20) await phone.insist('idea.post', { board, id: `late${me}`, title: 'One more' });
    if (step === 40) await phone.insist('comment.post', { board, idea: idea(i), id: `more${me}`, text: 'Yes!' });
    if (step === 60) await phone.insist('comment.like', { board, idea: idea(i), comment: `seed${i}`, n: 1, on: true });
  }
}

/** The storm, with something done to the server each time that so many supports are counted. */
async function storm(phones, kills) {
  const total = PEOPLE * IDEAS;
  const done = [];
  let n = 0;
  const counted = () => {
    n += 1;
    if (done.length < kills.length && n === Math.floor(((done.length + 1) * total) / (kills.length + 1))) done.push(kills[done.length]());
  };
  await Promise.all(phones.map((phone, me) => act(phone, me, counted)));
  assert.equal(done.length, kills.length);
  await Promise.all(done);
}

const onOf = (i) => range(PEOPLE).filter((person) => !isWithdrawn(person, i)).length;
/** By the rules: two ideas, two comments, two points for each support but one's own; the first idea is planned. */
const earned = (me) => 2 * POINTS.idea + 2 * POINTS.comment + (me === 0 ? POINTS.retained : 0)
  + POINTS.support * (onOf(me) - (isWithdrawn(me, me) ? 0 : 1));
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

/** A worker that missed what it was told of an idea heals; what it then shows is exact. */
async function ideasAreExact(host) {
  for (let at = 0; at < IDEAS; at += 10) {
    const expected = range(10).map((i) => [onOf(at + i), 1, 2]);
    for (let seen = []; !isDeepStrictEqual(seen, expected);) {
      const { ideas } = await host.insist('idea.read', { board, ideas: range(10).map((i) => idea(at + i)) });
      seen = ideas.map(({ supports, gate, comments }) => [supports, gate.n, comments]);
      await pause(PACE_MS);
    }
  }
}

/** The leaderboard, the record behind it, and what each is told equal what is due by the rules. */
async function pointsAreExact(phones, host) {
  const due = range(PEOPLE).map(earned);
  const own = await Promise.all(phones.map(async (phone) => (await phone.insist('points.board', { n: 1 })).own.points));
  assert.deepEqual(own, due);
  const places = [];
  for (let skip = 0; skip < PEOPLE; skip += 50) places.push(...(await host.insist('points.board', { skip, n: 50 })).places);
  assert.deepEqual(sorted(places.map(({ points }) => points)), sorted(due));
  // The clerk carries them to the space: a little later, and as exact.
  for (let of = []; ;) {
    of = [];
    for (let skip = 0; skip < PEOPLE; skip += 50) of.push(...(await host.insist('points.board', { scope: 'space', skip, n: 50 })).places);
    const all = sorted(of.map(({ points }) => points));
    if (all.reduce((sum, n) => sum + n, 0) < due.reduce((sum, n) => sum + n, 0)) continue;
    assert.deepEqual(all, sorted(due));
    break;
  }
  const sums = new Map();
  for (let before; ;) {
    const { moves } = await host.insist('points.log', { n: 50, ...(before && { before }) });
    if (moves.length === 0) break;
    for (const { who, points } of moves) sums.set(who, (sums.get(who) ?? 0) + points);
    before = moves.at(-1).entry;
  }
  assert.deepEqual(sorted(sums.values()), sorted(due));
}

const noticesOf = ({ heard }, fits = () => true) => heard.filter(({ ev, what }) => ev === 'notice' && what === 'status').filter(fits);

/** Nobody hears twice that an idea passed its gate; an answer is heard once by all whom it concerns. */
async function noticesAreExact(phones, host) {
  for (const { heard } of phones.flatMap(({ sockets }) => sockets)) {
    const told = noticesOf({ heard }).map(({ idea: which }) => which);
    assert.equal(new Set(told).size, told.length);
  }
  const planned = ({ status, idea: which }) => status === 'planned' && which === idea(0);
  const { ideas: [{ version }] } = await host.insist('idea.read', { board, ideas: [idea(0)] });
  await host.insist('idea.answer', { board, idea: idea(0), version, status: 'planned', answer: 'In May.' });
  await Promise.all(phones.map(async (phone, me) => {
    const { socket } = phone;
    const concerns = me === 0 || !isWithdrawn(me, 0);
    if (concerns) await socket.event('notice', planned);
    await phone.insist('me.read', {}); // Copies may still be behind.
    assert.equal(noticesOf(socket, planned).length, concerns ? 1 : 0);
  }));
  for (const [me, phone] of phones.entries()) {
    const news = (await phone.insist('me.read', {})).news.filter(({ what }) => what === 'status').map(({ idea: which, status }) => `${which} ${status}`);
    assert.equal(new Set(news).size, news.length, `news of ${me}`);
  }
}

/** All of it: `kills` are what happens meanwhile. */
async function everythingIsThereOnce(server, receiver, kills) {
  const room = await openBoard(server, receiver);
  const host = await Phone.join(server, room, room.token);
  const phones = await Promise.all(range(PEOPLE).map(() => Phone.join(server, room)));
  await Promise.all(phones.map(async (phone, me) => {
    await phone.insist('idea.post', { board, id: idea(me), title: `Idea ${me}` });
    await phone.insist('comment.post', { board, idea: idea(me), id: `seed${me}`, text: 'Well?' });
  }));
  await storm(phones, kills.map((kill) => () => kill(room)));

  const gates = () => receiver.came.filter(({ event }) => event === 'gate');
  while (new Set(gates().map(({ json }) => json.idea.id)).size < IDEAS) await pause(PACE_MS);
  await Promise.all(phones.map(async (phone) => { if (phone.socket.closed !== null) await phone.connect(); }));
  await ideasAreExact(host);
  await noticesAreExact(phones, host);
  await pointsAreExact(phones, host);
  // Whatever came twice came under the same id, and no gate under two.
  assert.equal(new Set(gates().map(({ id }) => id)).size, IDEAS);
  await Promise.all([host, ...phones].map(({ socket }) => socket.end()));
  return room;
}

const flags = ['--webhook-allow', '127.0.0.0/8'];
const TALLY = `local n = 0 for i = 0, ARGV[2] - 1 do
  for _, v in ipairs(redis.call('HVALS', '{' .. ARGV[1] .. '}:sup:wishes:i' .. i)) do if string.match(v, '^%d+ 1 ') then n = n + 1 end end
end return {n, redis.call('XLEN', '{' .. ARGV[1] .. '}:news')}`;
const SUPPORTS = range(IDEAS).reduce((sum, i) => sum + onOf(i), 0);
/** Each idea passed once, and the first was answered. */
const COUNTED = `${SUPPORTS}\n${IDEAS + 1}`;

let receiver;
beforeEach(async () => { receiver = await Receiver.start(); });
afterEach(() => receiver.end());

test('a worker, the clerk and Redis are killed', { timeout: TEST_MS }, async () => {
  const server = await Server.start({ workers: 2, flags });
  try {
    const kill = (name) => async () => process.kill(await processOf(server, name), 'SIGKILL');
    const room = await everythingIsThereOnce(server, receiver, [kill('worker'), kill('clerk'), () => server.signalRedis('SIGKILL')]);
    assert.equal(await server.redis('EVAL', TALLY, 0, room.id, IDEAS), COUNTED);
  } finally { await server.end(); }
});

for (const [name, Kind] of [['of a cluster', Cluster], ['under Sentinel', Sentinels]]) {
  test(`the master ${name} is killed`, { timeout: TEST_MS }, async () => {
    const store = await Kind.make();
    let server;
    try {
      server = await Server.start({ workers: 2, flags: [...flags, '--ack-replicas', '1'], env: { CLAMEUR_REDIS: store.address } });
      const room = await everythingIsThereOnce(server, receiver, [async ({ id }) => {
        const dead = await store.master(id);
        await dead.kill();
        // It is back while others still name it and follow it: nothing that it takes may count.
        while (await store.master(id) === dead);
        await dead.start();
      }]);
      assert.equal(await (await store.master(room.id)).ask('EVAL', TALLY, 0, room.id, IDEAS), COUNTED);
    } finally {
      await server?.end();
      await store.end();
    }
  });
}
