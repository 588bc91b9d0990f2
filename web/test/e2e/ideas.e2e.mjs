/* SPDX-License-Identifier: Apache-2.0 */
/* A list of ideas at the real server, from its making to its answers: a host who checks, two who write, others who
 * support, all of it live; and a break in the middle. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';

const TITLE = 'What would make the club better?';
const KNOWN = /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/;

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const card = ({ page }, title) => page.locator('.idea', { hasText: title });
const hasCount = (who, title, count) => card(who, title).locator('.count', { hasText: new RegExp(`^${count}$`) }).waitFor();
const item = ({ page }, title) => page.locator('.review-item', { hasText: title });

async function makeRoom({ page, t }) {
  await page.getByLabel(t('host.room.title')).fill('Summer club');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  return page.url().slice(-6);
}

async function makeBoard({ page, t }) {
  await button(page, t('host.board.add')).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(t('host.board.title')).fill(TITLE);
  await form.getByText(t('host.board.checked')).click();
  await form.getByLabel(t('host.board.supports')).fill('2');
  await form.getByLabel(t('host.board.tags')).fill('Food\nSport');
  await button(form, t('host.form.save')).click();
  await form.waitFor({ state: 'detached' });
  const list = page.locator('.boards');
  if (await list.locator('.question-body').count() === 0) await list.locator('.question-row').click();
  await button(list, t('host.move.open')).click();
  await list.locator('.state.open').waitFor();
  return list;
}

async function write({ page, t }, title, name) {
  await page.locator('.post').click();
  await page.getByLabel(t('board.field.title.ideas')).fill(title);
  await page.getByText(t('board.promise.checked')).waitFor();
  if (name) await page.locator('#name').fill(name);
  await button(page, t('board.send')).click();
  await page.locator('.idea.own', { hasText: title }).waitFor();
}

test('ideas from their making to their answers', async () => {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const code = await makeRoom(host);
  // People wait in the room before there is a list.
  const ada = await device(browser, `${server.origin}/j/${code}`);
  await ada.page.getByText(ada.t('join.wait.title')).waitFor();
  const list = await makeBoard(host);
  await ada.page.getByRole('link', { name: TITLE }).click();
  await ada.page.waitForURL(new RegExp(`/b/${code}/`));
  const address = ada.page.url();
  const bea = await device(browser, `${server.origin}/b/${code}`, { lang: 'fr', dark: true });
  const chloe = await device(browser, address, { lang: 'fr' });
  await bea.page.getByText(bea.t('board.empty.first.ideas').replace(' ?', '')).first().waitFor();

  // Two write; nobody else sees it before the host has passed it.
  await write(ada, 'A tent by the lake', 'Ada');
  await write(bea, 'Un menu végétarien');
  await card(ada, 'A tent by the lake').getByText(ada.t('board.pending')).waitFor();
  assert.equal(await chloe.page.locator('.idea').count(), 0);
  await list.getByText(host.t('host.board.waiting_other', { n: 2 })).waitFor();
  await button(list, host.t('host.board.review')).click();
  await item(host, 'Un menu végétarien').waitFor();
  await picture('ideas', 'pending', { host, ada, bea, chloe });
  await host.page.keyboard.press('j');
  await host.page.keyboard.press('a');
  await host.page.locator('.review-item.shown').waitFor();
  await host.page.keyboard.press('a');
  await item(host, 'Un menu végétarien').locator('.state.open').waitFor();
  await card(ada, 'A tent by the lake').getByText(ada.t('board.pending')).waitFor({ state: 'detached' });
  await chloe.page.locator('.fresh .button', { hasText: '2' }).click();
  await card(chloe, 'A tent by the lake').waitFor();

  // Supports are on every screen, once each, and the third of two is refused.
  await card(chloe, 'A tent by the lake').locator('.support').click();
  await hasCount(ada, 'A tent by the lake', 1);
  await hasCount(chloe, 'A tent by the lake', 1);
  await bea.page.locator('.fresh .button').click();
  await card(bea, 'A tent by the lake').locator('.support').click();
  for (const who of [ada, bea, chloe]) await hasCount(who, 'A tent by the lake', 2);
  await card(chloe, 'A tent by the lake').locator('.support').click();
  for (const who of [ada, bea, chloe]) await hasCount(who, 'A tent by the lake', 1);

  // One is answered, one is hidden: live, and with no word of it left where it may not be.
  await button(item(host, 'A tent by the lake'), host.t('host.review.answer')).click();
  await item(host, 'A tent by the lake').locator('select').selectOption('planned');
  await item(host, 'A tent by the lake').locator('textarea').fill('We put it up in May.');
  await button(item(host, 'A tent by the lake'), host.t('host.review.save')).click();
  await card(bea, 'A tent by the lake').getByText('We put it up in May.').waitFor();
  await card(bea, 'A tent by the lake').getByText(bea.t('board.status.planned')).waitFor();
  await button(item(host, 'Un menu végétarien'), host.t('host.review.hide')).click();
  await host.page.keyboard.type('Already on the list');
  await host.page.keyboard.press('Enter');
  await chloe.page.locator('.vanished').waitFor();
  assert.equal(await chloe.page.getByText('Un menu végétarien').count(), 0);
  await card(bea, 'Un menu végétarien').getByText('Already on the list').waitFor();
  await picture('ideas', 'answered', { host, ada, bea, chloe });

  // The machine dies; a support given meanwhile is counted when it is back.
  await server.kill();
  await chloe.page.locator('.banner').waitFor();
  await card(chloe, 'A tent by the lake').locator('.support').click();
  await hasCount(chloe, 'A tent by the lake', 2);
  await server.start();
  for (const who of [ada, bea, chloe]) await hasCount(who, 'A tent by the lake', 2);

  // The idea has an address of its own; the list is closed for everyone at once.
  await chloe.page.getByRole('link', { name: 'A tent by the lake' }).click();
  const own = await device(browser, chloe.page.url());
  await own.page.getByRole('heading', { level: 1, name: 'A tent by the lake' }).waitFor();
  await hasCount(own, 'A tent by the lake', 2);
  await button(list, host.t('host.move.closed')).click();
  await own.page.locator('.support.still').waitFor();
  await ada.page.getByRole('paragraph').filter({ hasText: ada.t('board.phase.closed') }).first().waitFor();
  assert.equal(await ada.page.locator('.post').count(), 0);
  await picture('ideas', 'closed', { host, ada, bea, own });

  for (const [name, { faults }] of Object.entries({ host, ada, bea, chloe, own })) {
    assert.deepEqual(faults.filter((fault) => !KNOWN.test(fault)), [], name);
  }
});
