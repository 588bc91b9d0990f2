/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures at the real server: somebody puts one to an idea, staff passes it, everyone sees it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { hostile, png } from '../../../tests/lib/pictures.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const file = (name, buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });
/** The picture has come, and this wide it is. */
const width = (image) => image.evaluate((element) => element.decode().then(() => element.naturalWidth));

async function begin(lang) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const { version } = await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version, phase: 'open' });
  const { secret } = await room.call('link.create', { role: 'moderator', label: '' });
  const address = `${server.origin}/b/${room.code}/wishes`;
  const anna = await device(browser, address, { viewport: PHONE, lang });
  const ben = await device(browser, address, { viewport: PHONE, lang, dark: true });
  const desk = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK, lang });
  return { room, anna, ben, desk };
}

for (const lang of ['en', 'fr']) {
  test(`a picture is sent, passed and seen (${lang})`, async () => {
    const { anna, ben, desk } = await begin(lang);
    const { page, t } = anna;
    const alt = 'A tent by the lake';
    await button(page, t('board.post.ideas')).click();
    await page.locator('#idea-title').fill('A tent');
    const input = page.locator('#pics');
    await input.setInputFiles(file('page.jpg', hostile['a page'], 'image/jpeg'));
    await page.getByText(t('pictures.wrong.kind')).waitFor();
    await button(page, t('pictures.remove')).click();
    await input.setInputFiles(file('lake.png', png(640, 360)));
    assert.equal(await width(page.locator('.pic img')), 400);
    await button(page, t('board.send')).click(); // Without words for it, it stays.
    await page.getByLabel(t('pictures.alt')).fill(alt);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
    await picture('pictures', `sheet-${lang}`, { anna });
    await button(page, t('board.send')).click();
    const own = page.locator('.cards .idea .shot');
    await own.getByText(t('board.pending')).waitFor();
    assert.equal(await width(own.getByAltText(alt)), 400);

    const seen = ben.page.locator('.cards .idea', { hasText: 'A tent' });
    await ben.page.reload();
    await seen.waitFor();
    assert.equal(await seen.locator('img').count(), 0);

    const waiting = desk.page.locator('.reported', { hasText: t('host.review.images') });
    await waiting.getByAltText(alt).waitFor();
    assert.deepEqual(await axe(desk.page), []);
    await picture('pictures', `desk-${lang}`, { desk });
    await button(waiting, t('host.review.image_show')).click();
    assert.equal(await width(seen.getByAltText(alt)), 400);
    await picture('pictures', `seen-${lang}`, { anna, ben });
    await seen.getByRole('link', { name: 'A tent' }).click();
    assert.equal(await width(ben.page.locator('.idea.alone').getByAltText(alt)), 640);
    for (const one of [anna, ben, desk]) {
      assert.deepEqual(one.faults.filter((fault) => !/422/.test(fault)), [], 'console errors');
      await one.context.close();
    }
  });
}
