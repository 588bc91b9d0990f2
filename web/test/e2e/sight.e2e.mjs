/* SPDX-License-Identifier: Apache-2.0 */
/* For eyes that need more: forced colours, text at 200 %, no motion; on phones, the stage and the console. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import * as fx from '../lib/fixtures.mjs';
import * as placed from '../lib/placed.mjs';
import * as scored from '../lib/scored.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/sight');
const COUNTS = [385, 267, 169, 268, 111];
const TALLY = { rev: 5, voters: 1200, counts: COUNTS };
const ADDRESS = { join: `/j/${fx.CODE}`, stage: `/stage/${fx.CODE}`, host: `/host/${fx.CODE}` };
const ROLE = { join: 'participant', stage: 'stage', host: 'host' };
const READY = { join: '.dot.live', stage: '.votes', host: '.next' };

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const single = (lang, more = {}) => {
  const { single: question } = fx.questions(lang);
  return { ...question, ...more, def: { ...question.def, results: 'always' } };
};

/** A page of a room that asks this question; `own` is what this phone has voted. */
async function look(page, { lang = 'en', asked = single(lang), tally = TALLY, own = null, commands = {}, ...more }) {
  const room = new FakeRoom({ role: ROLE[page], questions: [asked], current: asked.id, tallies: { [asked.id]: tally } });
  Object.assign(room.commands, commands);
  if (own) room.ballots = [{ question: asked.id, round: 1, n: 1, ballot: own }];
  const it = await visit(browser, { page, path: ADDRESS[page], lang, room, ...more });
  await it.page.locator(READY[page]).first().waitFor();
  return { ...it, room };
}

const double = (page) => page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));

/** Texts that are cut off, or stand outside the screen. */
const cut = (page) => page.evaluate(() => [...document.querySelectorAll('#app *')]
  .filter((part) => part.childElementCount === 0 && part.textContent.trim() !== '' && !part.closest('.sr-only, [aria-hidden=true]'))
  .filter((part) => {
    const { left, right, width } = part.getBoundingClientRect();
    const isCut = part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'hidden';
    return width > 0 && (left < 0 || right > innerWidth + 1 || isCut);
  }).map((part) => `${part.className}: ${part.textContent}`));

const JOIN = {
  asked: {},
  voted: { own: { options: [3] } },
  several: { asked: fx.questions('fr').multiple, tally: { rev: 1, voters: 40 } },
  stars: { asked: fx.questions('fr').stars, tally: { rev: 1, voters: 40 } },
  numbers: { asked: fx.questions('fr').numbers, tally: { rev: 1, voters: 40 } },
  average: { asked: fx.questions('fr').numbers, tally: { rev: 2, voters: 350, counts: [3, 2, 4, 6, 10, 25, 30, 60, 90, 70, 50] }, own: { value: 8 } },
  closed: { asked: single('fr', { state: 'closed' }), own: { options: [3] } },
};
for (const [scene, more] of Object.entries(JOIN)) {
  test(`text at 200 % on a small phone: ${scene}`, async () => {
    const { page, context } = await look('join', { lang: 'fr', width: 320, height: 640, ...more });
    await double(page);
    await shoot(page, join(shots, `join-200-${scene}.png`), { fullPage: true });
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await cut(page), []);
    assert.deepEqual(await axe(page), []);
    await context.close();
  });
}

test('text at 200 % in the console', async () => {
  for (const width of [320, 1440]) {
    const { page, context } = await look('host', { lang: 'fr', width, height: 900 });
    await double(page);
    await shoot(page, join(shots, `host-200-${width}.png`), { fullPage: true });
    assert.equal(await scrollsSideways(page), false);
    // The previews are pictures of other screens.
    assert.deepEqual((await cut(page)).filter((part) => !/^(screen|phone)/.test(part)), []);
    await context.close();
  }
});

const PLACED = { pair: { options: [1] }, nps: { value: 9 }, number: { value: 42 }, grid: { places: [[2, 8], [9, 9], [5, 1], [1, 2]] } };
/** Every kind that is not above, before and after the vote. */
const LATER = [
  ...['ranking', 'points', 'words', 'quiz', 'guess', 'segment'].map((kind) => [kind, (lang, own) => ({
    asked: scored.asked(lang, { state: own && ['quiz', 'guess'].includes(kind) ? 'revealed' : 'open' })[kind], tally: scored.tallyOf(kind, lang),
    own: own ? scored.ballotOf(kind, lang) : null, commands: { 'quiz.board': () => scored.leaders(lang, kind), 'me.read': () => ({ name: '' }) },
  })]),
  ...Object.keys(PLACED).map((kind) => [kind, (lang, own) => ({
    asked: { ...placed.asked(lang)[kind], def: { ...placed.asked(lang)[kind].def, results: 'always' } }, tally: placed.TALLIES[kind], own: own ? PLACED[kind] : null,
  })]),
];
/** What shows that the part for this kind is there. */
const CAME = {
  ranking: '.ranking', points: '.share', words: '.word-field', quiz: '.stakes', guess: '.amount', segment: '.option', pair: '.half', nps: '.step', number: '.number', grid: '.square',
};
const COUNTED = {
  ranking: '.option .percent', points: '.option .percent', words: '.word-cloud', quiz: '.verdict', guess: '.verdict', segment: '.option.own', pair: '.tug', nps: '.groups', number: '.columns', grid: '.square',
};
for (const [kind, scene] of LATER) {
  test(`large text and forced colours on a phone: ${kind}`, async () => {
    for (const own of [false, true]) {
      const name = `${kind}-${own ? 'voted' : 'asked'}`;
      const { page, faults, context } = await look('join', { lang: 'fr', width: 320, height: 640, ...scene('fr', own) });
      await page.locator((own ? COUNTED : CAME)[kind]).first().waitFor();
      await double(page);
      await shoot(page, join(shots, `join-200-${name}.png`), { fullPage: true });
      assert.equal(await scrollsSideways(page), false, name);
      assert.deepEqual(await cut(page), [], name);
      assert.deepEqual(await axe(page), [], name);
      assert.deepEqual(faults, [], name);
      await context.close();

      const forced = await look('join', { width: 390, height: 844, forced: true, ...scene('en', own) });
      await forced.page.locator((own ? COUNTED : CAME)[kind]).first().waitFor();
      await shoot(forced.page, join(shots, `join-forced-${name}.png`), { fullPage: true });
      assert.deepEqual(await axe(forced.page, true), [], name);
      await forced.context.close();
    }
  });
}

/** What an element is drawn with, as far as forced colours leave it. */
const drawn = (page, selector, of) => page.locator(selector).first().evaluate((part, names) => {
  const style = getComputedStyle(part, names.pseudo);
  return names.of.map((name) => style[name]).join(' ');
}, of);
const EDGE = { of: ['borderTopWidth', 'borderTopColor'] };
const FILL = { of: ['backgroundColor'] };

test('forced colours: the own option, the bars and the letters are still told apart', async () => {
  const { page, context } = await look('join', { width: 390, height: 844, forced: true, own: { options: [3] } });
  await page.locator('.option.own .percent').waitFor();
  await shoot(page, join(shots, 'join-forced-voted.png'), { fullPage: true });
  assert.notEqual(await drawn(page, '.option.own', EDGE), await drawn(page, '.option:not(.own)', EDGE));
  assert.notEqual(await drawn(page, '.bar .fill', FILL), await drawn(page, '.option', FILL));
  assert.match(await drawn(page, '.option .letter', EDGE), /^[1-9]/);
  assert.deepEqual(await axe(page, true), []);
  await context.close();
});

test('forced colours: a ticked box and a chosen number show it', async () => {
  const several = await look('join', { width: 390, height: 844, forced: true, asked: fx.questions('en').multiple, tally: { rev: 1, voters: 4 } });
  await several.page.locator('.option').first().click();
  await shoot(several.page, join(shots, 'join-forced-several.png'), { fullPage: true });
  assert.notEqual(await drawn(several.page, '.option:has(:checked) .letter', EDGE), await drawn(several.page, '.option:not(:has(:checked)) .letter', EDGE));
  await several.context.close();
  const stars = await look('join', { width: 390, height: 844, forced: true, asked: fx.questions('en').stars, tally: { rev: 1, voters: 4 }, own: { value: 3 } });
  await stars.page.locator('.change').click();
  await shoot(stars.page, join(shots, 'join-forced-stars.png'), { fullPage: true });
  const colour = { of: ['color'] };
  assert.notEqual(await drawn(stars.page, '.step.lit .face', colour), await drawn(stars.page, '.step:not(.lit) .face', colour));
  await stars.context.close();
});

test('forced colours: bars stand out on the stage and in the console', async () => {
  for (const [name, bar, ground, size] of [['stage', '.fill', '.track', [1920, 1080]], ['host', '.results .fill', '.results .bar', [1440, 900]]]) {
    const { page, context } = await look(name, { width: size[0], height: size[1], forced: true });
    await page.locator(bar).first().waitFor();
    await shoot(page, join(shots, `${name}-forced.png`));
    assert.notEqual(await drawn(page, bar, FILL), await drawn(page, ground, FILL), name);
    assert.deepEqual(await axe(page, true), [], name);
    await context.close();
  }
});

test('reduced motion: new numbers are there at once, and nothing moves', async () => {
  for (const name of ['join', 'stage', 'host']) {
    const { page, room, context } = await look(name, { width: 1280, height: 800, own: { options: [3] } });
    await page.locator('.fill').first().waitFor();
    room.tell('q1', { rev: 6, voters: 2000, counts: [1185, 267, 169, 268, 111] });
    const percent = { join: '.percent', stage: '.percent', host: '.result-percent' }[name];
    await page.locator(percent, { hasText: '59%' }).first().waitFor();
    assert.equal(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length), 0, name);
    await context.close();
  }
});
