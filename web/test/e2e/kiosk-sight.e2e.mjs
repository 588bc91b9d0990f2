/* SPDX-License-Identifier: Apache-2.0 */
/* Kiosks for eyes that need more: text at 200 %, forced colours, and by keyboard alone. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { boardsOf, FakeKiosk } from '../lib/kiosk.mjs';
import { questions } from '../lib/fixtures.mjs';
import { words } from '../lib/real.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/kiosk-sight');
const UPRIGHT = { width: 1080, height: 1920 };
const TABLET = { width: 1280, height: 800 };

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const SCENES = {
  question: (lang) => ({ questions: [questions(lang).single], current: 'q1' }),
  hearts: (lang) => ({ ...boardsOf(lang), set: { show: { products: 'goods' } } }),
  idea: (lang) => ({ ...boardsOf(lang), board: 'wishes', set: { show: { ideas: 'wishes' } } }),
};
const READY = { question: '.choice', hearts: '.hit', idea: 'textarea' };

async function kiosk(scene, { lang = 'fr', ...more }) {
  const room = new FakeKiosk(SCENES[scene](lang));
  const it = await visit(browser, { room, page: 'kiosk', path: '/kiosk/K7Q42M', lang, ...more });
  await it.page.locator('.call').waitFor();
  return { ...it, room, t: await words(lang) };
}

async function judge({ page, faults }, where, forced = false) {
  await shoot(page, join(shots, `${where}.png`));
  assert.equal(await scrollsSideways(page), false, where);
  assert.deepEqual(await axe(page, forced), [], where);
  assert.deepEqual(faults, [], where);
}

for (const scene of Object.keys(SCENES)) {
  test(`text at 200 %: ${scene}`, async () => {
    for (const [name, size] of Object.entries({ upright: UPRIGHT, tablet: TABLET })) {
      const it = await kiosk(scene, size);
      await it.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await judge(it, `${scene}-${name}-call`);
      await it.page.locator('.begin').click();
      const first = it.page.locator(READY[scene]).first();
      await first.waitFor();
      await judge(it, `${scene}-${name}`);
      // What is to be touched can be: nothing lies over it.
      await first.click({ timeout: 5_000 });
      await it.context.close();
    }
  });

  test(`forced colours: ${scene}`, async () => {
    const it = await kiosk(scene, { ...UPRIGHT, forced: true, lang: 'en' });
    await judge(it, `${scene}-forced-call`, true);
    await it.page.locator('.begin').click();
    await it.page.locator(READY[scene]).first().waitFor();
    await judge(it, `${scene}-forced`, true);
    await it.context.close();
  });
}

test('eight answers fit without scrolling, five have room', async () => {
  for (const [name, size] of Object.entries({ upright: UPRIGHT, tablet: TABLET })) {
    const { page, room, context } = await kiosk('question', size);
    const tall = async () => (await page.locator('.choice').first().boundingBox()).height;
    const over = () => page.locator('.screen').evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
    await page.locator('.begin').click();
    await page.locator('.choice').nth(4).waitFor();
    assert.ok(await tall() >= 100, name);
    assert.ok(await over() <= 1, name);
    const { def } = room.questions[0];
    room.change('q1', { def: { ...def, options: [...def.options, 'Un', 'De plus', 'Et un encore'] } }, 'changed');
    await page.locator('.choice').nth(7).waitFor();
    await shoot(page, join(shots, `eight-${name}.png`));
    assert.ok(await tall() >= 72, name);
    assert.ok(await over() <= 1, `${name}: ${await over()}`);
    await context.close();
  }
});

test('by keyboard alone, from the call to what is counted', async () => {
  const { page, room, t, faults, context } = await kiosk('question', { ...UPRIGHT, lang: 'en' });
  const tabTo = async (selector) => {
    for (let tries = 0; tries < 20; tries++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    assert.fail(`${selector} is not reached with Tab`);
  };
  await tabTo('.begin');
  await page.keyboard.press('Enter');
  await page.locator('.choice').first().waitFor();
  await tabTo('.choice');
  await page.keyboard.press('Enter');
  await page.getByText(t('kiosk.thanks.counted')).waitFor();
  assert.deepEqual(room.given.map(({ cmd, ballot }) => [cmd, ballot]), [['cast', { options: [0] }]]);
  assert.deepEqual(faults, []);
  await context.close();
});
