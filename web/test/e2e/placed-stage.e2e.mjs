/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs, recommendations, numbers and grids on the stage and at the host's desk, against a played room. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { asked, CROWDED, TALLIES } from '../lib/placed.mjs';
import { axe, open, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/placed-stage');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const STAGE = { page: 'stage', path: '/stage/K7Q42M', width: 1920, height: 1080 };
const HOST = { page: 'host', path: '/host/K7Q42M', width: 1280, height: 900 };

function roomWith(question, tally, more = {}) {
  return new FakeRoom({ role: 'stage', questions: [question], current: question.id, tallies: { [question.id]: tally }, ...more });
}

async function seeing(where, room, body, more = {}) {
  const { page, context, faults } = await visit(browser, { ...where, room, ...more });
  try {
    await body(page, room);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}
const onStage = (name, kind, body, more = {}) => test(name, () => (
  seeing(STAGE, roomWith({ ...asked('en')[kind], ...more }, TALLIES[kind]), body)));

const texts = (page, selector) => page.locator(selector).allInnerTexts();
/** Those of the elements that stand on one another. */
const overlaps = (page, selector) => page.$$eval(selector, (all) => {
  const boxes = all.map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return { text: element.textContent, box: range.getBoundingClientRect() };
  });
  return boxes.flatMap(({ text, box }, at) => boxes.slice(at + 1)
    .filter(({ box: other }) => box.left < other.right - 1 && other.left < box.right - 1 && box.top < other.bottom - 1 && other.top < box.bottom - 1)
    .map((other) => `${text} on ${other.text}`));
});

onStage('a pair pulls at a rope, and follows the tally', 'pair', async (page, room) => {
  await page.locator('.duel-percent').first().waitFor();
  assert.deepEqual(await texts(page, '.duel-percent'), ['37%', '63%']);
  room.tell('pair', { rev: 9, voters: 4, counts: [3, 1] });
  await page.locator('.duel-percent', { hasText: '75%' }).waitFor();
  assert.match(await page.locator('.rope-fill').getAttribute('style'), /translateX\(-25/);
});

onStage('three groups add up to 100 beside the score', 'nps', async (page) => {
  await page.locator('.score-groups').waitFor();
  assert.equal(await page.locator('.average-number').innerText(), '+30');
  const groups = await texts(page, '.score-groups b');
  assert.deepEqual(groups, ['49%', '32%', '19%']);
  assert.equal(await page.locator('.step.group-0').count(), 7);
});

onStage('a number: the exact mean, what was said most, labels that do not meet', 'number', async (page) => {
  assert.equal(await page.locator('.average-number').innerText(), '€38.5');
  await page.getByText('Most often €36–41').waitFor();
  assert.equal(await page.locator('.steps .step').count(), 17);
  assert.deepEqual(await overlaps(page, '.ticks span, .step-percent'), []);
  assert.match((await texts(page, '.ticks span')).join(' '), /^0–.* \d+–100$/);
  assert.equal(await page.locator('table tbody tr').count(), 17);
});

onStage('a grid: letters where the means are, and the same in a table', 'grid', async (page) => {
  await page.locator('.disc').first().waitFor();
  assert.equal(await page.locator('.disc').count(), 4);
  assert.deepEqual(await texts(page, '.plane .axis'), ['Great use', 'Little use', '←\u00a0Cheap\nExpensive\u00a0→']);
  const cells = await page.locator('table td').allTextContents();
  assert.deepEqual(cells, ['2.3 / 8.1', '8.7 / 7.8', '2.4 / 8.2', '5.0 / 1.0']);
  assert.deepEqual(await overlaps(page, '.disc'), []);
});

test('what may not be seen is not on the stage', async () => {
  for (const kind of ['pair', 'nps', 'number', 'grid']) {
    const question = asked('en')[kind];
    question.def.results = 'after_close';
    await seeing(STAGE, roomWith(question, { rev: 3, voters: 20 }), async (page) => {
      await page.locator('.question').waitFor();
      assert.equal(await page.locator('.duel-percent, .column, .average, .disc, .spot, table').count(), 0, kind);
      await shoot(page, join(shots, `${kind}.hidden.png`));
    });
  }
});

const atDesk = (name, kind, body) => test(name, () => (
  seeing(HOST, roomWith(asked('en')[kind], TALLIES[kind], { role: 'host' }), body)));

atDesk('the host writes a number and a grid, each with its own fields', 'pair', async (page, room) => {
  const write = async (kind, fill) => {
    await page.getByRole('button', { name: 'Write a question', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#title').fill('How much?');
    await dialog.getByText(kind, { exact: true }).click();
    await fill(dialog);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    return room.heard('question.add').at(-1).def;
  };
  const number = await write('A number', async (dialog) => { await dialog.getByLabel('Unit').fill('kg'); });
  assert.deepEqual([number.kind, number.from, number.to, number.unit], ['number', 0, 100, 'kg']);
  const grid = await write('On two axes', async (dialog) => {
    await dialog.locator('#option-0').fill('Tent');
    await dialog.getByLabel('Word for the top').fill('Useful');
    assert.equal(await dialog.getByText('Hide how many').count(), 0, 'a mean place needs it');
  });
  assert.deepEqual([grid.kind, grid.options, grid.top, grid.hide_voters], ['grid', ['Tent'], 'Useful', false]);
});

for (const [kind, said] of Object.entries({ number: 'Average €38.5', grid: '2.3 / 8.1', nps: 'Score: +30' })) {
  atDesk(`the host sees what came of it: ${kind}`, kind, async (page) => {
    await page.locator('.results').getByText(said).waitFor();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await scrollsSideways(page), false, `${width}`);
      assert.deepEqual(await axe(page), [], `${width}`);
      await shoot(page, join(shots, `host.${kind}.${width}.png`), { fullPage: true });
    }
  });
}

/* The matrix: each on every shape of screen, in every language, at its fullest. */
const SCREENS = { hd: [1920, 1080], old: [1024, 768], wide: [2560, 720], tall: [1080, 1920] };

for (const lang of ['en', 'fr', 'qps']) {
  test(`in ${lang}, on every shape of screen`, async () => {
    const { page, context, faults, load } = await open(browser, { ...STAGE, lang });
    const all = { ...asked(lang, { state: 'revealed' }), ...CROWDED.asked(lang) };
    for (const [kind, question] of Object.entries(all)) {
      await load({ room: roomWith(question, TALLIES[kind] ?? CROWDED.tallies[kind], { settings: { lang: lang === 'fr' ? 'fr' : 'en' } }) });
      await page.locator('table').waitFor({ state: 'attached' });
      for (const [name, [width, height]] of Object.entries(SCREENS)) {
        const where = `${kind}.${lang}.${name}`;
        await page.setViewportSize({ width, height });
        await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
        assert.equal(await scrollsSideways(page), false, where);
        assert.deepEqual(await overlaps(page, '.ticks span, .step-percent'), [], where);
        await shoot(page, join(shots, `${where}.png`));
      }
      assert.deepEqual(await axe(page), [], kind);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}
