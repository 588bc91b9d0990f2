/* SPDX-License-Identifier: Apache-2.0 */
/* Two ideas that say the same become one at the real server, by the team and by an author, and two again: on every
 * screen, live, with what happened told below the idea. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as token, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const BOARD = { board: 'wishes' };
const TENT = 'A tent by the lake';
const TARP = 'A tarpaulin near the water';

let server;
let browser;
let bearer;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  bearer = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const card = ({ page }, title) => page.locator('.idea', { hasText: title });
const hasCount = (who, title, count) => card(who, title).locator('.count', { hasText: new RegExp(`^${count}$`) }).waitFor();
const item = ({ page }, title) => page.locator('.review-item', { hasText: title });

/** A list with one idea of somebody's, and two people who support it. */
async function scene() {
  const room = await makeRoom(server, bearer, { title: 'Summer club' });
  const staff = await Socket.hello(server, room.code, bearer, { view: 'host' });
  await staff.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'What would make the club better?' } });
  await staff.send('board.move', { ...BOARD, version: 1, phase: 'open' });
  const people = await Promise.all([1, 2, 3].map(() => token(server)));
  await must(server, 'idea.post', { room: room.code, ...BOARD, id: 'tent', title: TENT, name: 'Ada' }, people[0]);
  for (const who of people.slice(1)) await must(server, 'idea.support', { room: room.code, ...BOARD, idea: 'tent', n: 1, on: true }, who);
  return { room, staff, address: `${server.origin}/b/${room.code}` };
}

async function write({ page, t }, title, name) {
  await page.locator('.post').click();
  await page.getByLabel(t('board.field.title.ideas')).fill(title);
  await page.locator('#name').fill(name);
  await button(page, t('board.send')).click();
  await page.locator('.idea.own', { hasText: title }).waitFor();
}

async function support(who, title) {
  await card(who, title).locator('.support').click();
  await card(who, title).locator('.support[aria-pressed="true"]').waitFor();
}

/** Chooses the target by searching for it. */
async function choose({ t }, form, search, title) {
  await form.getByLabel(t('merge.which')).fill(search);
  await form.getByText(title).click();
  await form.getByText(t('merge.what', { title })).waitFor();
}

/** Opens what is told of an idea's past. */
async function past({ page }) {
  await page.locator('.past summary').click();
  return page.locator('.past li');
}

test('the team merges what an author wrote, and undoes it: live, exact, told', async () => {
  const { address, room } = await scene();
  const bea = await device(browser, address);
  const chloe = await device(browser, address);
  await write(bea, TARP, 'Bea');
  await chloe.page.locator('.fresh .button').click();
  await support(chloe, TARP);
  await support(chloe, TENT);
  await hasCount(bea, TENT, 3);
  await hasCount(bea, TARP, 1);

  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await host.page.waitForURL(/\/host$/);
  await host.page.goto(`${server.origin}/host/${room.code}`);
  const list = host.page.locator('.boards');
  await list.locator('.question-row').waitFor();
  if (await list.locator('.question-body').count() === 0) await list.locator('.question-row').click();
  await button(list, host.t('host.board.review')).click();
  await button(host.page, host.t('host.review.shown')).click();
  await button(item(host, TARP), host.t('merge.start')).click();
  const form = item(host, TARP).locator('.merge');
  await choose(host, form, 'tent', TENT);
  assert.deepEqual(await axe(host.page), []);
  await picture('merge', 'choosing', { host });
  await button(form, host.t('merge.do')).click();

  // Chloe supported both: the union is three, and her screen says where the other one went.
  for (const who of [bea, chloe]) {
    await hasCount(who, TENT, 3);
    await who.page.locator('.merged').waitFor();
    assert.equal(await card(who, TENT).locator('.support').getAttribute('aria-pressed'), who === chloe ? 'true' : 'false');
  }
  await chloe.page.locator('.merged a').click();
  await chloe.page.getByRole('heading', { level: 1, name: TENT }).waitFor();
  await chloe.page.locator('.together', { hasText: 'Bea' }).waitFor();
  await (await past(chloe)).filter({ hasText: chloe.t('board.past.joined', { title: TARP }) }).waitFor();
  assert.deepEqual(await axe(chloe.page), []);
  assert.equal(await scrollsSideways(chloe.page), false);
  // The address of the one leads to the other.
  const dan = await device(browser, `${address}/wishes/${await idOf(room, TARP)}`, { lang: 'fr' });
  await dan.page.getByRole('heading', { level: 1, name: TENT }).waitFor();
  assert.match(dan.page.url(), /\/wishes\/tent$/);
  await picture('merge', 'merged', { host, bea, chloe, dan });

  await button(host.page, host.t('host.undo')).click();
  await hasCount(bea, TENT, 3);
  await hasCount(bea, TARP, 1);
  await chloe.page.locator('.together').waitFor({ state: 'detached' });
  await chloe.page.locator('.past li').filter({ hasText: chloe.t('board.past.parted', { title: TARP }) }).waitFor();
  for (const [name, { faults }] of Object.entries({ host, bea, chloe, dan })) assert.deepEqual(faults, [], name);
});

/** By its title, as everyone reads it. */
async function idOf(room, title) {
  const { ideas } = await must(server, 'idea.list', { room: room.code, ...BOARD, status: 'merged' }, bearer);
  return ideas.find(({ words }) => words.title === title).id;
}

test('an author merges their own, and takes that back', async () => {
  const { address } = await scene();
  const bea = await device(browser, address, { lang: 'fr', dark: true });
  await write(bea, TARP, 'Bea');
  const own = card(bea, TARP);
  await button(own, bea.t('merge.start')).click();
  await choose(bea, own.locator('.merge'), 'tent', TENT);
  assert.deepEqual(await axe(bea.page), []);
  assert.equal(await scrollsSideways(bea.page), false);
  await picture('merge', 'own', { bea });
  await button(own, bea.t('merge.do')).click();
  await bea.page.locator('.merged').waitFor();
  await button(bea.page.locator('.merged'), bea.t('merge.undo')).click();
  await card(bea, TARP).locator('.count', { hasText: /^0$/ }).waitFor();
  await hasCount(bea, TENT, 2);
  assert.deepEqual(bea.faults, []);
});

test('staff bans whoever wrote an idea, who is told so, and undoes it', async () => {
  const { address, room } = await scene();
  const bea = await device(browser, address);
  await write(bea, TARP, 'Bea');
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await host.page.waitForURL(/\/host$/);
  await host.page.goto(`${server.origin}/host/${room.code}`);
  const list = host.page.locator('.boards');
  await list.locator('.question-row').waitFor();
  if (await list.locator('.question-body').count() === 0) await list.locator('.question-row').click();
  await button(list, host.t('host.board.review')).click();
  await button(host.page, host.t('host.review.shown')).click();
  await button(item(host, TARP), host.t('host.review.ban')).click();
  await host.page.getByText(host.t('host.review.banned')).waitFor();
  await bea.page.locator('.post').click();
  await bea.page.getByLabel(bea.t('board.field.title.ideas')).fill('Something rude');
  await button(bea.page, bea.t('board.send')).click();
  await bea.page.getByText(bea.t('board.refused.banned')).waitFor();
  await button(host.page, host.t('host.undo')).click();
  await host.page.getByText(host.t('host.review.unbanned')).waitFor();
  await button(bea.page, bea.t('board.send')).click();
  await card(bea, 'Something rude').waitFor();
  assert.deepEqual([...host.faults, ...bea.faults], []);
});
