/* SPDX-License-Identifier: Apache-2.0 */
/* Boards on the stage: what the hall sees of ideas and questions while they come, rise and are answered. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/wall');
const TITLES = [
  'A tent by the lake', 'Later breakfast on Sundays', 'More vegetarian dishes in the evening, and not only salad', 'A lift for the pool',
  'Bicycles to borrow, for children too', 'A swap shelf for books and games',
  'A quiet room where nobody plays music, with armchairs, a view and books in several languages', 'Karaoke',
];
const SUPPORTS = [412, 398, 211, 160, 94, 60, 12, 3];
const ideas = () => TITLES.map((title, at) => idea(`i${at}`, title, { supports: SUPPORTS[at] }));
const QUESTIONS = def({ kind: 'questions', title: 'Your questions to the mayor' });
const questions = () => ['Will there be a night train to the coast next year, and can we take our bicycles?', 'Why was the pool closed?', 'Can children vote?']
  .map((title, at) => idea(`q${at}`, title, { supports: [87, 66, 3][at], name: at ? undefined : 'Amélie' }));

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const roomWith = (record, list, more = {}) => new FakeRoom({ role: 'stage', boards: [record], board: 'wishes', ideas: { wishes: list }, ...more });
const stage = (room, more = {}) => visit(browser, { page: 'stage', path: '/stage/K7Q42M', width: 1920, height: 1080, room, ...more });
/** The titles on the screen, from the top down. */
const standing = (page) => page.locator('.idea-row:not(.below)').evaluateAll((rows) => rows
  .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((row) => row.querySelector('.label').textContent));
const settled = (page, first) => page.waitForFunction((title) => {
  const rows = [...document.querySelectorAll('.idea-row:not(.below)')];
  return rows.find((row) => row.style.getPropertyValue('--at') === '0')?.querySelector('.label').textContent === title;
}, first);

test('the hall sees the most supported, and a rising one glide to its place', async () => {
  const room = roomWith(board(), ideas());
  const { page, context, faults } = await stage(room);
  await settled(page, TITLES[0]);
  assert.deepEqual((await standing(page)).slice(0, 3), TITLES.slice(0, 3));
  assert.equal(await page.locator('.arrivals strong').innerText(), '8');
  const row = await page.locator('.idea-row', { hasText: TITLES[1] }).elementHandle();
  room.boards.change('wishes', 'i1', { supports: 1204 });
  // The number is there at once, the place a moment later, and the row is the one it was.
  await page.locator('.idea-row', { hasText: TITLES[1] }).locator('.sum', { hasText: '1,204' }).waitFor();
  await settled(page, TITLES[1]);
  assert.equal(await row.evaluate((element) => element.isConnected && element.style.getPropertyValue('--at')), '0');
  assert.deepEqual((await standing(page)).slice(0, 2), [TITLES[1], TITLES[0]]);
  // One that nobody could see rises from below.
  room.boards.change('wishes', 'i7', { supports: 9000 });
  await settled(page, 'Karaoke');
  assert.deepEqual(faults, []);
  await context.close();
});

test('an idea that is hidden leaves the screen, and its words the page', async () => {
  const room = roomWith(board(), ideas());
  const { page, context } = await stage(room);
  await settled(page, TITLES[0]);
  room.boards.change('wishes', 'i0', { state: 'hidden' });
  await settled(page, TITLES[1]);
  assert.equal((await page.content()).includes(TITLES[0]), false);
  await context.close();
});

test('a burst of new ideas is told in a breath or two, and counted exactly', async () => {
  const room = roomWith(board(), ideas());
  const { page, context } = await stage(room);
  await settled(page, TITLES[0]);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => {
      const words = document.querySelector('.breath.on .fresh')?.textContent ?? '';
      if (words !== window.said[window.said.length - 1]) window.said.push(words);
    }).observe(document.querySelector('.arrivals'), { childList: true, subtree: true, characterData: true, attributes: true });
  });
  for (let i = 0; i < 110; i++) room.boards.add('wishes', idea(`n${i}`, `Fresh idea ${i}`));
  await page.locator('.arrivals strong', { hasText: '118' }).waitFor();
  // What a slow machine shows late is the next breath's: together they tell each idea once.
  const said = await page.waitForFunction(() => {
    const breaths = window.said.filter(Boolean);
    const told = breaths.reduce((sum, words) => sum + parseInt(words, 10), 0);
    return told >= 110 ? { breaths, told } : null;
  }).then((handle) => handle.jsonValue());
  assert.equal(said.told, 110);
  assert.ok(said.breaths.length <= 3, said.breaths.join(', '));
  assert.match(said.breaths[0], /^\d+ new ideas? ↑$/);
  await page.locator('.newest', { hasText: 'Fresh idea 109' }).waitFor({ state: 'attached' });
  // Nothing of it moved the list.
  assert.deepEqual((await standing(page)).slice(0, 2), TITLES.slice(0, 2));
  await context.close();
});

test('the question being answered stands above those that come next', async () => {
  const room = roomWith(board({ def: QUESTIONS }), questions());
  const { page, context } = await stage(room);
  await settled(page, questions()[0].words.title);
  assert.equal(await page.locator('.answering').count(), 0);
  room.boards.change('wishes', 'q2', { status: 'making', version: 2 });
  await page.locator('.answering', { hasText: 'Can children vote?' }).waitFor();
  assert.equal((await standing(page)).includes('Can children vote?'), false);
  room.boards.change('wishes', 'q2', { status: 'released', version: 3 });
  room.boards.change('wishes', 'q0', { status: 'making', version: 2 });
  await page.locator('.answering', { hasText: 'night train' }).locator('b', { hasText: 'Amélie' }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.idea-row').length === 1);
  assert.deepEqual(await standing(page), ['Why was the pool closed?']);
  await context.close();
});

test('while people collect, the way in and a number; then cards that show what came', async () => {
  const room = roomWith(board({ phase: 'collect' }), ideas());
  const { page, context } = await stage(room);
  await page.locator('.waiting .arrivals strong', { hasText: '8' }).waitFor();
  assert.equal((await page.content()).includes(TITLES[0]), false);
  assert.equal(await page.locator('svg.qr').count(), 1);
  room.boards.phase('wishes', 'show');
  await page.locator('.wall-cards li').first().waitFor();
  await page.keyboard.press('p');
  const seen = new Set();
  for (let turn = 0; turn < 4; turn++) {
    (await page.locator('.wall-cards li').allInnerTexts()).forEach((title) => seen.add(title));
    await page.keyboard.press('ArrowRight');
  }
  assert.equal(seen.size, TITLES.length);
  assert.equal(await page.locator('.sum').count(), 0);
  await context.close();
});

test('the host turns the stage to a board and back to the question', async () => {
  const asked = { id: 'q1', state: 'open', round: 1, version: 3, closes: 0, def: { kind: 'single', title: 'Which theme?', results: 'always', options: ['Space', 'Sea'] } };
  const room = roomWith(board(), ideas(), { questions: [asked], current: 'q1', board: null });
  const { page, context, faults } = await stage(room);
  await page.locator('.question', { hasText: 'Which theme?' }).waitFor();
  room.room.board = 'wishes';
  room.roomChanged();
  await settled(page, TITLES[0]);
  assert.equal(await page.locator('.question').innerText(), 'What would make the club better?');
  room.room.board = null;
  room.roomChanged();
  await page.locator('.question', { hasText: 'Which theme?' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('after a break the numbers are those of now', async () => {
  const room = roomWith(board(), ideas());
  const { page, context } = await stage(room);
  await settled(page, TITLES[0]);
  await room.drop();
  room.boards.all('wishes')[1].supports = 777;
  room.boards.rev += 5;
  room.up = true;
  await settled(page, TITLES[1]);
  assert.equal(await page.locator('.sum', { hasText: '777' }).count(), 1);
  await context.close();
});

const SCENES = {
  ranking: [board(), ideas], collect: [board({ phase: 'collect' }), ideas], show: [board({ phase: 'show' }), ideas], none: [board(), () => []],
  group: [board({ phase: 'group', def: def({ groups: ['By the lake', 'Mornings and the restaurant'] }) }), () => ideas().map((one, at) => (at > 4 ? one : { ...one, group: at % 2 }))],
  asking: [board({ def: QUESTIONS }), () => questions().map((one, at) => ({ ...one, status: at ? 'new' : 'making' }))],
};
const WIDE = 'Considérant tout ce qui a été dit ce matin : que faut-il changer dans notre club pour que chacun y trouve sa place ?';

for (const [name, [record, list]] of Object.entries(SCENES)) {
  test(`${name}: read from the back, in both languages, on every shape of screen`, async () => {
    for (const lang of ['en', 'fr', 'qps']) {
      for (const [width, height] of [[1920, 1080], [1280, 720], [1024, 768], [1080, 1920]]) {
        if (lang === 'qps' && width !== 1280) continue;
        const wide = { ...record, def: { ...record.def, ...(width === 1280 && { title: WIDE }) } };
        const room = roomWith(structuredClone(wide), list(), { settings: { lang: lang === 'qps' ? 'en' : lang } });
        const { page, context, faults } = await stage(room, { lang, width, height });
        await page.locator('.idea-row, .wall-cards li, .wall-columns li, .waiting').first().waitFor();
        if (list().length > 0 && record.phase !== 'collect') await page.locator('.idea-row, .wall-cards li, .wall-columns li').first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        const sizes = await page.evaluate(() => {
          const least = (selector) => Math.min(...[...document.querySelectorAll(selector)].map((part) => parseFloat(getComputedStyle(part).fontSize)));
          const unit = Math.min(innerHeight, innerWidth);
          const cut = [...document.querySelectorAll('.question, .idea-row:not(.below) .track > .layer .label, .wall-cards li, .sum, .answering-title, .join-code')]
            .filter((part) => part.scrollHeight > part.clientHeight + 4 || part.scrollWidth > part.clientWidth + 4);
          const below = [...document.querySelectorAll('.idea-row:not(.below), .arrivals .voters, .join-card, .wall-cards li, .wall-columns li, .answering')]
            .filter((part) => part.getBoundingClientRect().bottom > innerHeight + 1);
          return { title: least('h1') / unit, label: least('.label, .wall-cards li, .wall-columns li, .answering-title') / unit, cut: cut.map((part) => part.className), below: below.map((part) => part.className) };
        });
        const where = `${name} ${lang} ${width}×${height} ${JSON.stringify(sizes)}`;
        assert.ok(sizes.title >= 0.05 && sizes.label >= 0.03, where);
        assert.deepEqual([sizes.cut, sizes.below], [[], []], where);
        assert.equal(await scrollsSideways(page), false, where);
        assert.deepEqual(await axe(page), [], where);
        assert.deepEqual(faults, [], where);
        await shoot(page, join(shots, `${name}-${lang}-${width}.png`));
        await context.close();
      }
    }
  });
}

test('phones in the room are led to the board, and by its code straight to it', async () => {
  for (const lang of ['en', 'fr']) {
    const room = roomWith(board(), ideas(), { role: 'participant', boards: [board(), board({ id: 'speaker', place: 1, def: QUESTIONS })] });
    const { page, context, faults } = await visit(browser, { page: 'join', path: '/j/K7Q42M', width: 390, height: 844, room, lang });
    const first = page.locator('.now a');
    await first.waitFor();
    assert.equal(await first.getAttribute('href'), '/b/K7Q42M/wishes');
    assert.equal(await page.locator('.others a').count(), 1);
    assert.deepEqual(await axe(page), []);
    await shoot(page, join(shots, `phone-${lang}.png`));
    room.room.board = null;
    room.roomChanged();
    await page.waitForFunction(() => !document.querySelector('.now'));
    assert.equal(await page.locator('.others a').count(), 2);
    assert.deepEqual(faults, []);
    await context.close();
  }
});
