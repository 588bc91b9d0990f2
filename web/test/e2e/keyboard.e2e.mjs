/* SPDX-License-Identifier: Apache-2.0 */
/* A whole session led with the keyboard alone, on a desk and in a window as narrow as a phone, at the real server. After
 * each key the focus is somewhere, it is drawn, it is on the screen, and nothing lies over it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as token, must } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, picture } from '../lib/real.mjs';

const TABS_MOST = 90;
/** What is put back is back by then. */
const LOST_MS = 5_000;

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

/** What is wrong with the focus, in words; empty when all is well. */
const wrongWith = (page, isTab) => page.evaluate(async ([most, tabs]) => {
  const drawn = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
  const isLost = () => !document.activeElement || document.activeElement === document.body || document.activeElement.matches(':disabled');
  await drawn();
  // Behind the last thing on the page the browser's own begin.
  for (const end = performance.now() + most; !tabs && isLost() && performance.now() < end;) await drawn();
  if (isLost()) return tabs ? '' : 'the focus is lost';
  const on = document.activeElement;
  const name = `${on.tagName} ${on.id} ${on.className} "${(on.textContent || on.getAttribute('aria-label') || '').slice(0, 40)}"`;
  // A heading that was led to is no control.
  if (on.tabIndex < 0) return '';
  const face = on.matches('input[type=radio], input[type=checkbox], input[type=file]') ? on.closest('label') ?? on : on;
  const { left, right, top, bottom } = face.getBoundingClientRect();
  if (right - left < 1 || bottom - top < 1) return `${name} has no size`;
  const [x, y] = [(left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
  if (top < -1 || (bottom > innerHeight + 1 && bottom - top < innerHeight)) return `${name} is off the screen: ${top} to ${bottom} of ${innerHeight}`;
  for (const at of [y, top + 2, bottom - 2]) {
    const hit = document.elementFromPoint(x, Math.max(0, Math.min(innerHeight - 1, at)));
    if (!hit || !(face.contains(hit) || hit.contains(face))) return `${name} lies under ${hit?.tagName} ${hit?.className}`;
  }
  const isRinged = [face, on, ...face.querySelectorAll('*')].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  return isRinged ? '' : `${name} has no ring`;
}, [LOST_MS, isTab]);

/** Keys as a hand presses them, each followed by a look at the focus. */
function keyboardOf({ page }) {
  const faults = [];
  const look = async (what) => { const wrong = await wrongWith(page, what.endsWith('Tab')); if (wrong) faults.push(`${what}: ${wrong}`); };
  const press = async (key) => { await page.keyboard.press(key); await look(key); };
  /** Tab, until what has the focus is this. */
  const tabTo = async (what, back = false) => {
    const wanted = await what.elementHandle();
    for (let tries = 0; tries < TABS_MOST; tries++) {
      await press(back ? 'Shift+Tab' : 'Tab');
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`${what} is not reached with Tab`);
  };
  const enter = async (what, back) => { await tabTo(what, back); await page.keyboard.press('Enter'); };
  return { press, tabTo, enter, look, faults, type: (text) => page.keyboard.type(text) };
}

const named = (scope, name) => scope.getByRole('button', { name, exact: true }).first();

for (const [size, viewport] of [['a desk', { width: 1280, height: 800 }], ['a narrow window', { width: 390, height: 844 }]]) {
  test(`a session on ${size}`, async () => {
    const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport });
    const { page, t } = host;
    const { press, tabTo, enter, look, type, faults } = keyboardOf(host);
    const isNarrow = viewport.width < 500;
    const tab = async (at) => { if (isNarrow) await enter(page.locator('.tabs button').nth(at)); };
    const next = (key, fields) => page.locator('.next', { hasText: t(key, fields) });

    // A room of one's own.
    await tabTo(page.getByLabel(t('host.room.title')));
    await type('Summer club');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
    const code = page.url().slice(-6);
    await next('host.next.write').waitFor();

    // A question, its options by Enter.
    await press('w');
    await page.waitForFunction(() => document.activeElement?.id === 'title');
    await type('Tea or coffee?');
    await tabTo(page.locator('#option-0'));
    await type('Tea');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'option-1');
    await type('Coffee');
    await look('Enter');
    await enter(page.locator('dialog [type=submit]'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await look('saved');

    // Opened, closed and revealed by the one big button, on which the focus stays.
    await tab(0);
    await tabTo(next('host.next.open', { at: 1 }));
    for (const then of ['host.next.close', 'host.next.reveal', 'host.next.done']) {
      await page.keyboard.press('Enter');
      await next(then).waitFor();
      await look(then);
    }
    await picture('keyboard', size, { host });

    // From zero, and back.
    await enter(named(page.locator('.now'), t('host.reset')));
    await page.getByRole('dialog').waitFor();
    await look('dialog');
    await enter(named(page.getByRole('dialog'), t('host.reset')));
    await page.locator('.now .state.draft').waitFor();
    await look('reset');
    await press('u');
    await page.locator('.now .state.closed').waitFor();
    await look('undone');
    await press('n');
    await page.locator('.now .state.revealed').waitFor();

    // A list in which one thing waits: looked at, shown, and back.
    const owner = (await host.context.cookies()).find(({ name }) => name.endsWith('clameur')).value;
    const { version } = await must(server, 'board.add', { room: code, id: 'wishes', def: { kind: 'ideas', title: 'Wishes', checked: true } }, owner);
    await must(server, 'board.move', { room: code, board: 'wishes', version, phase: 'open' }, owner);
    await must(server, 'idea.post', { room: code, board: 'wishes', id: 'tent', title: 'A tent by the lake' }, await token(server));
    await tab(2);
    await enter(page.locator('.boards .question-row', { hasText: 'Wishes' }));
    await look('unfolded');
    await enter(named(page.locator('.boards'), t('host.board.review')));
    await page.locator('.review-item', { hasText: 'A tent' }).waitFor();
    await look('review');
    await press('j');
    await press('a');
    await page.locator('.review-item.shown', { hasText: 'A tent' }).waitFor();
    await look('shown');
    await enter(named(page.locator('.review'), t('host.review.done')), true);
    await page.locator('.review').waitFor({ state: 'detached' });
    await look('done');

    // What it came to, as a file.
    await tab(1);
    await enter(page.locator('.questions > .files > summary'));
    await look('files');
    const line = page.locator('.questions > .files').getByRole('group', { name: t('host.files.results') });
    const saved = page.waitForEvent('download');
    await enter(named(line, 'CSV'));
    await saved;
    await look('saved');

    assert.deepEqual(faults, []);
    assert.deepEqual(host.faults, []);
    await host.context.close();
  });
}
