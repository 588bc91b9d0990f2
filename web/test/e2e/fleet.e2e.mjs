/* SPDX-License-Identifier: Apache-2.0 */
/* The fleet at the real server: links for kiosks, how each is, all of a place changed at once, one revoked; in two languages. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { device as newDevice, http, kioskOf, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const DESK = { width: 1280, height: 800 };
let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function makeShops() {
  const room = await makeRoom(server, token, { title: 'Les Ateliers du Lac' });
  await room.move(await room.add({ kind: 'single', title: 'How was your visit?', options: ['Good', 'Bad'] }, 'mood'), 'open');
  await room.call('board.add', { id: 'shoes', def: { kind: 'products', title: 'Autumn shoes' } });
  await room.call('board.move', { board: 'shoes', version: 1, phase: 'open' });
  return room;
}

async function enrolled(room, label, place, said = null) {
  const { id, who } = await kioskOf(server, room, label, place);
  if (said) await must(server, 'device.report', { room: room.code, version: '1.4.0', waiting: 0, refused: 0, shows: null, ...said }, who);
  return { id, who };
}

async function desk(room, { viewport = DESK, ...more } = {}) {
  const seen = await device(browser, 'about:blank', { viewport, ...more });
  await seen.context.addCookies([{ name: 'clameur', value: token, url: server.origin }]);
  await seen.page.goto(`${server.origin}/fleet/${room.code}`);
  return seen;
}

async function isFine({ page, faults }) {
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
  assert.deepEqual(faults, []);
}

test('a host sees every kiosk, changes all of a place, makes a link, revokes one', async () => {
  const room = await makeShops();
  const door = await enrolled(room, 'Entrance', 'Shop in Lyon', { shows: { question: 'mood' } });
  await enrolled(room, 'Window', 'Shop in Lyon', { waiting: 12, refused: 1, shows: { products: 'shoes' } });
  await enrolled(room, 'Till', 'Shop in Lille');
  const host = await desk(room);
  const french = await desk(room, { viewport: PHONE, lang: 'fr', dark: true });
  await host.page.locator('.device').nth(2).waitFor();
  await french.page.locator('.device').nth(2).waitFor();
  assert.deepEqual(await host.page.locator('.place-head h2').allTextContents(), ['Shop in Lille', 'Shop in Lyon']);
  const card = (seen, name) => seen.page.locator('.device', { hasText: name });
  await card(host, 'Entrance').getByText('Question: How was your visit?').waitFor();
  await card(host, 'Window').getByText('12 votes are waiting.').waitFor();
  await card(host, 'Till').getByText(host.t('fleet.state.never')).waitFor();
  await isFine(host);
  await isFine(french);
  await picture('fleet', 'list', { desk: host, phone: french });

  // All of a place at once, but for what is not touched.
  const kiosk = await Socket.hello(server, room.code, door.who, { view: 'kiosk' });
  await button(host.page, 'Change all 2').click();
  await host.page.getByLabel(host.t('fleet.field.show')).selectOption({ label: 'Hearts: Autumn shoes' });
  await host.page.getByText(host.t('fleet.more')).click();
  await host.page.getByLabel(host.t('fleet.field.pin')).fill('4711');
  await isFine(host);
  await picture('fleet', 'form', { desk: host });
  await button(host.page, host.t('fleet.save')).click();
  await host.page.getByText(host.t('fleet.saved')).waitFor();
  await kiosk.event('you', ({ device: own }) => own?.set.show?.products === 'shoes' && own.set.pin_hash !== null);
  const told = (await room.call('device.list')).devices;
  assert.deepEqual(told.map(({ name, set }) => [name, set.show?.products ?? null, set.pin]), [['Entrance', 'shoes', true], ['Window', 'shoes', true], ['Till', null, false]]);

  // One alone, on a phone and in French.
  await card(french, 'Till').getByRole('button', { name: french.t('fleet.change_of', { name: 'Till' }) }).click();
  await french.page.getByLabel(french.t('fleet.field.name')).fill('Caisse 2');
  await isFine(french);
  await picture('fleet', 'form', { phone: french });
  await button(french.page, french.t('fleet.save')).click();
  await card(host, 'Caisse 2').waitFor();

  // A link, which works.
  await button(host.page, host.t('fleet.enrol')).click();
  await host.page.getByLabel(host.t('fleet.field.name')).fill('Fitting room');
  await host.page.getByLabel(host.t('fleet.field.place')).fill('Shop in Lille');
  await button(host.page, host.t('fleet.make')).click();
  const link = await host.page.getByLabel(host.t('fleet.link'), { exact: true }).last().inputValue();
  assert.match(link, new RegExp(`/kiosk/${room.code}#k-${room.code}-[\\w-]{22}$`));
  await isFine(host);
  await picture('fleet', 'link', { desk: host });
  await must(server, 'link.exchange', { secret: link.split('#')[1] }, await newDevice(server));
  await button(host.page, host.t('fleet.done')).click();
  await card(host, 'Fitting room').waitFor();

  // Asked first; then it is out at once.
  await card(host, 'Entrance').getByRole('button', { name: host.t('fleet.revoke_of', { name: 'Entrance' }) }).click();
  await isFine(host);
  await picture('fleet', 'revoke', { desk: host });
  await button(host.page, host.t('fleet.revoke_yes')).click();
  assert.equal((await kiosk.gone()).code, 1008);
  await host.page.getByText('1 revoked').waitFor();
  await card(host, 'Entrance').waitFor({ state: 'detached' });
});

test('a kiosk at which somebody taps on is pointed out, in both languages', async () => {
  const room = await makeShops();
  const { who } = await enrolled(room, 'Entrance', 'Shop in Lyon', { shows: { question: 'mood' } });
  await enrolled(room, 'Window', 'Shop in Lyon', { shows: { question: 'mood' } });
  const kiosk = await Socket.hello(server, room.code, who, { view: 'kiosk' });
  const tap = () => kiosk.send('cast', { question: 'mood', round: 1, n: 1, for: randomBytes(16).toString('base64url'), ago: 120_000, ballot: { options: [0] } })
    .catch((error) => { if (error.code !== 'too_many') throw error; return tap(); });
  for (let at = 0; at < 31; at++) await tap();
  for (const more of [{}, { viewport: PHONE, lang: 'fr', dark: true }]) {
    const seen = await desk(room, more);
    await seen.page.locator('.device', { hasText: 'Entrance' }).getByText(seen.t('fleet.flagged')).waitFor();
    assert.equal(await seen.page.getByText(seen.t('fleet.flagged')).count(), 1);
    await isFine(seen);
    await picture('fleet', 'flagged', { [more.lang ?? 'en']: seen });
  }
  await kiosk.end();
});

test('it is for hosts, and begins with a word of what a kiosk is', async () => {
  const room = await makeShops();
  const guest = await device(browser, `${server.origin}/fleet/${room.code}`, { viewport: PHONE });
  await guest.page.getByText(guest.t('fleet.forbidden')).waitFor();
  await isFine({ ...guest, faults: [] });
  const host = await desk(room, { lang: 'fr' });
  await host.page.getByText(host.t('fleet.none')).waitFor();
  await isFine(host);
  await picture('fleet', 'none', { desk: host, guest });
});

test('a phone that came by a link of a place votes from there', async () => {
  const room = await makeShops();
  const phone = await device(browser, `${server.origin}/j/${room.code}?at=Hall+B`, { viewport: PHONE });
  await phone.page.getByText('Good', { exact: true }).click();
  await phone.page.getByText(phone.t('join.counted')).first().waitFor();
  const { path } = await room.call('question.export', { question: 'mood', what: 'ballots', format: 'ndjson' });
  const [ballot] = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual([ballot.source_channel, ballot.source_place], ['phone', 'Hall B']);
  assert.deepEqual(phone.faults, []);
});
