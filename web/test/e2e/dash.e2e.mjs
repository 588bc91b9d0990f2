/* SPDX-License-Identifier: Apache-2.0 */
/* The dashboard at the real server: what goes on, live and over time, for a desk and for a wall, in two languages;
 * nobody sees there what is hidden from them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const MINUTE_MS = 60_000;
const CROWD = 24;

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const panel = (page, title) => page.locator('.panel', { has: page.getByRole('heading', { level: 2, name: title, exact: true }) });
const link = async (room, role) => (await room.call('link.create', { role, label: '' })).secret;

/** An hour of it, as if it had been: a wave of people, and votes at two moments. */
async function anHourAgo(room) {
  const now = Math.floor(Date.now() / MINUTE_MS);
  const rows = [];
  for (let ago = 58; ago > 2; ago--) {
    const people = Math.round(14 + 9 * Math.sin(ago / 9));
    const votes = ago % 20 < 3 ? 9 - (ago % 20) * 2 : ago % 7 === 0 ? 1 : 0;
    rows.push(`m${(now - ago) % 1440}`, `${now - ago} ${people} ${votes} ${ago % 5} ${ago % 9 === 0 ? 1 : 0} ${ago % 6 === 0 ? 1 : 0} 1 ${ago % 3} 0 0 ${ago % 4}`);
  }
  await server.redis('HSET', `{${room.id}}:series`, 'since', (now - 58) * MINUTE_MS, ...rows);
}

async function workshop(lang) {
  const fr = lang === 'fr';
  const room = await makeRoom(server, token, { title: fr ? 'Atelier sellerie' : 'Saddlery workshop', lang });
  const crowd = await Promise.all(Array.from({ length: CROWD }, () => newDevice(server)));
  const who = await room.add({ kind: 'segment', title: fr ? 'Vous êtes…' : 'You are…', options: fr ? ['Vendeur·se', 'Client·e'] : ['Sales', 'Customer'] });
  const which = await room.add({ kind: 'single', title: fr ? 'Quel cuir pour la saison prochaine ?' : 'Which leather for next season?', options: fr ? ['Naturel', 'Cognac', 'Noir'] : ['Natural', 'Cognac', 'Black'], results: 'always' });
  const nps = await room.add({ kind: 'nps', title: fr ? 'Recommanderiez-vous l’atelier ?' : 'Would you recommend the workshop?', results: 'always' });
  const secretly = await room.add({ kind: 'single', title: fr ? 'À huis clos' : 'Behind closed doors', options: ['A', 'B'], results: 'never' });
  for (const question of [who, secretly, nps, which]) await room.move(question, 'open');
  const cast = (question, bearer, ballot) => must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot }, bearer);
  for (const [i, bearer] of crowd.entries()) {
    await cast(who, bearer, { options: [i % 2] });
    await cast(which, bearer, { options: [i % 5 === 0 ? 2 : i % 3 === 0 ? 0 : 1] });
    await cast(nps, bearer, { value: [10, 9, 9, 7, 8, 5][i % 6] });
    await cast(secretly, bearer, { options: [0] });
  }
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: fr ? 'Qu’est-ce qui rendrait l’atelier meilleur ?' : 'What would make the workshop better?' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  for (const [i, title] of (fr ? ['Une lampe par établi', 'Des outils gravés', 'Le thé à dix heures'] : ['A lamp for each bench', 'Engraved tools', 'Tea at ten']).entries()) {
    await must(server, 'idea.post', { room: room.code, board: 'wishes', id: `i${i}`, title }, crowd[i]);
    for (const bearer of crowd.slice(4, 18 - 5 * i)) await must(server, 'idea.support', { room: room.code, board: 'wishes', idea: `i${i}`, n: 1, on: true }, bearer);
  }
  await room.move(which, 'close');
  await anHourAgo(room);
  const here = await Promise.all(crowd.slice(0, 6).map((bearer) => Socket.hello(server, room.code, bearer)));
  return { room, which, nps, secretly, end: () => Promise.all(here.map((one) => one.end())) };
}

test('who comes by what somebody passed on is a help, once', async () => {
  const room = await makeRoom(server, token);
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  await must(server, 'idea.post', { room: room.code, board: 'wishes', id: 'tent', title: 'A tent' }, await newDevice(server));
  const anna = await device(browser, `${server.origin}/b/${room.code}/wishes/tent`, { lang: 'en' });
  const address = await anna.page.getByLabel(anna.t('board.address')).inputValue();
  const bo = await device(browser, address, { lang: 'en' });
  await bo.page.getByText('A tent').first().waitFor();
  await bo.page.getByLabel(bo.t('board.address')).waitFor();
  await bo.page.reload();
  await bo.page.getByLabel(bo.t('board.address')).waitFor();
  const shared = async () => {
    const { columns, rows } = await room.call('dash.read');
    return rows.reduce((sum, row) => sum + row[1 + columns.indexOf('shared')], 0);
  };
  const desk = await device(browser, `${server.origin}/dash/${room.code}#${await link(room, 'host')}`, { lang: 'en', viewport: DESK });
  const helps = panel(desk.page, desk.t('dash.behaviour')).locator('.bars li', { hasText: desk.t('dash.helps') });
  await helps.locator('.bar-told', { hasText: /^1$/ }).waitFor();
  assert.equal(await shared(), 1);
  for (const { context, faults } of [anna, bo, desk]) {
    assert.deepEqual(faults, []);
    await context.close();
  }
});

for (const lang of ['en', 'fr']) {
  test(`${lang}: what goes on, at the desk and on the wall`, async () => {
    const { room, which, nps, secretly, end } = await workshop(lang);
    const at = `${server.origin}/dash/${room.code}`;
    const desk = await device(browser, `${at}#${await link(room, 'host')}`, { lang, viewport: DESK });
    const { page, t } = desk;
    await page.locator('.figures dd', { hasText: /^6$/ }).waitFor();
    await panel(page, t('dash.people')).locator('svg .area').waitFor();
    await panel(page, t('dash.behaviour')).waitFor();
    await page.locator('.panel h3', { hasText: t('dash.movers') }).waitFor();
    await page.getByLabel(t('dash.choose')).selectOption(which);
    await page.locator('.groups .bars').nth(1).waitFor();
    await picture('dash', `desk-${lang}`, { desk });
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);

    // Every chart says the same as a table.
    const people = panel(page, t('dash.people'));
    await people.locator('.as-table').click();
    assert.ok(await people.locator('tbody tr').count() > 50);
    await people.locator('.as-table').click();
    for (const range of ['quarter', 'day', 'all', 'hour']) {
      await button(page, t(`dash.range.${range}`)).click();
      await people.locator('svg').waitFor();
    }

    // It moves by itself.
    await page.getByLabel(t('dash.choose')).selectOption(nps);
    await page.locator('.figure strong', { hasText: /^\+/ }).waitFor();
    await must(server, 'cast', { room: room.code, question: nps, round: 1, n: 1, ballot: { value: 0 } }, await newDevice(server));
    await page.locator('.facts', { hasText: '25' }).first().waitFor();
    await page.getByLabel(t('dash.choose')).selectOption(secretly);
    await page.locator('.bar-told', { hasText: /^100/ }).waitFor();

    // On a wall a host's own screen shows what the stage would.
    await button(page, t('dash.wall')).click();
    await page.locator('.none', { hasText: t('dash.hidden') }).waitFor();
    assert.equal(await page.locator('.bar-told', { hasText: /^100/ }).count(), 0);
    await button(page, t('dash.desk')).click();
    await page.locator('.bar-told', { hasText: /^100/ }).waitFor();

    const wall = await device(browser, `${at}?wall#${await link(room, 'stage')}`, { lang, viewport: HALL });
    await panel(wall.page, t('dash.votes.minute')).locator('svg .line').waitFor();
    const top = wall.page.locator('.panel h3', { hasText: t('dash.top') });
    await top.waitFor({ state: 'attached' });
    await picture('dash', `wall-${lang}`, { wall });
    assert.deepEqual(await axe(wall.page), []);
    assert.equal(await scrollsSideways(wall.page), false);
    await top.waitFor({ timeout: 40_000 }); // What did not fit comes by itself.

    const phone = await device(browser, `${at}#${await link(room, 'moderator')}`, { lang, dark: true, viewport: { width: 320, height: 640 } });
    await panel(phone.page, t('dash.people')).locator('svg .line').waitFor();
    await picture('dash', `phone-${lang}`, { phone });
    assert.deepEqual(await axe(phone.page), []);
    assert.equal(await scrollsSideways(phone.page), false);

    const stranger = await device(browser, at, { lang });
    await stranger.page.getByText(t('dash.forbidden')).waitFor();
    for (const one of [desk, wall, phone, stranger]) {
      assert.deepEqual(one.faults, []);
      await one.context.close();
    }
    await end();
  });
}
