/* SPDX-License-Identifier: Apache-2.0 */
/* A full hall puts twelve options in order: node tests/bench/ranking.mjs [people]. All rank them within three seconds, a
 * third ranks again, the host closes and counts them each against each and in rounds. One JSON object: how long ballots
 * and counts took, what they cost, how long calls held Redis, and whether the tally is what a recount of what the phones
 * sent says. */
import assert from 'node:assert/strict';

import { makeRoom, owner } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';
import { after, calls, gather, measured, noteCalls, spread } from './crowd.mjs';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const SPREAD_MS = 3_000;
const OPTIONS = Array.from({ length: 12 }, (_, option) => `Option ${option + 1}`);

/** Everyone has an order of their own, which a seed says. */
function orderOf(seed) {
  const options = OPTIONS.map((_, option) => option);
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  for (let last = options.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const at = (state >>> 8) % (last + 1);
    [options[last], options[at]] = [options[at], options[last]];
  }
  return options;
}

/** Borda's count and who came first, by hand. */
function borda(orders) {
  const points = OPTIONS.map(() => 0);
  const firsts = OPTIONS.map(() => 0);
  for (const order of orders) {
    order.forEach((option, place) => { points[option] += OPTIONS.length - 1 - place; });
    firsts[order[0]]++;
  }
  return [...points, ...firsts];
}

const server = await Server.start();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token);
  const question = await room.add({ kind: 'ranking', title: 'What first?', options: OPTIONS, results: 'always' });
  const people = await gather(server, room.code, PEOPLE);
  const host = await gather(server, room.code, 1);
  let tally;
  let told = 0;
  let largest = 0;
  host[0].hears.tally = (text) => { tally = JSON.parse(text); told++; largest = Math.max(largest, text.length); };
  await room.move(question, 'open');
  await noteCalls(server);
  const orders = people.map((_, at) => orderOf(at));
  const rank = async (person, at, n, ms) => {
    await after(ms);
    const cast = await person.timed('cast', { question, round: 1, n, ballot: { order: orders[at] } });
    assert.equal(cast.ok.state, 'counted');
    return cast.ms;
  };
  const first = await measured(server, PEOPLE, () => Promise.all(people.map((person, at) => rank(person, at, 1, (at / PEOPLE) * SPREAD_MS))));
  const again = people.filter((_, at) => at % 3 === 0);
  again.forEach((_, i) => { orders[3 * i] = orderOf(PEOPLE + i); });
  const changed = await measured(server, again.length, () => Promise.all(again.map((person, i) => rank(person, 3 * i, 2, (i / again.length) * SPREAD_MS))));
  await room.move(question, 'close');
  const counts = {};
  for (const method of ['condorcet', 'runoff']) {
    const begun = performance.now();
    await room.call('question.count', { question, method });
    counts[`${method}_ms`] = Math.round(performance.now() - begun);
  }
  const expected = borda(orders);
  const exact = tally.voters === PEOPLE && JSON.stringify(tally.counts) === JSON.stringify(expected);
  console.log(JSON.stringify({
    people: PEOPLE, options: OPTIONS.length, counted: spread(first.result), ...first.costs,
    changed: { people: again.length, ...spread(changed.result), ...changed.costs },
    tallies: told, largest_tally_bytes: largest, ...counts, redis_calls: await calls(server), exact,
  }, null, 2));
  process.exitCode = exact ? 0 : 1;
  [...people, ...host].forEach((person) => person.leave());
} finally { await server.end(); }
