/* SPDX-License-Identifier: Apache-2.0 */
/* A cloud of a hundred thousand words: node tests/bench/cloud.mjs [people]. Each of the people comes, says ten and goes, a hundred
 * at once. One JSON object: how long that took, what it cost with the coming, and whether all words were counted. */
import { makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';
import { calls, join, measured, noteCalls, spread } from './crowd.mjs';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const AT_ONCE = 100;
const WORDS_EACH = 10;

/** Few words are said by many, many by few. */
function words(seed) {
  const random = (n) => ((Math.imul(seed * 31 + n, 2654435761) >>> 0) / 2 ** 32) ** 3;
  return [...new Set(Array.from({ length: WORDS_EACH }, (_, n) => `word${Math.floor(random(n) * 12_000)}${'abcdefgh'[n % 8]}`))];
}

const server = await Server.start();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token);
  const question = await room.add({ kind: 'words', title: 'Which?', max: WORDS_EACH, results: 'always' });
  await room.move(question, 'open');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await noteCalls(server);
  const begun = performance.now();
  const { result, costs } = await measured(server, PEOPLE, async () => {
    const took = [];
    let next = 0;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (next < PEOPLE) {
        const person = next++;
        const who = await join(server, room.code);
        const { ms } = await who.timed('cast', { question, round: 1, n: 1, ballot: { words: words(person) } });
        took.push(ms);
        who.leave();
      }
    }));
    return took;
  });
  const seconds = (performance.now() - begun) / 1000;
  await host.event('tally', ({ voters }) => voters === PEOPLE);
  const tallies = host.frames.filter((bytes) => bytes.includes('"ev":"tally"'));
  const { words: said, different, others } = await host.send('cloud.list', { question, n: 1 });
  const expected = Array.from({ length: PEOPLE }, (_, person) => words(person).length).reduce((sum, n) => sum + n, 0);
  const exact = said === expected;
  console.log(JSON.stringify({
    people: PEOPLE, words: said, different, others, seconds: Number(seconds.toFixed(1)), counted: spread(result), ...costs,
    tallies: tallies.length, largest_tally_bytes: Math.max(...tallies.map(({ length }) => length)), redis_calls: await calls(server), exact,
  }, null, 2));
  process.exitCode = exact ? 0 : 1;
  host.ws.terminate();
} finally { await server.end(); }
