/* SPDX-License-Identifier: Apache-2.0 */
/* The poster: both languages, one sheet, a code that leads to the room. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, scrollsSideways, turnInto, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/poster');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

function poster(more = {}) {
  const room = new FakeRoom({ settings: { title: 'Assemblée générale de l’association' } });
  return visit(browser, { page: 'poster', path: '/poster/K7Q42M', room, state: room.state({ room: room.room, ...more.given }), ...more });
}

test('the poster names address and code in both languages, and prints on one A4 sheet without its buttons', async () => {
  const { page, context } = await poster();
  await page.locator('.sheet').waitFor();
  assert.match(await page.locator('.sheet').innerText(), /Donnez votre avis[\s\S]*Have your say[\s\S]*192\.168\.1\.20:8080[\s\S]*K7Q\s42M/);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.tools').isVisible(), false);
  await context.close();
});

test('the button prints', async () => {
  const { page, context } = await poster();
  await page.evaluate(() => { window.print = () => { document.body.dataset.printed = 'yes'; }; });
  await page.getByRole('button', { name: 'Print' }).click();
  assert.equal(await page.evaluate(() => document.body.dataset.printed), 'yes');
  await context.close();
});

test('a room that is not there has no poster', async () => {
  const { page, context } = await poster({ given: { room: null, error: 'not_found' } });
  await page.getByText('There is no room with this code.').waitFor();
  await context.close();
});

for (const lang of ['en', 'fr', 'qps']) {
  test(`the poster is sound: ${lang}, light and dark, 320 and 1280`, async () => {
    const { page, context, faults } = await poster({ lang });
    await page.locator('.sheet').waitFor();
    for (const dark of [false, true]) for (const width of [320, 1280]) {
      const where = `${lang}-${dark ? 'dark' : 'light'}-${width}`;
      await turnInto(page, { width, height: 800, dark });
      assert.deepEqual(await axe(page), [], where);
      assert.equal(await scrollsSideways(page), false, where);
      await shoot(page, join(shots, `${where}.png`), { fullPage: true });
      assert.deepEqual(faults, [], where);
    }
    await context.close();
  });
}
