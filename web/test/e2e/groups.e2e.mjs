/* SPDX-License-Identifier: Apache-2.0 */
/* What the host has put together, on people's pages: columns where there is room, a filter on a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';

let server;
let browser;
let room;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const token = await owner(server);
  room = await makeRoom(server, token, { title: 'Soirée au club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Et ensuite ?', groups: ['Au bord du lac', '', 'Le soir'] } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  for (const [id, group] of [['tente', 0], ['voile', 0], ['bal', 2], ['vélos', null]]) {
    const idea = id.replace('é', 'e');
    await host.send('idea.post', { board: 'wishes', id: idea, title: `Idée : ${id}` });
    if (group !== null) await host.send('idea.group', { board: 'wishes', idea, version: 1, group });
  }
  await host.send('board.move', { board: 'wishes', version: 2, phase: 'group' });
});
after(async () => { await browser?.close(); await server?.end(); });

const address = () => `${server.origin}/b/${room.code}/wishes`;

test('on a desk each group has a column', async () => {
  const ada = await device(browser, address(), { viewport: DESK, lang: 'fr' });
  await ada.page.locator('.idea', { hasText: 'vélos' }).waitFor();
  const heads = await ada.page.locator('.group-heads li').evaluateAll((all) => all.map((one) => [one.textContent, Math.round(one.getBoundingClientRect().left)]));
  assert.deepEqual(heads.map(([name]) => name), ['Au bord du lac', 'Le soir', ada.t('board.group.none')]);
  const left = async (title) => Math.round((await ada.page.locator('.idea', { hasText: title }).boundingBox()).x);
  for (const [title, at] of [['tente', 0], ['voile', 0], ['bal', 1], ['vélos', 2]]) assert.equal(await left(title), heads[at][1], title);
  await picture('groups', 'desk', { ada });
  assert.deepEqual(await axe(ada.page), []);
  assert.deepEqual(ada.faults, []);
});

test('on a phone a group is a filter', async () => {
  const bea = await device(browser, address(), { viewport: { width: 320, height: 640 }, lang: 'fr', dark: true });
  await bea.page.locator('.idea', { hasText: 'vélos' }).waitFor();
  assert.equal(await bea.page.locator('.group-heads').isVisible(), false);
  await bea.page.getByRole('button', { name: 'Le soir', exact: true }).click();
  await bea.page.locator('.idea', { hasText: 'tente' }).waitFor({ state: 'detached' });
  assert.deepEqual(await bea.page.locator('.idea-title').allInnerTexts(), ['Idée\u202f: bal']);
  await picture('groups', 'phone', { bea });
  assert.deepEqual(bea.faults, []);
});
