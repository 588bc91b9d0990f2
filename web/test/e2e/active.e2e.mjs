/* SPDX-License-Identifier: Apache-2.0 */
/* Who is most active: on the board's page for who asks, and on the stage when the host says so. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

/** Anna has two ideas, Ben and somebody without a name one each. */
async function makeClub(settings = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club', points: { idea: 5 }, ...settings });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'What next?' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  for (const [name, ideas] of [['Anna <3', ['tent', 'tarp']], ['Ben', ['pool']], ['', ['lift']]]) {
    const who = await newDevice(server);
    if (name) await must(server, 'me.name', { room: room.code, name }, who);
    for (const id of ideas) await must(server, 'idea.post', { room: room.code, board: 'wishes', id, title: `A ${id}` }, who);
  }
  return { room, host };
}

test('the host picks it, the stage shows it with shared places, and goes back', async () => {
  const { room, host } = await makeClub();
  const { secret } = await host.send('link.create', { role: 'stage', label: 'Hall' });
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${secret}`, { viewport: HALL, lang: 'fr', dark: true });
  const desk = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await desk.page.waitForURL(/\/host$/);
  await desk.page.goto(`${server.origin}/host/${room.code}`);
  const pick = (name) => desk.page.locator('.on-screen').getByRole('button', { name });
  await pick(desk.t('host.screen.ranks')).click();
  await stage.page.getByRole('heading', { name: stage.t('stage.ranks') }).waitFor();
  await stage.page.locator('.idea-row').nth(2).waitFor();
  // Who shares a place stands in no order.
  const rows = await stage.page.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent).join(' ')));
  assert.deepEqual(rows.sort(), ['1 Anna <3 10', '2 Ben 5', `2 ${stage.t('stage.ranks.someone')} 5`]);
  assert.equal(await pick(desk.t('host.screen.ranks')).getAttribute('aria-pressed'), 'true');
  // The host's small picture of the stage has it too.
  await desk.page.locator('.screen-rows li', { hasText: 'Anna <3' }).filter({ hasText: '10' }).waitFor();
  await picture('active', 'stage', { stage, desk });
  // Points that come are shown.
  const late = await newDevice(server);
  for (const id of ['a', 'b', 'c']) await must(server, 'idea.post', { room: room.code, board: 'wishes', id, title: `Late ${id}` }, late);
  await stage.page.locator('table tr', { hasText: '15' }).waitFor();
  assert.deepEqual(await axe(stage.page), []);
  await pick('What next?').click();
  await stage.page.locator('.wall', { hasText: 'What next?' }).waitFor();
  assert.deepEqual([...stage.faults, ...desk.faults], []);
});

test('on the board it is there for who opens it, in a room that gives points alone', async () => {
  const { room } = await makeClub();
  const ada = await device(browser, `${server.origin}/b/${room.code}`, { lang: 'fr', viewport: { width: 320, height: 640 } });
  await ada.page.getByText(ada.t('board.active')).click();
  await ada.page.locator('.active li', { hasText: 'Anna <3' }).waitFor();
  assert.deepEqual(await ada.page.locator('.active li b:first-child').allInnerTexts(), ['1', '2', '2']);
  await ada.page.locator('.active').scrollIntoViewIfNeeded();
  await picture('active', 'board', { ada });
  assert.deepEqual(await axe(ada.page), []);
  const quiet = await makeClub({ points: undefined });
  const bea = await device(browser, `${server.origin}/b/${quiet.room.code}`);
  await bea.page.locator('.idea').first().waitFor();
  assert.equal(await bea.page.locator('.active').count(), 0);
  assert.deepEqual([...ada.faults, ...bea.faults], []);
});
