/* SPDX-License-Identifier: Apache-2.0 */
/* The console leads the hall: what the screen shows, the way of a board, and questions answered one by one. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/lead');
const ASKED = { id: 'q1', state: 'open', round: 1, version: 3, closes: 0, def: { kind: 'single', title: 'Which theme?', results: 'always', options: ['Space', 'Sea'] } };
const SPEAKER = board({ id: 'speaker', place: 1, def: def({ kind: 'questions', title: 'Questions to the mayor' }) });
const wishes = () => ['A tent by the lake', 'Later breakfast', 'A lift for the pool'].map((title, at) => idea(`i${at}`, title, { supports: 30 - 9 * at }));
const questions = () => ['Will there be a night train?', 'Why was the pool closed?', 'Can children vote?']
  .map((title, at) => idea(`q${at}`, title, { supports: 87 - 20 * at, name: at ? undefined : 'Amélie' }));

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

/** A host's console; the context is closed and the console heard whatever happens. */
const onDesk = (name, { first = {}, shown = null, ...more }, body) => test(name, async () => {
  const boards = [board(first), SPEAKER, board({ id: 'later', place: 2, phase: 'draft' })].map((one) => structuredClone(one));
  const room = new FakeRoom({ boards, ideas: { wishes: wishes(), speaker: questions() }, questions: [structuredClone(ASKED)], current: 'q1', board: shown, settings: { lang: more.lang === 'fr' ? 'fr' : 'en' } });
  const { page, context, faults } = await visit(browser, { page: 'host', path: '/host/K7Q42M', width: 1440, height: 900, room, ...more });
  page.setDefaultTimeout(30_000);
  try {
    await page.locator('.now').waitFor();
    await body({ page, room });
    assert.deepEqual(faults, [], 'console errors');
  } finally {
    await context.close();
  }
});
const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const heard = (room, cmd, ...fields) => room.heard(cmd).map((one) => fields.map((field) => one[field]));

onDesk('one tap turns the screen to a board, and back to the question', {}, async ({ page, room }) => {
  const screen = page.locator('.on-screen');
  // A draft is no way to turn to.
  assert.equal(await screen.getByRole('button').count(), 3);
  assert.equal(await button(screen, 'The questions').getAttribute('aria-pressed'), 'true');
  await button(screen, 'Questions to the mayor').click();
  await page.locator('.now-title', { hasText: 'Questions to the mayor' }).waitFor();
  await page.locator('.screen-title', { hasText: 'Questions to the mayor' }).waitFor();
  await button(screen, 'The questions').click();
  await page.locator('.now-title', { hasText: 'Which theme?' }).waitFor();
  await page.keyboard.press('s');
  await page.locator('.now-title', { hasText: 'What would make' }).waitFor();
  await button(page.locator('.note'), 'Undo').click();
  await page.locator('.now-title', { hasText: 'Which theme?' }).waitFor();
  assert.deepEqual(heard(room, 'room.update', 'board'), [['speaker'], [null], ['wishes'], [null]]);
});

onDesk('a question opened from its list comes to the screen again', { shown: 'wishes' }, async ({ page, room }) => {
  await page.locator('.questions').getByRole('button', { name: 'Which theme?' }).click();
  await button(page.locator('.questions'), 'Show on screen').click();
  await page.locator('.now-title', { hasText: 'Which theme?' }).waitFor();
  assert.deepEqual(heard(room, 'room.update', 'current'), [['q1']]);
});

onDesk('the big button leads from step to step, with a time if so wished', { first: { phase: 'collect' }, shown: 'wishes' }, async ({ page, room }) => {
  const next = page.locator('.button.next');
  const step = (name) => page.locator('.steps [aria-current]', { hasText: name }).waitFor();
  await step('Collect');
  await next.click();
  await step('Show');
  await page.keyboard.press('n');
  await step('Group');
  await next.locator('text=Let people support').waitFor();
  await page.locator('.next-bar select').selectOption({ label: '3 min' });
  await next.click();
  await step('Support');
  await page.locator('.now .timer').waitFor();
  await next.click();
  await step('Decide');
  assert.deepEqual(heard(room, 'board.move', 'phase', 'closes_in'),
    [['show', undefined], ['group', undefined], ['support', 180_000], ['decide', undefined]]);
  // Any step is a tap away.
  await page.locator('.steps').getByRole('button', { name: 'Show' }).click();
  await step('Show');
});

onDesk('a phase that goes on is given a time, and the time is taken away', { shown: 'wishes' }, async ({ page, room }) => {
  const card = page.locator('.now');
  assert.equal(await button(card, 'Start the time now').isDisabled(), true);
  await card.locator('.closing select').selectOption({ label: '5 min' });
  await button(card, 'Start the time now').click();
  await card.locator('.timer').waitFor();
  await button(card, 'No time limit').click();
  await card.locator('.timer').waitFor({ state: 'detached' });
  assert.deepEqual(heard(room, 'board.move', 'phase', 'closes_in'), [['open', 300_000], ['open', undefined]]);
});

onDesk('questions are answered one by one', { shown: 'speaker' }, async ({ page, room }) => {
  const rows = page.locator('.asked-rows li');
  const now = page.locator('.asked-now');
  await rows.nth(1).getByRole('button', { name: 'Answer now' }).click();
  await now.locator('text=Why was the pool closed?').waitFor();
  await page.locator('.screen-now', { hasText: 'Why was the pool closed?' }).waitFor();
  // The next one: the one before is answered by that.
  await rows.filter({ hasText: 'night train' }).getByRole('button', { name: 'Answer now' }).click();
  await now.locator('text=Will there be a night train?').waitFor();
  await button(now, 'Answered').click();
  await now.waitFor({ state: 'detached' });
  assert.deepEqual(heard(room, 'idea.answer', 'idea', 'status'), [['q1', 'making'], ['q1', 'released'], ['q0', 'making'], ['q0', 'released']]);
  assert.deepEqual(await rows.locator('.result-text').allInnerTexts(), ['Can children vote?']);
});

onDesk('a group is renamed, and removed with an undo', { shown: 'wishes', first: { phase: 'group', def: def({ groups: ['By the lake', 'Indoors'] }) } }, async ({ page, room }) => {
  const column = (name) => page.getByRole('region', { name, exact: true }).locator('li span');
  await page.getByLabel('Group of A tent by the lake').selectOption({ label: 'Indoors' });
  await column('Indoors').filter({ hasText: 'A tent by the lake' }).waitFor();
  await page.getByRole('button', { name: 'Rename “Indoors”' }).click();
  await page.getByLabel('Name of the group').fill('In the house');
  await page.getByLabel('Name of the group').press('Enter');
  await column('In the house').filter({ hasText: 'A tent by the lake' }).waitFor();
  await page.getByRole('button', { name: 'Remove “In the house”' }).click();
  await column('Not grouped').filter({ hasText: 'A tent by the lake' }).waitFor();
  assert.equal(await page.getByRole('region', { name: 'In the house' }).count(), 0);
  await button(page, 'Undo').click();
  await column('In the house').filter({ hasText: 'A tent by the lake' }).waitFor();
  assert.deepEqual(heard(room, 'board.update', 'def').map(([{ groups }]) => groups[1]), ['In the house', '', 'In the house']);
  assert.deepEqual(heard(room, 'idea.group', 'group'), [[1]]);
  assert.deepEqual(await axe(page), []);
});

onDesk('ideas are put together, by a choice and by dragging', { shown: 'wishes', first: { phase: 'group', def: def({ groups: ['By the lake'] }) } }, async ({ page, room }) => {
  const column = (name) => page.getByRole('region', { name, exact: true }).locator('li span');
  await column('Not grouped').filter({ hasText: 'A lift for the pool' }).waitFor();
  await page.getByLabel('Group of A tent by the lake').selectOption({ label: 'By the lake' });
  await column('By the lake').filter({ hasText: 'A tent by the lake' }).waitFor();
  await page.getByLabel('New group').fill('Mornings');
  await button(page, 'Add').click();
  await page.getByRole('region', { name: 'Mornings' }).waitFor();
  await column('Not grouped').filter({ hasText: 'Later breakfast' }).dragTo(page.getByRole('region', { name: 'Mornings' }));
  await column('Mornings').filter({ hasText: 'Later breakfast' }).waitFor();
  await page.getByLabel('Group of A tent by the lake').selectOption({ label: 'Not grouped' });
  await column('Not grouped').filter({ hasText: 'A tent by the lake' }).waitFor();
  assert.deepEqual(heard(room, 'idea.group', 'idea', 'version', 'group'), [['i0', 1, 0], ['i1', 1, 1], ['i0', 2, null]]);
  assert.deepEqual(heard(room, 'board.update', 'def').map(([{ groups }]) => groups), [['By the lake', 'Mornings']]);
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'group-1440.png'));
});

for (const lang of ['en', 'fr', 'qps']) {
  for (const [width, height] of [[1280, 800], [1440, 900], [390, 844], [320, 640]]) {
    for (const shown of ['wishes', 'speaker']) {
      onDesk(`${shown} led in ${lang} at ${width}`, { shown, lang, width, height, dark: lang === 'fr', first: { phase: 'support', closes: Date.now() + 95_000 } }, async ({ page }) => {
        await page.locator('.now .result-text').first().waitFor();
        assert.equal(await scrollsSideways(page), false);
        assert.deepEqual(await axe(page), []);
        await shoot(page, join(shots, `${shown}-${lang}-${width}.png`));
      });
    }
  }
}
