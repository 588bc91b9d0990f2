/* SPDX-License-Identifier: Apache-2.0 */
/* On the page of a board, against a played room: staff notes ideas and supports of people who have no phone there.
 * Needs a build with CLAMEUR_PSEUDO=1. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/behalf');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

function onPhone(name, { role = 'moderator', lang = 'en', at = null }, body) {
  test(name, async () => {
    const room = new FakeRoom({
      role, boards: [board({ def: def() })], ideas: { wishes: [idea('tent', 'A tent by the lake', { supports: 64 })] } });
    const path = `/b/K7Q42M/wishes${at ? `/${at}` : ''}`;
    const { page, context, faults } = await visit(browser, {
      page: 'board', path, width: 390, height: 844, lang, room, state: room.state({ board: 'wishes', idea: at }) });
    page.setDefaultTimeout(30_000);
    try {
      await body({ page, room });
      assert.deepEqual(faults, [], 'console errors');
    } finally {
      await context.close();
    }
  });
}
const button = (scope, name) => scope.getByRole('button', { name, exact: true });
async function heard(page, room, cmd, n = 1) {
  while (room.heard(cmd).length < n) await page.evaluate(() => new Promise((next) => { requestAnimationFrame(next); }));
  return room.heard(cmd)[n - 1];
}

onPhone('an idea of somebody else is marked as such, and is not one’s own', {}, async ({ page, room }) => {
  await button(page, 'Share an idea').click();
  await page.getByLabel('Your idea in one sentence').fill('Chairs in the shade');
  await page.getByLabel('For somebody else').check();
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'sheet.png'));
  await button(page, 'Send').click();
  const { id, for: behalf, ...fields } = await heard(page, room, 'idea.post');
  assert.match(behalf, /^[a-z0-9_-]{1,16}$/);
  assert.notEqual(behalf, id);
  assert.deepEqual(fields, { cmd: 'idea.post', board: 'wishes', title: 'Chairs in the shade', tags: [] });
  const card = page.locator('.cards .idea', { hasText: 'Chairs in the shade' });
  await card.getByText('Noted by the team').waitFor();
  assert.equal(await card.locator('.badge.mine').count(), 0);
});

onPhone('a support for each who asks, the last of them to be undone', { at: 'tent' }, async ({ page, room }) => {
  const count = (n) => page.locator('.idea .support .count', { hasText: new RegExp(`^${n}$`) }).waitFor();
  await button(page, '+1 for somebody here').click();
  await count(65);
  await button(page, '+1 for somebody here').click();
  await count(66);
  const [one, other] = room.heard('idea.support');
  assert.notEqual(one.for, other.for);
  assert.deepEqual(other, { cmd: 'idea.support', board: 'wishes', idea: 'tent', n: 1, on: true, for: other.for });
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'counted.png'));
  await button(page, 'Undo').click();
  assert.deepEqual(await heard(page, room, 'idea.support', 3), { ...other, n: 2, on: false });
  await count(65);
  await button(page, 'Undo').waitFor({ state: 'detached' });
});

onPhone('in French, on a phone', { at: 'tent', lang: 'fr' }, async ({ page }) => {
  await button(page, '+1 pour quelqu’un ici').click();
  await page.getByText('Comptée pour quelqu’un').first().waitFor();
  assert.equal(await scrollsSideways(page), false);
  await shoot(page, join(shots, 'fr.png'));
});

onPhone('participants are offered none of it', { role: 'participant', at: 'tent' }, async ({ page }) => {
  await page.locator('.idea.alone').waitFor();
  assert.equal(await button(page, '+1 for somebody here').count(), 0);
});
