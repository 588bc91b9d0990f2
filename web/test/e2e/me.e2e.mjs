/* SPDX-License-Identifier: Apache-2.0 */
/* What concerns oneself at the real server: a notice wherever one is, one's page with points, places and what
 * happened, in two languages. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function makeClub() {
  const room = await makeRoom(server, token, { title: 'Summer club', points: { idea: 5, support: 2, retained: 20 } });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'What would make the club better?' } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return { room, host };
}

async function write({ page, t }, title) {
  await page.locator('.post').click();
  await page.getByLabel(t('board.field.title.ideas')).fill(title);
  await button(page, t('board.send')).click();
  await page.locator('.idea.own', { hasText: title }).waitFor();
}

test('one hears what becomes of one\'s own and of what one supports, and finds it all on one page', async () => {
  const { room, host } = await makeClub();
  const ada = await device(browser, `${server.origin}/b/${room.code}`);
  const bea = await device(browser, `${server.origin}/b/${room.code}`, { lang: 'fr', dark: true });
  await write(ada, 'A tent by the lake');
  await bea.page.locator('.fresh .button').click();
  await bea.page.locator('.idea', { hasText: 'A tent by the lake' }).locator('.support').click();
  await ada.page.locator('.idea .count', { hasText: /^1$/ }).waitFor();

  // Ada is on her page, where there is nothing yet but her points; Bea went back to the room.
  await ada.page.getByRole('link', { name: ada.t('notice.me') }).click();
  await ada.page.waitForURL(/\/m\//);
  await ada.page.getByText(ada.t('me.news.none')).waitFor();
  await ada.page.locator('.standings strong', { hasText: '7' }).first().waitFor();
  await bea.page.goto(`${server.origin}/j/${room.code}`);
  await bea.page.getByRole('link', { name: bea.t('notice.me') }).waitFor();
  const { ideas: [idea] } = await host.send('idea.list', { board: 'wishes' });
  await host.send('idea.answer', { board: 'wishes', idea: idea.id, version: idea.version, status: 'planned', answer: 'In May.' });

  const planned = ({ t }, whose) => t(`notice.${whose}.status`, { status: t('notice.status.planned') });
  await bea.page.locator('.toast', { hasText: planned(bea, 'theirs') }).waitFor();
  await ada.page.locator('.toast', { hasText: planned(ada, 'mine') }).waitFor();
  await picture('me', 'notice', { ada, bea });
  await button(ada.page, ada.t('notice.close')).click();
  await ada.page.locator('.toast').waitFor({ state: 'detached' });
  await ada.page.locator('.things li', { hasText: planned(ada, 'mine') }).waitFor();
  await ada.page.locator('.standings strong', { hasText: '27' }).first().waitFor();

  // What was new is not, once she says so; her name is on the leaderboard, and gone again.
  await button(ada.page, ada.t('me.news.look')).click();
  await ada.page.locator('.things .badge').waitFor({ state: 'detached' });
  await ada.page.getByLabel(ada.t('me.name')).fill('Ada <3');
  await button(ada.page, ada.t('me.name.save')).click();
  await ada.page.locator('.ranks .own', { hasText: 'Ada <3' }).waitFor();
  await bea.page.goto(`${server.origin}/m/${room.code}`);
  await bea.page.locator('.ranks li', { hasText: 'Ada <3' }).waitFor();
  await bea.page.locator('.things a', { hasText: 'A tent by the lake' }).first().waitFor();
  await bea.page.getByText(bea.t('me.points.none')).waitFor();
  await picture('me', 'page', { ada, bea });
  await ada.page.getByLabel(ada.t('me.name')).fill('');
  await button(ada.page, ada.t('me.name.save')).click();
  await ada.page.locator('.ranks .own', { hasText: ada.t('me.board.someone') }).waitFor();

  // A hidden one says why, to its author alone.
  await host.send('idea.check', { board: 'wishes', idea: idea.id, version: idea.version + 1, state: 'hidden', reason: 'A name is in it' });
  await ada.page.getByText(ada.t('me.reason', { reason: 'A name is in it' })).waitFor();
  await ada.page.getByText(ada.t('me.points.none')).waitFor();
  for (const { page, faults } of [ada, bea]) {
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
  }
  await host.end();
});

test('a room without points, and a code that is none', async () => {
  const room = await makeRoom(server, token, { title: 'Quiet club' });
  const ada = await device(browser, `${server.origin}/m/${room.code}`, { lang: 'fr', viewport: { width: 320, height: 568 } });
  await ada.page.getByText(ada.t('me.mine.none')).first().waitFor();
  assert.equal(await ada.page.locator('.ranks, .standings, .naming').count(), 0);
  const width = await ada.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 320, `${width} px`);
  const bea = await device(browser, `${server.origin}/m/ZZZZZZ`);
  await bea.page.getByText(bea.t('me.no_room')).waitFor();
});

test('a host gives points, and chooses the most active', async () => {
  const room = await makeRoom(server, token, { title: 'Busy club' });
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await host.page.waitForURL(/\/host$/);
  await host.page.goto(`${server.origin}/host/${room.code}`);
  const card = host.page.locator('section', { has: host.page.locator('#points-title') });
  await card.getByText(host.t('host.points.on')).click();
  await card.getByLabel(host.t('host.points.idea')).fill('7');
  await button(card, host.t('host.form.save')).click();
  await button(card, host.t('host.points.show')).waitFor();

  const desk = await Socket.hello(server, room.code, token, { view: 'host' });
  await desk.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await desk.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const people = await Promise.all([1, 2, 3].map(async () => Socket.hello(server, room.code, await newDevice(server))));
  for (const [at, who] of people.entries()) await who.send('idea.post', { board: 'wishes', id: `i${at}`, title: `Idea ${at}` });
  await people[0].send('idea.support', { board: 'wishes', idea: 'i1', n: 1, on: true });
  await people[1].send('me.name', { name: 'Ada' });

  await button(card, host.t('host.points.show')).click();
  const dialog = host.page.getByRole('dialog');
  await dialog.locator('tbody tr', { hasText: 'Ada' }).filter({ hasText: '8' }).waitFor();
  await dialog.getByLabel(host.t('host.points.n')).fill('2');
  await button(dialog, host.t('host.points.choose')).click();
  await dialog.getByText(host.t('host.points.rule.in', { n: 2 })).waitFor();
  assert.equal(await dialog.locator('tbody tr').count(), 3);
  await dialog.getByLabel(host.t('host.points.ties')).selectOption('out');
  await button(dialog, host.t('host.points.choose')).click();
  await dialog.getByText(host.t('host.points.rule.out', { n: 2 })).waitFor();
  assert.equal(await dialog.locator('tbody tr').count(), 1);
  await picture('me', 'chosen', { host });
  assert.deepEqual(await axe(host.page), []);
  assert.deepEqual(host.faults, []);
  for (const who of [desk, ...people]) await who.end();
});

test('what one posted or supports says what it is part of now, and how that goes', async () => {
  const { room, host } = await makeClub();
  const tent = { board: 'wishes', id: 'tent', title: 'A tent by the lake' };
  await host.send('idea.post', tent);
  const ada = await device(browser, `${server.origin}/b/${room.code}`, { lang: 'fr' });
  await write(ada, 'A tarp by the lake');
  const { ideas } = await host.send('idea.list', { board: 'wishes' });
  const tarp = ideas.find(({ words }) => words.title === 'A tarp by the lake');
  await host.send('idea.merge', { board: 'wishes', idea: tarp.id, version: tarp.version, into: 'tent' });
  await host.send('idea.answer', { board: 'wishes', idea: 'tent', version: 2, status: 'planned', answer: 'In May.' });
  await ada.page.goto(`${server.origin}/m/${room.code}`);
  const mine = ada.page.locator('.things li', { hasText: 'A tarp by the lake' }).last();
  await mine.getByText(ada.t('me.joined')).waitFor();
  await mine.getByRole('link', { name: tent.title }).waitFor();
  await mine.getByText(ada.t('notice.status.planned')).waitFor();
  await mine.getByText('In May.').waitFor();
  await ada.page.locator('[aria-labelledby="news"] li', { hasText: tent.title }).first().waitFor();
  assert.deepEqual(await axe(ada.page), []);
});
