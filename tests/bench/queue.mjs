/* SPDX-License-Identifier: Apache-2.0 */
/* A full hall writes, and staff reads it first: node tests/bench/queue.mjs [texts a minute] [seconds]. Texts come at one
 * pace to a board that is checked, while somebody at the desk in a browser passes one after the other by the keyboard.
 * One JSON object: how long posts took, what they cost, and how the desk felt: the longest work of its main thread, how
 * soon a key was answered, and how much stood on its page. */
import { makeRoom, owner } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';
import { launch } from '../../web/test/lib/browser.mjs';
import { DESK, device } from '../../web/test/lib/real.mjs';
import { after, calls, gather, measured, noteCalls, rounded, spread } from './crowd.mjs';

const A_MINUTE = Number(process.argv[2] ?? 5_000);
const SECONDS = Number(process.argv[3] ?? 60);
const TEXTS = Math.round((A_MINUTE * SECONDS) / 60);
const PEOPLE = 1_000;
/** The desk decides about so many a second. */
const PASS_EVERY_MS = 400;
const TEXT = 'I would like to see more of what we did last summer, with a tent by the lake for the evenings.';

/** From now on the page notes what kept it busy. */
function noteTasks() {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: false });
}

const state = () => ({ nodes: document.querySelectorAll('*').length, items: document.querySelectorAll('.review-item').length });

/** One after the other is shown to all, until it is said to stop; how long each key took to be seen. */
async function pass(page, isOver) {
  const took = [];
  let most = { nodes: 0, items: 0 };
  while (!isOver()) {
    const waiting = page.locator('.review-item:has(.state.closed)').first();
    await waiting.focus();
    took.push(await page.evaluate(() => new Promise((resolve) => {
      const item = document.activeElement;
      const begun = performance.now();
      const look = () => (item.classList.contains('pending') ? requestAnimationFrame(look) : resolve(performance.now() - begun));
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
      look();
    })));
    const now = await page.evaluate(state);
    most = { nodes: Math.max(most.nodes, now.nodes), items: Math.max(most.items, now.items) };
    await after(PASS_EVERY_MS);
  }
  return { passed: took.length, key_to_screen: spread(took), most_elements: most.nodes, most_items: most.items };
}

const server = await Server.start();
const browser = await launch();
try {
  const token = await owner(server);
  const room = await makeRoom(server, token);
  const board = 'open';
  const { version } = await room.call('board.add', { id: board, def: { kind: 'answers', title: 'What do you think?', checked: true } });
  await room.call('board.move', { board, version, phase: 'open' });
  const { secret } = await room.call('link.create', { role: 'moderator', label: 'desk' });
  const people = await gather(server, room.code, PEOPLE);
  const post = (n) => people[n % PEOPLE].timed('idea.post', { board, id: `t${n}`, title: `Answer ${n} of a full hall`, text: TEXT });
  for (let n = 0; n < 30; n++) await post(n);
  const { page, faults } = await device(browser, `${server.origin}/host/${room.code}#${secret}`, { viewport: DESK });
  await page.locator('.review-item').first().waitFor();
  await page.evaluate(noteTasks);
  // Processor time of its main thread: what else the machine does is not in it.
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await inspector.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const busy_before = await busy();
  await noteCalls(server);

  let isOver = false;
  const desk = pass(page, () => isOver);
  desk.catch(() => {}); // Of two that fail, the posts say why.
  const { result, costs } = await measured(server, TEXTS, async () => {
    const begun = performance.now();
    return Promise.all(Array.from({ length: TEXTS }, async (_, n) => {
      await after((n / TEXTS) * SECONDS * 1000 - (performance.now() - begun));
      return (await post(30 + n)).ms;
    }));
  });
  isOver = true;
  const felt = await desk;
  const busy_s = (await busy()) - busy_before;
  const tasks = await page.evaluate(() => window.tasks);
  const { pending } = await room.call('idea.list', { board, state: 'pending', n: 1 });
  const exact = pending + felt.passed === TEXTS + 30;
  console.log(JSON.stringify({
    texts: TEXTS, a_minute: A_MINUTE, people: PEOPLE, posted: spread(result), ...costs, waiting: pending,
    desk: { ...felt, long_tasks: tasks.length, longest_ms: rounded(Math.max(0, ...tasks)), busy_percent: rounded((busy_s / SECONDS) * 100), faults },
    redis_calls: await calls(server), exact,
  }, null, 2));
  process.exitCode = exact && faults.length === 0 ? 0 : 1;
  people.forEach((person) => person.leave());
} finally {
  await browser.close();
  await server.end();
}
