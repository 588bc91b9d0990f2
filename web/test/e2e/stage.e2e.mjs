/* SPDX-License-Identifier: Apache-2.0 */
/* The stage against a played room: what the hall sees in each state, on each shape of screen. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, open, ORIGIN, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/stage');
const COUNTS = [398, 281, 180, 276, 117];
const VOTERS = 1252;
const TALLY = { rev: 5, voters: VOTERS, counts: COUNTS };

const question = (id, def, more = {}) => ({ id, state: 'open', round: 1, version: 3, closes: 0, def, ...more });
const single = (more = {}, def = {}) => question('q1', {
  kind: 'single', title: 'Which theme should the next collection have?', results: 'after_vote',
  options: ['Space station', 'Medieval castle', 'Jungle explorers', 'Retro arcade', 'Under the sea'], ...def,
}, more);
const many = (count) => question('q2', {
  kind: 'multiple', title: 'Which workshops would you attend in the afternoon?', results: 'always',
  options: Array.from({ length: count }, (_, at) => `${['Pottery for beginners', 'Robotics', 'Choir and rhythm'][at % 3]} ${at + 1}`),
});
const stars = question('q3', {
  kind: 'scale', title: 'How was today?', from: 1, to: 5, look: 'stars', low: 'Not for me', high: 'Loved it', results: 'always',
}, { state: 'revealed' });
const steps = question('q4', { kind: 'scale', title: 'Would you recommend us?', from: 0, to: 10, low: 'Not at all', high: 'Surely' });
const wordy = question('q5', {
  kind: 'single', results: 'always',
  title: 'Considering all that was said this morning about our common building, the garden and the workshop in the cellar, what should the association spend next year’s money on?',
  options: ['A new roof over the garden workshop, with solar panels and a dry place to keep everybody’s bicycles', 'Insulation', 'More tools'],
});

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const roomWith = (asked, more = {}) => new FakeRoom({
  role: 'stage', questions: asked, current: asked[0]?.id ?? null, tallies: { q1: { rev: 3, voters: 214 } }, ...more,
});

const PAGE = { page: 'stage', path: '/stage/K7Q42M', width: 1920, height: 1080 };
async function stage(room, more = {}) {
  const visited = await visit(browser, { ...PAGE, room, ...more });
  return { ...visited, room, text: (selector) => visited.page.locator(selector).allInnerTexts() };
}

test('numbers that may not be seen are nowhere on the page', async () => {
  const { page, context, faults } = await stage(roomWith([single()]));
  await page.locator('.voters strong').waitFor();
  assert.equal(await page.locator('.voters strong').innerText(), '214');
  assert.equal(await page.locator('.percent, .count, .fill, table').count(), 0);
  assert.match(await page.locator('.why').innerText(), /hidden until it is revealed/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('percentages add up to 100, and bars and numbers follow the tally', async () => {
  const { page, context, room, text } = await stage(roomWith([single({}, { results: 'always' })], { tallies: { q1: TALLY } }));
  await page.locator('.percent').first().waitFor();
  const percents = (await text('.percent')).map((part) => parseInt(part, 10));
  assert.equal(percents.reduce((a, b) => a + b), 100);
  assert.deepEqual(percents, [32, 23, 14, 22, 9]);
  room.tell('q1', { rev: 6, voters: VOTERS + 1000, counts: [398, 1281, 180, 276, 117] });
  await page.locator('.row:nth-child(2) .percent', { hasText: '57%' }).waitFor();
  assert.match(await page.locator('.row:nth-child(2) .fill').getAttribute('style'), /translateX\(0(\.00)?%\)/);
  await context.close();
});

test('a unanimous hall fits beside its bar, in two rows, six and two columns, in both languages', async () => {
  for (const lang of ['en', 'fr']) {
    for (const options of [2, 6, 12]) {
      const asked = many(options);
      const counts = Array.from({ length: options }, (_, at) => (at === 0 ? 7 : 0));
      const { page, context } = await stage(roomWith([asked], { tallies: { q2: { rev: 1, voters: 7, counts } } }), { lang });
      await page.locator('.percent', { hasText: '100' }).waitFor();
      const spilt = await page.locator('.percent').evaluateAll((all) => all.filter((box) => box.scrollWidth > box.clientWidth).length);
      assert.equal(spilt, 0, `${options} options, ${lang}`);
      await context.close();
    }
  }
});

test('after the reveal the winner stands out', async () => {
  const { page, context, room, text } = await stage(roomWith([single()]));
  await page.locator('.votes').waitFor();
  room.change('q1', { state: 'revealed' }, 'revealed');
  room.tell('q1', TALLY);
  await page.locator('.row.winner').waitFor();
  assert.deepEqual(await text('.row.winner .track > .layer .label'), ['Space station']);
  assert.equal(await page.locator('.row.other').count(), 4);
  await context.close();
});

test('twenty options turn in pages, and every one of them is seen whole', async () => {
  const room = roomWith([many(20)], { tallies: { q2: { rev: 1, voters: 300, counts: Array.from({ length: 20 }, (_, at) => 10 + at) } } });
  const { page, context, text } = await stage(room);
  await page.locator('.pages').waitFor();
  await page.keyboard.press('p');
  const seen = new Set();
  const pages = await page.locator('.pages span').count();
  for (let turn = 0; turn < pages; turn++) {
    (await text('.row .track > .layer .label')).forEach((label) => seen.add(label));
    const from = await page.locator('.pages').innerText();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((before) => document.querySelector('.pages').innerText !== before, from);
  }
  assert.equal(seen.size, 20);
  await context.close();
});

test('question and labels can be read from the back, on every shape of screen', async () => {
  for (const [width, height] of [[1920, 1080], [1280, 720], [1024, 768], [3840, 1080]]) {
    for (const asked of [single({}, { results: 'always' }), wordy, many(12)]) {
      const counts = asked.def.options.map((_, at) => 40 + at);
      const { page, context } = await stage(
        roomWith([asked], { tallies: { [asked.id]: { rev: 1, voters: 400, counts } } }), { width, height });
      await page.locator('.row .fill').first().waitFor();
      const sizes = await page.evaluate(() => {
        const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize) / innerHeight;
        const cut = [...document.querySelectorAll('.question, .track > .layer .label, .join-code, .voters')]
          .filter((part) => part.scrollHeight > part.clientHeight + 4 || part.scrollWidth > part.clientWidth + 4);
        const below = [...document.querySelectorAll('.row, .votes, .join-card')]
          .filter((part) => part.getBoundingClientRect().bottom > innerHeight);
        return { question: size('.question'), label: size('.label'), cut: cut.length, below: below.length };
      });
      const where = `${asked.id} ${width}×${height} ${JSON.stringify(sizes)}`;
      assert.ok(sizes.question >= 0.05 && sizes.label >= 0.03, where);
      assert.equal(sizes.cut + sizes.below, 0, where);
      await context.close();
    }
  }
});

test('code and QR code are there while waiting, while voting and after the reveal', async () => {
  const { page, context, room } = await stage(roomWith([single()]));
  const joinable = async () => {
    await page.locator('svg.qr').waitFor();
    assert.match(await page.locator('#app').innerText(), /K7Q\s42M/);
  };
  await joinable();
  room.change('q1', { state: 'revealed' }, 'revealed');
  room.tell('q1', TALLY);
  await page.locator('.row.winner').waitFor();
  await joinable();
  room.look(null);
  await page.locator('.waiting').waitFor();
  await joinable();
  await context.close();
});

test('a scale shows its average and how the votes are spread', async () => {
  const { page, context, text } = await stage(roomWith([stars], { tallies: { q3: { rev: 1, voters: 300, counts: [5, 12, 40, 143, 100] } } }));
  await page.locator('.average-number', { hasText: '4.1' }).waitFor();
  assert.deepEqual(await text('.step-percent'), ['2%', '4%', '13%', '48%', '33%']);
  assert.equal(await page.locator('.step.winner .step-name').innerText(), '4 ★');
  await context.close();
});

test('the host darkens the screen, and so does the key B of this screen alone', async () => {
  const { page, context, room } = await stage(roomWith([single()]));
  await page.locator('.question').waitFor();
  room.room.settings.blank = true;
  room.roomChanged();
  await page.locator('.stage.blank').waitFor();
  assert.equal(await page.locator('svg, .question').count(), 0);
  room.room.settings.blank = false;
  room.roomChanged();
  await page.locator('.question').waitFor();
  await page.keyboard.press('b');
  await page.locator('.stage.blank').waitFor();
  assert.equal(room.heard('room.update').length, 0);
  await page.keyboard.press('b');
  await page.locator('.question').waitFor();
  await context.close();
});

test('the head count is shown unless the host hides it', async () => {
  const { page, context, room } = await stage(roomWith([single()]));
  assert.equal(await page.locator('.people').innerText(), '412 people here');
  room.room.settings.hide_people = true;
  room.roomChanged();
  await page.locator('.people').waitFor({ state: 'detached' });
  await context.close();
});

test('a broken connection is a dot in the corner; the result stays, and comes up to date by itself', async () => {
  const { page, context, room } = await stage(roomWith([single({}, { results: 'always' })], { tallies: { q1: TALLY } }));
  await page.locator('.percent').first().waitFor();
  await room.drop();
  await page.locator('.corner').waitFor();
  assert.equal(await page.locator('.percent').count(), 5);
  assert.doesNotMatch(await page.locator('.stage').innerText(), /Reconnecting/);
  room.tallies.q1 = { rev: 9, voters: 2000, counts: [1000, 1000, 0, 0, 0] };
  room.up = true;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('.row:nth-child(2) .percent', { hasText: '50%' }).waitFor();
  await page.locator('.corner').waitFor({ state: 'detached' });
  await context.close();
});

test('the stage comes back after a reload, with the theme it had', async () => {
  const { page, context } = await stage(roomWith([single()]));
  await page.locator('.question').waitFor();
  await page.keyboard.press('t');
  await page.locator('html[data-theme=light]').waitFor();
  await page.reload();
  await page.locator('.question').waitFor();
  await page.locator('html[data-theme=light]').waitFor();
  await context.close();
});

test('a stage link is traded for the right, and leaves the address', async () => {
  const { page, context, room } = await stage(roomWith([single()]), { path: '/stage/K7Q42M#s-K7Q42M-secretsecretsecretsecr' });
  await page.locator('.question').waitFor();
  assert.deepEqual(room.heard('link.exchange'), [{ cmd: 'link.exchange', secret: 's-K7Q42M-secretsecretsecretsecr', http: true }]);
  assert.equal(page.url(), `${ORIGIN}/stage/K7Q42M`);
  await context.close();
});

test('without the right the page says how to get it, also with a spent link', async () => {
  for (const [role, hash, words] of [[null, '', 'has not been invited'], ['participant', '', 'has not been invited'], [null, '#spent', 'does not work any more']]) {
    const { page, context } = await stage(roomWith([single()], { role }), { path: `/stage/K7Q42M${hash}` });
    await page.locator('.door h1', { hasText: words }).waitFor();
    assert.equal(await page.locator('.row').count(), 0);
    await context.close();
  }
});

test('there is nothing on the stage that hosts', async () => {
  const { page, context } = await stage(roomWith([single()]));
  await page.locator('.question').waitFor();
  const buttons = await page.locator('button').allInnerTexts();
  assert.deepEqual(buttons.map((words) => words.trim()[0]), ['F', 'B', 'T', 'L', 'P']);
  await context.close();
});

test('a screen reader is told who leads, and finds a table', async () => {
  const { page, context } = await stage(roomWith([single({}, { results: 'always' })], { tallies: { q1: TALLY } }));
  await page.locator('[role=status]', { hasText: 'A Space station leads with 32%, 1,252 votes' }).waitFor();
  assert.equal(await page.locator('table tbody tr').count(), 5);
  await context.close();
});

const SCENES = {
  waiting: [],
  open: [single({ closes: Date.now() + 600_000 }, { results: 'always' }), TALLY],
  hidden: [single(), { rev: 3, voters: 214 }],
  closed: [single({ state: 'closed' }), { rev: 3, voters: 214 }],
  revealed: [single({ state: 'revealed' }), TALLY],
  many: [many(12), { rev: 1, voters: 300, counts: Array.from({ length: 12 }, (_, at) => ((at * 37) % 150) + 10) }],
  stars: [stars, { rev: 1, voters: 300, counts: [5, 12, 40, 143, 100] }],
  steps: [steps, { rev: 1, voters: 30 }],
  wordy: [wordy, { rev: 1, voters: 300, counts: [120, 100, 80] }],
};
const MATRIX = [
  ['en', 'dark', 1920, 1080], ['en', 'light', 1024, 768], ['fr', 'dark', 1024, 768], ['fr', 'light', 1920, 1080],
  ['qps', 'dark', 1920, 1080], ['qps', 'light', 1024, 768],
];

for (const [lang, theme, width, height] of MATRIX) {
  test(`every scene is sound: ${lang}, ${theme}, ${width}×${height}`, async () => {
    const { page, context, faults, load } = await open(browser, { ...PAGE, lang, width, height });
    for (const [scene, [asked, tally]] of Object.entries(SCENES)) {
      await load({ room: roomWith(asked ? [asked] : [], { tallies: asked ? { [asked.id]: tally } : {} }) });
      await page.locator(asked ? '.votes' : '.waiting').waitFor();
      if (theme === 'light') await page.keyboard.press('t');
      const where = `${scene}-${lang}-${theme}-${width}`;
      assert.deepEqual(await axe(page), [], where);
      assert.equal(await scrollsSideways(page), false, where);
      await shoot(page, join(shots, `${where}.png`));
      assert.deepEqual(faults, [], where);
    }
    await context.close();
  });
}
