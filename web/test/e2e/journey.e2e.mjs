/* SPDX-License-Identifier: Apache-2.0 */
/* One evening: a host, a stage, phones and a browser without JavaScript at the real server,
 * which is killed in the middle of the vote. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, fates, HALL, picture, watchFate } from '../lib/real.mjs';

const TITLE = 'Which theme should the next collection have?';
const OPTIONS = ['Space station', 'Medieval castle', 'Jungle explorers'];
/** A browser's own word about a server that is away. */
const KNOWN = /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/;

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function makeRoom(host) {
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Summer club');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  return page.url().slice(-6);
}

async function writeQuestion(host) {
  const { page, t } = host;
  await page.locator('.next', { hasText: t('host.next.write') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#title').fill(TITLE);
  for (const [at, option] of OPTIONS.entries()) {
    if (await dialog.locator(`#option-${at}`).count() === 0) await button(dialog, t('host.form.option_add')).click();
    await dialog.locator(`#option-${at}`).fill(option);
  }
  await button(dialog, t('host.form.save')).click();
  await dialog.waitFor({ state: 'detached' });
}

async function stageAddress(host) {
  const { page, t } = host;
  await button(page, t('host.link.make_stage')).click();
  return page.getByLabel(t('host.link.address')).inputValue();
}

const next = (host, key, fields) => host.page.locator('.next', { hasText: host.t(key, fields) }).click();
const vote = ({ page }, option) => page.locator('.option', { hasText: option }).click();
const says = ({ page, t }, key) => page.locator('.status', { hasText: t(key) }).waitFor();

async function change(phone, option) {
  await button(phone.page, phone.t('join.change')).click();
  await vote(phone, option);
}

const percents = async (page) => (await page.locator('.option .percent').allInnerTexts()).map((part) => parseInt(part, 10));
const hasPercents = async ({ page }, wanted) => {
  await page.waitForFunction((texts) => {
    const shown = [...document.querySelectorAll('.option .percent')].map((part) => parseInt(part.textContent, 10));
    return shown.join() === texts;
  }, wanted.join());
  assert.deepEqual(await percents(page), wanted);
};
const hasCounts = (page, selector, wanted) => page.waitForFunction(([where, texts]) => (
  [...document.querySelectorAll(where)].map((part) => part.textContent).join() === texts
), [selector, wanted.join()]);

test('an evening with a kill in the middle', async () => {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await host.page.getByLabel(host.t('host.room.title')).waitFor();
  assert.ok(!host.page.url().includes('#'), 'the secret has left the address');
  const code = await makeRoom(host);
  await writeQuestion(host);
  await picture('journey', 'written', { host });

  const stage = await device(browser, await stageAddress(host), { viewport: HALL });
  const join = `${server.origin}/j/${code}`;
  const ada = await device(browser, join);
  const bea = await device(browser, join);
  const late = { lang: 'fr', dark: true };
  const plain = await device(browser, join, { javaScriptEnabled: false });
  await ada.page.getByText(ada.t('join.wait.title')).waitFor();
  await plain.page.getByText(plain.t('plain.waiting')).waitFor();
  await picture('journey', 'waiting', { host, stage, ada, plain });

  await next(host, 'host.next.open', { at: 1 });
  for (const { page } of [stage, ada, bea]) await page.getByText(TITLE).first().waitFor();
  await picture('journey', 'opened', { host, stage, ada });

  // Ada votes and changes; Bea votes; somebody votes by the form.
  await vote(ada, OPTIONS[0]);
  await says(ada, 'join.counted');
  await watchFate(ada.page);
  await vote(bea, OPTIONS[1]);
  await says(bea, 'join.counted');
  await change(ada, OPTIONS[1]);
  await says(ada, 'join.counted');
  await hasPercents(ada, [0, 100, 0]);

  await plain.page.reload();
  await vote(plain, OPTIONS[2]);
  await picture('journey', 'form', { plain });
  await plain.page.locator('.send').click();
  await plain.page.getByText(plain.t('plain.counted')).waitFor();
  await hasPercents(bea, [0, 67, 33]);
  await picture('journey', 'voted', { host, stage, ada, bea, plain });

  // Late comes Chloé, in French, and the machine dies before she votes.
  const chloe = await device(browser, join, late);
  await chloe.page.locator('.title', { hasText: TITLE }).waitFor();
  await chloe.page.locator('.option').first().waitFor();
  await watchFate(bea.page);
  await server.kill();
  await chloe.page.getByText(chloe.t('join.offline')).waitFor();
  await vote(chloe, OPTIONS[0]);
  await says(chloe, 'join.kept');
  await watchFate(chloe.page);
  await host.page.locator('.banner').waitFor();
  await picture('journey', 'killed', { host, stage, ada, chloe });

  await server.start();
  await says(chloe, 'join.counted');
  for (const phone of [ada, bea, chloe]) await hasPercents(phone, [25, 50, 25]);
  await hasCounts(host.page, '.now .result-count', ['1', '2', '1']);
  await picture('journey', 'back', { host, stage, ada, chloe });

  await next(host, 'host.next.close');
  await ada.page.locator('.badge.closed').waitFor();
  await stage.page.locator('.votes.hidden-result .state').waitFor();
  await picture('journey', 'closed', { host, stage, ada, chloe });
  await next(host, 'host.next.reveal');
  await hasCounts(stage.page, '.rows .track > .layer .count', ['1', '2', '1']);
  await hasCounts(host.page, '.now .result-count', ['1', '2', '1']);
  for (const phone of [ada, bea, chloe]) {
    await phone.page.locator('.badge.revealed').waitFor();
    await hasPercents(phone, [25, 50, 25]);
  }
  await plain.page.reload();
  assert.deepEqual((await plain.page.locator('.options .percent .count').allInnerTexts()).map((text) => parseInt(text, 10)), [1, 2, 1]);
  await picture('journey', 'revealed', { host, stage, ada, chloe, plain });

  // What each phone said about its vote, from the first to the last moment.
  const soon = (t) => [t('join.kept'), t('join.sending')];
  for (const { page, t } of [ada, bea, chloe]) {
    const said = (await fates(page)).map((text) => text.replace('✓ ', ''));
    const allowed = [t('join.counted'), ...soon(t)];
    // While a vote is being changed the options stand in place of the words.
    const odd = said.filter((text) => !allowed.includes(text) && !(page === ada.page && text === ''));
    assert.deepEqual(odd, [], `said ${said}`);
    assert.equal(said.at(-1), t('join.counted'));
  }
  assert.equal((await fates(chloe.page))[0], chloe.t('join.kept'));

  for (const [name, { faults }] of Object.entries({ host, stage, ada, bea, chloe, plain })) {
    assert.deepEqual(faults.filter((fault) => !KNOWN.test(fault)), [], name);
  }
});
