/* SPDX-License-Identifier: Apache-2.0 */
/* A cloud of many words and an open question in a rush: figures on stdout. cloud.mjs [people] [texts] */
import { device, makeRoom, must, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const TEXTS = Number(process.argv[3] ?? 5_000);
const AT_ONCE = 100;
const WORDS_EACH = 10;

const at = (sorted, part) => Number(sorted[Math.floor((sorted.length - 1) * part)].toFixed(1));

/** Runs `one` so many times, some at once; what it took each time, and all of it. */
async function rush(times, one) {
  const took = [];
  const begin = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) took.push(await one(next++));
  }));
  took.sort((a, b) => a - b);
  return { seconds: Number(((performance.now() - begin) / 1000).toFixed(1)), p50_ms: at(took, 0.5), p99_ms: at(took, 0.99) };
}

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Few words are said by many, many by few. */
function words(seed) {
  const random = (n) => ((Math.imul(seed * 31 + n, 2654435761) >>> 0) / 2 ** 32) ** 3;
  return [...new Set(Array.from({ length: WORDS_EACH }, (_, n) => `word${Math.floor(random(n) * 12_000)}${'abcdefgh'[n % 8]}`))];
}

async function cloud(server, token) {
  const room = await makeRoom(server, token);
  const question = await room.add({ kind: 'words', title: 'Which?', max: WORDS_EACH, results: 'always' });
  await room.move(question, 'open');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const figures = await rush(PEOPLE, async (person) => {
    const who = await Socket.hello(server, room.code, await device(server));
    const took = await timed(() => who.send('cast', { question, round: 1, n: 1, ballot: { words: words(person) } }));
    who.ws.terminate();
    return took;
  });
  await host.event('tally', ({ voters }) => voters === PEOPLE);
  const tallies = host.frames.filter((bytes) => bytes.includes('"ev":"tally"'));
  const { words: said, different, others } = await host.send('cloud.list', { question, n: 1 });
  const expected = Array.from({ length: PEOPLE }, (_, person) => words(person).length).reduce((sum, n) => sum + n, 0);
  return { people: PEOPLE, words: said, exact: said === expected, different, others, ...figures, tallies: tallies.length,
    largest_tally_bytes: Math.max(...tallies.map(({ length }) => length)) };
}

async function answers(server, token) {
  const room = await makeRoom(server, token);
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const board = 'open';
  const def = { kind: 'answers', title: 'What do you think?', checked: true };
  const { version } = await host.send('board.add', { id: board, def });
  await host.send('board.move', { board, version, phase: 'open' });
  const figures = await rush(TEXTS, async (text) => {
    const who = await device(server);
    return timed(() => must(server, 'idea.post', { room: room.code, board, id: `t${text}`, title: `Answer number ${text} of a full hall` }, who));
  });
  let waiting;
  const queue_ms = await timed(async () => { ({ pending: waiting } = await host.send('idea.list', { board, state: 'pending' })); });
  return { texts: TEXTS, waiting, ...figures, a_minute: Math.round((TEXTS / figures.seconds) * 60), queue_ms: Number(queue_ms.toFixed(1)) };
}

const server = await Server.start({ args: ['--workers', '2'] });
try {
  const token = await owner(server);
  console.log(JSON.stringify({ cloud: await cloud(server, token), answers: await answers(server, token) }, null, 2));
} finally {
  await server.end();
}
process.exit(0);
