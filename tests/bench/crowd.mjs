/* SPDX-License-Identifier: Apache-2.0 */
/* People by the thousand for the benches of formats, and what they cost the server. */
import { http, Socket } from '../lib/client.mjs';

/** Below what one address may have that have not said hello. */
const AT_ONCE = 100;
const WAIT_MS = 60_000;

export const after = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
export const rounded = (n) => Math.round(n * 10) / 10;
const times = (sorted) => Object.fromEntries([['p50', 0.5], ['p99', 0.99], ['most', 1]]
  .map(([name, part]) => [`${name}_ms`, rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))])]));
export const spread = (values) => times([...values].sort((a, b) => a - b));

/** One with a phone. Answers by mid alone: nothing else that thousands hear is kept. */
export class Person {
  constructor(server) {
    this.socket = new Socket(server);
    this.answers = new Map();
    /** By the name of an event: called when one comes. */
    this.hears = {};
    this.socket.ws.removeAllListeners('message');
    this.socket.ws.on('message', (bytes) => {
      const text = bytes.toString();
      const mid = /^\{"re":(\d+)/.exec(text)?.[1];
      if (mid) this.answers.get(Number(mid))?.(JSON.parse(text));
      else this.hears[/^\{"ev":"([^"]+)"/.exec(text)?.[1]]?.(text);
    });
    this.socket.ws.on('close', (code) => { this.answers.forEach((answer) => answer({ err: { code: `closed ${code}` } })); });
    this.mid = 0;
  }

  /** The whole answer. */
  ask(cmd, fields) {
    const mid = ++this.mid;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to ${cmd}`)), WAIT_MS);
      this.answers.set(mid, (answer) => { clearTimeout(late); this.answers.delete(mid); resolve(answer); });
      this.socket.ws.send(JSON.stringify({ mid, cmd, ...fields }));
    });
  }

  /** The answer's ok, and how long it took. */
  async timed(cmd, fields) {
    const begun = performance.now();
    const { ok, err } = await this.ask(cmd, fields);
    if (err) throw new Error(`${cmd}: ${JSON.stringify(err)}`);
    return { ok, ms: performance.now() - begun };
  }

  leave() { this.socket.ws.terminate(); }
}

/** One in a room; a machine that does much else may not let everyone in at once. */
export async function join(server, code, tries = 5) {
  const person = new Person(server);
  try {
    await person.socket.opened;
    const { ok } = await person.timed('device.create', {});
    await person.timed('hello', { room: code, token: ok.token });
    return person;
  } catch (error) {
    person.leave();
    if (tries === 1) throw error;
    return join(server, code, tries - 1);
  }
}

/** So many people in a room. */
export async function gather(server, code, n) {
  const people = [];
  while (people.length < n) {
    people.push(...await Promise.all(Array.from({ length: Math.min(AT_ONCE, n - people.length) }, () => join(server, code))));
  }
  return people;
}

/** Processor seconds and memory by process, workers as one. */
async function costs(server) {
  const { text } = await http(server, '/metrics');
  const sum = (name, process) => [...text.matchAll(new RegExp(`^${name}\\{process="${process}[^"]*"\\} (\\S+)$`, 'gm'))]
    .reduce((all, [, value]) => all + Number(value), 0);
  return Object.fromEntries(['worker', 'redis'].flatMap((process) => [
    [`${process}_s`, sum('process_cpu_seconds_total', process)], [`${process}_bytes`, sum('process_resident_memory_bytes', process)]]));
}

/** What `work` costs: processor for each of `n`, memory before and behind it. */
export async function measured(server, n, work) {
  const before = await costs(server);
  const result = await work();
  const behind = await costs(server);
  const us = (process) => rounded(((behind[`${process}_s`] - before[`${process}_s`]) / n) * 1e6);
  const mb = (process) => [before, behind].map((at) => rounded(at[`${process}_bytes`] / 2 ** 20));
  return { result, costs: { workers_us_each: us('worker'), redis_us_each: us('redis'), workers_mb: mb('worker'), redis_mb: mb('redis') } };
}

const SLOW_US = 2_000;

/** From now on Redis notes how long calls of functions held it. */
export async function noteCalls(server) {
  await server.redis('config', 'set', 'slowlog-log-slower-than', SLOW_US);
  await server.redis('config', 'resetstat');
  await server.redis('slowlog', 'reset');
}

/** How long calls held Redis, and which one longest. By the clock: what the machine did meanwhile is in it. */
export async function calls(server) {
  const stats = await server.redis('info', 'commandstats');
  const spreads = await server.redis('info', 'latencystats');
  const numbers = (text, pattern) => (pattern.exec(text) ?? []).slice(1).map(Number);
  const out = {};
  for (const name of ['fcall', 'fcall_ro']) {
    const [n, us] = numbers(stats, new RegExp(`cmdstat_${name}:calls=(\\d+),.*usec_per_call=([\\d.]+)`));
    const [p50, p99, p999] = numbers(spreads, new RegExp(`usec_${name}:p50=([\\d.]+),p99=([\\d.]+),p99.9=([\\d.]+)`));
    if (n) out[name] = { calls: n, mean_ms: rounded(us / 1000), p50_ms: rounded(p50 / 1000), p99_ms: rounded(p99 / 1000), 'p99.9_ms': rounded(p999 / 1000) };
  }
  const lines = (await server.redis('slowlog', 'get', 1_000)).split('\n');
  const slow = lines.flatMap((line, at) => (/^fcall(_ro)?$/i.test(line)
    ? [{ name: lines[at + 1].replace(/^clameur_|_[0-9a-f]{8}$/g, ''), ms: rounded(Number(lines[at - 1]) / 1000) }] : []));
  return { ...out, slowest: slow.reduce((most, one) => (one.ms > (most?.ms ?? 0) ? one : most), null) };
}
