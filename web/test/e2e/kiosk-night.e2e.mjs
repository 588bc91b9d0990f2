/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk does by itself, and what the device does for it: the nightly reload, the screen that stays on, NFC. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';

import { launch } from '../lib/browser.mjs';
import { questions } from '../lib/fixtures.mjs';
import { badge, strike } from '../lib/kiosk-device.mjs';
import { BADGE_KEY, FakeKiosk } from '../lib/kiosk.mjs';
import { words } from '../lib/real.mjs';
import { open } from '../lib/visit.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const personOf = (number) => createHmac('sha256', Buffer.from(BADGE_KEY, 'base64url')).update(`badge:${number}`).digest().subarray(0, 16).toString('base64url');

/** A kiosk whose page finds this when it begins, and so late by its clock. */
async function kioskOf({ init = () => {}, time = null, ...more }) {
  const room = new FakeKiosk({ questions: [questions('en').single], current: 'q1', ...more });
  const { page, context, load } = await open(browser, { page: 'kiosk', path: '/kiosk/K7Q42M', width: 1080, height: 1920 });
  if (time) await page.clock.install({ time });
  await context.addInitScript(init);
  await load({ room });
  await page.locator('.begin').waitFor();
  const t = await words('en');
  return { page, context, room, t, said: (key) => page.locator('.said', { hasText: t(`kiosk.said.${key}`) }).waitFor() };
}

// ---- At night ---------------------------------------------------------------------------

/** Shortly before it is to reload, and what it asked of the network since. */
async function atNight(set = {}) {
  const it = await kioskOf({ init: () => { Math.random = () => 0; }, time: '2026-11-23T03:57:00', set: { reload: '04:00', idle: 300, warn: 120, cooldown: 0, ...set } });
  const { page } = it;
  const loads = [];
  page.on('request', (request) => { if (request.isNavigationRequest()) loads.push(request.url()); });
  await page.clock.fastForward('00:31');
  return {
    ...it,
    /** It is 04:01, and it has looked more than once. */
    async stays() {
      await page.clock.fastForward('03:00');
      for (let look = 0; look < 3; look++) await page.clock.fastForward('00:31');
      assert.equal(loads.length, 0);
    },
    async reloads() {
      const loaded = page.waitForEvent('load');
      while (loads.length === 0) await page.clock.fastForward('00:31');
      await loaded;
      await page.locator('.begin').waitFor();
      assert.equal(loads.length, 1);
    },
  };
}

test('at night it loads itself anew, once', async () => {
  const { page, reloads, context } = await atNight();
  await page.clock.fastForward('03:00');
  await reloads();
  await page.clock.fastForward('10:00');
  await page.locator('.begin').waitFor();
  await context.close();
});

test('not while somebody is there', async () => {
  const { page, t, stays, reloads, context } = await atNight();
  await page.locator('.begin').click();
  await stays();
  await page.getByRole('button', { name: t('kiosk.leave'), exact: true }).click();
  await reloads();
  await context.close();
});

test('not while votes wait', async () => {
  const { page, room, t, stays, reloads, context } = await atNight();
  room.refusals.cast = 'try_again';
  await page.locator('.begin').click();
  await page.locator('.choice').first().click();
  await page.getByRole('button', { name: t('kiosk.next'), exact: true }).click();
  await stays();
  assert.equal(room.given.length, 0);
  delete room.refusals.cast;
  await reloads();
  // A clock that leaps may have it sent twice, which a server counts once.
  assert.equal(new Set(room.given.map(({ for: who, n }) => `${who} ${n}`)).size, 1);
  await context.close();
});

test('not without a network', async () => {
  const { page, room, t, stays, reloads, context } = await atNight();
  room.up = false;
  await room.drop();
  await page.getByText(t('kiosk.away'), { exact: true }).waitFor();
  await stays();
  room.up = true;
  await reloads();
  await context.close();
});

test('never, where staff wants none', async () => {
  const { stays, context } = await atNight({ reload: '' });
  await stays();
  await context.close();
});

// ---- The screen ---------------------------------------------------------------------------

test('the screen is asked to stay on, and again whenever it is seen again', async () => {
  const { page, context } = await kioskOf({
    init: () => {
      window.asked = [];
      Object.defineProperty(navigator, 'wakeLock', { value: { request: async (what) => { window.asked.push(what); throw new Error('no battery'); } } });
    },
  });
  const turn = (hidden) => page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
    document.dispatchEvent(new Event('visibilitychange'));
    return window.asked;
  }, hidden);
  assert.deepEqual(await page.evaluate(() => window.asked), ['screen']);
  assert.deepEqual(await turn(true), ['screen']);
  assert.deepEqual(await turn(false), ['screen', 'screen']);
  await context.close();
});

// ---- NFC ----------------------------------------------------------------------------------

/** Chrome on Android, as far as it reads tags: what its user says, and what is held against it. */
function fakeNfc() {
  window.readers = [];
  window.permission = sessionStorage.permission ?? 'prompt';
  navigator.permissions.query = async () => ({ state: window.permission });
  window.NDEFReader = class {
    async scan() {
      window.asked = (window.asked ?? 0) + 1;
      if (window.permission === 'denied') throw new DOMException('no', 'NotAllowedError');
      window.readers.push(this);
    }
  };
}
const tap = (page, serialNumber) => page.evaluate((serial) => {
  window.readers.forEach((reader) => (serial === null ? reader.onreadingerror() : reader.onreading({ serialNumber: serial })));
}, serialNumber);

test('a tag that is held against it is a badge; one that is not read, or has no number, is said to be held still', async () => {
  const { page, room, t, said, context } = await kioskOf({ init: fakeNfc, set: { badge: 'must', cooldown: 0 } });
  assert.equal(await page.evaluate(() => window.asked), undefined);
  await page.locator('.begin').click();
  await page.waitForFunction(() => window.readers.length === 1);
  for (const bad of [null, '']) {
    await tap(page, bad);
    await said('blurred');
    await page.locator('.said').waitFor({ state: 'detached' });
  }
  await tap(page, '04:a2:2b:9c');
  await said('scanned');
  await page.locator('.choice').first().click();
  await page.getByText(t('kiosk.thanks.counted')).waitFor();
  assert.deepEqual(room.given.map(({ for: who }) => who), [personOf('04A22B9C')]);
  await page.getByRole('button', { name: t('kiosk.next'), exact: true }).click();
  assert.equal(await page.evaluate(() => window.readers.length), 1);
  await context.close();
});

test('once allowed, it reads from its start, before anybody touches it', async () => {
  const { page, said, context } = await kioskOf({ init: fakeNfc, set: { badge: 'may' } });
  await page.evaluate(() => { sessionStorage.permission = 'granted'; });
  await page.reload();
  await page.locator('.begin').waitFor();
  await page.waitForFunction(() => window.readers.length === 1);
  await tap(page, '04:a2:2b:9c');
  await said('scanned');
  await page.locator('.choice').first().waitFor();
  await context.close();
});

test('where it may not, people go on without, and a reader still works; it asks again at the next touch', async () => {
  const { page, room, t, said, context } = await kioskOf({ init: fakeNfc, set: { badge: 'may', cooldown: 0 } });
  await page.evaluate(() => { window.permission = 'denied'; });
  for (const times of [1, 2]) {
    await page.locator('.begin').click();
    await page.waitForFunction((n) => window.asked === n, times);
    await page.locator('.choice').first().click();
    await page.getByText(t('kiosk.thanks.counted')).waitFor();
    await page.getByRole('button', { name: t('kiosk.next'), exact: true }).click();
  }
  await page.locator('.begin').waitFor();
  await strike(page, badge('0042817'), 8);
  await said('scanned');
  await page.locator('.choice').first().click();
  await page.getByText(t('kiosk.thanks.counted')).waitFor();
  assert.equal(room.given.length, 3);
  assert.equal(room.given[2].for, personOf('0042817'));
  await context.close();
});
