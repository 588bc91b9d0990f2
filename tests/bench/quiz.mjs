/* SPDX-License-Identifier: Apache-2.0 */
/* A quiz with a full hall: node tests/bench/quiz.mjs [players]. All answer within three seconds, the host reveals, and every
 * phone asks for its own result. One JSON object: how long answers and results took, whether every point is what a recount
 * of what the phones sent says, and how long calls held Redis. */
import assert from 'node:assert/strict';

import { makeRoom, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const PLAYERS = Number(process.argv[2] ?? 10_000);
const SPREAD_MS = 3_000;
/** Below what one address may have that have not said hello. */
const AT_ONCE = 250;
const WAIT_MS = 60_000;
const DEF = { kind: 'quiz', title: 'Which is right?', options: ['This', 'That', 'Neither', 'Both'], right: [1], duration: 60 };

const after = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const times = (sorted) => Object.fromEntries([['p50', 0.5], ['p99', 0.99], ['most', 1]]
  .map(([name, part]) => [`${name}_ms`, Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10]));
const spread = (values) => times([...values].sort((a, b) => a - b));

/** Points by the rule as docs/PROTOCOL.md has it. */
const worth = (ms) => {
  const gone = Math.min(Math.max(ms / 1000 - 0.5, 0), DEF.duration - 0.5);
  return Math.floor(1000 * (1 - gone / (2 * (DEF.duration - 0.5))) + 0.5);
};

/** How long Redis was held by each call of a command. */
async function calls(server, name) {
  const lines = (await server.redis('slowlog', 'get', 2_000)).split('\n');
  const ms = lines.flatMap((line, at) => (line.toLowerCase() === name ? [Number(lines[at - 1]) / 1000] : []));
  return { calls: ms.length, ...(ms.length > 0 && spread(ms)) };
}

/** Answers by mid alone: nothing else that thousands hear is kept. */
class Player {
  constructor(server) {
    this.socket = new Socket(server);
    this.answers = new Map();
    this.socket.ws.removeAllListeners('message');
    this.socket.ws.on('message', (bytes) => {
      const text = bytes.toString();
      const mid = /^\{"re":(\d+)/.exec(text)?.[1];
      if (mid) { this.answers.get(Number(mid))?.(JSON.parse(text)); return; }
      if (text.startsWith('{"ev":"question.revealed"')) this.revealed?.();
    });
    this.mid = 0;
  }

  ask(cmd, fields) {
    const mid = ++this.mid;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to ${cmd}`)), WAIT_MS);
      this.answers.set(mid, (answer) => { clearTimeout(late); this.answers.delete(mid); resolve(answer); });
      this.socket.ws.send(JSON.stringify({ mid, cmd, ...fields }));
    });
  }
}

const server = await Server.start();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token);
  const question = await room.add(DEF);
  const players = [];
  while (players.length < PLAYERS) {
    players.push(...await Promise.all(Array.from({ length: Math.min(AT_ONCE, PLAYERS - players.length) }, async () => {
      const player = new Player(server);
      await player.socket.opened;
      const { ok } = await player.ask('device.create', {});
      await player.ask('hello', { room: room.code, token: ok.token });
      return player;
    })));
  }
  await server.redis('config', 'resetstat');
  await room.move(question, 'open');
  const counted = await Promise.all(players.map(async (player, at) => {
    await after((at / PLAYERS) * SPREAD_MS);
    const begun = performance.now();
    player.option = (at * 7) % DEF.options.length;
    const { ok, err } = await player.ask('cast', { question, round: 1, n: 1, ballot: { options: [player.option] } });
    assert.equal(ok?.state, 'counted', JSON.stringify(err));
    return performance.now() - begun;
  }));
  const [, casts, castUs] = /cmdstat_fcall:calls=(\d+),usec=(\d+)/.exec(await server.redis('info', 'commandstats'));
  await server.redis('config', 'set', 'slowlog-log-slower-than', 0);
  await server.redis('config', 'set', 'slowlog-max-len', 2_000);
  await server.redis('slowlog', 'reset');
  const results = players.map((player) => new Promise((resolve, reject) => {
    player.revealed = () => { player.ask('quiz.board', { question, n: 0 }).then(({ ok }) => resolve({ ok, at: performance.now() }), reject); };
  }));
  const begun = performance.now();
  await room.move(question, 'reveal');
  const all = await Promise.all(results);
  const reads = await calls(server, 'fcall_ro');

  // Every point again, from what was sent and the time that is told; every place from those points.
  let exact = all.every(({ ok }, at) => {
    const { answer, points } = ok.own;
    const right = players[at].option === 1;
    return answer.right === right && answer.points === (right ? worth(answer.ms) : 0) && points === answer.points;
  });
  const sorted = all.map(({ ok }) => ok.own.points).sort((a, b) => b - a);
  const placeOf = new Map();
  sorted.forEach((points, at) => { if (!placeOf.has(points)) placeOf.set(points, at + 1); });
  exact &&= all.every(({ ok }) => ok.players === PLAYERS && ok.own.place === placeOf.get(ok.own.points));
  const listed = [];
  for (let skip = 0; skip < PLAYERS; skip += 50) {
    const { ok } = await post(server, 'quiz.board', { room: room.code, question, skip, n: 50 }, token);
    listed.push(...ok.places.map(({ points }) => points));
  }
  exact &&= JSON.stringify(listed) === JSON.stringify(sorted);
  console.log(JSON.stringify({
    players: PLAYERS, counted: spread(counted), own_result: spread(all.map(({ at }) => at - begun)),
    redis_us_an_answer: Math.round((castUs / PLAYERS) * 10) / 10, redis_calls: Number(casts), redis_reads: reads, exact,
  }));
  process.exitCode = exact ? 0 : 1;
  players.forEach(({ socket }) => socket.ws.terminate());
} finally { await server.end(); }
