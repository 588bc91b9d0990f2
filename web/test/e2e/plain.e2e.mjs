/* SPDX-License-Identifier: Apache-2.0 */
/* A board in a browser without JavaScript: read, posted, supported and commented on, beside one that has it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, picture } from '../lib/real.mjs';

let server;
let browser;
let room;
let host;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const token = await owner(server);
  room = await makeRoom(server, token, { title: 'Soirée au club', lang: 'fr' });
  host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Et ensuite ?', about: 'Tout compte.', tags: ['Repas', 'Sport'], rules: 'Les idées sont au club.' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
});
after(async () => { await browser?.close(); await server?.end(); });

const TITLE = 'Un barbecue <au> bord du lac';
const NO_SCRIPT = { javaScriptEnabled: false, lang: 'fr' };
const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

async function post({ page, t }) {
  await page.getByLabel(t('board.field.title.ideas')).fill(TITLE);
  await page.getByLabel(t('board.field.text')).fill('Avec des légumes.\nEt du pain.');
  await page.getByText('Sport', { exact: true }).click();
  await page.getByLabel(t('board.field.name_maybe')).fill('Anna');
  await page.getByLabel(t('board.rules.accept')).check();
  await picture('plain', 'form', { anna: { page } });
  await page.locator('.plain-form .send').click();
  await page.getByText(t('plain.board.posted')).waitFor();
}

for (const [name, viewport] of [['phone', { width: 320, height: 640 }], ['desk', { width: 1440, height: 900 }]]) {
  test(`without JavaScript one reads, posts, supports and comments (${name})`, async () => {
    const address = `${server.origin}/b/${room.code}/wishes`;
    const anna = await device(browser, address, { ...NO_SCRIPT, viewport });
    const bea = await device(browser, address, { ...NO_SCRIPT, viewport, dark: true });
    // The address of the page with a script leads to the one without.
    await anna.page.waitForURL(/\?plain=read$/);
    await post(anna);
    assert.equal(await anna.page.locator('h1', { hasText: TITLE }).count(), 1);

    await bea.page.reload();
    const card = bea.page.locator('.idea', { hasText: TITLE }).first();
    await card.locator('button.support').click();
    await bea.page.getByText(bea.t('plain.board.supported')).waitFor();
    assert.equal(await card.locator('.count').innerText(), '1');
    assert.equal(await card.locator('button.support').getAttribute('aria-pressed'), 'true');
    await picture('plain', `list-${name}`, { bea });
    await card.getByRole('link', { name: TITLE }).click();
    await bea.page.getByLabel(bea.t('board.talk.write')).fill('Oui !');
    await bea.page.locator('form .send').click();
    await bea.page.getByText(bea.t('plain.board.said')).waitFor();
    await bea.page.locator('.said-text', { hasText: 'Oui !' }).waitFor();
    await picture('plain', `idea-${name}`, { bea });
    for (const { page } of [anna, bea]) assert.equal(await wide(page), false);
    await bea.page.locator('button.support').click();
    await bea.page.getByText(bea.t('plain.board.taken_back')).waitFor();

    const chloe = await device(browser, address, { viewport, lang: 'fr' });
    await chloe.page.locator('.idea', { hasText: TITLE }).first().waitFor();
    assert.doesNotMatch(chloe.page.url(), /plain/);
    assert.equal(await chloe.page.locator('.plain-form').count(), 0);
    assert.deepEqual([anna, bea, chloe].flatMap(({ faults }) => faults), []);
    for (const { context } of [anna, bea, chloe]) await context.close();
    const [idea] = (await host.send('idea.list', { board: 'wishes', order: 'new' })).ideas;
    await host.send('idea.check', { board: 'wishes', idea: idea.id, version: idea.version, state: 'hidden' });
  });
}
