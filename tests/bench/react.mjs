/* SPDX-License-Identifier: Apache-2.0 */
/* Reactions in a full hall: node tests/bench/react.mjs [phones] [taps a second] [seconds]. One JSON object: what a tap costs
 * the server and Redis, how often screens are told, what a stage in a browser spends on each time, and whether the sums are
 * exact, faces in the air bounded and memory flat. */
import { readdirSync, readFileSync } from 'node:fs';

import { launch } from '../../web/test/lib/browser.mjs';
import { device as screen, HALL } from '../../web/test/lib/real.mjs';
import { makeRoom, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const PHONES = Number(process.argv[2] ?? 10_000);
const RATE = Number(process.argv[3] ?? 2_000);
const SECONDS = Number(process.argv[4] ?? 20);
/** Below what one address may have that have not said hello. */
const AT_ONCE = 250;
const TICK_MS = 10;
const SCREENS = 20;
const WAIT_MS = 60_000;
const NAMES = ['heart', 'clap', 'laugh', 'party', 'think'];
/** As components/stage/Reactions.tsx has it. */
const IN_THE_AIR = 24;
/** Of a worker and of a page, from the middle of the storm to its end. */
const GROWTH_KB = 4_096;
const HZ = 100;

const after = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const round = (n) => Math.round(n * 10) / 10;

/** Who answers and is told nothing is kept of. */
class Phone {
  static async enter(server, code) {
    const phone = new Phone();
    const { ws } = phone.socket = new Socket(server);
    Object.assign(phone, { ws, mid: 0, refused: 0, waits: null, heard: 0 });
    ws.removeAllListeners('message');
    ws.on('message', (bytes) => {
      const text = bytes.toString();
      if (text.startsWith('{"ev":"reactions"')) phone.heard++;
      if (!text.startsWith('{"re":')) return;
      if (phone.waits) phone.waits(JSON.parse(text));
      else if (text.includes('"err"')) phone.refused++;
    });
    await phone.socket.opened;
    const { ok } = await phone.ask('device.create', {});
    await phone.ask('hello', { room: code, token: ok.token });
    return phone;
  }

  ask(cmd, fields) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to ${cmd}`)), WAIT_MS);
      this.waits = (answer) => { clearTimeout(late); this.waits = null; resolve(answer); };
      this.ws.send(JSON.stringify({ mid: ++this.mid, cmd, ...fields }));
    });
  }

  tap(reaction) { this.ws.send(`{"mid":${++this.mid},"cmd":"react","reaction":"${reaction}"}`); }
}

/** CPU seconds and kB of the workers, which are the supervisor's children that listen. */
function workers(server) {
  const isChild = (pid) => /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(server.child.pid);
  const own = readdirSync('/proc').filter((pid) => { try { return isChild(pid) && /worker/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')); } catch { return false; } });
  return own.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return { n: sum.n + 1, cpu: sum.cpu + (Number(fields[11]) + Number(fields[12])) / HZ, kb: sum.kb + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) };
  }, { n: 0, cpu: 0, kb: 0 });
}

async function redis(server) {
  const text = `${await server.redis('info', 'cpu')}\n${await server.redis('info', 'memory')}\n${await server.redis('info', 'commandstats')}`;
  const value = (name) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(text)[1]);
  const [, calls, us] = /cmdstat_fcall:calls=(\d+),usec=(\d+)/.exec(text) ?? [0, 0, 0];
  return { cpu: value('used_cpu_sys') + value('used_cpu_user'), bytes: value('used_memory'), calls: Number(calls), us: Number(us) };
}

/** The page's work and size, after a collection. */
async function pageCost(debug) {
  await debug.send('HeapProfiler.collectGarbage');
  const { metrics } = await debug.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** So many taps a second for so long; those that went out, by kind. */
async function storm(phones, seconds, sums) {
  const begun = performance.now();
  let sent = 0;
  while (performance.now() - begun < seconds * 1000) {
    const due = Math.floor(((performance.now() - begun) / 1000) * RATE);
    for (; sent < due; sent++) {
      const kind = (sent * 7) % 5;
      phones[(storm.at = (storm.at + 1) % phones.length)].tap(NAMES[kind]);
      sums[kind]++;
    }
    await after(TICK_MS);
  }
  return sent;
}
storm.at = -1;

const server = await Server.start();
const browser = await launch();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Loud', lang: 'en', reactions: true });
  const screens = await Promise.all(Array.from({ length: SCREENS }, () => Socket.hello(server, room.code, token, { view: 'stage' })));
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await screen(browser, `${server.origin}/stage/${room.code}#${secret}`, { viewport: HALL, reducedMotion: 'no-preference' });
  await stage.page.locator('.lane').waitFor();
  const debug = await stage.context.newCDPSession(stage.page);
  await debug.send('Performance.enable');
  const phones = [];
  while (phones.length < PHONES) {
    phones.push(...await Promise.all(Array.from({ length: Math.min(AT_ONCE, PHONES - phones.length) }, () => Phone.enter(server, room.code))));
  }
  // What the hall costs when nobody taps: pings, head counts.
  await after(2_000);
  const quiet = [workers(server), await redis(server)];
  await after(5_000);
  const still = [workers(server), await redis(server)];
  const idle = { cpu: (still[0].cpu - quiet[0].cpu) / 5, redis: (still[1].cpu - quiet[1].cpu) / 5 };

  const sums = [0, 0, 0, 0, 0];
  const told = (socket) => socket.heard.filter(({ ev }) => ev === 'reactions');
  const before = [workers(server), await redis(server), await pageCost(debug), told(screens[0]).length];
  await stage.page.evaluate(() => {
    window.most = 0;
    new MutationObserver(() => { window.most = Math.max(window.most, document.querySelectorAll('.rising').length); }).observe(document.body, { childList: true, subtree: true });
  });
  const half = await storm(phones, SECONDS / 2, sums);
  const middle = [workers(server), await redis(server), await pageCost(debug)];
  const sent = half + await storm(phones, SECONDS / 2, sums);
  const end = [workers(server), await redis(server), await pageCost(debug)];
  const isWhole = ({ sums: all }) => all.every((sum, at) => sum === sums[at]);
  await Promise.all(screens.map((one) => one.until(() => one.heard.some((event) => event.ev === 'reactions' && isWhole(event)), 'the exact sums', WAIT_MS)));
  const updates = told(screens[0]).length - before[3];
  const grown = { workers_kb: end[0].kb - middle[0].kb, redis_kb: Math.round((end[1].bytes - middle[1].bytes) / 1024), page_kb: Math.round((end[2].JSHeapUsedSize - middle[2].JSHeapUsedSize) / 1024) };
  const figures = {
    phones: PHONES, workers: end[0].n, taps: sent, taps_a_second: Math.round(sent / SECONDS), refused: phones.reduce((n, { refused }) => n + refused, 0),
    told_phones: phones.reduce((n, { heard }) => n + heard, 0), updates_a_second: round(updates / SECONDS),
    server_us_a_tap: round(((end[0].cpu - before[0].cpu - idle.cpu * SECONDS) / sent) * 1e6),
    redis_us_a_tap: round(((end[1].cpu - before[1].cpu - idle.redis * SECONDS) / sent) * 1e6 * 10) / 10,
    redis_calls_a_second: round((end[1].calls - before[1].calls) / SECONDS), redis_us_a_call: round((end[1].us - before[1].us) / (end[1].calls - before[1].calls)),
    stage_ms_an_update: round(((end[2].TaskDuration - before[2].TaskDuration) / updates) * 1000), stage_script_ms_an_update: round(((end[2].ScriptDuration - before[2].ScriptDuration) / updates) * 1000),
    faces_at_most: await stage.page.evaluate(() => window.most), idle_cpu_pct: round(idle.cpu * 100), grown, exact: true,
  };
  console.log(JSON.stringify(figures, null, 2));
  const isWell = figures.told_phones === 0 && figures.refused === 0 && figures.faces_at_most > 0 && figures.faces_at_most <= IN_THE_AIR
    && Object.values(grown).every((kb) => kb <= GROWTH_KB);
  process.exitCode = isWell ? 0 : 1;
  phones.forEach(({ ws }) => ws.terminate());
} finally {
  await browser.close();
  await server.end();
}
process.exit();
