/* SPDX-License-Identifier: Apache-2.0 */
/* On the page of a board, against a played room: what is there already is shown while one writes, and found by
 * a search. Needs a build with CLAMEUR_PSEUDO=1. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, open, scrollsSideways, turnInto, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/alike');
const PATH = '/b/K7Q42M/wishes';

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const wishes = () => [
  idea('tent', 'A tent by the lake', { supports: 64, text: 'With lanterns' }),
  idea('boats', 'Boats on the lake, for an hour or for a whole day, with a picnic that one takes along', { supports: 12 }),
  idea('menu', 'Vegetarian menu', { supports: 9, tags: [0] }),
  idea('lunch', 'Menu for children', { supports: 3 }),
];
const many = (n) => Array.from({ length: n }, (_, at) => idea(`i${at}`, `Kayak trip ${at + 1}`, { supports: n - at }));
const makeRoom = ({ on = {}, rules = {}, ideas = wishes() } = {}) => new FakeRoom({
  role: 'participant', boards: [board({ ...on, def: def(rules) })], ideas: { wishes: ideas },
});

function onPhone(name, options, body) {
  test(name, async () => {
    const room = makeRoom(options);
    const { page, context, faults } = await visit(browser, {
      page: 'board', path: PATH, width: 390, height: 844, room, state: room.state({ board: 'wishes', idea: null }) });
    page.setDefaultTimeout(30_000);
    try {
      await body({ page, room, boards: room.boards });
      assert.deepEqual(faults, [], 'console errors');
    } finally {
      await context.close();
    }
  });
}
const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const title = (page) => page.getByLabel('Your idea in one sentence');
const alike = (page) => page.getByRole('region', { name: 'What is there already' });
const titles = (page) => page.locator('.cards .idea-title').allTextContents();
const write = async (page, text) => { await button(page, 'Share an idea').click(); await title(page).fill(text); };
const top = (locator) => locator.evaluate((part) => part.getBoundingClientRect().top);
async function heard(page, room, cmd, n = 1) {
  while (room.heard(cmd).length < n) await page.evaluate(() => new Promise((next) => { requestAnimationFrame(next); }));
  return room.heard(cmd)[n - 1];
}

onPhone('what is there already shows up while one writes, and nothing moves', {}, async ({ page, room }) => {
  await button(page, 'Share an idea').click();
  await alike(page).getByText('If it is there already, it will show up here.').waitFor();
  const before = await top(button(page, 'Send'));
  await title(page).fill('Tents near the lake');
  await alike(page).getByText('Support one of these 2.').waitFor();
  assert.equal(await top(button(page, 'Send')), before, 'the button to send stays');
  assert.deepEqual(await alike(page).locator('li a').allTextContents(), [wishes()[0].words.title, wishes()[1].words.title]);
  assert.deepEqual(room.heard('idea.similar'), [{ cmd: 'idea.similar', board: 'wishes', title: 'Tents near the lake' }], 'asked once, after a pause');
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'sheet.png'));
  await title(page).fill('Something else');
  await alike(page).getByText('If it is there already').waitFor();
  assert.equal(await alike(page).locator('li').count(), 0);
  assert.equal(await top(button(page, 'Send')), before);
});

onPhone('one tap there supports it, and says that no more is needed', {}, async ({ page, room }) => {
  await write(page, 'The lake');
  await button(alike(page), 'Support “A tent by the lake”, 64 supports').click();
  assert.deepEqual(await heard(page, room, 'idea.support'), { cmd: 'idea.support', board: 'wishes', idea: 'tent', n: 1, on: true });
  await alike(page).getByText('Supported. You need not send yours as well.').waitFor();
  await alike(page).locator('.support .count', { hasText: /^65$/ }).waitFor();
  assert.deepEqual(room.heard('idea.post'), []);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.cards .idea', { hasText: 'A tent' }).locator('.count', { hasText: /^65$/ }).waitFor();
});

onPhone('one reads the other idea, and comes back to the draft', {}, async ({ page }) => {
  await write(page, 'The lake');
  await alike(page).getByRole('link', { name: 'A tent by the lake' }).click();
  await page.getByRole('heading', { level: 1, name: 'A tent by the lake' }).waitFor();
  await page.goBack();
  await button(page, 'Go on writing').click();
  assert.equal(await title(page).inputValue(), 'The lake');
  await alike(page).getByRole('link', { name: 'A tent by the lake' }).waitFor();
});

onPhone('all of it by keyboard, from the title to the support and on', {}, async ({ page, room }) => {
  await write(page, 'The lake');
  await alike(page).locator('li').first().waitFor();
  await title(page).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal((await heard(page, room, 'idea.support')).idea, 'tent');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'A tent by the lake');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => {
    const { left, right } = document.activeElement.getBoundingClientRect();
    return document.activeElement.textContent.startsWith('Boats') && left >= 0 && right <= innerWidth;
  });
});

onPhone('too fast is asked again; without an answer one writes and sends all the same', {}, async ({ page, room, boards }) => {
  boards.refused['idea.similar'] = 'too_many';
  await write(page, 'The lake');
  await heard(page, room, 'idea.similar');
  delete boards.refused['idea.similar'];
  await alike(page).locator('li').first().waitFor();
  boards.refused['idea.similar'] = 'internal';
  await title(page).fill('The lake again');
  await heard(page, room, 'idea.similar', room.heard('idea.similar').length + 1);
  await button(page, 'Send').click();
  await page.locator('.cards .idea', { hasText: 'The lake again' }).waitFor();
});

onPhone('an idea that is mended is not compared', { ideas: [idea('own', 'A lake', { mine: true, at: Date.now() }), ...wishes()] }, async ({ page, room }) => {
  await button(page.locator('.cards .idea', { hasText: 'A lake' }).first(), 'Edit').click();
  await title(page).fill('The lake');
  assert.equal(await alike(page).count(), 0);
  await button(page, 'Save').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual(room.heard('idea.similar'), []);
});

onPhone('while ideas are collected in silence nothing is compared or searched', { on: { phase: 'collect' } }, async ({ page, room }) => {
  await write(page, 'The lake');
  assert.equal(await alike(page).count(), 0);
  await button(page, 'Send').click();
  await page.locator('.cards .idea', { hasText: 'The lake' }).waitFor();
  assert.equal(await page.getByRole('searchbox').count(), 0);
  assert.deepEqual(room.heard('idea.similar'), []);
});

onPhone('a search narrows the list as one types, and says how much it found', {}, async ({ page, room }) => {
  await page.getByRole('searchbox', { name: 'Search' }).fill('menu');
  await page.getByRole('heading', { name: '2 results' }).waitFor();
  assert.deepEqual(await titles(page), ['Vegetarian menu', 'Menu for children']);
  assert.deepEqual(room.heard('idea.list').at(-1), { cmd: 'idea.list', board: 'wishes', search: 'menu' });
  assert.equal(await button(page, 'Best match').getAttribute('aria-pressed'), 'true');
  await page.locator('.sr-only[role=status]', { hasText: '2 results' }).waitFor({ state: 'attached' });
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'search.png'));
  await button(page, 'New').click();
  await page.waitForFunction(() => document.querySelector('.cards .idea-title').textContent === 'Menu for children');
  assert.deepEqual(room.heard('idea.list').at(-1), { cmd: 'idea.list', board: 'wishes', order: 'new', search: 'menu' });
  await page.getByRole('button', { name: 'Food' }).click();
  await page.getByRole('heading', { name: '1 result', exact: true }).waitFor();
  await page.getByRole('searchbox').fill('');
  await page.waitForFunction(() => document.querySelectorAll('.cards .idea').length === 1);
  await page.getByRole('heading', { name: '4 ideas' }).waitFor();
});

onPhone('a search without a find says so, and leads back to all', {}, async ({ page }) => {
  await page.getByRole('searchbox').fill('<b>xyz</b>');
  await page.getByText('Nothing found for “<b>xyz</b>”.').waitFor();
  await page.getByRole('heading', { name: '0 results' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'nothing.png'));
  await button(page, 'Show all').click();
  await page.waitForFunction(() => document.querySelectorAll('.cards .idea').length === 4);
  assert.equal(await page.getByRole('searchbox').inputValue(), '');
});

onPhone('a search goes on page by page', { ideas: many(45) }, async ({ page, room }) => {
  await page.getByRole('searchbox').fill('kayak');
  await page.getByRole('heading', { name: '45 results' }).waitFor();
  for (const shown of [20, 40]) {
    await page.waitForFunction((n) => document.querySelectorAll('.cards .idea').length === n, shown);
    await button(page, 'Show more').click();
  }
  await page.waitForFunction(() => document.querySelectorAll('.cards .idea').length === 45);
  assert.deepEqual(room.heard('idea.list').at(-1), { cmd: 'idea.list', board: 'wishes', search: 'kayak', after: 'i39' });
});

onPhone('what could not be searched is said', {}, async ({ page, boards }) => {
  boards.partial = true;
  await page.getByRole('searchbox').fill('menu');
  await page.getByText('Not all of it could be searched').waitFor();
});

const DEVICES = [[390, 844, false], [390, 844, true], [320, 640, false], [1280, 800, true], [1920, 1080, false]];
for (const lang of ['en', 'fr', 'qps']) {
  test(`${lang}: alike ideas and a search on every screen, with axe and nothing cut off sideways`, async () => {
    const { page, context, faults, load } = await open(browser, { page: 'board', path: PATH, lang, width: 390, height: 844 });
    const room = makeRoom();
    await load({ room, state: room.state({ board: 'wishes', idea: null }) });
    await page.locator('#search').fill('lake');
    await page.waitForFunction(() => document.querySelectorAll('.cards .idea').length === 2);
    const look = async (scene) => {
      for (const [width, height, dark] of DEVICES) {
        await turnInto(page, { width, height, dark });
        await shoot(page, join(shots, `${scene}-${lang}-${width}${dark ? '-dark' : ''}.png`));
        assert.equal(await scrollsSideways(page), false, `${scene} ${width}`);
        assert.deepEqual(await axe(page), [], `${scene} ${width}`);
      }
    };
    await look('search');
    await page.locator('.post').click();
    await page.locator('#idea-title').fill('The lake');
    await page.locator('.alike li').nth(1).waitFor();
    await look('alike');
    assert.deepEqual(faults, []);
    await context.close();
  });
}
