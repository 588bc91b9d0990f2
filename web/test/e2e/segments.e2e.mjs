/* SPDX-License-Identifier: Apache-2.0 */
/* Who somebody is: written by the host, asked on phones before the rest, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const title = ({ page }, text) => page.locator('.title', { hasText: text }).waitFor();
const tap = ({ page }, text) => page.locator('.option', { hasText: text }).click();

test('groups are written, asked first, may be left unsaid, and counted for the host alone', async () => {
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const which = await room.add({ kind: 'single', title: 'Which?', options: ['Sea', 'Hills'] });
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const host = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK });
  const { page, t } = host;
  await button(page, t('host.write')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('host.kind.segment'), { exact: true }).click();
  assert.equal(await dialog.locator('#title').inputValue(), t('host.segment.title'));
  assert.equal(await dialog.locator('#option-4').inputValue(), t('host.segment.usual').split('\n')[4]);
  await picture('segments', 'form', { host });
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });

  await room.move(which, 'open');
  const { questions } = await room.call('hello', { view: 'host' }).then(({ snapshot }) => snapshot);
  const who = questions.find(({ def }) => def.kind === 'segment');
  await room.call('question.move', { question: who.id, version: who.version, move: 'open' });

  const join = `${server.origin}/j/${room.code}`;
  const ada = await device(browser, join);
  const chloe = await device(browser, join, { lang: 'fr', dark: true });
  const plain = await device(browser, join, { javaScriptEnabled: false });
  for (const phone of [ada, chloe]) await title(phone, t('host.segment.title'));
  await picture('segments', 'asked', { ada, chloe, plain });
  assert.deepEqual(await axe(ada.page), []);
  await tap(ada, 'A user');
  await tap(chloe, chloe.t('rather_not'));
  for (const phone of [ada, chloe]) {
    await title(phone, 'Which?');
    await tap(phone, 'Sea');
    await phone.page.locator('.status', { hasText: phone.t('join.counted') }).waitFor();
    // Whoever looks again sees what it said.
    await phone.page.locator('.other', { hasText: t('host.segment.title') }).click();
  }
  await ada.page.locator('.option.own', { hasText: 'A user' }).waitFor();
  await chloe.page.locator('.option.own', { hasText: chloe.t('rather_not') }).waitFor();

  await page.locator('.questions').getByRole('button', { name: t('host.segment.title') }).first().click();
  await page.waitForFunction(() => [...document.querySelectorAll('.questions .result-count')].map((one) => one.textContent).join() === '0,1,0,0,0,1');
  await picture('segments', 'counted', { host, ada, chloe });
  for (const [name, { page: screen, faults }] of Object.entries({ host, ada, chloe, plain })) {
    assert.equal(await scrollsSideways(screen), false, name);
    assert.deepEqual(faults, [], name);
  }
});
