/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk's browser: with a profile that lasts, killed and started again at will; and what hands and readers do to it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { CHROMIUM, FLAGS } from './browser.mjs';
import { words } from './real.mjs';

const WAIT_MS = 60_000;
const LOCALES = { en: 'en-GB', fr: 'fr-FR' };
/** Headless windows are never full, and shrink when they are asked to be. */
const NEVER_FULL = 'Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => false })';

export class KioskBrowser {
  constructor({ wrap = [], lang = 'en', viewport = { width: 1080, height: 1920 } } = {}) {
    Object.assign(this, { lang, viewport, profile: mkdtempSync(join(tmpdir(), 'clameur-kiosk-')), faults: [] });
    this.program = join(this.profile, 'browser.sh');
    this.pidFile = join(this.profile, 'browser.pid');
    // What is run in its place keeps its number.
    writeFileSync(this.program, `#!/bin/sh\necho $$ >${this.pidFile}\nexec ${[...wrap, CHROMIUM].join(' ')} "$@"\n`, { mode: 0o755 });
  }

  async start(address) {
    this.context = await chromium.launchPersistentContext(join(this.profile, 'data'), {
      executablePath: this.program, args: [...FLAGS, '--ignore-certificate-errors'], viewport: this.viewport, locale: LOCALES[this.lang], reducedMotion: 'reduce', ignoreHTTPSErrors: true,
    });
    await this.context.addInitScript(NEVER_FULL);
    [this.page] = this.context.pages();
    this.page.setDefaultTimeout(WAIT_MS);
    this.page.on('pageerror', (error) => this.faults.push(String(error)));
    this.t = await words(this.lang);
    await this.page.goto(address);
  }

  /** Browsers write cookies down after half a minute: who this is, a killed one knows from then on. */
  async isKnownOnDisk() {
    const path = join(this.profile, 'data/Default/Cookies');
    while (!existsSync(path) || !readFileSync(path).includes('clameur')) await this.page.waitForTimeout(500);
  }

  /** As when the plug is pulled. */
  async kill() {
    const gone = new Promise((resolve) => { this.context.once('close', resolve); });
    process.kill(-Number(readFileSync(this.pidFile, 'utf8')), 'SIGKILL'); // With all its children.
    await gone;
  }

  async end() {
    await this.context?.close().catch(() => {});
    rmSync(this.profile, { recursive: true, force: true });
  }

  button(key) { return this.page.getByRole('button', { name: this.t(key), exact: true }); }

  /** Somebody comes, answers, and goes. */
  async vote(option) {
    await this.page.locator('.begin').click();
    await this.page.locator('.choice').nth(option).click();
    await this.button('kiosk.next').click();
  }

  /** Staff hold a finger on the corner. */
  async staff(pin) {
    const { page } = this;
    const panel = page.getByRole('dialog', { name: this.t('kiosk.staff') });
    await page.mouse.move(20, 20);
    await page.mouse.down();
    await panel.waitFor();
    await page.mouse.up();
    if (pin) {
      for (const digit of pin) await panel.getByRole('button', { name: digit, exact: true }).click();
      await panel.getByRole('button', { name: this.t('kiosk.pin.go') }).click();
    }
    return panel;
  }
}

const KEY_CODES = { Enter: 13 };

let at = 0;
/** Keys with so many ms between them, by their own clock: however slow the machine is. */
export async function strike(page, keys, gap) {
  const session = await page.context().newCDPSession(page);
  at = Math.max(at, Date.now() / 1000) + 1;
  for (const { code, key } of keys) {
    at += gap / 1000;
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const vk = KEY_CODES[key] ?? code.slice(-1).charCodeAt(0);
    await session.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', code, key, ...(text && { text }), timestamp: at, windowsVirtualKeyCode: vk });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key, timestamp: at, windowsVirtualKeyCode: vk });
  }
  await session.detach();
}

const AZERTY = ['à', '&', 'é', '"', '\'', '(', '-', 'è', '_', 'ç'];
/** What a reader types: digits by their keys, and Enter. */
export const badge = (number, azerty = false) => [
  ...[...number].map((n) => ({ code: `Digit${n}`, key: azerty ? AZERTY[Number(n)] : n })), { code: 'Enter', key: 'Enter' }];
