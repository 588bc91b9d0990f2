/* SPDX-License-Identifier: Apache-2.0 */
/* Ideas that move by themselves: through gates, out of time, into the team's queue; whatever dies meanwhile. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { device, makeRoom, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const DAY = 86_400_000;
const WITHIN_MS = 1000; // A spike is noticed so soon; see the issue.
const DEF = { kind: 'ideas', title: 'What would make the club better?' };
const LADDER = [
  { kind: 'supports', at: 3, days: 60, answer: 30 }, { kind: 'supports', at: 5, days: 180, then: 'planned', answer: 0 },
];

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

async function makeBoard(gates, def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { ...DEF, ...def, ...(gates && { gates }) } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return { room, host };
}

const join = async (room) => Socket.hello(server, room.code, await device(server));
const postIdea = (who, id) => who.send('idea.post', { board: 'wishes', id, title: `A ${id}` });
const support = (who, idea, n = 1, on = true) => who.send('idea.support', { board: 'wishes', idea, n, on });
const read = async (who, id) => (await who.send('idea.read', { board: 'wishes', ideas: [id] })).ideas[0];
const queue = async (who) => (await who.send('idea.queue', { board: 'wishes' })).ideas;
const look = (who, ideas) => who.send('board.look', { board: 'wishes', ideas });
const turns = (who, id, status) => who.event('ideas', ({ ideas }) => ideas.some((idea) => idea.id === id && idea.status === status));

const KILLS = 3;

/** The clerk's process. */
async function clerk() {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).split('\0');
    const environment = words[1] === 'clerk' && await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment && environment.includes(server.data)) return Number(pid);
  }
  return null;
}

/** So many people who support an idea at once. */
async function crowd(room, n, idea) {
  const people = await Promise.all(Array.from({ length: n }, () => join(room)));
  await Promise.all(people.map((who) => support(who, idea)));
  return people;
}

test('supports push an idea through its gates, live, and into the team\'s queue', async () => {
  const { room, host } = await makeBoard(LADDER);
  const anna = await join(room);
  await postIdea(anna, 'tent');
  const { at, gate } = await read(anna, 'tent');
  assert.deepEqual(gate, { n: 0, of: 2, late: false, by: 0, kind: 'supports', until: at + 60 * DAY, then: 'review', answer: 30, need: 3 });
  await look(anna, ['tent']);
  assert.deepEqual(await queue(host), []);

  const people = await crowd(room, 3, 'tent');
  const from = Date.now();
  await turns(anna, 'tent', 'review');
  assert.ok(Date.now() - from < WITHIN_MS, `${Date.now() - from} ms`);
  const passed = (await read(anna, 'tent')).gate;
  assert.deepEqual({ ...passed, by: 0 }, { n: 1, of: 2, late: false, by: 0, kind: 'supports', until: at + 240 * DAY, then: 'planned', answer: 0, need: 5 });
  assert.ok(Math.abs(passed.by - Date.now() - 30 * DAY) < 60_000);
  assert.deepEqual((await queue(host)).map(({ id, gate: { by } }) => [id, by]), [['tent', passed.by]]);
  // Whoever supports it is told, wherever they are in the room.
  await people[0].event('notice', ({ idea, status }) => idea === 'tent' && status === 'review');

  // Taking one back does not undo what was reached.
  await support(people[0], 'tent', 2, false);
  assert.equal((await read(anna, 'tent')).gate.n, 1);
  await crowd(room, 3, 'tent');
  await turns(anna, 'tent', 'planned');
  const done = await read(anna, 'tent');
  assert.deepEqual([done.gate, done.version], [{ n: 2, of: 2, late: false, by: 0 }, 3]);
  assert.deepEqual(await queue(host), []);
});

test('an answer of the team takes an idea from the queue, and from its gates', async () => {
  const { room, host } = await makeBoard(LADDER);
  const anna = await join(room);
  for (const id of ['tent', 'pool']) await postIdea(anna, id);
  await look(anna, ['tent', 'pool']);
  await crowd(room, 3, 'tent');
  await turns(anna, 'tent', 'review');
  await crowd(room, 3, 'pool');
  await turns(anna, 'pool', 'review');
  assert.deepEqual((await queue(host)).map(({ id }) => id), ['tent', 'pool'], 'what is due first comes first');
  const by = Date.now() + DAY;
  const decide = (more) => host.ask('idea.answer', { board: 'wishes', idea: 'tent', version: 2, status: 'declined', answer: 'No.', ...more });
  for (const wrong of [{ owner: 'x'.repeat(61) }, { owner: 7 }, { by: -1 }, { by: '2026-05-01' }]) {
    assert.match((await decide(wrong)).err.code, /^bad_(field|text)$/, JSON.stringify(wrong));
  }
  await decide({ owner: 'Anna <b>B</b>', by });
  const { words } = await read(anna, 'tent');
  assert.deepEqual([words.owner, words.by], ['Anna <b>B</b>', by]);
  assert.deepEqual((await queue(host)).map(({ id }) => id), ['pool']);
  await crowd(room, 3, 'tent');
  await support(anna, 'pool');
  assert.equal((await read(anna, 'tent')).status, 'declined');
});

test('a date passes by itself: an idea out of time, another to its deadline', async () => {
  const { room } = await makeBoard([{ kind: 'supports', at: 9, days: 60, late: 'read' }]);
  const other = await makeBoard([{ kind: 'deadline', days: 14 }]);
  for (const [{ code }, status, days] of [[room, 'read', 60], [other.room, 'review', 14]]) {
    const anna = await join({ code });
    await postIdea(anna, 'tent');
    await look(anna, ['tent']);
    const { id } = { ...room, ...(code !== room.code && other.room) };
    // As if it had been posted long ago, in a moment.
    await server.redis('HSET', `{${id}}:gates:wishes`, 'tent', `0 ${Date.now() - days * DAY + 1500} 0 new 0`);
    await support(anna, 'tent');
    assert.equal((await read(anna, 'tent')).status, 'new');
    await turns(anna, 'tent', status);
    const { gate } = await read(anna, 'tent');
    const { history } = await anna.send('idea.history', { board: 'wishes', idea: 'tent' });
    assert.deepEqual(history.slice(1).map(({ what, by, from, to }) => [what, by, from, to]), [
      ['gate', 'clerk', status === 'read' ? 'late' : undefined, '1'], ['status', 'clerk', 'new', status]]);
    assert.deepEqual([gate.late, gate.n, gate.kind], status === 'read' ? [true, 0, undefined] : [false, 1, undefined]);
  }
});

test('opinions count once each, and satisfaction is what enough of them say', async () => {
  const { room } = await makeBoard([{ kind: 'satisfaction', at: 4, percent: 75, days: 30 }]);
  const people = await Promise.all(Array.from({ length: 4 }, () => join(room)));
  const opine = (who, n, good) => who.send('idea.opinion', { board: 'wishes', idea: 'tent', n, good });
  const [anna, ben] = people;
  await postIdea(anna, 'tent');
  await look(anna, ['tent']);
  const twice = await Promise.all([1, 2].map(() => opine(anna, 1, true)));
  assert.deepEqual(twice.map(({ state, n, good }) => [state, n, good]), [['counted', 1, true], ['counted', 1, true]]);
  await Promise.all(people.slice(1).map((who) => opine(who, 1, false)));
  const { gate } = await read(ben, 'tent');
  assert.deepEqual([gate.kind, gate.need, gate.percent, gate.good, gate.bad, gate.own, gate.own_n], ['satisfaction', 4, 75, 1, 3, false, 1]);
  await opine(ben, 2, true);
  const { err } = await ben.ask('idea.opinion', { board: 'wishes', idea: 'tent', n: 1, good: false });
  assert.deepEqual([err.code, err.n, err.good], ['stale', 2, true]);
  assert.equal((await read(ben, 'tent')).status, 'new');
  await opine(people[2], 2, true);
  await turns(anna, 'tent', 'review');
});

test('a rate counts the supports of the last days', async () => {
  const { room } = await makeBoard([{ kind: 'rate', at: 1, over: 3 }]);
  const anna = await join(room);
  for (const id of ['old', 'fresh']) await postIdea(anna, id);
  await look(anna, ['old', 'fresh']);
  const key = `{${room.id}}:sup:wishes:old`;
  const people = await crowd(room, 2, 'old');
  // Two of its three are of last week.
  for (const who of (await server.redis('--raw', 'HVALS', key)).trim().split('\n')) assert.match(who, /^1 1 \d+$/);
  await server.redis('EVAL', `for _, who in ipairs(redis.call('HKEYS', KEYS[1])) do
    redis.call('HSET', KEYS[1], who, '1 1 ' .. (redis.call('TIME')[1] - 7 * 86400)) end`, 1, key);
  await support(anna, 'old');
  await Promise.all([anna, ...people].map((who) => support(who, 'fresh')));
  await turns(anna, 'fresh', 'review');
  assert.equal((await read(anna, 'old')).status, 'new');
});

test('gates that are written later judge what is there already', async () => {
  const { room, host } = await makeBoard(null);
  const anna = await join(room);
  await postIdea(anna, 'tent');
  await look(anna, ['tent']);
  await crowd(room, 3, 'tent');
  assert.equal((await read(anna, 'tent')).gate, undefined);
  await host.send('board.update', { board: 'wishes', version: 2, def: { ...DEF, gates: LADDER.slice(0, 1) } });
  await turns(anna, 'tent', 'review');
  // A further gate goes on from there.
  await host.send('board.update', { board: 'wishes', version: 3, def: { ...DEF, gates: LADDER } });
  await crowd(room, 2, 'tent');
  await turns(anna, 'tent', 'planned');
});

test('clerks of two instances move an idea once', async () => {
  const flags = ['--redis', `unix://${server.data}/redis/redis.sock`, '--key-file', `${server.data}/key`];
  const second = await Server.start({ workers: 1, flags });
  try {
    const { room } = await makeBoard(LADDER.slice(0, 1));
    const people = await Promise.all(Array.from({ length: 3 }, () => join(room)));
    const ids = Array.from({ length: 15 }, (_, i) => `i${i}`);
    for (const id of ids) await postIdea(people[0], id);
    await look(people[0], ids);
    await Promise.all(people.flatMap((who) => ids.map((id) => support(who, id))));
    await Promise.all(ids.map((id) => turns(people[0], id, 'review')));
    for (const id of ids) assert.equal((await read(people[1], id)).version, 2);
  } finally { await second.end(); }
});

test('the clerk may be killed at any time', async () => {
  const { room } = await makeBoard(LADDER.slice(0, 1));
  const anna = await join(room);
  const ids = Array.from({ length: 12 }, (_, i) => `i${i}`);
  for (const id of ids) await postIdea(anna, id);
  const people = await Promise.all(Array.from({ length: 3 }, () => join(room)));
  for (const id of ids) {
    // The first ones by a clerk that is there for certain, the others by whoever is.
    let pid = await clerk();
    while (!pid && ids.indexOf(id) < KILLS) pid = await clerk();
    await Promise.all(people.map((who) => support(who, id)));
    if (pid) process.kill(pid, 'SIGKILL');
  }
  const all = await join(room);
  await look(all, ids);
  await Promise.all(ids.map((id) => turns(all, id, 'review')));
  for (const id of ids) {
    const { version, gate } = await read(all, id);
    assert.deepEqual([version, gate.n], [2, 1], 'moved once');
  }
});

test('what is no gate is refused', async () => {
  const { room, host } = await makeBoard(null);
  const rule = { kind: 'supports', at: 100, days: 60 };
  const wrong = [
    [{}], [1], 'x', [{ kind: 'moon' }], [{ ...rule, at: 0 }], [{ ...rule, at: 1.5 }], [{ ...rule, at: '3' }], [{ ...rule, days: -1 }],
    [{ ...rule, days: 3651 }], [{ ...rule, then: 'merged' }], [{ ...rule, late: 'x' }], [{ ...rule, percent: 3 }], [{ kind: 'deadline' }],
    [{ kind: 'deadline', days: 0 }], [{ kind: 'satisfaction', at: 3, percent: 101 }], [{ kind: 'rate', at: 3 }], [{ ...rule, answer: 1e9 }],
    Array.from({ length: 7 }, () => rule),
  ];
  for (const gates of wrong) {
    const { err } = await post(server, 'board.update', { room: room.code, board: 'wishes', version: 2, def: { ...DEF, gates } }, token);
    assert.equal(err?.code, 'bad_field', JSON.stringify(gates));
    assert.match(err.field, /^def\.gates/);
  }
  const most = Array.from({ length: 6 }, () => ({ kind: 'satisfaction', at: 1_000_000, percent: 100, days: 3650, answer: 3650 }));
  assert.equal((await host.send('board.update', { board: 'wishes', version: 2, def: { ...DEF, gates: most } })).version, 3);
});
