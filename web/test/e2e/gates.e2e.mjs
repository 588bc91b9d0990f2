/* SPDX-License-Identifier: Apache-2.0 */
/* Gates and webhooks at the real server: a host writes them, two authors and twenty supporters push an idea through its
 * first gate, statuses and answers arrive live, and the queue says what is to be answered. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newToken, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { isSigned, Receiver } from '../../../tests/lib/receiver.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const BOARD = 'wishes';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start({ flags: ['--webhook-allow', '127.0.0.0/8'] }), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const card = ({ page }, title) => page.locator('.idea', { hasText: title });

async function clean(...all) {
  for (const { page, faults } of all) {
    assert.deepEqual(faults, []);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
  }
}

async function makeBoard(gates) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const say = (cmd, fields, by = token) => must(server, cmd, { room: room.code, board: BOARD, ...fields }, by);
  await must(server, 'board.add', { room: room.code, id: BOARD, def: { kind: 'ideas', title: 'What next?', gates } }, token);
  await say('board.move', { version: 1, phase: 'open' });
  return { room, say, address: `${server.origin}/b/${room.code}/${BOARD}` };
}

/** The console of a host who came by a link. */
async function desk(room, more = {}) {
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const host = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK, ...more });
  await host.page.locator('.boards').waitFor();
  return host;
}

test('two authors and twenty supporters push an idea through its first gate', async () => {
  const { room, say, address } = await makeBoard([{ kind: 'supports', at: 20, days: 60 }, { kind: 'supports', at: 100, days: 180 }]);
  await say('idea.post', { id: 'tent', title: 'A tent by the lake' }, await newToken(server));
  await say('idea.post', { id: 'pool', title: 'A pool' }, await newToken(server));
  const ada = await device(browser, address);
  const bea = await device(browser, `${address}/tent`, { lang: 'fr', dark: true });
  await card(ada, 'A tent').getByText('0 of 20 supports · 60 days left').waitFor();
  await card(bea, 'A tent').getByText('Ensuite : à l’étude. L’équipe répond sous 30 jours.').waitFor();

  const people = await Promise.all(Array.from({ length: 20 }, () => newToken(server)));
  await Promise.all(people.slice(0, 12).map((who) => say('idea.support', { idea: 'tent', n: 1, on: true }, who)));
  await card(ada, 'A tent').getByText('12 of 20 supports').waitFor();
  await picture('gates', 'on the way', { ada, bea });
  await Promise.all(people.slice(12).map((who) => say('idea.support', { idea: 'tent', n: 1, on: true }, who)));
  await card(ada, 'A tent').getByText('under review').waitFor();
  await card(ada, 'A tent').getByText('20 of 100 supports').waitFor();
  await card(bea, 'A tent').getByText('à l’étude', { exact: true }).waitFor();
  await card(bea, 'A tent').getByText('réponse de l’équipe d’ici le').waitFor();
  await card(ada, 'A pool').getByText('0 of 20 supports').waitFor();

  const host = await desk(room);
  await button(host.page.locator('.boards'), 'What next?').or(host.page.locator('.question-row', { hasText: 'What next?' })).first().click();
  await button(host.page, 'Look through').click();
  await button(host.page, 'To answer').click();
  const item = host.page.locator('.review-item', { hasText: 'A tent' });
  await item.getByText('answer by').waitFor();
  assert.equal(await host.page.locator('.review-item').count(), 1);
  await picture('gates', 'to answer', { host });
  await button(item, 'Answer').click();
  await item.getByLabel('Status').selectOption('planned');
  await item.locator('textarea').fill('In May.');
  await item.getByLabel('Who takes care of it').fill('Chloé');
  await item.getByLabel('Until').fill('2027-05-01');
  await item.getByRole('button', { name: 'Save' }).click();
  await card(ada, 'A tent').getByText('In May.').waitFor();
  await card(bea, 'A tent').getByText('prévu').waitFor();
  await card(bea, 'A tent').getByText('Chloé s’en occupe · d’ici le 1er mai').waitFor();
  await button(host.page, 'To answer').click();
  await host.page.getByText('Nothing waits for an answer.').waitFor();
  await clean(ada, bea, host);
});

test('opinions are given with one tap, and say how satisfied people are', async () => {
  const { say, address } = await makeBoard([{ kind: 'satisfaction', at: 3, percent: 60 }]);
  await say('idea.post', { id: 'tent', title: 'A tent by the lake' }, await newToken(server));
  const ada = await device(browser, `${address}/tent`);
  await button(ada.page, 'Not for me').click();
  await ada.page.getByText('1 of 3 opinions · 0% good, 60% needed').waitFor();
  await button(ada.page, 'Good idea').click();
  await ada.page.getByText('1 of 3 opinions · 100% good').waitFor();
  assert.equal(await button(ada.page, 'Good idea').getAttribute('aria-pressed'), 'true');
  for (let i = 0; i < 2; i += 1) await say('idea.opinion', { idea: 'tent', n: 1, good: i === 0 }, await newToken(server));
  await ada.page.getByText('under review').waitFor();
  await clean(ada);
});

test('a host writes gates, and a webhook that is told of them', async () => {
  const { room, say } = await makeBoard();
  const receiver = await Receiver.start();
  const host = await desk(room);
  const { page } = host;
  await page.locator('.question-row', { hasText: 'What next?' }).click();
  await button(page.locator('.boards'), 'Edit').click();
  const form = page.getByRole('dialog');
  await form.getByText('Gates: what moves an idea by itself').click();
  await button(form, '100 in 60 days, then 1,000, 5,000, 10,000').click();
  assert.equal(await form.locator('.gate-fields').count(), 4);
  for (let n = 4; n > 1; n -= 1) await button(form, `Remove gate ${n}`).click();
  await form.getByLabel('How many', { exact: true }).fill('1');
  await form.getByLabel('Within days', { exact: true }).fill('14');
  await picture('gates', 'written', { host });
  assert.deepEqual(await axe(page), []);
  await button(form, 'Save').click();
  await form.waitFor({ state: 'detached' });

  await page.getByRole('tab', { name: 'Share' }).or(button(page, 'Share')).first().click().catch(() => {});
  await page.getByLabel('Address', { exact: true }).last().fill(receiver.url);
  await page.getByLabel('new ideas').uncheck();
  await button(page, 'Add the webhook').click();
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
  await button(page, 'Test').click();
  await receiver.until((came) => came.length === 1);
  await say('idea.post', { id: 'tent', title: 'A tent' }, await newToken(server));
  await say('idea.support', { idea: 'tent', n: 1, on: true }, await newToken(server));
  const came = await receiver.until((all) => all.length === 3);
  assert.deepEqual(came.map(({ event }) => event), ['hook.test', 'gate', 'idea.status']);
  assert.ok(came.every(({ signature, body }) => isSigned(secret, signature, body)));
  await page.locator('.hook-log').waitFor();
  await picture('gates', 'webhook', { host });
  await button(page, 'Deliveries').first().click();
  await clean(host);
  await receiver.end();
});
