/* SPDX-License-Identifier: Apache-2.0 */
/* The browser of the tests, which is Chromium without its windows, and pictures of what it shows. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
export const CHROMIUM = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
export const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** `wrap` is a command that runs the browser, such as ip netns exec. */
export function launch({ wrap = [], args = [] } = {}) {
  if (!CHROMIUM) throw new Error(`no Chromium: scripts/setup test, or CHROMIUM=path; looked for ${INSTALLED.join(', ')}`);
  const [executablePath, ...before] = [...wrap, CHROMIUM];
  // Playwright puts its own flags first, where a wrapper's must stand: a line of shell turns them round.
  if (before.length === 0) return chromium.launch({ executablePath, args: [...FLAGS, ...args] });
  const script = join(mkdtempSync(join(tmpdir(), 'clameur-browser-')), 'run');
  writeFileSync(script, `#!/bin/sh\nexec ${[executablePath, ...before].join(' ')} "$@"\n`, { mode: 0o755 });
  return chromium.launch({ executablePath: script, args: [...FLAGS, ...args] });
}

/**
 * A picture to look at. Of a screen it is PNG made in a hurry, a third of page.screenshot()'s work; a whole page is
 * left to the latter, which alone gives the emulated screen back afterwards.
 */
export async function shoot(page, path, { fullPage = false } = {}) {
  if (fullPage) return page.screenshot({ path, fullPage });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  await session.detach();
  return writeFile(path, data, 'base64');
}
