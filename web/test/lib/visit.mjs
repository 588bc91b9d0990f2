/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the stage, the host's console or the poster with a FakeRoom behind it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { WEB_DIR } from '../../../tests/lib/server.mjs';
import { filled, ORIGIN } from './preview.mjs';

export { ORIGIN };

const LOCALES = { en: 'en-GB', fr: 'fr-FR', qps: 'en-GB' };
const WAIT_MS = 15_000;

/** A fresh context and how to load the page in it. `faults` gathers console errors and uncaught exceptions. */
export async function open(browser, {
  page: name, path, lang = 'en', width = 1280, height = 800, dark = false, motion = 'reduce', forced = false,
}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: motion, forcedColors: forced ? 'active' : 'none',
    locale: LOCALES[lang], deviceScaleFactor: width < 500 ? 2 : 1,
  });
  const faults = [];
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  let served;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { room, state } = served;
    const request = route.request();
    const { pathname } = new URL(request.url());
    const cmd = /^\/api\/v1\/(.+)$/.exec(pathname)?.[1];
    if (cmd) {
      const { status, body } = room.http(cmd, request.postDataJSON());
      return route.fulfill({ status, json: body });
    }
    if (pathname.endsWith('.js')) return route.fulfill({ path: join(WEB_DIR, pathname), contentType: 'text/javascript' });
    if (!request.isNavigationRequest()) return route.fulfill({ status: 204 });
    const { body, csp } = await filled(name, lang, { state: state ?? room.state(), title: `${name} · Clameur` });
    return route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': csp } });
  });
  await page.routeWebSocket(/\/ws$/, (socket) => served.room.attach(socket));
  /** Loads the page of this room, as on a device that has not been here: cheaper than a context each. */
  async function load({ room, state }) {
    if (served) await forget(page);
    served = { room, state };
    await page.goto(`${ORIGIN}${path}`);
  }
  return { page, context, faults, load };
}

/** A fresh context with the page open. */
export async function visit(browser, { room, state, ...more }) {
  const { load, ...opened } = await open(browser, more);
  await load({ room, state });
  return opened;
}

/** Leaves the page with nothing kept: the next one loaded here meets a new device. */
export const forget = (page) => page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });

/** The open page on another device. Resolves when it has been laid out and drawn for it. */
export async function turnInto(page, { width, height, dark }) {
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.setViewportSize({ width, height });
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules broken and where; empty when all is well. It cannot tell which colours are forced. */
export async function axe(page, forced = false) {
  // Through the debugger, since the page's policy lets no other script in; once a document.
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(await axeSource);
  return page.evaluate(async (contrast) => {
    const rules = { 'color-contrast': { enabled: contrast } };
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], rules });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id}: ${target.join(' ')} ${failureSummary.split('\n').slice(1, 3).join(' ').trim()}`));
  }, !forced);
}

export const scrollsSideways = (page) => page.evaluate(
  () => document.documentElement.scrollWidth > document.documentElement.clientWidth);
