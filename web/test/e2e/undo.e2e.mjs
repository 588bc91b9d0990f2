/* SPDX-License-Identifier: Apache-2.0 */
/* What was done by mistake is offered back: on another host's page, after a reload, by keyboard, with the exact counts. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const TITLE = 'Where shall we go?';
const ANSWERS = [0, 0, 0, 1, 2, 2, 2];

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const counts = async (page) => (await page.locator('.now .result-count').allInnerTexts()).map(Number);

async function begin(lang) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const question = await room.add({ kind: 'single', title: TITLE, options: ['Lake', 'Hill', 'Town'] });
  await room.move(question, 'open');
  const vote = async (round, options) => {
    for (const option of options) {
      await must(server, 'cast', { room: room.code, question, round, n: 1, ballot: { options: [option] } }, await newDevice(server));
    }
  };
  const host = async (viewport) => {
    const { secret } = await room.call('link.create', { role: 'host', label: '' });
    const made = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang });
    await made.page.waitForURL(`**/host/${room.code}`);
    await made.page.locator('.next').waitFor();
    return made;
  };
  return { room, question, vote, host };
}

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`a reset is taken back after a reload, with every vote (${lang})`, async () => {
    const { vote, host } = await begin(lang);
    await vote(1, ANSWERS);
    const anna = await host(size);
    const ben = await host(size === DESK ? PHONE : DESK);
    const { page, t } = anna;
    await page.locator('.now .voters', { hasText: '7' }).waitFor();
    await button(page, t('host.reset')).click();
    await button(page.getByRole('dialog'), t('host.reset')).click();
    await page.getByText(t('host.done.reset')).waitFor();
    // Whoever else hosts is told, and offered the same.
    const offer = ben.page.locator('.offers', { hasText: TITLE });
    await offer.waitFor();
    await ben.page.locator('.sr-only[role=status]', { hasText: t('host.offer.how') }).waitFor({ state: 'attached' });
    await page.reload();
    const again = page.locator('.offers li', { hasText: TITLE });
    await again.waitFor();
    await picture('undo', `reset-${lang}`, { anna, ben });
    for (const [name, one] of Object.entries({ anna, ben })) {
      assert.deepEqual(await axe(one.page), [], name);
      assert.equal(await scrollsSideways(one.page), false, name);
    }
    await again.getByRole('button', { name: t('host.undo') }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.now .state.closed').waitFor();
    await page.locator('.now .voters', { hasText: '7' }).waitFor();
    assert.deepEqual(await counts(page), [3, 1, 3]);
    await offer.waitFor({ state: 'detached' });
    await ben.page.locator('.now .voters', { hasText: '7' }).waitFor();
    assert.deepEqual([anna.faults, ben.faults], [[], []]);
    await Promise.all([anna.context.close(), ben.context.close()]);
  });
}

test('a close is taken back by its key on another page; what has votes again is not offered', async () => {
  const { room, question, vote, host } = await begin('en');
  const { page, t, faults, context } = await host(DESK);
  const move = (version, what) => room.call('question.move', { question, version, move: what });
  await move(2, 'close');
  await page.locator('.offers', { hasText: TITLE }).waitFor();
  await page.keyboard.press('u');
  await page.locator('.now .state.open').waitFor();
  await page.locator('.offers').waitFor({ state: 'detached' });
  await move(4, 'close');
  await move(5, 'again');
  await page.locator('.offers', { hasText: t('host.offer.again', { title: TITLE }) }).waitFor();
  await vote(2, [1]);
  await page.locator('.offers').waitFor({ state: 'detached' });
  await move(6, 'close');
  await button(page.locator('.offers'), t('host.dismiss')).click();
  await page.locator('.offers').waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
  await context.close();
});
