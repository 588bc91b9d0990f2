/* SPDX-License-Identifier: Apache-2.0 */
/* The stage in every shape of screen, and over a picture with nothing behind it; against a played room. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { asked, TALLIES } from '../lib/placed.mjs';
import { scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/formats');
const SHAPES = [[1024, 768], [1280, 720], [1920, 1080], [3840, 2160], [3840, 1080]];
const question = (def, more = {}) => ({ id: 'q1', state: 'open', round: 1, version: 3, closes: 0, def: { results: 'always', ...def }, ...more });
const OPTIONS = ['Space station', 'Medieval castle', 'Jungle explorers', 'Retro arcade', 'Under the sea', 'City of the future'];
const COUNTS = [398, 281, 180, 276, 117, 64];
const single = (n, title = 'Which theme should the next collection have?') =>
  [question({ kind: 'single', title, options: OPTIONS.slice(0, n) }), { rev: 5, voters: 1252, counts: COUNTS.slice(0, n) }];
const placed = (kind) => [{ ...asked('en')[kind], id: 'q1' }, TALLIES[kind]];
const SCENES = {
  waiting: [null, null],
  two: single(2, 'Shall we go on?'),
  six: single(6),
  hidden: [question({ kind: 'single', title: 'Which theme?', options: OPTIONS.slice(0, 4), results: 'after_close' }, { closes: 0 }), { rev: 3, voters: 214 }],
  stars: [question({ kind: 'scale', title: 'How was today?', from: 1, to: 5, look: 'stars', low: 'Not for me', high: 'Loved it' }, { state: 'revealed' }), { rev: 2, voters: 100, counts: [2, 5, 18, 40, 35] }],
  pair: placed('pair'), nps: placed('nps'), number: placed('number'), grid: placed('grid'),
};

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

async function stage([one, tally], [width, height], body, path = '/stage/K7Q42M', more = {}) {
  const room = new FakeRoom({
    role: 'stage', questions: one ? [one] : [], current: one ? 'q1' : null, tallies: one ? { q1: tally } : {}, ...more,
  });
  const { page, context, faults } = await visit(browser, { page: 'stage', path, width, height, room });
  try {
    await page.locator('.frame h1').waitFor();
    await body(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** What of the scene is cut by the edges of the screen, or by those of its own box. */
const spilt = (page) => page.$$eval('.question, .row, .label, .percent, .join-card, .join-code, .voters, .state, .waiting-words > *, .step-name, .head', (all) => all
  .filter((box) => {
    const { left, top, right, bottom, width } = box.getBoundingClientRect();
    return width > 0 && getComputedStyle(box).opacity !== '0'
      && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1 || box.scrollWidth > box.clientWidth + 1);
  }).map((box) => `${box.className}: ${box.textContent.slice(0, 40)}`));

for (const [name, scene] of Object.entries(SCENES)) {
  test(`${name}: whole in every shape of screen`, async () => {
    for (const shape of SHAPES) {
      await stage(scene, shape, async (page) => {
        if (scene[0]) await page.locator('.voters strong').waitFor();
        await page.locator('[aria-busy]').waitFor({ state: 'detached' });
        await page.screenshot({ path: join(shots, `${name}-${shape.join('x')}.png`) });
        assert.equal(await scrollsSideways(page), false);
        assert.deepEqual(await spilt(page), [], shape.join('x'));
      });
    }
  });
}

/** Of each point, how opaque it is: judged by another page, as the stage's policy lets no picture be read. */
async function alphaAt(page, points) {
  const png = (await page.screenshot({ omitBackground: true })).toString('base64');
  const judge = await page.context().newPage();
  const alphas = await judge.evaluate(async ([data, at]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return at.map(([x, y]) => pen.getImageData(x * image.width, y * image.height, 1, 1).data[3]);
  }, [png, points]);
  await judge.close();
  return alphas;
}

for (const [kind, clear, covered] of [['1', [[.5, .1], [.02, .5], [.98, .3]], [.3, .9]], ['side', [[.1, .1], [.3, .9], [.6, .5]], [.95, .5]]]) {
  test(`over a picture (${kind}): nothing behind, and every word in its panel`, async () => {
    for (const [name, scene] of Object.entries(SCENES)) {
      await stage(scene, [1920, 1080], async (page) => {
        if (scene[0]) await page.locator('.voters strong').waitFor();
        await page.locator('[aria-busy]').waitFor({ state: 'detached' });
        await page.screenshot({ path: join(shots, `overlay-${kind}-${name}.png`), omitBackground: true });
        assert.deepEqual(await spilt(page), [], name);
        const alphas = await alphaAt(page, [...clear, covered]);
        assert.deepEqual(alphas.slice(0, -1), clear.map(() => 0), name);
        assert.ok(alphas.at(-1) > 200, `${name}: ${alphas.at(-1)}`);
      }, `/stage/K7Q42M?overlay=${kind}`);
    }
  });
}
