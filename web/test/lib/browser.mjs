/* SPDX-License-Identifier: Apache-2.0 */
/* Starts the browser of the tests: Chromium without its windows, which does the same work with half the processor. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const CHROMIUM = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
const FLAGS = [
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
