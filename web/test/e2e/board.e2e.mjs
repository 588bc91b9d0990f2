/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a board against a played room: what a person reads, supports and writes there, what happens live
 * under their eyes, and the matrix of languages, themes and widths with axe. Needs a build with CLAMEUR_PSEUDO=1. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, open, ORIGIN, scrollsSideways, turnInto, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/board');
const PATH = '/b/K7Q42M/wishes';
const MINUTE = 60_000;

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const wishes = () => [
  idea('arcade', 'Arcade cabinet with a working joystick', {
    supports: 108, name: 'Camille', tags: [2], status: 'planned', at: Date.now() - 180 * MINUTE,
    text: 'I can bring mine: it has two buttons.', answer: 'We set it up in May.',
  }),
  idea('tent', 'A tent by the lake', { supports: 64, tags: [1], text: 'With lanterns and cushions, open late. '.repeat(8) }),
  idea('hours', 'Longer opening hours on Fridays', { supports: 12 }),
  idea('menu', 'Vegetarian menu', { supports: 9, tags: [0], status: 'released' }),
];
const many = (n) => Array.from({ length: n }, (_, at) => idea(`i${at}`, `Idea number ${at + 1}`, { supports: n - at }));

function makeRoom({ on = {}, rules = {}, ideas = wishes(), boards, role = 'participant' } = {}) {
  return new FakeRoom({ role, boards: boards ?? [board({ ...on, def: def(rules) })], ideas: { wishes: ideas } });
}

/** A phone on the board; closed whatever happens, and its console heard. */
async function holding(options, body) {
  const { room = makeRoom(options), path = PATH, state = {}, ...more } = options;
  const at = path.split('/');
  const page = {
    page: 'board', path, width: 390, height: 844, room, ...more,
    state: room.state({ board: at[3] ?? null, idea: at[4] ?? null, ...state }),
  };
  const { page: tab, context, faults } = await visit(browser, page);
  tab.setDefaultTimeout(30_000);
  const it = { page: tab, room, boards: room.boards, context };
  try {
    await body(it);
    assert.deepEqual(faults, [], 'console errors');
  } finally {
    await context.close();
  }
}
const onPhone = (name, options, body) => test(name, () => holding(options, body));

const card = (page, title) => page.locator('.idea', { hasText: title });
const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const titles = (page) => page.locator('.idea-title').allTextContents();
const supportOf = (page, title) => card(page, title).locator('.support');
const hasCount = (page, title, count) => supportOf(page, title).locator('.count', { hasText: new RegExp(`^${count}$`) }).waitFor();
const seen = (page, text) => page.getByText(text).first().waitFor();
/** Waits for what the played server has heard. */
async function heard(page, room, cmd, n = 1) {
  while (room.heard(cmd).length < n) await page.evaluate(() => new Promise((next) => { requestAnimationFrame(next); }));
  return room.heard(cmd)[n - 1];
}

onPhone('a board says what it is about, what one may do, and shows its ideas', {}, async ({ page }) => {
  await card(page, 'A tent by the lake').waitFor();
  assert.equal((await titles(page))[0], 'Arcade cabinet with a working joystick');
  for (const text of ['What would make the club better?', 'Small or big, all of it is read.', 'Share your ideas, and support those you like.',
    '4 ideas', 'We set it up in May.', 'Camille', '3 hours ago', 'planned']) await seen(page, text);
});

onPhone('a tap supports at once, another takes it back, each with its number', {}, async ({ page, room }) => {
  const support = supportOf(page, 'A tent by the lake');
  await support.click();
  await hasCount(page, 'A tent by the lake', 65);
  assert.equal(await support.getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await heard(page, room, 'idea.support'), { cmd: 'idea.support', board: 'wishes', idea: 'tent', n: 1, on: true });
  await support.click();
  await hasCount(page, 'A tent by the lake', 64);
  const second = await heard(page, room, 'idea.support', 2);
  assert.deepEqual([second.n, second.on], [2, false]);
});

onPhone('a support given without a connection is kept, and counted once it is back', {}, async ({ page, room }) => {
  await card(page, 'A tent by the lake').waitFor();
  await room.drop();
  await page.locator('.banner').waitFor();
  await supportOf(page, 'A tent by the lake').click();
  await hasCount(page, 'A tent by the lake', 65);
  room.up = true;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  assert.deepEqual(await heard(page, room, 'idea.support'), { cmd: 'idea.support', board: 'wishes', idea: 'tent', n: 1, on: true });
  await page.locator('.banner').waitFor({ state: 'detached' });
  await hasCount(page, 'A tent by the lake', 65);
});

onPhone('a support that a full server does not take says that it is kept', {}, async ({ page, boards }) => {
  await card(page, 'A tent by the lake').waitFor();
  boards.refused['idea.support'] = 'store_full';
  await supportOf(page, 'A tent by the lake').click();
  await card(page, 'A tent by the lake').locator('.fate', { hasText: 'kept' }).waitFor();
  delete boards.refused['idea.support'];
  await card(page, 'A tent by the lake').locator('.fate').waitFor({ state: 'detached' });
});

onPhone('who has given all supports hears how to give one elsewhere', { rules: { supports: 1 } }, async ({ page, boards }) => {
  await seen(page, 'You have 1 of 1 supports left to give.');
  await supportOf(page, 'A tent by the lake').click();
  await seen(page, 'Your support is given. You may take it back to give it elsewhere.');
  boards.refused['idea.support'] = 'spent';
  await supportOf(page, 'Vegetarian menu').click();
  await seen(page, 'All your supports (1) are given. Take one back to give it elsewhere.');
  await hasCount(page, 'Vegetarian menu', 9);
  assert.equal(await supportOf(page, 'Vegetarian menu').getAttribute('aria-pressed'), 'false');
});

onPhone('numbers move, the order does not; new ideas wait for a tap', {}, async ({ page, boards }) => {
  await card(page, 'Vegetarian menu').waitFor();
  const before = await titles(page);
  boards.change('wishes', 'menu', { supports: 500 });
  await hasCount(page, 'Vegetarian menu', 500);
  boards.add('wishes', idea('swing', 'A swing'), idea('oven', 'An oven'));
  const pill = page.getByRole('button', { name: '2 new ideas' });
  await pill.waitFor();
  assert.deepEqual(await titles(page), before);
  await pill.click();
  await card(page, 'A swing').waitFor();
  assert.equal((await titles(page))[0], 'Vegetarian menu');
  await pill.waitFor({ state: 'detached' });
});

onPhone('an idea that is hidden leaves its place, and its words leave the page', {}, async ({ page, boards }) => {
  await card(page, 'A tent by the lake').waitFor();
  const top = () => card(page, 'Longer opening hours').evaluate((part) => part.getBoundingClientRect().top);
  const before = await top();
  boards.change('wishes', 'tent', { state: 'hidden' });
  await page.locator('.vanished').waitFor();
  assert.equal(await page.getByText('A tent by the lake').count(), 0);
  assert.equal(await top(), before, 'nothing moves under the finger');
});

onPhone('a status and an answer come live', {}, async ({ page, boards }) => {
  await card(page, 'Longer opening hours').waitFor();
  boards.change('wishes', 'hours', { status: 'review' }, { answer: 'We ask the neighbours.' });
  await card(page, 'Longer opening hours').getByText('We ask the neighbours.').waitFor();
  await card(page, 'Longer opening hours').getByText('under review').waitFor();
});

onPhone('orders and filters ask for another list', {}, async ({ page, room }) => {
  await card(page, 'Vegetarian menu').waitFor();
  await button(page, 'New').click();
  await page.waitForFunction(() => document.querySelector('.idea-title').textContent === 'Vegetarian menu');
  await page.getByRole('button', { name: 'Sport' }).click();
  await card(page, 'Vegetarian menu').waitFor({ state: 'detached' });
  assert.deepEqual(await titles(page), ['A tent by the lake']);
  assert.deepEqual(room.heard('idea.list').at(-1), { cmd: 'idea.list', board: 'wishes', order: 'new', tag: 1 });
  await button(page, 'My ideas').click();
  await seen(page, 'Nothing here with this filter.');
  await button(page, 'Show all').click();
  await card(page, 'Vegetarian menu').waitFor();
});

onPhone('a long list comes page by page, and what is on the screen is looked at', { ideas: many(70) }, async ({ page, room }) => {
  for (const shown of [20, 40, 60]) {
    await page.waitForFunction((n) => document.querySelectorAll('.idea').length === n, shown);
    await button(page, 'Show more').click();
  }
  await page.waitForFunction(() => document.querySelectorAll('.idea').length === 70);
  assert.equal(await button(page, 'Show more').count(), 0);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForFunction(() => scrollY > 1000);
  while (!room.boards.looks.ideas.includes('i69')) await page.evaluate(() => new Promise((next) => { requestAnimationFrame(next); }));
  assert.ok(room.boards.looks.ideas.length <= 60);
});

onPhone('an idea is written in a few taps; what will be shown is said before', {}, async ({ page, room }) => {
  await button(page, 'Share an idea').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('It will be shown without a name.').waitFor();
  await sheet.getByLabel('Your idea in one sentence').fill('A swing under the oak');
  await sheet.getByText('99 characters left').waitFor();
  await sheet.getByText('Evenings').click();
  await sheet.getByLabel('Your name').fill('Zoé');
  await sheet.getByText('It will be shown with the name “Zoé”.').waitFor();
  assert.deepEqual(await axe(page), []);
  await shoot(page, join(shots, 'sheet.png'));
  await button(sheet, 'Send').click();
  await sheet.waitFor({ state: 'detached' });
  const { id, ...fields } = await heard(page, room, 'idea.post');
  assert.match(id, /^[a-z0-9]{12}$/);
  assert.deepEqual(fields, { cmd: 'idea.post', board: 'wishes', title: 'A swing under the oak', name: 'Zoé', tags: [2] });
  assert.equal((await titles(page))[0], 'A swing under the oak');
  await card(page, 'A swing under the oak').getByText('yours').waitFor();
  assert.equal(await page.getByRole('button', { name: /new idea/ }).count(), 0, 'one’s own is no news');
});

onPhone('where the team looks first it is said before and after', { rules: { checked: true, names: 'none' } }, async ({ page, boards }) => {
  await button(page, 'Share an idea').click();
  await page.getByText('It will be shown without a name. The team looks at it before everyone sees it.').waitFor();
  assert.equal(await page.getByLabel('Your name').count(), 0);
  await page.getByLabel('Your idea in one sentence').fill('A swing');
  await button(page, 'Send').click();
  await card(page, 'A swing').getByText('the team looks at it first').waitFor();
  const { id } = boards.all('wishes').at(-1);
  boards.change('wishes', id, { state: 'shown' });
  await card(page, 'A swing').getByText('the team looks at it first').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('button', { name: /new idea/ }).count(), 0);
  boards.change('wishes', id, { state: 'hidden' }, { reason: 'A name is in it' });
  await card(page, 'A swing').getByText('Reason: A name is in it').waitFor();
});

onPhone('nothing is sent without a title, or without the name that is asked for', { rules: { names: 'all' } }, async ({ page, room }) => {
  await button(page, 'Share an idea').click();
  await button(page, 'Send').click();
  await page.waitForFunction(() => document.activeElement.id === 'idea-title');
  await page.keyboard.type('A swing');
  await button(page, 'Send').click();
  await page.waitForFunction(() => document.activeElement.id === 'name');
  assert.deepEqual(room.heard('idea.post'), []);
  await page.getByLabel('Your idea in one sentence').fill('x'.repeat(121));
  await page.locator('.chars.bad').waitFor();
});

onPhone('what was written without a connection is sent by itself, once', {}, async ({ page, room }) => {
  await button(page, 'Share an idea').click();
  await room.drop();
  await page.getByLabel('Your idea in one sentence').fill('A swing');
  await button(page, 'Send').click();
  await seen(page, 'Kept on this device. It is sent by itself as soon as the server answers.');
  room.up = true;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await card(page, 'A swing').waitFor();
  assert.equal(room.heard('idea.post').length, 1);
});

onPhone('a draft outlives the page', {}, async ({ page }) => {
  await button(page, 'Share an idea').click();
  await page.getByLabel('Your idea in one sentence').fill('A swing');
  await page.keyboard.press('Escape');
  await button(page, 'Go on writing').waitFor();
  await page.reload();
  await button(page, 'Go on writing').click();
  assert.equal(await page.getByLabel('Your idea in one sentence').inputValue(), 'A swing');
});

onPhone('who has posted enough hears it, and keeps the text', { rules: { ideas: 2 } }, async ({ page, boards }) => {
  boards.refused['idea.post'] = 'spent';
  await button(page, 'Share an idea').click();
  await page.getByLabel('Your idea in one sentence').fill('A third');
  await button(page, 'Send').click();
  await seen(page, 'You have posted as many as you may here (2).');
  assert.equal(await page.getByLabel('Your idea in one sentence').inputValue(), 'A third');
});

const own = () => [idea('mine', 'A swing', { mine: true, at: Date.now() - MINUTE }), idea('old', 'A slide', { mine: true }), ...wishes()];

onPhone('one’s own words are mended and taken back', { ideas: own() }, async ({ page, room }) => {
  assert.equal(await button(card(page, 'A slide'), 'Edit').count(), 0, 'after 15 minutes no more');
  await button(card(page, 'A swing'), 'Edit').click();
  await page.getByLabel('Your idea in one sentence').fill('A swing for two');
  await button(page, 'Save').click();
  await card(page, 'A swing for two').waitFor();
  assert.deepEqual(room.heard('idea.edit'), [{ cmd: 'idea.edit', board: 'wishes', idea: 'mine', version: 1, title: 'A swing for two', tags: [] }]);
  await button(card(page, 'A swing for two'), 'Withdraw').click();
  await button(card(page, 'A swing for two'), 'Yes, withdraw').click();
  await card(page, 'A swing for two').waitFor({ state: 'detached' });
  assert.equal(room.heard('idea.withdraw')[0].version, 2);
});

onPhone('while ideas are collected in silence each sees only their own', { on: { phase: 'collect' } }, async ({ page, room }) => {
  await seen(page, 'Your ideas');
  assert.deepEqual(await titles(page), []);
  assert.equal(await page.locator('.orders').count(), 0);
  room.boards.phase('wishes', 'show');
  await card(page, 'A tent by the lake').waitFor();
  await seen(page, 'Here is what everyone wrote. Supporting comes next.');
  assert.equal(await page.locator('button.support').count(), 0);
  assert.equal(await button(page, 'Share an idea').count(), 0);
  room.boards.phase('wishes', 'support');
  await page.locator('button.support').first().waitFor();
});

onPhone('a board whose time is over takes nothing in', { on: { closes: Date.now() - 1000 } }, async ({ page }) => {
  await seen(page, 'Time is up: nothing more is taken in.');
  assert.equal(await button(page, 'Share an idea').count(), 0);
});

onPhone('a board closes under the reader’s eyes', { on: { closes: Date.now() + 600_000 } }, async ({ page, boards }) => {
  await page.locator('.timer').waitFor();
  await page.locator('button.support').first().waitFor();
  boards.phase('wishes', 'open', { closes: Date.now() + 900 });
  await seen(page, 'Time is up: nothing more is taken in.');
  await page.locator('.support.still').first().waitFor();
  assert.equal(await page.locator('button.support').count(), 0);
});

onPhone('one idea has its own address, with a way back to where one was', { ideas: [...many(20)] }, async ({ page }) => {
  await page.evaluate(() => document.documentElement.style.setProperty('scroll-behavior', 'auto'));
  const link = page.getByRole('link', { name: 'Idea number 15', exact: true });
  await link.scrollIntoViewIfNeeded();
  const at = await page.evaluate(() => scrollY);
  await link.click();
  await page.getByRole('heading', { level: 1, name: 'Idea number 15' }).waitFor();
  assert.equal(new URL(page.url()).pathname, `${PATH}/i14`);
  assert.equal(await page.locator('.idea').count(), 1);
  await page.goBack();
  await link.waitFor();
  assert.equal(await page.evaluate(() => scrollY), at);
  await page.waitForFunction(() => document.activeElement.textContent === 'Idea number 15');
});

onPhone('an idea’s address shows it alone, live, and is passed on', { path: `${PATH}/tent` }, async ({ page, boards }) => {
  await page.getByRole('heading', { level: 1, name: 'A tent by the lake' }).waitFor();
  assert.equal(await page.locator('.idea').count(), 1);
  boards.change('wishes', 'tent', { supports: 65 });
  await hasCount(page, 'A tent by the lake', 65);
  await supportOf(page, 'A tent by the lake').click();
  await hasCount(page, 'A tent by the lake', 66);
  await button(page, 'Share').click();
  await button(page, '✓ Address copied').waitFor();
  assert.equal(await page.getByLabel('Address to pass on').inputValue(), `${ORIGIN}${PATH}/tent?via=shared`);
  await page.getByRole('link', { name: 'All ideas' }).click();
  await card(page, 'Vegetarian menu').waitFor();
});

onPhone('an idea that is not there is said not to be', { path: `${PATH}/nowhere` }, async ({ page }) => {
  await seen(page, 'This is not shown');
  assert.deepEqual(await axe(page), []);
});

onPhone('where there is no board yet, it comes by itself', { room: makeRoom({ boards: [board({ phase: 'draft', def: def() })] }), path: '/b/K7Q42M' }, async ({ page, boards }) => {
  await seen(page, 'Nothing is collected here yet');
  assert.deepEqual(await axe(page), []);
  boards.phase('wishes', 'open');
  await card(page, 'A tent by the lake').waitFor();
});

onPhone('a board that is removed says so', {}, async ({ page, room }) => {
  await card(page, 'A tent by the lake').waitFor();
  room.fact('board.removed', { id: 'wishes' });
  await seen(page, 'This was taken away');
});

onPhone('a room that is not there leads to the page that asks for a code', { state: { error: 'not_found' } }, async ({ page }) => {
  await page.getByRole('link', { name: 'Type a code' }).waitFor();
  assert.deepEqual(await axe(page), []);
});

onPhone('an empty board invites, and hears of the first idea', { ideas: [] }, async ({ page, boards }) => {
  await seen(page, 'No ideas yet. Yours could be the first.');
  boards.add('wishes', idea('first', 'The first'));
  await page.getByRole('button', { name: '1 new idea' }).click();
  await card(page, 'The first').waitFor();
});

onPhone('the store away is said, and the list stays', {}, async ({ page, room }) => {
  await card(page, 'A tent by the lake').waitFor();
  room.say({ ev: 'store', up: false, full: false });
  await seen(page, 'The server pauses for a moment.');
  assert.equal((await titles(page)).length, 4);
});

onPhone('all of it by keyboard: support, write, leave, come back', {}, async ({ page, room }) => {
  await supportOf(page, 'A tent by the lake').focus();
  await page.keyboard.press('Enter');
  await heard(page, room, 'idea.support');
  await button(page, 'Share an idea').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'idea-title');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  assert.ok(await page.evaluate(() => document.querySelector('[role=dialog]').contains(document.activeElement) || document.activeElement === document.body));
  await page.locator('#idea-title').focus();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await card(page, 'By keyboard').waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('post'));
});

test('the room leads to its boards, with what one may do there', async () => {
  const room = makeRoom({ boards: [board({ def: def() }), board({ id: 'talk', place: 1, phase: 'support', def: def({ title: 'Questions to Ada' }) }),
    board({ id: 'late', place: 2, phase: 'draft', def: def({ title: 'Not told' }) })] });
  const { page, context, faults } = await visit(browser, { page: 'join', path: '/j/K7Q42M', width: 390, height: 844, room });
  const links = page.locator('nav a.other');
  await links.first().waitFor();
  assert.deepEqual(await links.allTextContents(), ['What would make the club better?write', 'Questions to Adasupport']);
  assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))), [PATH, '/b/K7Q42M/talk']);
  assert.deepEqual(await axe(page), []);
  room.boards.phase('late', 'decide');
  await page.getByRole('link', { name: 'Not told see' }).waitFor();
  await shoot(page, join(shots, 'room.png'));
  assert.deepEqual(faults, []);
  await context.close();
});

const full = (more = {}) => makeRoom({ rules: { supports: 5 }, ideas: [...own(), idea('wait', 'A slide for grown-ups', { mine: true, state: 'pending' })], ...more });
const SCENES = {
  list: { room: full },
  one: { room: full, idea: 'arcade' },
  closed: { room: () => full({ on: { phase: 'closed' } }) },
};
const DEVICES = [[390, 844, false], [390, 844, true], [320, 640, false], [1280, 800, true], [1920, 1080, false]];

for (const lang of ['en', 'fr', 'qps']) {
  test(`${lang}: every scene on every screen, with axe and nothing cut off sideways`, async () => {
    const { page, context, faults, load } = await open(browser, { page: 'board', path: PATH, lang, width: 390, height: 844 });
    for (const [scene, { room: make, idea: id }] of Object.entries(SCENES)) {
      const room = make();
      await load({ room, state: room.state({ board: 'wishes', idea: id ?? null }) });
      await page.locator('.idea').first().waitFor();
      for (const [width, height, dark] of DEVICES) {
        await turnInto(page, { width, height, dark });
        await shoot(page, join(shots, `${scene}-${lang}-${width}${dark ? '-dark' : ''}.png`));
        assert.equal(await scrollsSideways(page), false, `${scene} ${width}`);
        assert.deepEqual(await axe(page), [], `${scene} ${width}`);
      }
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('text at 200 % on a small phone, list and sheet', () => holding({ lang: 'fr', width: 320, height: 640, room: full() }, async ({ page }) => {
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await page.locator('.idea').first().waitFor();
  await shoot(page, join(shots, '200.png'), { fullPage: true });
  assert.equal(await scrollsSideways(page), false);
  assert.deepEqual(await axe(page), []);
  await page.locator('.post').click();
  await shoot(page, join(shots, '200-sheet.png'));
  assert.equal(await page.locator('.sheet').evaluate((part) => part.scrollWidth > part.clientWidth), false);
}));

test('forced colours: what is on is told from what is off', () => holding({ room: full(), forced: true }, async ({ page }) => {
  await supportOf(page, 'A tent by the lake').click();
  await page.locator('[aria-pressed=true].support').waitFor();
  await shoot(page, join(shots, 'forced.png'));
  const edge = (selector) => page.locator(selector).first().evaluate((part) => {
    const { borderTopWidth, borderTopColor } = getComputedStyle(part);
    return `${borderTopWidth} ${borderTopColor}`;
  });
  assert.notEqual(await edge('.support[aria-pressed=true]'), await edge('.support[aria-pressed=false]'));
  assert.notEqual(await edge('.orders [aria-pressed=true]'), await edge('.orders [aria-pressed=false]'));
  assert.deepEqual(await axe(page, true), []);
}));

test('reduced motion: numbers and news are there at once', () => holding({ room: full() }, async ({ page, boards }) => {
  await card(page, 'A tent by the lake').waitFor();
  boards.add('wishes', idea('swing2', 'A net'));
  boards.change('wishes', 'tent', { supports: 70 });
  await hasCount(page, 'A tent by the lake', 70);
  await page.getByRole('button', { name: '1 new idea' }).waitFor();
  assert.equal(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length), 0);
}));
