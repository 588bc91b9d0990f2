/* SPDX-License-Identifier: Apache-2.0 */
/* How soon is a page of use on a slow phone, what do live numbers cost it, and how much data do they take?
 *
 *   scripts/bench pages
 *
 * A real server, Chromium slowed four times, networks as its debugger emulates them. JSON on stdout, a table on
 * stderr; the exit status says whether the budgets were kept. */
import { Server } from '../lib/server.mjs';
import { DESK, device, HALL, launch, PHONE } from '../../web/test/lib/real.mjs';
import { makeCrowd, makeHall, makeWire } from './hall.mjs';

const SLOWER = 4;
const LOADS = 5;
const SETTLE_MS = 2_000;
const LIVE_MS = 10_000;
/** Long enough for two pings of the server. */
const IDLE_MS = 65_000;
const HOUR_MS = 3_600_000;
/** IPv4 and TCP headers with timestamps: of what was read, and of its acknowledgement. */
const HEADERS = 2 * 52;

const net = (kilobits, latency) => ({ offline: false, latency, downloadThroughput: kilobits * 125, uploadThroughput: kilobits * 125 });
const NETS = {
  '1.6 Mb/s, 150 ms': net(1600, 150), '1.44 Mb/s, 562 ms': net(1440, 562), 'slow 3G, 2000 ms': net(400, 2000),
};
const [FAST] = Object.keys(NETS);

/** What stands on the page when it can be used, and by when it must. */
const PAGES = {
  participant: { path: (hall) => `/j/${hall.room.code}`, viewport: PHONE, ready: '.question input[type=radio]' },
  stage: { path: (hall) => `/stage/${hall.room.code}`, secret: 'stage', viewport: HALL, ready: '.row .fill' },
  host: { path: () => '/host', secret: 'host', viewport: DESK, ready: '.next' },
};
const READY = [
  ['participant', FAST, 1500], ['participant', '1.44 Mb/s, 562 ms', 2500], ['participant', 'slow 3G, 2000 ms', 7000],
  ['stage', FAST, 2000], ['host', FAST, 3000],
];
/** Share of a core slowed four times that live numbers may take, in percent. */
const WORK = [['participant', 'tally', 25], ['stage', 'tally', 25]];
/** A phone's data, in MB an hour. */
const DATA = { live: 6, idle: 0.1 };

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Notes when `selector` was painted for the first time, from the beginning of the navigation. */
function noteReady(selector) {
  const look = () => {
    if (!document.querySelector(selector)) return;
    watch.disconnect();
    // The frame after the next one: the first of them is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => { window.readyMs = performance.now(); }));
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
}

/** A fresh device with the page open. Its first visit brings its right; `slow` then holds for the next ones. */
async function open(browser, origin, hall, name) {
  const { path, secret, viewport, ready } = PAGES[name];
  const { page, context } = await device(browser, `${origin}${path(hall)}${secret ? `#${hall[secret]}` : ''}`, {
    viewport, reducedMotion: 'no-preference',
  });
  await page.locator(ready).first().waitFor({ state: 'attached' });
  const debug = await context.newCDPSession(page);
  return { page, context, debug, ready };
}

async function measureReady(browser, server, hall, name, network) {
  const { page, context, debug, ready } = await open(browser, server.origin, hall, name);
  await page.addInitScript(noteReady, ready);
  await debug.send('Network.enable');
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true });
  await debug.send('Network.emulateNetworkConditions', NETS[network]);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const times = [];
  for (let load = 0; load < LOADS; load++) {
    await page.reload({ waitUntil: 'commit' });
    times.push(await (await page.waitForFunction(() => window.readyMs)).jsonValue());
  }
  await context.close();
  return times;
}

const metrics = async (debug) => Object.fromEntries(
  (await debug.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));

/** Processor time of the browser's processes that draw: the page's and the one that stands in for a graphics card. */
async function processTime(browser) {
  const debug = await browser.newBrowserCDPSession();
  const { processInfo } = await debug.send('SystemInfo.getProcessInfo');
  await debug.detach();
  return processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The main thread's share of a slowed core while the crowd votes, and how often the page was told. */
async function measureWork(browser, server, hall, name) {
  const { page, context, debug } = await open(browser, server.origin, hall, name);
  let told = 0;
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => { told += String(payload).includes('"ev":"tally"') ? 1 : 0; }));
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.reload();
  await wait(SETTLE_MS);
  const before = { told, process: await processTime(browser) };
  await wait(LIVE_MS);
  const process = ((await processTime(browser)) - before.process) * 1000 / LIVE_MS;
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await wait(SETTLE_MS);
  const from = { told, ...(await metrics(debug)) };
  await wait(LIVE_MS);
  const to = { told, ...(await metrics(debug)) };
  const share = (part) => (to[part] - from[part]) * 100_000 / LIVE_MS;
  await context.close();
  return {
    updates_per_s: (to.told - from.told) * 1000 / LIVE_MS, main_thread_pct: share('TaskDuration'), script_pct: share('ScriptDuration'),
    style_pct: share('RecalcStyleDuration'), layout_pct: share('LayoutDuration'), processes_unslowed_pct: process * 100,
    layouts_per_s: (to.LayoutCount - from.LayoutCount) * 1000 / LIVE_MS,
  };
}

/** Megabytes an hour over the wire, with and without the headers of the network. */
async function measureData(browser, server, hall, ms) {
  const wire = await makeWire(server);
  const { context } = await open(browser, wire.origin, hall, 'participant');
  await wait(SETTLE_MS);
  const from = { ...wire };
  await wait(ms);
  const hourly = (bytes) => bytes * HOUR_MS / ms / 1e6;
  const payload = wire.down + wire.up - from.down - from.up;
  const headers = (wire.chunks - from.chunks) * HEADERS;
  await context.close();
  wire.end();
  return { payload_mb_per_hour: hourly(payload), with_headers_mb_per_hour: hourly(payload + headers) };
}

let over = 0;
function row(what, value, most, unit) {
  const kept = value <= most;
  over += kept ? 0 : 1;
  console.error(`${kept ? ' ' : '!'} ${what.padEnd(52)} ${value.toFixed(unit === 'ms' ? 0 : 2).padStart(8)} / ${most} ${unit}`);
}

async function main(server, browser) {
  const hall = await makeHall(server);
  const result = { bench: 'pages', machine: process.env.CLAMEUR_MACHINE, commit: process.env.CLAMEUR_COMMIT, ready: [], work: {}, data: {} };
  for (const [name, network, most] of READY) {
    // A host's link works once: a device needs one of its own.
    if (name === 'host') hall.host = (await hall.room.call('link.create', { role: 'host', label: 'bench' })).secret;
    const times = await measureReady(browser, server, hall, name, network);
    result.ready.push({ page: name, network, median_ms: median(times), worst_ms: Math.max(...times), budget_ms: most });
    row(`${name} ready, ${network}`, median(times), most, 'ms');
  }
  result.data.idle = await measureData(browser, server, hall, IDLE_MS);
  const stop = await makeCrowd(server, hall);
  for (const [name, , most] of WORK) {
    const work = await measureWork(browser, server, hall, name);
    result.work[name] = work;
    row(`${name}: main thread at ${work.updates_per_s.toFixed(1)} updates/s`, work.main_thread_pct, most, '%');
  }
  result.data.live = await measureData(browser, server, hall, LIVE_MS);
  await stop();
  for (const [when, most] of Object.entries(DATA)) {
    row(`a phone's data, ${when}`, result.data[when].with_headers_mb_per_hour, most, 'MB/h');
  }
  return { ...result, over };
}

const server = await Server.start();
const browser = await launch();
try {
  console.log(JSON.stringify(await main(server, browser), (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value), 1));
  process.exitCode = over > 0 ? 1 : 0;
} finally {
  await browser.close();
  await server.end();
}
