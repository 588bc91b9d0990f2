/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands before a kiosk, and what is left of them: badges by readers, patience, and the wipe, looked for everywhere
 * that a browser keeps things. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { createHmac } from 'node:crypto';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { BADGE_KEY, boardsOf, FakeKiosk } from '../lib/kiosk.mjs';
import { badge, KioskBrowser, strike } from '../lib/kiosk-device.mjs';
import { questions } from '../lib/fixtures.mjs';
import { picture, words } from '../lib/real.mjs';
import { visit } from '../lib/visit.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const QUICK = 8;
const SLOW = 110;
const personOf = (number) => createHmac('sha256', Buffer.from(BADGE_KEY, 'base64url')).update(`badge:${number}`).digest().subarray(0, 16).toString('base64url');

async function kioskOf({ lang = 'en', what = 'single', ...more }) {
  const room = new FakeKiosk({ ...(what === 'single' && { questions: [questions(lang).single], current: 'q1' }), ...more });
  const it = await visit(browser, { room, page: 'kiosk', path: '/kiosk/K7Q42M', lang, width: 1080, height: 1920 });
  const t = await words(lang);
  await it.page.locator('.call').waitFor();
  return { ...it, room, t, said: (key) => it.page.locator('.said', { hasText: t(`kiosk.said.${key}`) }).waitFor() };
}

for (const [layout, azerty] of [['QWERTY', false], ['AZERTY', true]]) {
  test(`a scan is a badge, slow typing is not (${layout})`, async () => {
    const { page, room, said, t, context } = await kioskOf({ set: { badge: 'may' } });
    await strike(page, badge('0042817', azerty), SLOW);
    assert.equal(await page.locator('.begin').count(), 1);
    assert.equal(await page.locator('.said').count(), 0);
    await strike(page, badge('0042817', azerty), QUICK);
    await said('scanned');
    await page.getByText(t('kiosk.with_badge')).waitFor();
    await page.locator('.choice').nth(2).click();
    await page.getByText(t('kiosk.thanks.counted')).waitFor();
    assert.deepEqual(room.given.map(({ for: who, n, ballot }) => ({ who, n, ballot })), [{ who: personOf('0042817'), n: 1, ballot: { options: [2] } }]);
    // Once is enough: it was here a moment ago.
    await page.getByRole('button', { name: t('kiosk.next'), exact: true }).click();
    await strike(page, badge('0042817', azerty), QUICK);
    await said('again');
    assert.equal(await page.locator('.begin').count(), 1);
    assert.doesNotMatch(JSON.stringify(room.received), /0042817/);
    await context.close();
  });
}

test('a reader in the middle of writing leaves no number in the text, and presses no button', async () => {
  const { page, room, t, said, context } = await kioskOf({ what: 'ideas', ...boardsOf('en'), board: 'wishes', set: { badge: 'may', show: { ideas: 'wishes' } } });
  await page.locator('.begin').click();
  await page.locator('textarea').focus();
  const reads = (text) => page.waitForFunction((wanted) => document.querySelector('textarea').value === wanted, text);
  await strike(page, [...'2 pm'].map((key) => ({ code: key === ' ' ? 'Space' : key === '2' ? 'Digit2' : `Key${key.toUpperCase()}`, key })), SLOW);
  await reads('2 pm');
  await strike(page, badge('0042817'), QUICK);
  await said('scanned');
  await reads('2 pm');
  await page.locator('.key', { hasText: /^s$/ }).click();
  await page.getByRole('button', { name: t('kiosk.send'), exact: true }).click();
  await page.getByText(t('kiosk.thanks.idea')).waitFor();
  assert.deepEqual(room.given.map(({ cmd, title, for: who }) => ({ cmd, title, who })), [{ cmd: 'idea.post', title: '2 pms', who: personOf('0042817') }]);
  await context.close();
});

test('where a badge must be, what was chosen waits for it; one heart each, whatever is tapped', async () => {
  const { page, room, t, said, context } = await kioskOf({ what: 'goods', ...boardsOf('en'), set: { badge: 'must', show: { products: 'goods' } } });
  await page.locator('.begin').click();
  await page.locator('.hit').nth(1).click();
  await page.getByText(t('kiosk.badge.title')).waitFor();
  assert.equal(room.given.length, 0);
  await strike(page, badge('7777'), QUICK);
  await said('scanned');
  await page.locator('.hit[aria-pressed="true"]').waitFor();
  await page.locator('.hit').nth(1).click();
  await said('final');
  await page.locator('.hit').nth(0).click();
  await page.getByText(t('kiosk.hearts.of', { count: '2', max: '3' })).waitFor();
  await page.getByRole('button', { name: t('kiosk.done'), exact: true }).click();
  await page.getByText(t('kiosk.thanks.hearts')).waitFor();
  await page.getByText(t('kiosk.thanks.counted')).waitFor();
  assert.deepEqual(room.given.map(({ idea, n, on, for: who }) => [idea, n, on, who]), [['p1', 1, true, personOf('7777')], ['p0', 1, true, personOf('7777')]]);
  await context.close();
});

test('every shopper is a new one; who has no badge may change their mind', async () => {
  const { page, room, t, context } = await kioskOf({ set: { cooldown: 0 } });
  for (const place of [0, 1]) {
    await page.locator('.begin').click();
    await page.locator('.choice').nth(place).click();
    await page.getByRole('button', { name: t('kiosk.change') }).click();
    await page.locator('.choice').nth(3).click();
    await page.getByText(t('kiosk.thanks.counted')).waitFor();
    await page.getByRole('button', { name: t('kiosk.next'), exact: true }).click();
  }
  const people = room.given.map(({ for: who }) => who);
  assert.deepEqual(room.given.map(({ n }) => n), [1, 2, 1, 2]);
  assert.equal(people[0], people[1]);
  assert.notEqual(people[1], people[2]);
  // What is refused is said, and counted for staff.
  room.refusals.cast = 'closed';
  await page.locator('.begin').click();
  await page.locator('.choice').nth(0).click();
  await page.getByText(t('kiosk.refused.closed')).waitFor();
  await context.close();
});

test('whoever speaks the other language has it at one touch, and the next one finds the room’s own', async () => {
  const { page, t, context } = await kioskOf({ lang: 'fr', what: 'ideas', ...boardsOf('fr'), board: 'wishes', set: { show: { ideas: 'wishes' }, idle: 10 } });
  const english = await words('en');
  const button = (name) => page.getByRole('button', { name, exact: true });
  const spoken = (lang) => page.waitForFunction((is) => document.documentElement.lang === is, lang);
  // Before anybody begins; and back again.
  const { width, height } = await button('English').boundingBox();
  assert.ok(width >= 60 && height >= 60, `${width} × ${height}`);
  await button('English').click();
  await button(english('kiosk.begin.ideas')).waitFor();
  await button('Français').click();
  await button(t('kiosk.begin.ideas')).click();
  // In the middle, without losing anything.
  await page.locator('textarea').fill('Un banc');
  await button('a').first().waitFor();
  await button('English').click();
  await spoken('en');
  await button(english('kiosk.send')).waitFor();
  assert.equal(await page.locator('textarea').inputValue(), 'Un banc');
  assert.deepEqual(await page.locator('.keys-row').nth(1).locator('.key').allTextContents(), [...'qwertyuiop']);
  await picture('kiosk', 'other-language', { kiosk: { page } });
  await button(english('kiosk.send')).click();
  await page.getByText(english('kiosk.thanks.counted')).waitFor();
  await button(english('kiosk.next')).click();
  await spoken('fr');
  await button(t('kiosk.begin.ideas')).waitFor();
  await context.close();
});

test('what was ticked stays ticked in the other language; who changes it and walks on leaves the room’s own', async () => {
  const { page, room, t, context } = await kioskOf({ questions: [questions('en').multiple], what: 'multiple', current: 'q2' });
  const french = await words('fr');
  const button = (name) => page.getByRole('button', { name, exact: true });
  await page.clock.install();
  await page.locator('.begin').click();
  await page.locator('.choice').nth(1).click();
  await button('Français').click();
  assert.deepEqual(await page.locator('.choice').evaluateAll((all) => all.map((one) => one.ariaChecked)), ['false', 'true', ...Array(await page.locator('.choice').count() - 2).fill('false')]);
  await button(french('kiosk.send')).click();
  await page.getByText(french('kiosk.thanks.counted')).waitFor();
  await button(french('kiosk.next')).click();
  await button(t('kiosk.begin.question')).waitFor();
  assert.deepEqual(room.given.map(({ ballot }) => ballot), [{ options: [1] }]);
  await button('Français').click();
  await button(french('kiosk.begin.question')).waitFor();
  await page.clock.fastForward(31_000);
  await button(t('kiosk.begin.question')).waitFor();
  await context.close();
});

test('nothing that a shop’s hands do gets anywhere', async () => {
  const { page, context } = await kioskOf({});
  const before = page.url();
  const prevented = await page.evaluate(() => {
    const asked = [
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true }), new DragEvent('dragstart', { bubbles: true, cancelable: true }),
      new Event('selectstart', { bubbles: true, cancelable: true }), new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true, deltaY: 100 }),
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'ArrowLeft', code: 'ArrowLeft', altKey: true }),
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'F5', code: 'F5' }),
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'l', code: 'KeyL', ctrlKey: true }),
    ];
    return asked.map((event) => { document.querySelector('h1').dispatchEvent(event); return event.defaultPrevented; });
  });
  assert.deepEqual(prevented, prevented.map(() => true));
  assert.equal(page.url(), before);
  await context.close();
});

/** All that the browser keeps for pages, as one text. */
const kept = (page) => page.evaluate(async () => {
  const read = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const found = [document.documentElement.outerHTML, ...[...document.querySelectorAll('textarea, input')].map(({ value }) => value), document.cookie, location.href, JSON.stringify(history.state)];
  for (const storage of [localStorage, sessionStorage]) found.push(JSON.stringify({ ...storage }));
  for (const { name } of await indexedDB.databases()) {
    const db = await read(indexedDB.open(name));
    for (const store of db.objectStoreNames) found.push(JSON.stringify(await read(db.transaction(store).objectStore(store).getAll())));
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
  }
  return found.join('\n');
});

test('the wipe: nothing of the last person is left, wherever one looks', async () => {
  const server = await Server.start();
  const kiosk = new KioskBrowser();
  try {
    const room = await makeRoom(server, await owner(server), { title: 'The Brick Shop', lang: 'en' });
    const { version } = await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'What is missing here?' } });
    await room.call('board.move', { board: 'wishes', version, phase: 'open' });
    const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: '' });
    await kiosk.start(`${server.origin}/kiosk/${room.code}#${secret}`);
    await kiosk.button('kiosk.setup.start').waitFor();
    const { devices: [{ id }] } = await room.call('device.list');
    await room.call('device.set', { device: id, set: { show: { ideas: 'wishes' }, badge: 'may', idle: 10, warn: 20, cooldown: 0, reload: '' } });
    const { page } = kiosk;
    await page.getByText(kiosk.t('kiosk.setup.offline.ready')).waitFor();
    await kiosk.button('kiosk.setup.start').click();
    const length = await page.evaluate(() => history.length);

    // One who posts, with a badge; and one who writes and walks away.
    await page.getByText(kiosk.t('kiosk.badge.may')).waitFor();
    await strike(page, badge('99420071'), QUICK);
    await page.locator('textarea').fill('Quokkas at the till');
    await kiosk.button('kiosk.send').click();
    await page.getByText(kiosk.t('kiosk.thanks.counted')).waitFor();
    await kiosk.button('kiosk.next').click();
    await page.locator('.begin').click();
    await page.locator('textarea').fill('My number is Zebrafish');
    assert.match(await kept(page), /Zebrafish/);
    await page.locator('.clock').waitFor();
    await page.locator('[role=alertdialog]').getByText(kiosk.t('kiosk.warn')).waitFor();
    await kiosk.button('kiosk.warn.here').click();
    assert.equal(await page.locator('textarea').inputValue(), 'My number is Zebrafish');
    const since = performance.now();
    await page.locator('.begin').waitFor();
    assert.ok(performance.now() - since >= 29_000, 'ten seconds, and twenty more');

    const left = await kept(page);
    assert.doesNotMatch(left, /zebrafish|quokka|99420071/i);
    assert.match(left, /What is missing here/);
    assert.equal(await page.evaluate(() => history.length), length);
    // What a browser gives back to a page that one returns to.
    await page.goBack();
    await page.goForward();
    await page.locator('.begin').waitFor();
    assert.doesNotMatch(await kept(page), /zebrafish|quokka|99420071/i);
    await page.reload();
    await page.locator('.begin').click();
    assert.equal(await page.locator('textarea').inputValue(), '');
    assert.deepEqual(kiosk.faults, []);
    const { ideas } = await room.call('idea.list', { board: 'wishes' });
    assert.deepEqual(ideas.map(({ words: { title } }) => title), ['Quokkas at the till']);
    // Not on the disk either: neither what was never sent, nor the badge.
    await kiosk.context.close();
    const grep = (what) => { try { return execFileSync('grep', ['-rlia', what, kiosk.profile]).toString(); } catch { return ''; } };
    assert.deepEqual([grep('zebrafish'), grep('99420071')], ['', '']);
  } finally {
    await kiosk.end();
    await server.end();
  }
});
