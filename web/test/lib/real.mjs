/* SPDX-License-Identifier: Apache-2.0 */
/* Browsers at the real server: contexts like people's devices, and what their screens say. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root, WEB_DIR } from '../../../tests/lib/server.mjs';
import { locale } from '../../tools/locale.mjs';
import { shoot } from './browser.mjs';

const SHOTS = join(root, 'build/screens');
const WAIT_MS = 15_000;
const LOCALES = { en: 'en-GB', fr: 'fr-FR' };
export const PHONE = { width: 390, height: 844 };
export const HALL = { width: 1920, height: 1080 };
export const DESK = { width: 1440, height: 900 };

/** The shipped words of a language: tests know keys, not sentences. */
export async function words(lang) {
  const [served, later] = await Promise.all([
    readFile(join(WEB_DIR, 'locales', `${lang}.json`), 'utf8'), locale(join(root, 'web/src/locales'), lang, ['join.more', 'board.more', 'host.more', 'log', 'stage.more', 'split', 'kiosk.more'], false),
  ]);
  const all = { ...JSON.parse(served), ...later };
  return (key, fields = {}) => Object.entries(fields)
    .reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), all[key]);
}

/** A device with one page; `init` runs before each document. `faults` gathers what its console called an error. */
export async function device(browser, address, {
  viewport = PHONE, lang = 'en', dark = false, javaScriptEnabled = true, init = null, ...more
} = {}) {
  const context = await browser.newContext({
    viewport, locale: LOCALES[lang], colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
    deviceScaleFactor: viewport.width < 500 ? 2 : 1, javaScriptEnabled, ignoreHTTPSErrors: true, ...more,
  });
  if (init) await context.addInitScript(init);
  const faults = [];
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  await page.goto(address);
  return { page, context, faults, t: await words(lang) };
}

let shot = 0;
/** Pictures of all screens of one moment, numbered in order. */
export async function picture(folder, moment, devices) {
  await mkdir(join(SHOTS, folder), { recursive: true });
  const number = String(++shot).padStart(2, '0');
  for (const [name, { page }] of Object.entries(devices)) {
    await shoot(page, join(SHOTS, folder, `${number}-${moment}-${name}.png`));
  }
}

/** Notes every word about the vote that the screen shows from now on. */
export const watchFate = (page) => page.evaluate(() => {
  const said = [];
  const look = () => {
    const fate = document.querySelector('.status strong, .status .muted, .refused')?.textContent ?? '';
    if (said[said.length - 1] !== fate) said.push(fate);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
  window.fates = said;
});

export const fates = (page) => page.evaluate(() => window.fates);
