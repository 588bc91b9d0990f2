/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the stage, the host's console or the poster with a FakeRoom behind it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { filled, ORIGIN } from './preview.mjs';

export { ORIGIN };

const LOCALES = { en: 'en-GB', fr: 'fr-FR', qps: 'en-GB' };
const WAIT_MS = 15_000;

/** A fresh context with the page open. `faults` gathers console errors and uncaught exceptions. */
export async function visit(browser, {
  page: name, path, lang = 'en', state, room, width = 1280, height = 800, dark = false, motion = 'reduce', forced = false,
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
  await page.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const cmd = /^\/api\/v1\/(.+)$/.exec(pathname)?.[1];
    if (cmd) {
      const { status, body } = room.http(cmd, request.postDataJSON());
      return route.fulfill({ status, json: body });
    }
    if (!request.isNavigationRequest()) return route.fulfill({ status: 204 });
    const { body, csp } = await filled(name, lang, { state: state ?? room.state(), title: `${name} · Clameur` });
    return route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': csp } });
  });
  await page.routeWebSocket(/\/ws$/, (socket) => room.attach(socket));
  await page.goto(`${ORIGIN}${path}`);
  return { page, context, faults };
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules broken and where; empty when all is well. It cannot tell which colours are forced. */
export async function axe(page, forced = false) {
  await page.evaluate(await axeSource);
  return page.evaluate(async (contrast) => {
    const rules = { 'color-contrast': { enabled: contrast } };
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], rules });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id}: ${target.join(' ')} ${failureSummary.split('\n').slice(1, 3).join(' ').trim()}`));
  }, !forced);
}

export const scrollsSideways = (page) => page.evaluate(
  () => document.documentElement.scrollWidth > document.documentElement.clientWidth);
