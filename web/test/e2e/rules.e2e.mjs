/* SPDX-License-Identifier: Apache-2.0 */
/* A board's rules on a phone: read and accepted before the first idea, again when they change; and supports that are left. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/rules');
const RULES = 'Ideas belong to the club.\nWhoever writes is over sixteen.';

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const onPhone = (name, { on = {}, lang = 'en', ...more }, body) => test(name, async () => {
  const room = new FakeRoom({ role: 'participant', boards: [board(on)], ideas: { wishes: [idea('tent', 'A tent by the lake'), idea('pool', 'A pool')] } });
  const { page, context, faults } = await visit(browser, { page: 'board', path: '/b/K7Q42M/wishes', width: 390, height: 844, room, lang, ...more });
  page.setDefaultTimeout(30_000);
  try {
    await page.locator('.intro').waitFor();
    await body({ page, room, boards: room.boards });
    assert.deepEqual(faults.filter((fault) => !fault.includes('favicon')), [], 'console errors');
  } finally {
    await context.close();
  }
});
const RULED = { rules_version: 1, def: def({ rules: RULES }) };
const posted = (room) => room.heard('idea.post').map(({ title, rules }) => [title, rules]);

onPhone('who has not accepted the rules is brought to them, and asked once', { on: RULED }, async ({ page, room }) => {
  const write = async (title) => {
    await page.locator('.post').click();
    await page.locator('#idea-title').fill(title);
  };
  await write('A swing');
  await page.locator('.send').click();
  await page.waitForFunction(() => document.activeElement.id === 'rules');
  assert.deepEqual(posted(room), []);
  await page.locator('.rules summary').click();
  await page.getByText('Whoever writes is over sixteen.').waitFor();
  await page.locator('#rules').check();
  await page.locator('.send').click();
  await page.locator('.idea', { hasText: 'A swing' }).waitFor();
  await write('A sauna');
  assert.equal(await page.locator('#rules').isChecked(), true);
  await page.locator('.send').click();
  await page.locator('.idea', { hasText: 'A sauna' }).waitFor();
  assert.deepEqual(posted(room), [['A swing', 1], ['A sauna', 1]]);
});

onPhone('rules that change under the hand are asked for again', { on: RULED }, async ({ page, room, boards }) => {
  await page.locator('.post').click();
  await page.locator('#idea-title').fill('A swing');
  await page.locator('#rules').check();
  boards.phase('wishes', 'open', { rules_version: 2 });
  await page.waitForFunction(() => !document.querySelector('#rules').checked);
  await page.locator('#rules').check();
  await page.locator('.send').click();
  await page.locator('.idea', { hasText: 'A swing' }).waitFor();
  assert.deepEqual(posted(room), [['A swing', 2]]);
});

for (const lang of ['en', 'fr', 'qps']) {
  onPhone(`the rules in ${lang}`, { on: RULED, lang, dark: lang === 'fr' }, async ({ page }) => {
    await page.locator('.post').click();
    await page.locator('.rules summary').click();
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await axe(page), []);
    await page.locator('.send').scrollIntoViewIfNeeded();
    await shoot(page, join(shots, `rules-${lang}.png`));
  });
}
