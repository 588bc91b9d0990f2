/* SPDX-License-Identifier: Apache-2.0 */
/* Questions that are put in order and points that are shared out, from the host's form to the hall, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const OPTIONS = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'];
const SMALL = { width: 320, height: 640 };

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const next = (host, key, fields) => host.page.locator('.next', { hasText: host.t(key, fields) }).click();
const says = ({ page, t }, key) => page.locator('.status', { hasText: t(key) }).waitFor();
const texts = (page, selector) => page.locator(selector).allInnerTexts();
const hasTexts = ({ page }, selector, wanted) => page.waitForFunction(([where, all]) => (
  [...document.querySelectorAll(where)].map((part) => part.textContent).join('|') === all
), [selector, wanted.join('|')]);

/** A room with one question of a kind, written in the host's form and opened. */
async function asked(kind, title) {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Summer club');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  const join = `${server.origin}/j/${page.url().slice(-6)}`;
  await page.locator('.next', { hasText: t('host.next.write') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#title').fill(title);
  await dialog.getByText(t(`host.kind.${kind}`), { exact: true }).click();
  for (const [at, option] of OPTIONS.entries()) {
    if (await dialog.locator(`#option-${at}`).count() === 0) await button(dialog, t('host.form.option_add')).click();
    await dialog.locator(`#option-${at}`).fill(option);
  }
  await picture('ranked', `${kind}-form`, { host });
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL });
  await next(host, 'host.next.open', { at: 1 });
  const ada = await device(browser, join);
  const chloe = await device(browser, join, { lang: 'fr', dark: true, viewport: SMALL });
  for (const phone of [ada, chloe]) await phone.page.locator('form .confirm').waitFor();
  return { host, stage, ada, chloe };
}

async function closeAndReveal({ host, stage, ada, chloe }, kind) {
  await next(host, 'host.next.close');
  await ada.page.locator('.badge.closed').waitFor();
  await next(host, 'host.next.reveal');
  await stage.page.locator('.row.winner').waitFor();
  for (const { page } of [ada, chloe]) await page.locator('.badge.revealed').waitFor();
  await picture('ranked', `${kind}-revealed`, { host, stage, ada, chloe });
}

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.deepEqual(await axe(page), [], name);
    assert.equal(await scrollsSideways(page), false, name);
    assert.deepEqual(faults, [], name);
  }
}

const rest = ({ page }, option) => page.locator('.options .option', { hasText: option });
const placed = ({ page }) => texts(page, '.ranked .text');
const arrow = ({ page, t }, way, option) => button(page, t(`join.rank.${way}`, { text: option }));
const confirm = ({ page, t }) => button(page, t('join.confirm'));

/** One ballot says B C D A, the other D B. */
async function countOtherwise(host) {
  const { page, t } = host;
  await button(page, t('host.count.pairs')).click();
  await page.locator('.counted', { hasText: t('host.count.unbeaten', { options: 'B Nashville, D Knoxville' }) }).waitFor();
  assert.deepEqual(await texts(page, '.counted tbody tr:nth-child(2) td'), ['2', '', '2', '1']);
  await picture('ranked', 'ranking-pairs', { host });
  await button(page, t('host.count.rounds')).click();
  await page.locator('.counted', { hasText: t('host.count.tie', { options: 'B Nashville, D Knoxville' }) }).waitFor();
  assert.deepEqual(await texts(page, '.counted tbody tr:nth-child(4) td'), ['1', '1', '1']);
  await picture('ranked', 'ranking-rounds', { host });
}

test('a ranking: written, opened, tapped in order, dragged, changed, on the stage, closed', async () => {
  const all = await asked('ranking', 'Where should the capital be?');
  const { host, stage, ada, chloe } = all;
  assert.ok(await confirm(ada).isDisabled());
  for (const option of [1, 0, 2, 3]) await rest(ada, OPTIONS[option]).click();
  assert.deepEqual(await placed(ada), ['Nashville', 'Memphis', 'Chattanooga', 'Knoxville']);

  // By finger: Memphis below Chattanooga, and back up by its button, which keeps the keyboard.
  const [from, to] = await Promise.all([1, 2].map((at) => ada.page.locator('.ranked .handle').nth(at).boundingBox()));
  await ada.page.mouse.move(from.x + 20, from.y + 20);
  await ada.page.mouse.down();
  await ada.page.mouse.move(from.x + 20, from.y + 30);
  await ada.page.mouse.move(to.x + 20, to.y + 30);
  await picture('ranked', 'ranking-drag', { ada });
  await ada.page.mouse.up();
  assert.deepEqual(await placed(ada), ['Nashville', 'Chattanooga', 'Memphis', 'Knoxville']);
  await arrow(ada, 'up', 'Knoxville').press('Enter');
  assert.deepEqual(await placed(ada), ['Nashville', 'Chattanooga', 'Knoxville', 'Memphis']);
  await ada.page.waitForFunction(() => document.activeElement?.id === 'rank-up-3');
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.press('Enter');
  await ada.page.waitForFunction(() => document.activeElement?.id === 'rank-down-3');
  assert.deepEqual(await placed(ada), ['Knoxville', 'Nashville', 'Chattanooga', 'Memphis']);
  await button(ada.page, ada.t('join.rank.clear')).click();
  assert.deepEqual(await placed(ada), []);

  for (const option of [1, 2, 3, 0]) await rest(ada, OPTIONS[option]).click();
  await picture('ranked', 'ranking-asked', { ada, host, stage });
  await confirm(ada).click();
  await says(ada, 'join.counted');
  // Only some of them, on a small phone.
  for (const option of [0, 3]) await rest(chloe, OPTIONS[option]).click();
  await picture('ranked', 'ranking-asked', { chloe });
  await sound({ ada, chloe, stage, host });
  await confirm(chloe).click();
  await says(chloe, 'join.counted');
  await hasTexts(host, '.now .result-percent', ['3', '3', '2', '3']);

  // A change takes the former ballot back whole.
  await button(chloe.page, chloe.t('join.change')).click();
  assert.deepEqual(await placed(chloe), ['Memphis', 'Knoxville']);
  await button(chloe.page, chloe.t('join.rank.out', { text: 'Memphis' })).click();
  await rest(chloe, 'Nashville').click();
  await confirm(chloe).click();
  await hasTexts(host, '.now .result-percent', ['0', '5', '2', '4']);
  await closeAndReveal(all, 'ranking');
  await countOtherwise(host);
  await hasTexts(stage, '.row .track > .layer .label', ['Nashville', 'Knoxville', 'Chattanooga', 'Memphis']);
  assert.deepEqual(await texts(stage.page, '.row .percent'), ['5', '4', '2', '0']);
  assert.deepEqual(await texts(stage.page, '.row .track > .layer .count'),
    [1, 1, 0, 0].map((n) => stage.t('stage.firsts', { n })));
  await hasTexts(ada, '.option .percent', ['5', '4', '2', '0']);
  await hasTexts(chloe, '.option .own-word', [2, 1].map((place) => chloe.t('join.rank.mine', { place })));
  await sound({ ada, chloe, stage, host });
});

const left = ({ page, t }, n) => page.locator('.confirm strong', {
  hasText: new RegExp(`^${t(n === 1 ? 'join.points.left_one' : 'join.points.left_other', { n })}$`),
}).waitFor();
const more = ({ page, t }, option) => button(page, t('join.points.more', { text: option }));
const field = ({ page }, at) => page.locator('.share input[type="number"]').nth(at);
const slider = ({ page }, at) => page.locator('.share input[type="range"]').nth(at);

test('points: written, opened, shared out by button, slider and number, changed, on the stage, closed', async () => {
  const all = await asked('points', 'Where should the money go?');
  const { host, stage, ada, chloe } = all;
  await more(ada, 'Memphis').press('Enter');
  await more(ada, 'Memphis').click();
  await left(ada, 90);
  await field(ada, 1).fill('40');
  await left(ada, 50);
  await slider(ada, 2).focus();
  await ada.page.keyboard.press('ArrowRight');
  await left(ada, 49);
  // More than are left is what is left.
  await field(ada, 3).fill('90');
  await left(ada, 0);
  assert.equal(await field(ada, 3).inputValue(), '49');
  await field(ada, 3).fill('4');
  assert.ok(await confirm(ada).isDisabled());
  // Held down, a button goes on until nothing is left.
  const held = await more(ada, 'Memphis').boundingBox();
  await ada.page.mouse.move(held.x + 20, held.y + 20);
  await ada.page.mouse.down();
  await left(ada, 0);
  await ada.page.mouse.up();
  assert.equal(await field(ada, 0).inputValue(), '55');
  await picture('ranked', 'points-asked', { ada, host, stage });
  await confirm(ada).click();
  await says(ada, 'join.counted');

  await field(chloe, 1).fill('65');
  await picture('ranked', 'points-asked', { chloe });
  await sound({ ada, chloe, stage, host });
  await field(chloe, 3).fill('35');
  await confirm(chloe).click();
  await says(chloe, 'join.counted');
  await hasTexts(host, '.now .result-percent', ['28', '53', '0', '19']);
  await button(chloe.page, chloe.t('join.change')).click();
  await field(chloe, 3).fill('0');
  await field(chloe, 2).fill('35');
  await confirm(chloe).click();
  await hasTexts(host, '.now .result-percent', ['28', '52', '18', '2']);
  await closeAndReveal(all, 'points');
  await hasTexts(stage, '.row .percent', ['28', '52', '18', '2']);
  for (const phone of [ada, chloe]) await hasTexts(phone, '.option .percent', ['28', '52', '18', '2']);
  await hasTexts(chloe, '.option .own-word', [0, 65, 35, 0].map((n) => chloe.t('join.points.mine', { n })));
  await sound({ ada, chloe, stage, host });
});
