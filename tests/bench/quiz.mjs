/* SPDX-License-Identifier: Apache-2.0 */
/* A quiz with a full hall: node tests/bench/quiz.mjs [players]. All answer within three seconds, the host reveals, and every
 * phone asks for its own result. One JSON object: how long answers and results took, whether every point is what a recount
 * of what the phones sent says, and how long calls held Redis. */
import assert from 'node:assert/strict';

import { makeRoom, owner, post } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';
import { after, calls, gather, measured, noteCalls, spread } from './crowd.mjs';

const PLAYERS = Number(process.argv[2] ?? 10_000);
const SPREAD_MS = 3_000;
const DEF = { kind: 'quiz', title: 'Which is right?', options: ['This', 'That', 'Neither', 'Both'], right: [1], duration: 60 };

/** Points by the rule as docs/PROTOCOL.md has it. */
const worth = (ms) => {
  const gone = Math.min(Math.max(ms / 1000 - 0.5, 0), DEF.duration - 0.5);
  return Math.floor(1000 * (1 - gone / (2 * (DEF.duration - 0.5))) + 0.5);
};

const server = await Server.start();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token);
  const question = await room.add(DEF);
  const players = await gather(server, room.code, PLAYERS);
  await room.move(question, 'open');
  await noteCalls(server);
  const answered = await measured(server, PLAYERS, () => Promise.all(players.map(async (player, at) => {
    await after((at / PLAYERS) * SPREAD_MS);
    player.option = (at * 7) % DEF.options.length;
    const { ok, ms } = await player.timed('cast', { question, round: 1, n: 1, ballot: { options: [player.option] } });
    assert.equal(ok.state, 'counted');
    return ms;
  })));
  const answering = await calls(server);
  await noteCalls(server);
  const results = players.map((player) => new Promise((resolve, reject) => {
    player.hears['question.revealed'] = () => {
      player.timed('quiz.board', { question, n: 0 }).then(({ ok }) => resolve({ ok, at: performance.now() }), reject);
    };
  }));
  const begun = performance.now();
  const revealed = await measured(server, PLAYERS, async () => {
    await room.move(question, 'reveal');
    return Promise.all(results);
  });
  const all = revealed.result;
  const revealing = await calls(server);

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
    players: PLAYERS, counted: spread(answered.result), ...answered.costs, redis_calls: answering,
    reveal: { own_result: spread(all.map(({ at }) => at - begun)), ...revealed.costs, redis_calls: revealing },
    exact,
  }, null, 2));
  process.exitCode = exact ? 0 : 1;
  players.forEach((player) => player.leave());
} finally { await server.end(); }
