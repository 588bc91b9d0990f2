/* SPDX-License-Identifier: Apache-2.0 */
/* The dashboard of a room with a day of 10,000 people: node tests/bench/dash.mjs [people]. One JSON object: what its
 * commands cost, what the room's series weigh, how soon the page stands on a slow machine, and what it costs then. */
import { setTimeout as wait } from 'node:timers/promises';

import { device as newDevice, makeRoom, must, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';
import { launch } from '../../web/test/lib/browser.mjs';
import { device, HALL } from '../../web/test/lib/real.mjs';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const QUESTIONS = 20;
const MINUTE_MS = 60_000;
const AT_ONCE = 100;
const CALLS = 200;
const SLOWER = 4;
const LIVE_MS = 30_000;
const FAST = { offline: false, latency: 150, downloadThroughput: 1600 * 125, uploadThroughput: 1600 * 125 };
/** Of a core slowed four times, and of the page. */
const BUDGET = { ready_ms: 3_000, busy_percent: 25 };

const round = (n) => Math.round(n * 10) / 10;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const id = (n) => `p${String(n).padStart(21, '0')}`;

async function side(n, each) {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (next < n) await each(next++); }));
}

/** A day as it would have been written: people who come in the morning and leave at night, and what they do. */
async function fill(server, room, questions) {
  const now = Date.now();
  const people = (at) => Math.round((PEOPLE / 4) * (1 + Math.sin((at / MINUTE_MS / 1440) * 2 * Math.PI)) + (at / MINUTE_MS) % 40);
  for (const [name, slot, slots] of [['m', MINUTE_MS, 1440], ['q', 15 * MINUTE_MS, 96], ['d', 1440 * MINUTE_MS, 2]]) {
    const fields = [];
    for (let i = 0; i < slots; i++) {
      const index = Math.floor(now / slot) - i;
      const ring = { m: 1440, q: 2880, d: 731 }[name];
      const n = people(index * slot);
      fields.push(`${name}${index % ring}`, [index, n, n, 2 * n, 12, 30, 40, 90, 3, 2, 200].join(' '));
    }
    for (let from = 0; from < fields.length; from += 1000) await server.redis('HSET', `{${room.id}}:series`, ...fields.slice(from, from + 1000));
  }
  await server.redis('HSET', `{${room.id}}:series`, 'since', now - 1440 * MINUTE_MS);
  for (const question of questions) {
    const points = ['step', 360_000];
    for (let i = 239; i > 0; i--) points.push(Math.floor(now / 360_000) - i, [240 - i, 4 * (240 - i), 240 - i, 240 - i, 2 * (240 - i)].join(' '));
    await server.redis('HSET', `{${room.id}}:curve:${question}:1`, ...points);
  }
}

async function cost(server, call) {
  const cpu = async () => Object.fromEntries((await server.redis('INFO', 'cpu')).split('\r\n').map((line) => line.split(':'))).used_cpu_user;
  const before = Number(await cpu());
  const times = [];
  for (let i = 0; i < CALLS; i++) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
    if (i % 20 === 19) await wait(1000); // Within a connection's budget.
  }
  return { ms: round(median(times)), redis_us: Math.round(((Number(await cpu()) - before) * 1e6) / CALLS) };
}

async function page(server, room) {
  const browser = await launch();
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const one = await device(browser, `${server.origin}/dash/${room.code}#${secret}`, { viewport: HALL, reducedMotion: 'no-preference' });
  await one.page.locator('.plot .line').first().waitFor();
  const debug = await one.context.newCDPSession(one.page);
  for (const domain of ['Network', 'Performance']) await debug.send(`${domain}.enable`);
  await debug.send('Network.emulateNetworkConditions', FAST);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const ready = [];
  for (let load = 0; load < 5; load++) {
    const began = performance.now();
    await one.page.reload({ waitUntil: 'commit' });
    await one.page.locator('.plot .line').first().waitFor();
    ready.push(performance.now() - began);
  }
  await one.page.getByRole('button', { name: one.t('dash.range.day'), exact: true }).click();
  await wait(2_000);
  const metrics = async () => Object.fromEntries((await debug.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  const before = await metrics();
  await wait(LIVE_MS);
  const end = await metrics();
  await browser.close();
  return {
    ready_ms: Math.round(median(ready)), busy_percent: round(((end.TaskDuration - before.TaskDuration) * 1e5) / LIVE_MS),
    heap_mb: round(end.JSHeapUsedSize / 1e6), nodes: end.Nodes,
  };
}

const server = await Server.start({ workers: 2 });
const token = await owner(server);
const room = await makeRoom(server, token);
const who = await room.add({ kind: 'segment', title: 'You are…', options: ['Buyer', 'User', 'Carrier'] });
const questions = await Promise.all(Array.from({ length: QUESTIONS }, (_, i) => room.add({ kind: 'single', title: `Which, ${i}?`, options: ['Red', 'Blue', 'Green'], results: 'always' })));
for (const question of [who, ...questions]) await room.move(question, 'open');
const last = questions.at(-1);
// One device speaks for them all.
const kiosk = await newDevice(server);
await must(server, 'link.exchange', { secret: (await room.call('link.create', { role: 'kiosk', label: 'Hall' })).secret }, kiosk);
for (const [question, of] of [[who, 3], [last, 3]]) {
  await side(PEOPLE, (n) => must(server, 'cast', { room: room.code, question, round: 1, n: 1, for: id(n), ago: 0, ballot: { options: [(n * (question === who ? 1 : 7) + Math.floor(n / 5)) % of] } }, kiosk));
}
await room.move(last, 'close');
await fill(server, room, questions);
const host = await Socket.hello(server, room.code, token, { view: 'host' });
const day = () => host.send('dash.read', { since: Date.now() - 1440 * MINUTE_MS });
const size = async (key) => Number(await server.redis('MEMORY', 'USAGE', `{${room.id}}:${key}`, 'SAMPLES', 0));
const began = performance.now();
await host.send('question.split', { question: last, by: who });
const split = round(performance.now() - began);
const told = {
  people: PEOPLE,
  answer_bytes: JSON.stringify(await day()).length,
  day: await cost(server, day),
  look: await cost(server, () => host.send('dash.read', { since: Date.now() - 6 * MINUTE_MS })),
  curve: await cost(server, () => host.send('dash.curve', { question: last })),
  split_first_ms: split,
  redis_kb: { series: Math.round(await size('series') / 1000), curve: Math.round(await size(`curve:${last}:1`) / 1000), ballots: Math.round(await size(`ballots:${last}:1`) / 1000) },
  page: await page(server, room),
};
await host.end();
await server.end();
console.log(JSON.stringify(told, null, 1));
for (const [name, most] of Object.entries(BUDGET)) {
  if (told.page[name] > most) { console.error(`${name}: ${told.page[name]} of ${most}`); process.exitCode = 1; }
}
