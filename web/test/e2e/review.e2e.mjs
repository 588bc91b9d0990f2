/* SPDX-License-Identifier: Apache-2.0 */
/* Boards in the host's console, against a played room: made, led through their phases, and looked through. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, turnInto, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/review');
const TITLE = 'What would make the club better?';

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const posted = () => [
  idea('tent', 'A tent by the lake', { state: 'pending', name: 'Ada', text: 'With lanterns.', tags: [1] }),
  idea('pool', 'A pool', { state: 'pending' }),
  idea('menu', 'Vegetarian menu', { supports: 9, status: 'planned', answer: 'In May.' }),
];

/** A host with these boards; the context is closed and the console heard whatever happens. */
const onDesk = (name, options, body) => test(name, async () => {
  const { boards = [board({ def: def({ checked: true }) })], ideas = posted(), ...more } = options;
  const room = new FakeRoom({ boards, ideas: { wishes: ideas } });
  const visited = await visit(browser, { page: 'host', path: '/host/K7Q42M', width: 1440, height: 900, room, ...more });
  const { page, context, faults } = visited;
  page.setDefaultTimeout(30_000);
  const list = page.locator('.boards');
  try {
    await list.waitFor({ state: more.width < 1080 ? 'attached' : 'visible' });
    await body({ page, room, boards: room.boards, list });
    assert.deepEqual(faults, [], 'console errors');
  } finally {
    await context.close();
  }
});

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const unfold = async (list, title = TITLE) => list.getByRole('button', { name: title }).click();
async function lookThrough({ page, list }) {
  await unfold(list);
  await button(list, 'Look through').click();
  await page.locator('.review-item').first().waitFor();
}
const item = (page, title) => page.locator('.review-item', { hasText: title });
const current = (page, title) => page.locator('.review-item[aria-current]', { hasText: title }).waitFor();
const moves = (room) => room.heard('board.move').map(({ board: id, version, phase }) => `${id} ${version} ${phase}`);

onDesk('a list is written with all that can be said of it', { boards: [] }, async ({ page, room, list }) => {
  await button(list, 'New list').click();
  const form = page.getByRole('dialog');
  await button(form, 'Save').click();
  await form.getByText('Please write a title.').waitFor();
  await form.getByLabel('Title').fill('Wishes');
  await form.getByLabel('What it is about (optional)').fill('All of them');
  await form.getByText('Shown only once I have checked it').click();
  await form.getByText('Always a name').click();
  await form.getByText('Newest').click();
  await form.getByLabel('Supports each').fill('5');
  await form.getByLabel('Tags, one a line (at most 12)').fill('Food\nSport');
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'form.png'));
  await button(form, 'Save').click();
  await form.waitFor({ state: 'detached' });
  const [{ id, def: made }] = room.heard('board.add');
  assert.match(id, /^[a-z0-9]{12}$/);
  assert.deepEqual(made, {
    kind: 'ideas', title: 'Wishes', about: 'All of them', names: 'all', checked: true, comments: true, supports: 5, ideas: 20, order: 'new', tags: ['Food', 'Sport'],
  });
  await list.getByText('Draft').waitFor();
});

onDesk('a list is led through its phases, the next one foremost', { boards: [board({ phase: 'draft', version: 1, def: def() })] }, async ({ page, room, list }) => {
  await unfold(list);
  await button(list, 'Collect in silence').click();
  for (const words of ['Show what came', 'Group what is alike', 'Let people support', 'End supporting, decide', 'Close']) {
    await list.locator('.question-body .button:not(.quiet)', { hasText: words }).click();
  }
  await list.locator('.state', { hasText: 'Closed' }).waitFor();
  assert.deepEqual(moves(room), ['wishes 1 collect', 'wishes 2 show', 'wishes 3 group', 'wishes 4 support', 'wishes 5 decide', 'wishes 6 closed']);
  await list.getByText('Another phase').click();
  await button(list, 'Group what is alike').click();
  await list.locator('.state', { hasText: 'Grouping' }).waitFor();
  await button(page, 'Undo').click();
  await list.locator('.state', { hasText: 'Closed' }).waitFor();
  assert.equal(moves(room).at(-1), 'wishes 8 closed');
});

onDesk('a list is changed, and removed only after a word of warning', {}, async ({ page, room, list }) => {
  await unfold(list);
  await button(list, 'Edit').click();
  await page.getByRole('dialog').getByLabel('Title').fill('Better wishes');
  await button(page.getByRole('dialog'), 'Save').click();
  await list.getByText('Better wishes').waitFor();
  assert.equal(room.heard('board.update')[0].version, 2);
  await button(list, 'Delete').click();
  await page.getByRole('dialog').getByText('will be gone for good').waitFor();
  await button(page.getByRole('dialog'), 'Delete').click();
  await list.getByText('No lists yet.').waitFor();
  assert.deepEqual(room.heard('board.remove'), [{ cmd: 'board.remove', board: 'wishes', version: 3 }]);
});

onDesk('another host was first: the newest record is shown', {}, async ({ page, room, list }) => {
  await unfold(list);
  room.boards.find('wishes').version = 9;
  room.boards.find('wishes').phase = 'support';
  await list.locator('.question-body .button:not(.quiet)').click();
  await page.getByText('Another host was faster.').waitFor();
  await list.locator('.state', { hasText: 'Supporting' }).waitFor();
});

onDesk('keys walk, show, and hide with a reason; what is done stays in its place', {}, async ({ page, room, list }) => {
  await list.getByText('2 to check').waitFor();
  await lookThrough({ page, list });
  await page.keyboard.press('j');
  await current(page, 'A tent by the lake');
  await page.keyboard.press('a');
  await item(page, 'A tent by the lake').locator('.state', { hasText: 'Shown' }).waitFor();
  await current(page, 'A pool');
  await page.keyboard.press('h');
  await page.waitForFunction(() => document.activeElement.matches('.inline-form input'));
  await page.keyboard.type('A name is in it: jahk');
  await page.keyboard.press('Enter');
  await item(page, 'A pool').locator('.state', { hasText: 'Hidden' }).waitFor();
  assert.deepEqual(room.heard('idea.check'), [
    { cmd: 'idea.check', board: 'wishes', idea: 'tent', version: 1, state: 'shown' },
    { cmd: 'idea.check', board: 'wishes', idea: 'pool', version: 1, state: 'hidden', reason: 'A name is in it: jahk' },
  ]);
  assert.deepEqual(room.heard('room.update'), [], 'h hides an idea here, not the head count');
  await page.keyboard.press('k');
  await current(page, 'A tent by the lake');
  await list.getByText('to check').waitFor({ state: 'detached' });
});

onDesk('what comes in is put at the end by itself', {}, async ({ page, boards, list }) => {
  await lookThrough({ page, list });
  boards.add('wishes', idea('swing', 'A swing', { state: 'pending' }));
  await item(page, 'A swing').waitFor();
  assert.deepEqual(await page.locator('.review-title').allTextContents(), ['A tent by the lake', 'A pool', 'A swing']);
  await list.getByText('3 to check').waitFor();
});

onDesk('an idea is answered, with its status', {}, async ({ page, room, list }) => {
  await lookThrough({ page, list });
  await button(page.locator('.review-filters'), 'Shown').click();
  await button(item(page, 'Vegetarian menu'), 'Answer').click();
  const form = item(page, 'Vegetarian menu').locator('form');
  assert.equal(await form.getByLabel('Answer of the team, for everyone (optional)').inputValue(), 'In May.');
  await form.getByLabel('Status').selectOption('Done');
  await form.getByLabel('Answer of the team, for everyone (optional)').fill('It is here.');
  await button(form, 'Save').click();
  await item(page, 'Vegetarian menu').getByText('It is here.').waitFor();
  assert.deepEqual(room.heard('idea.answer'), [{ cmd: 'idea.answer', board: 'wishes', idea: 'menu', version: 1, status: 'released', answer: 'It is here.' }]);
});

onDesk('a hidden idea is shown again', { ideas: [idea('pool', 'A pool', { state: 'hidden', reason: 'Rude' }), ...posted().slice(2)] }, async ({ page, list }) => {
  await unfold(list);
  await button(list, 'Look through').click();
  await page.getByText('Nothing to check.').waitFor();
  await button(page.locator('.review-filters'), 'Hidden').click();
  await item(page, 'A pool').getByText('Reason: Rude').waitFor();
  await button(item(page, 'A pool'), 'Show').click();
  await item(page, 'A pool').locator('.state', { hasText: 'Shown' }).waitFor();
});

for (const lang of ['en', 'fr', 'qps']) {
  onDesk(`${lang}: lists and their ideas on every screen, with axe`, { lang }, async ({ page, boards }) => {
    const look = async (scene) => {
      for (const [width, height, dark] of [[1440, 900, false], [1440, 900, true], [390, 844, false], [320, 640, true]]) {
        await turnInto(page, { width, height, dark });
        await shoot(page, join(shots, `${scene}-${lang}-${width}${dark ? '-dark' : ''}.png`));
        assert.equal(await scrollsSideways(page), false, `${scene} ${width}`);
        assert.deepEqual(await axe(page), [], `${scene} ${width}`);
      }
    };
    await page.locator('.boards .question-row').click();
    await turnInto(page, { width: 390, height: 844, dark: false });
    await page.locator('.tabs button').nth(2).click();
    await look('boards');
    await page.locator('.question-body button.quiet').first().click();
    await page.locator('.review-item').nth(1).waitFor();
    boards.change('wishes', 'tent', { status: 'review' });
    await page.locator('.review-item .revealed').waitFor();
    await look('review');
  });
}
