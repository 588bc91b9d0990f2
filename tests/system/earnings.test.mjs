/* SPDX-License-Identifier: Apache-2.0 */
/* Points of a whole space: what people earn in its rooms, together; whatever becomes of the clerk meanwhile. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const POINTS = { idea: 5, support: 2 };
const KILLS = 3;

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

async function makeClub(points = POINTS) {
  const room = await makeRoom(server, token, { title: 'Club', ...(points && { points }) });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return room;
}

const say = (room, who, cmd, fields) => must(server, cmd, { room: room.code, board: 'wishes', ...fields }, who);
const ofSpace = (room) => room.call('points.board', { scope: 'space', n: 50 });
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** The space's points, the most first, once they are these. */
async function becomes(room, expected) {
  for (;;) {
    const points = (await ofSpace(room)).places.map((place) => place.points);
    if (points.join() === expected.join()) return;
    await pause(100);
  }
}

async function clerk() {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).split('\0');
    const environment = words[1] === 'clerk' && await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment && environment.includes(server.data)) return Number(pid);
  }
  return null;
}

test('what is earned in several rooms adds up, once, whenever the clerk dies', { timeout: 90_000 }, async () => {
  const rooms = [await makeClub(), await makeClub(null)];
  await rooms[1].call('room.update', { rev: 1, settings: { title: 'Club', points: POINTS } }); // Points from later on.
  const [anna, ben] = [await device(server), await device(server)];
  for (const room of rooms) await say(room, anna, 'idea.post', { id: 'tent', title: 'A tent' });
  await say(rooms[0], ben, 'idea.post', { id: 'pool', title: 'A pool' });
  await becomes(rooms[0], [10, 5]);
  let killed = 0;
  for (let i = 0; i < 24; i++) {
    if (i % 8 === 4) {
      let pid = null;
      while (!pid) pid = await clerk(); // It may be on its way back.
      process.kill(pid, 'SIGKILL');
      killed += 1;
    }
    await say(rooms[i % 2], await device(server), 'idea.support', { idea: 'tent', n: 1, on: true });
  }
  assert.equal(killed, KILLS);
  await becomes(rooms[1], [58, 5]);
  await say(rooms[0], anna, 'idea.withdraw', { idea: 'tent', version: 1 });
  await becomes(rooms[1], [29, 5]);
  const { total, own, places } = await ofSpace(rooms[0]);
  assert.deepEqual([total, own.points, places[0].name], [2, 0, null]);
  const { moves } = await rooms[0].call('points.log', { n: 50 });
  assert.ok(moves.some(({ who }) => who === places[1].who), 'the same word as in the record');
});

test('they are told to hosts alone', async () => {
  const room = await makeClub();
  const anna = await device(server);
  const ask = (who, scope) => post(server, 'points.board', { room: room.code, scope }, who);
  assert.equal((await ask(anna, 'space')).err.code, 'forbidden');
  assert.ok((await ask(anna, 'room')).ok);
  for (const scope of ['all', '', 7, null, '{space:main}']) assert.equal((await ask(token, scope)).err.code, 'bad_field', String(scope));
});
