/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs, recommendations, numbers and grids on phones, against a played server: by finger, by keyboard, wrong and right. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import * as fx from '../lib/fixtures.mjs';
import { asked, TALLIES } from '../lib/placed.mjs';
import { FakeServer, ORIGIN, serve } from '../lib/preview.mjs';
import { axe, scrollsSideways, turnInto } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/placed');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

/** A phone that is asked this, and what its console complained about at the end. */
async function holding({ lang = 'en', question, you = {}, ...context }, body) {
  const ctx = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...context });
  try {
    await serve(ctx, 'join', lang, { state: fx.state(lang, [question]) });
    const page = await ctx.newPage();
    page.setDefaultTimeout(30_000);
    const errors = [];
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    page.on('pageerror', (error) => errors.push(error.message));
    const server = new FakeServer();
    fx.greet(server, you);
    server.on.cast = ({ n }) => ({ ok: { state: 'counted', n, rev: 2 } });
    await server.attach(page);
    await page.goto(`${ORIGIN}/j/${fx.CODE}`);
    await page.locator('.dot.live').waitFor();
    await body({ page, server });
    assert.deepEqual(errors, [], 'console errors');
  } finally {
    await ctx.close();
  }
}
const onPhone = (name, kind, body, more = {}) => test(name, () => holding({ question: { ...asked('en')[kind], ...more } }, body));

const ballot = async (server, n = 1) => (await server.command('cast', n)).ballot;
const button = (page, name) => page.getByRole('button', { name, exact: true });
const seen = (page, text) => page.getByText(text).first().waitFor();

onPhone('a pair: half of the screen is a vote, then the two pull', 'pair', async ({ page, server }) => {
  const half = page.locator('.half', { hasText: 'the lake' });
  const { height, width } = await half.boundingBox();
  assert.ok(height >= 150 && width >= 140, 'a large target');
  await half.click();
  assert.deepEqual(await ballot(server), { options: [1] });
  server.say(fx.tally('pair', [1, 2]));
  await seen(page, '67%');
  assert.equal(await page.locator('.tug').innerText().then((text) => text.replace(/\s+/g, ' ')), '33% 67%');
  await button(page, 'Change').click();
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  assert.deepEqual(await ballot(server, 2), { options: [0] });
});

onPhone('a recommendation: words at both ends, the score with its sign, groups that add up', 'nps', async ({ page, server }) => {
  await seen(page, 'Most certainly');
  await page.getByRole('radio', { name: '10, Most certainly' }).evaluate((radio) => radio.click());
  assert.deepEqual(await ballot(server), { value: 10 });
  server.say(fx.tally('nps', [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 4]));
  await seen(page, 'Score: +50');
  const percents = await page.locator('.groups b').allInnerTexts();
  assert.deepEqual(percents.map((part) => parseInt(part, 10)), [66, 17, 17]);
});

onPhone('a number is typed, and one that does not fit is said to', 'number', async ({ page, server }) => {
  const field = page.getByRole('textbox');
  for (const wrong of ['101', '-1', '4.5', 'many', '']) {
    await field.fill(wrong);
    await button(page, 'Send my vote').click();
    await page.getByRole('alert').filter({ hasText: 'from €0 to €100' }).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
  }
  await field.fill(' 42 ');
  assert.equal(await page.getByRole('alert').count(), 0, 'gone as soon as it is mended');
  await field.press('Enter');
  assert.deepEqual(await ballot(server), { value: 42 });
  assert.equal(server.heard.filter(({ cmd }) => cmd === 'cast').length, 1);
  server.say(fx.tally('number', TALLIES.number.counts, { voters: TALLIES.number.voters }));
  await seen(page, 'Average €38.5');
  await seen(page, 'Your vote: €42');
  assert.equal(await page.locator('.column.own').count(), 1);
});

onPhone('a number by buttons and by slider, no further than its ends', 'number', async ({ page, server }) => {
  await button(page, 'One more').click();
  assert.equal(await page.getByRole('textbox').inputValue(), '50', 'the middle first');
  await button(page, 'One less').click();
  const slider = page.getByRole('slider');
  assert.equal(await slider.getAttribute('aria-valuetext'), '€49');
  await slider.focus();
  await page.keyboard.press('End');
  assert.equal(await button(page, 'One more').isDisabled(), true);
  await page.keyboard.press('ArrowLeft');
  await button(page, 'Send my vote').click();
  assert.deepEqual(await ballot(server), { value: 99 });
});

test('a number of a wide range has no slider', () => {
  const { number } = asked('en');
  const question = { ...number, def: { ...number.def, from: -1000, to: 1_000_000, unit: 'kg' } };
  return holding({ question }, async ({ page, server }) => {
    assert.equal(await page.getByRole('slider').count(), 0);
    await page.getByRole('textbox').fill('-1 000');
    await button(page, 'Send my vote').click();
    assert.deepEqual(await ballot(server), { value: -1000 });
  });
});

/** A tap so many steps across and up the square. */
async function tap(page, across, up) {
  const square = page.locator('.square');
  await square.scrollIntoViewIfNeeded();
  const { width, height } = await square.boundingBox();
  await square.click({ position: { x: Math.min(width - 5, 2 + width * across / 10), y: Math.min(height - 5, 2 + height * (10 - up) / 10) } });
}

onPhone('a grid: taps place one after the other, a drag moves, and all are needed', 'grid', async ({ page, server }) => {
  await tap(page, 2, 8);
  await seen(page, '1 of 4 placed');
  assert.equal(await button(page, 'Send my vote').count(), 0);
  for (const at of [[9, 9], [5, 1], [1, 2]]) await tap(page, ...at);
  await seen(page, '4 of 4 placed');
  const token = await page.locator('.token').nth(2).boundingBox();
  const square = await page.locator('.square').boundingBox();
  await page.mouse.move(token.x + token.width / 2, token.y + token.height / 2);
  await page.mouse.down();
  await page.mouse.move(square.x + square.width * 0.8, square.y + square.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await button(page, 'Send my vote').click();
  assert.deepEqual(await ballot(server), { places: [[2, 8], [9, 9], [8, 3], [1, 2]] });
  await seen(page, 'Where you put them');
  server.say(fx.tally('grid', [8, 32, 36, 20, 20, 10, 12, 4], { voters: 4 }));
  await seen(page, '2.0 across, 8.0 up');
});

onPhone('a grid by keyboard alone: two sliders for each', 'grid', async ({ page, server }) => {
  for (let option = 0; option < 4; option++) {
    await page.getByRole('radio').nth(option).focus();
    await page.keyboard.press('Space');
    const across = page.getByRole('slider').first();
    assert.equal(await across.getAttribute('aria-valuetext'), 'not placed');
    await across.focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < option; step++) await page.keyboard.press('ArrowRight');
    assert.equal(await across.getAttribute('aria-valuetext'), `${option} of 10`);
    await page.getByRole('slider').nth(1).focus();
    await page.keyboard.press('End');
  }
  await button(page, 'Send my vote').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await ballot(server), { places: [[0, 10], [1, 10], [2, 10], [3, 10]] });
});

/* The matrix: asked and answered, in every language, theme and width. */

const BALLOTS = { pair: { options: [1] }, nps: { value: 9 }, number: { value: 42 }, grid: { places: [[2, 8], [9, 9], [5, 1], [1, 2]] } };
const DEVICES = [false, true].flatMap((dark) => [320, 390].map((width) => ({ width, height: 700, dark })));

for (const lang of ['en', 'fr', 'qps']) {
  for (const kind of Object.keys(BALLOTS)) {
    for (const voted of [false, true]) {
      test(`in ${lang}, light and dark, 320 and 390 px: ${kind}${voted ? ', answered' : ''}`, () => {
        const you = voted ? {
          ballots: [{ question: kind, round: 1, n: 1, ballot: BALLOTS[kind] }],
          tallies: [fx.tally(kind, TALLIES[kind].counts, { voters: TALLIES[kind].voters })],
        } : {};
        return holding({ lang, question: asked(lang)[kind], you, viewport: DEVICES[0] }, async ({ page }) => {
          await page.locator({ pair: '.half', nps: voted ? '.groups' : '.step', number: voted ? '.columns' : '.number', grid: '.square' }[kind]).first().waitFor();
          if (kind === 'grid' && !voted) { await tap(page, 3, 7); await tap(page, 3, 7); }
          for (const device of DEVICES) {
            await turnInto(page, device);
            const where = `${kind}${voted ? '-voted' : ''}.${lang}.${device.dark ? 'dark' : 'light'}.${device.width}`;
            assert.equal(await scrollsSideways(page), false, where);
            assert.deepEqual(await axe(page), [], where);
            await shoot(page, join(shots, `${where}.png`), { fullPage: true });
          }
        });
      });
    }
  }
}
