/* SPDX-License-Identifier: Apache-2.0 */
/* The desk of a moderator: the queue with its keys, live, and nothing that is the host's. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/moderate');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const waiting = () => [
  idea('menu', 'Vegetarian menu', { supports: 9 }),
  idea('tent', 'A tent by the lake', { state: 'pending', name: 'Ada', text: 'With lanterns.' }),
  idea('pool', 'A pool', { state: 'pending', supports: 4 }),
];
const CHECKED = board({ def: def({ checked: true, order: 'new' }) });
const SPEAKER = board({ id: 'speaker', place: 1, def: def({ kind: 'questions', title: 'Questions to the mayor' }) });

/** A moderator's desk; the context is closed and the console heard whatever happens. */
const onDesk = (name, { boards = [CHECKED], ...more }, body) => test(name, async () => {
  const room = new FakeRoom({ role: 'moderator', boards: structuredClone(boards), ideas: { wishes: waiting(), speaker: [] } });
  const { page, context, faults } = await visit(browser, { page: 'host', path: '/host/K7Q42M', width: 1280, height: 800, room, ...more });
  page.setDefaultTimeout(30_000);
  try {
    await page.locator('.moderation').waitFor();
    await body({ page, room, boards: room.boards });
    assert.deepEqual(faults, [], 'console errors');
  } finally {
    await context.close();
  }
});
const titles = (page) => page.locator('.review-title').allInnerTexts();

onDesk('the queue is there at once, with what has waited longest first', {}, async ({ page, boards }) => {
  await page.locator('.review-item').nth(1).waitFor();
  assert.deepEqual(await titles(page), ['A tent by the lake', 'A pool']);
  assert.equal(await page.locator('.review-filters .number').innerText(), '2');
  boards.add('wishes', idea('late', 'A late one', { state: 'pending' }));
  await page.locator('.review-item', { hasText: 'A late one' }).waitFor();
  assert.deepEqual(await titles(page), ['A tent by the lake', 'A pool', 'A late one']);
  assert.equal(await page.locator('.review-filters .number').innerText(), '3');
});

onDesk('keys walk, show and hide; the keys of hosts do nothing', {}, async ({ page, room }) => {
  await page.locator('.review-item').nth(1).waitFor();
  for (const key of ['n', 'w', 's', 'b', 'j', 'a']) await page.keyboard.press(key);
  await page.locator('.review-item.shown', { hasText: 'A tent' }).waitFor();
  await page.keyboard.press('h');
  await page.getByLabel('Reason').fill('A name is in it');
  await page.keyboard.press('Enter');
  await page.locator('.review-item.hidden', { hasText: 'A pool' }).waitFor();
  assert.deepEqual(room.heard('idea.check').map(({ idea: id, state, reason }) => [id, state, reason]),
    [['tent', 'shown', undefined], ['pool', 'hidden', 'A name is in it']]);
  assert.deepEqual(['room.update', 'board.move', 'question.add'].flatMap((cmd) => room.heard(cmd)), []);
});

onDesk('what was dealt with long ago leaves the queue, so that a full hall does not fill the screen', {}, async ({ page, boards }) => {
  const said = Array.from({ length: 30 }, (_, n) => `Answer ${n}`);
  for (const [n, title] of said.entries()) boards.add('wishes', idea(`answer${n}`, title, { state: 'pending' }));
  for (let done = 0; done < 28; done++) {
    const item = page.locator('.review-item.pending').first();
    await item.focus();
    const id = await item.locator('.review-title').innerText();
    await page.keyboard.press('a');
    await page.locator('.review-item.shown', { has: page.getByText(id, { exact: true }) }).waitFor();
  }
  boards.add('wishes', idea('late', 'A late one', { state: 'pending' }));
  await page.locator('.review-item', { hasText: 'A late one' }).waitFor();
  const left = await titles(page);
  assert.equal(left.includes('A tent by the lake'), false);
  assert.equal(left.includes('Answer 20'), true);
  assert.equal(await page.locator('.review-item.shown').count(), 20);
  assert.equal(await page.locator('.review-item.pending').count(), 5);
});

onDesk('nothing of what hosts do is there', { boards: [CHECKED, SPEAKER] }, async ({ page }) => {
  await page.locator('.review-item').first().waitFor();
  assert.equal(await page.locator('.next, .tabs, .share-pane, .questions, .steps').count(), 0);
  await page.getByRole('button', { name: 'Questions to the mayor' }).click();
  await page.getByText('Nothing to check.').waitFor();
});

for (const lang of ['en', 'fr', 'qps']) {
  for (const [width, height] of [[1280, 800], [390, 844], [320, 640]]) {
    onDesk(`the desk in ${lang} at ${width}`, { lang, width, height, dark: width === 390, boards: [CHECKED, SPEAKER] }, async ({ page }) => {
      await page.locator('.review-item').nth(1).waitFor();
      assert.equal(await scrollsSideways(page), false);
      assert.deepEqual(await axe(page), []);
      await shoot(page, join(shots, `desk-${lang}-${width}.png`));
    });
  }
}
