/* SPDX-License-Identifier: Apache-2.0 */
/* Words that make a cloud, from the host's form to the hall and the file, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { device as token, http, must, Socket } from '../../../tests/lib/client.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const SMALL = { width: 320, height: 640 };
/** What a small crowd says; the first most often. */
const CROWD = ['Lac', 'Soleil', 'Amis', 'Barbecue', 'Vacances', 'Plage', 'Montagne', 'Randonnée', 'Glace', 'Sieste', 'Festival', 'Vélo',
  'Tente', 'Moustiques', 'Rosé', 'Pétanque', 'Lecture', 'Orage', 'Cigales', 'Guitare', 'Feu de camp', 'Étoiles', 'Baignade', 'Kayak'];

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const next = (host, key, fields) => host.page.locator('.next', { hasText: host.t(key, fields) }).click();
const cloudHas = (stage, word) => stage.page.locator('.cloud-word', { hasText: new RegExp(`^${word}$`) }).waitFor();

/** A room with one question for words, written in the host's form and opened. */
async function asked(title) {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Club d’été');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  const code = page.url().slice(-6);
  await page.locator('.next', { hasText: t('host.next.write') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#title').fill(title);
  await dialog.getByText(t('host.kind.words'), { exact: true }).click();
  assert.equal(await dialog.locator('#words').inputValue(), '3');
  await dialog.getByText(t('host.results.always'), { exact: true }).click();
  await picture('cloud', 'form', { host });
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL });
  await next(host, 'host.next.open', { at: 1 });
  const ada = await device(browser, `${server.origin}/j/${code}`);
  const chloe = await device(browser, `${server.origin}/j/${code}`, { lang: 'fr', dark: true, viewport: SMALL });
  for (const phone of [ada, chloe]) await phone.page.locator('.word-field input').waitFor();
  return { host, stage, ada, chloe, code };
}

async function say({ page, t }, words) {
  const field = page.locator('.word-field input');
  for (const [at, word] of words.entries()) {
    await field.fill(word);
    if (at < words.length - 1) await field.press('Enter');
  }
  await button(page, t('join.send_key')).click();
  await page.locator('.status strong', { hasText: t('join.counted') }).waitFor();
}

async function crowd(code, question) {
  for (let person = 0; person < 60; person++) {
    const words = [...new Set([0, 1, 2].map((at) => CROWD[Math.floor(((person * 7 + at * 5) % CROWD.length) * ((person * 13) % 11) / 10)]))];
    await must(server, 'cast', { room: code, question, round: 1, n: 1, ballot: { words } }, await token(server));
  }
}

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.deepEqual(await axe(page), [], name);
    assert.equal(await scrollsSideways(page), false, name);
    assert.deepEqual(faults, [], name);
  }
}

test('words become a cloud; one is hidden, ballots are changed, and the file says it all', async () => {
  const { host, stage, ada, chloe, code } = await asked('À quoi pensez-vous quand on dit « été » ?');
  await picture('cloud', 'asked', { host, stage, ada, chloe });
  await sound({ host, stage, ada, chloe });
  await say(ada, ['Lacs', 'Sun', 'lac']);
  await cloudHas(stage, 'Lacs');
  await say(chloe, ['lac', 'Étoiles']);
  await stage.page.locator('.sr-only li', { hasText: /^Lacs: 2$/ }).waitFor({ state: 'attached' });
  await ada.page.locator('.word-cloud .own', { hasText: 'Sun' }).waitFor();
  assert.equal(await ada.page.locator('.word-cloud .own').count(), 2);

  const watcher = await Socket.hello(server, code, await token(server));
  const [question] = watcher.heard.find(({ ev }) => ev === 'snapshot').room.order;
  await crowd(code, question);
  await cloudHas(stage, 'Barbecue');
  await watcher.event('tally', ({ voters }) => voters === 62);
  await picture('cloud', 'crowd', { host, stage, ada, chloe });
  await sound({ host, stage, ada, chloe });

  const mosquitoes = host.page.locator('.cloud-desk li', { hasText: 'Moustiques' });
  await mosquitoes.getByRole('button').click();
  await stage.page.locator('.cloud-word', { hasText: 'Moustiques' }).waitFor({ state: 'detached' });
  await chloe.page.locator('.word-cloud li', { hasText: 'Moustiques' }).waitFor({ state: 'detached' });

  await button(ada.page, ada.t('join.change')).click();
  await button(ada.page, ada.t('join.words.drop', { word: 'Sun' })).click();
  await say(ada, ['Nap']);
  await cloudHas(stage, 'Nap');
  await stage.page.locator('.cloud-word', { hasText: /^Sun$/ }).waitFor({ state: 'detached' });

  await next(host, 'host.next.close');
  await ada.page.locator('.badge.closed').waitFor();
  await next(host, 'host.next.reveal');
  await ada.page.locator('.badge.revealed').waitFor();
  await picture('cloud', 'revealed', { host, stage, ada, chloe });

  const owner = (await host.context.cookies()).find(({ name }) => name.endsWith('clameur')).value;
  const { path } = await must(server, 'question.export', { room: code, question, what: 'ballots', format: 'ndjson' }, owner);
  const ballots = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line).answers);
  assert.equal(ballots.length, 62);
  const { list, words } = await must(server, 'cloud.list', { room: code, question }, owner);
  assert.equal(words, ballots.flat().length);
  const plain = (word) => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/s$/, '');
  for (const { word, n } of list) assert.equal(n, ballots.filter((all) => all.some((one) => plain(one) === plain(word))).length, word);
  assert.equal(list.find(({ word }) => word === 'Moustiques').state, 'hidden');
});
