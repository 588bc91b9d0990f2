/* SPDX-License-Identifier: Apache-2.0 */
/* An open question, from the host's form to the cards in the hall and the file, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as token, http, must, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const TEXTS = ['Commencer plus tôt le matin', 'Plus de vélos à partager', 'Un coin calme pour lire', 'Des repas sans viande le vendredi',
  'Inviter les voisins au concert', 'Une tente de plus près du lac', 'Moins de courriels, plus de rencontres', 'Un atelier pour réparer les choses'];
const button = (scope, name) => scope.getByRole('button', { name, exact: true });

test('answers flow in as cards; one is hidden, and the file has them all', async () => {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Club d’été');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  const code = page.url().slice(-6);
  await button(page, t('host.board.new')).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#board-title-field').fill('Que changer l’été prochain ?');
  await dialog.getByText(t('host.kind.answers'), { exact: true }).click();
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL, lang: 'fr' });

  const owner = (await host.context.cookies()).find(({ name }) => name.endsWith('clameur')).value;
  const staff = await Socket.hello(server, code, owner, { view: 'host' });
  const { boards: [{ id: board, version }], room } = staff.heard.find(({ ev }) => ev === 'snapshot');
  await must(server, 'board.move', { room: code, board, version, phase: 'open' }, owner);
  await must(server, 'room.update', { room: code, rev: room.rev, board }, owner);
  const ada = await device(browser, `${server.origin}/b/${code}/${board}`, { lang: 'fr' });
  await button(ada.page, `+ ${ada.t('board.post.answers')}`).or(ada.page.getByText(ada.t('board.post.answers'))).first().click();
  await ada.page.locator('#idea-title').fill('Chanter ensemble le soir');
  await ada.page.getByRole('dialog').locator('button[type="submit"]').click();
  await stage.page.locator('.wall-cards li', { hasText: 'Chanter ensemble' }).waitFor();
  for (const [at, title] of TEXTS.entries()) await must(server, 'idea.post', { room: code, board, id: `t${at}`, title }, await token(server));
  for (const title of TEXTS.slice(-3)) await stage.page.locator('.wall-cards li', { hasText: title }).waitFor();
  await picture('answers', 'open', { host, stage, ada });
  for (const [name, { page: seen, faults }] of Object.entries({ stage, ada })) {
    assert.deepEqual(await axe(seen), [], name);
    assert.equal(await scrollsSideways(seen), false, name);
    assert.deepEqual(faults, [], name);
  }

  await must(server, 'idea.check', { room: code, board, idea: 't7', version: 1, state: 'hidden' }, owner);
  await stage.page.locator('.wall-cards li', { hasText: TEXTS[7] }).waitFor({ state: 'detached' });
  const { path } = await must(server, 'board.export', { room: code, board, what: 'ideas', format: 'ndjson' }, owner);
  const rows = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ title }) => title).sort(), [...TEXTS, 'Chanter ensemble le soir'].sort());
  assert.deepEqual(rows.filter(({ state }) => state === 'hidden').map(({ title }) => title), [TEXTS[7]]);
});
