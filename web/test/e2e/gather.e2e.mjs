/* SPDX-License-Identifier: Apache-2.0 */
/* The whole way of an idea at the real server: two write, twenty support, it passes its first gate, the team answers,
 * another that says the same joins it and is parted again. Everything is on the screens by itself, and exact. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as token, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const WISHES = { board: 'wishes' };
const TENT = 'A tent by the lake';
const CANVAS = 'Une grande toile au bord de l’eau';
const SUPPORTERS = 20;
const BOTH = 8;
const ANSWER_DAYS = 30;
const DAY = 86_400_000;
const DEF = {
  kind: 'ideas', title: 'What would make the club better?',
  gates: [
    { kind: 'supports', at: SUPPORTERS, days: 60, then: 'review', answer: ANSWER_DAYS },
    { kind: 'supports', at: 1000, days: 180, then: 'planned', answer: 0 },
  ],
};

let server;
let browser;
let bearer;
before(async () => {
  [server, browser] = await Promise.all([Server.start({ args: ['--workers', '2'] }), launch()]);
  bearer = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const card = ({ page }, title) => page.locator('.idea', { hasText: title });
const hasCount = (who, title, count) => card(who, title).locator('.count', { hasText: new RegExp(`^${count}$`) }).waitFor();

async function write({ page, t }, title) {
  await page.locator('.post').click();
  await page.getByLabel(t('board.field.title.ideas')).fill(title);
  await button(page, t('board.send')).click();
  await page.locator('.idea.own', { hasText: title }).waitFor();
}

test('an idea gathers twenty supports, passes its gate, is answered, joined and parted', async () => {
  const room = await makeRoom(server, bearer, { title: 'Summer club' });
  const say = (cmd, fields, who) => must(server, cmd, { room: room.code, ...WISHES, ...fields }, who);
  const staff = await Socket.hello(server, room.code, bearer, { view: 'host' });
  await staff.send('board.add', { id: 'wishes', def: DEF });
  await staff.send('board.move', { ...WISHES, version: 1, phase: 'open' });

  // Two authors, and someone who only supports, on three phones.
  const address = `${server.origin}/b/${room.code}/wishes`;
  const ada = await device(browser, address);
  const bea = await device(browser, address, { lang: 'fr', dark: true });
  const chloe = await device(browser, address);
  await write(ada, TENT);
  await write(bea, CANVAS);
  const ideas = (await say('idea.list', { order: 'new' }, bearer)).ideas;
  const [tent, canvas] = [TENT, CANVAS].map((title) => ideas.find(({ words }) => words.title === title).id);
  const people = await Promise.all(Array.from({ length: SUPPORTERS - 1 }, () => token(server)));
  const support = (idea, who) => say('idea.support', { idea, n: 1, on: true }, who);

  // Nineteen come, some of them twice; the twentieth is Chloe.
  await Promise.all([...people, ...people.slice(0, 5)].map((who) => support(tent, who)));
  await hasCount(ada, TENT, SUPPORTERS - 1);
  await card(ada, TENT).getByText(ada.t('board.gate.supports', { have: SUPPORTERS - 1, need: SUPPORTERS })).waitFor();
  await chloe.page.locator('.fresh .button').click();
  await picture('gather', 'almost', { ada, bea, chloe });
  await card(chloe, TENT).locator('.support').click();
  for (const who of [ada, chloe]) {
    await hasCount(who, TENT, SUPPORTERS);
    await card(who, TENT).locator('.badge.review').waitFor();
    await card(who, TENT).locator('.gate').getByText(who.t('board.gate.by', { day: '' }).trim()).waitFor();
  }
  const queue = await say('idea.queue', {}, bearer);
  assert.deepEqual(queue.ideas.map(({ id }) => id), [tent]);
  const wait = (queue.ideas[0].gate.by - Date.now()) / DAY;
  assert.ok(wait > ANSWER_DAYS - 1 && wait <= ANSWER_DAYS + 1, `answered in ${wait} days`);

  // The author and the supporter are told, wherever they are; the answer is on the card.
  for (const who of [ada, chloe]) await who.page.locator('.toast a').waitFor();
  await picture('gather', 'passed', { ada, bea, chloe });
  const { ideas: [now] } = await say('idea.read', { ideas: [tent] }, bearer);
  await say('idea.answer', { idea: tent, version: now.version, status: 'planned', answer: 'We put it up in May.' }, bearer);
  for (const who of [ada, chloe]) {
    await card(who, TENT).getByText('We put it up in May.').waitFor();
    await card(who, TENT).locator('.badge.planned').waitFor();
  }

  // Eight support both, and Ada the other one: what each has said is noted, to be held against what comes back.
  await Promise.all(people.slice(0, BOTH).map((who) => support(canvas, who)));
  await ada.page.locator('.fresh .button').click();
  await card(ada, CANVAS).locator('.support').click();
  await hasCount(ada, CANVAS, BOTH + 1);
  const stands = async () => Promise.all(people.map(async (who) => (await say('idea.read', { ideas: [tent, canvas] }, who)).ideas
    .map(({ id, supports, n, on }) => ({ id, supports, n, on }))));
  const before = await stands();
  const { ideas: [other] } = await say('idea.read', { ideas: [canvas] }, bearer);
  const { version } = await say('idea.merge', { idea: canvas, version: other.version, into: tent }, bearer);
  for (const who of [ada, chloe]) await hasCount(who, TENT, SUPPORTERS + 1);
  const { ideas: [union] } = await say('idea.read', { ideas: [tent] }, bearer);
  assert.equal(union.supports, SUPPORTERS + 1, 'nobody is counted twice');
  assert.deepEqual(await Promise.all(people.map(async (who) => (await say('idea.read', { ideas: [tent] }, who)).ideas[0].on)),
    people.map(() => true));
  await picture('gather', 'joined', { ada, bea, chloe });

  await say('idea.unmerge', { idea: canvas, version }, bearer);
  await hasCount(ada, TENT, SUPPORTERS);
  await hasCount(bea, CANVAS, BOTH + 1);
  assert.deepEqual(await stands(), before);
  for (const who of [ada, bea, chloe]) {
    assert.deepEqual(await axe(who.page), []);
    assert.equal(await scrollsSideways(who.page), false);
  }
  await picture('gather', 'parted', { ada, bea, chloe });
  for (const [name, { faults }] of Object.entries({ ada, bea, chloe })) assert.deepEqual(faults, [], name);
});
