/* SPDX-License-Identifier: Apache-2.0 */
/* A quiz from the host's form to the leaderboard in the hall, at the real server; and a number to guess. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const OPTIONS = ['The Rhône', 'The Loire', 'The Seine'];
const DESK = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const next = (host, key, fields) => host.page.locator('.next', { hasText: host.t(key, fields) }).click();
const tap = ({ page }, option) => page.locator('.options .option', { hasText: option }).click();
const says = ({ page, t }, key) => page.locator('.status', { hasText: t(key) }).waitFor();
const told = ({ page, t }, key, fields) => page.locator('.verdict', { hasText: t(key, fields) }).waitFor();

/** A room with a question that `write` fills in, on two phones and a stage. */
async function asked(kind, title, write) {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Training day');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  const join = `${server.origin}/j/${page.url().slice(-6)}`;
  await page.locator('.next', { hasText: t('host.next.write') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#title').fill(title);
  await dialog.getByText(t(`host.kind.${kind}`), { exact: true }).click();
  await write(dialog, t);
  await picture('quiz', `${kind}-form`, { host });
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL });
  const ada = await device(browser, join);
  const chloe = await device(browser, join, { lang: 'fr', dark: true, viewport: SMALL });
  await next(host, 'host.next.open', { at: 1 });
  return { host, stage, ada, chloe };
}

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.deepEqual(await axe(page), [], name);
    assert.equal(await scrollsSideways(page), false, name);
    assert.deepEqual(faults, [], name);
  }
}

test('a quiz: written, opened, answered, changed, revealed, who leads', async () => {
  const all = await asked('quiz', 'Which is the longest river of France?', async (dialog, t) => {
    await button(dialog, t('host.form.option_add')).click();
    for (const [at, option] of OPTIONS.entries()) await dialog.locator(`#option-${at}`).fill(option);
    await dialog.locator('button[type="submit"]').click();
    await dialog.getByText(t('host.fault.right')).waitFor();
    await dialog.getByLabel(t('host.form.is_right', { at: 2 })).check();
    await dialog.locator('#duration').fill('300');
  });
  const { host, stage, ada, chloe } = all;
  await host.page.locator('.result-rows', { hasText: host.t('host.right') }).waitFor();
  for (const { page } of [ada, chloe]) await page.locator('.stakes').waitFor();
  await picture('quiz', 'asked', all);
  await stage.page.locator('.ring').first().waitFor(); // The hall sees the time.
  await tap(ada, OPTIONS[0]);
  await says(ada, 'join.counted');
  await button(ada.page, ada.t('join.change')).click();
  await tap(ada, OPTIONS[1]);
  await says(ada, 'join.counted');
  await tap(chloe, OPTIONS[2]);
  await says(chloe, 'join.counted');
  for (const { page } of [ada, chloe, stage]) assert.equal(await page.locator('.right, .sign, .verdict').count(), 0);
  await picture('quiz', 'answered', all);

  await next(host, 'host.next.close');
  await ada.page.locator('.badge.closed').waitFor();
  await next(host, 'host.next.reveal');
  await told(ada, 'join.quiz.right');
  await told(chloe, 'join.quiz.wrong');
  await stage.page.locator('.right .row.winner', { hasText: OPTIONS[1] }).waitFor();
  assert.match(await ada.page.locator('.verdict-points').innerText(), /^\+([5-9]\d\d|1[  ,]?000) points$/);
  await told(ada, 'join.quiz.place', { place: '1', of: '2' });
  await told(chloe, 'join.quiz.place', { place: '2', of: '2' });
  await picture('quiz', 'revealed', all);

  // A name of one's own, and the leaderboard has it.
  await button(ada.page, ada.t('join.quiz.name')).click();
  assert.match(await ada.page.locator('#nickname').inputValue(), /^[A-Z]\w+ [A-Z]\w+ \d+$/);
  await ada.page.locator('#nickname').fill('Ada');
  await picture('quiz', 'named', { ada });
  await button(ada.page, ada.t('join.quiz.name_save')).click();
  await ada.page.getByText(ada.t('join.quiz.name_saved')).waitFor();
  await stage.page.locator('.quiz-rows').waitFor();
  await stage.page.reload();
  await stage.page.locator('.quiz-rows .row', { hasText: 'Ada' }).waitFor();
  await picture('quiz', 'leaders', { stage });
  await sound(all);
});

test('a number to guess: the nearest win', async () => {
  const all = await asked('number', 'How many islands has the lake?', async (dialog, t) => {
    await dialog.getByText(t('host.form.guess')).click();
    await dialog.locator('#answer').fill('42');
    await dialog.locator('#nearest').fill('1');
  });
  const { host, stage, ada, chloe } = all;
  for (const [phone, guess] of [[ada, '40'], [chloe, '90']]) {
    await phone.page.locator('.amount input').fill(guess);
    await phone.page.locator('.amount input').press('Enter');
    await says(phone, 'join.counted');
  }
  await next(host, 'host.next.close');
  await ada.page.locator('.badge.closed').waitFor();
  await next(host, 'host.next.reveal');
  await told(ada, 'join.quiz.right');
  await told(chloe, 'join.quiz.far');
  await picture('quiz', 'guessed', all);
  await stage.page.getByRole('heading', { name: stage.t('stage.quiz.nearest', { answer: '42' }) }).waitFor();
  await stage.page.locator('.quiz-rows .row', { hasText: '40' }).waitFor();
  await picture('quiz', 'nearest', { stage });
  await stage.page.getByRole('heading', { name: stage.t('stage.quiz.leaders') }).waitFor();
  await sound(all);
});
