/* SPDX-License-Identifier: Apache-2.0 */
/* Two hosts at one room: what each changes is told to the other at once, and nothing that was typed is lost. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { root, Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const DEF = { kind: 'single', title: 'Where shall we go?', options: ['Lake', 'Hill', 'Town'] };

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const rgb = (hex) => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function begin(lang = 'en') {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const question = await room.add(DEF);
  const host = async (viewport) => {
    const { secret } = await room.call('link.create', { role: 'host', label: '' });
    const made = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang });
    await made.page.waitForURL(`**/host/${room.code}`);
    await made.page.locator('.next').waitFor();
    return made;
  };
  const now = async () => (await must(server, 'hello', { room: room.code, view: 'host' }, token)).snapshot;
  return { room, question, host, now };
}

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`a question that two write is told at once, side by side (${lang})`, async () => {
    const { room, question, host, now } = await begin(lang);
    const { page, t, faults, context } = await host(size);
    if (size === PHONE) await button(page, t('host.questions')).click();
    await page.locator('.question-row').click();
    await button(page, t('host.edit')).click();
    await page.locator('#title').fill('Where do we meet?');
    await room.call('question.update', { question, version: 1, def: { ...DEF, title: 'Where to?', options: ['Lake', 'Sea'] } });
    const clash = page.locator('.clash');
    await clash.locator('dd', { hasText: 'Where to?' }).waitFor();
    await clash.locator('dd', { hasText: 'Where do we meet?' }).waitFor();
    assert.equal(await clash.locator('dt').count(), 1);
    await page.waitForFunction(() => [...document.querySelectorAll('.question-form input')].some(({ value }) => value === 'Sea'));
    assert.equal(await page.locator('#title').inputValue(), 'Where do we meet?');
    // Nothing is saved before that is decided.
    await button(page.getByRole('dialog'), t('host.form.save')).click();
    await clash.and(page.locator(':focus')).waitFor();
    await picture('clash', lang, { host: { page } });
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
    await button(clash, t('host.clash.keep')).click();
    await clash.waitFor({ state: 'detached' });
    await button(page.getByRole('dialog'), t('host.form.save')).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [{ def, version }] = (await now()).questions;
    assert.deepEqual([def.title, def.options, version], ['Where do we meet?', ['Lake', 'Sea'], 3]);
    // Opened meanwhile: what was typed becomes a draft of its own.
    await button(page, t('host.edit')).click();
    await page.locator('#title').fill('Mine');
    await room.call('question.move', { question, version: 3, move: 'open' });
    await page.getByText(t('host.form.asked')).waitFor();
    await button(page.getByRole('dialog'), t('host.form.save')).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual((await now()).questions.map((one) => [one.def.title, one.state]), [['Where do we meet?', 'open'], ['Mine', 'draft']]);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('theirs can be taken of a board, and of the room', async () => {
  const { room, host, now } = await begin();
  const { page, t, faults, context } = await host(DESK);
  const def = { kind: 'ideas', title: 'Wishes', about: 'For next summer' };
  await room.call('board.add', { id: 'wishes', def });
  await page.locator('.boards .question-row').click();
  await button(page.locator('.boards'), t('host.edit')).click();
  await page.locator('#board-title-field').fill('Mine');
  await room.call('board.update', { board: 'wishes', version: 1, def: { ...def, title: 'Theirs' } });
  await button(page.locator('.clash'), t('host.clash.yield')).click();
  assert.equal(await page.locator('#board-title-field').inputValue(), 'Theirs');
  await button(page.getByRole('dialog'), t('host.cancel')).click();
  const title = page.getByLabel(t('host.room.title'));
  await title.fill('My club');
  const { room: { rev, settings } } = await now();
  await room.call('room.update', { rev, settings: { ...settings, title: 'Their club' } });
  await page.locator('.clash', { hasText: 'Their club' }).waitFor();
  assert.equal(await title.inputValue(), 'My club');
  await button(page.locator('.clash'), t('host.clash.yield')).click();
  assert.equal(await title.inputValue(), 'Their club');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a look that two pick at once is one of both, as the later one decides', async () => {
  const { ocean, berry } = Object.fromEntries(JSON.parse(await readFile(join(root, 'web/assets/themes.json'), 'utf8')).map(({ name, ...theme }) => [name, theme]));
  for (const [decides, expected] of [['yield', ocean], ['keep', berry]]) {
    const { room, host, now } = await begin();
    const { page, t, faults, context } = await host(DESK);
    const tile = (name) => page.locator('.look-tile', { hasText: t(`host.look.${name}`) }).locator('input');
    await tile('berry').check();
    const { room: { rev, settings } } = await now();
    await room.call('room.update', { rev, settings: { ...settings, theme: ocean } });
    const clash = page.locator('.look .clash');
    await clash.waitFor();
    assert.ok(await tile('berry').isChecked(), 'mine stays until it is decided');
    const save = button(page.locator('.look'), t('host.form.save'));
    await save.click(); // Refused: first it is decided.
    assert.deepEqual((await now()).room.settings.theme.light, ocean.light);
    await button(clash, t(`host.clash.${decides}`)).click();
    await clash.waitFor({ state: 'detached' });
    await save.click();
    const { light } = expected;
    await page.waitForFunction((wanted) => getComputedStyle(document.querySelector('.look-preview')).backgroundColor === wanted, rgb(light.page));
    let seen;
    do seen = (await now()).room.settings.theme.light; while (seen.page !== light.page);
    assert.deepEqual(seen, light);
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('two who press the big button at once take one step', async () => {
  const { room, question, host, now } = await begin();
  await room.move(question, 'open');
  const [anna, ben] = await Promise.all([host(DESK), host(PHONE)]);
  const close = (one) => one.page.locator('.next.close').click();
  await Promise.all([anna, ben].map(({ page, t }) => page.locator('.next', { hasText: t('host.next.close') }).waitFor()));
  await Promise.allSettled([close(anna), close(ben)]);
  for (const { page } of [anna, ben]) await page.locator('.now .state.closed').waitFor();
  assert.deepEqual((await now()).questions.map(({ state, version }) => [state, version]), [['closed', 3]]);
  // By key, just behind somebody else's step: it is said, and not taken.
  await anna.page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => { if (document.querySelector('.now .state.revealed') && !window.pressed) {
      window.pressed = true;
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
    } }).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
  await anna.page.waitForTimeout(3_100);
  await room.call('question.move', { question, version: 3, move: 'reveal' });
  await anna.page.getByText(anna.t('host.next.overtaken')).waitFor();
  assert.deepEqual((await now()).questions.map(({ state }) => state), ['revealed']);
  await Promise.all([anna, ben].map(({ context }) => context.close()));
});
