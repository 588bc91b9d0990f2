/* SPDX-License-Identifier: Apache-2.0 */
/* From another machine, as phones in the hall: another network namespace, by the address that the QR
 * code carries, over http (no secure context: less of the browser) and over https. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, HALL, picture } from '../lib/real.mjs';

const HERE = '10.77.0.1';
const THERE = '10.77.0.2';
const SPACE = `clameur${process.pid}`;
const LINK = `clm${process.pid % 100000}`;
const ip = (...args) => execFileSync('ip', args, { stdio: 'pipe' });
const inside = (...args) => ip('netns', 'exec', SPACE, 'ip', ...args);

/** Why this machine cannot play two, or null. Addresses are seen in the new namespaces alone. */
function lay() {
  try {
    for (const space of [SPACE, `${SPACE}b`]) ip('netns', 'add', space);
    ip('link', 'add', `${LINK}a`, 'netns', SPACE, 'type', 'veth', 'peer', 'name', `${LINK}b`, 'netns', `${SPACE}b`);
    inside('addr', 'add', `${HERE}/24`, 'dev', `${LINK}a`);
    inside('link', 'set', 'lo', 'up');
    inside('link', 'set', `${LINK}a`, 'up');
    for (const args of [['addr', 'add', `${THERE}/24`, 'dev', `${LINK}b`], ['link', 'set', `${LINK}b`, 'up'], ['link', 'set', 'lo', 'up']]) {
      ip('netns', 'exec', `${SPACE}b`, 'ip', ...args);
    }
    return null;
  } catch (error) {
    return `network namespaces are not permitted here: ${String(error.stderr ?? error).trim()}`;
  }
}

function lift() {
  for (const space of [SPACE, `${SPACE}b`]) {
    try { ip('netns', 'del', space); } catch { /* It was never made. */ }
  }
}

const unable = lay();
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'clameur-tls-'));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${HERE}`,
    '-addext', `subjectAltName=IP:${HERE}`, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'pipe' });
});
after(() => { lift(); rmSync(folder, { recursive: true, force: true }); });

for (const scheme of ['http', 'https']) {
  test(`a phone elsewhere joins, votes and sees the tally over ${scheme}`, { skip: unable ?? false }, async () => {
    const flags = scheme === 'https' ? ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')] : [];
    const server = await Server.start({ scheme, host: HERE, wrap: ['ip', 'netns', 'exec', SPACE], flags: [...flags, '--demo', '--lang', 'en'] });
    let browser;
    try {
      await server.said(/Its host/);
      const stageLink = /Its stage +(\S+)/.exec(server.log)[1];
      assert.ok(stageLink.startsWith(`${scheme}://${HERE}:${server.port}/stage/`), stageLink);
      // Chromium itself is started over there.
      browser = await launch({ args: ['--ignore-certificate-errors'], wrap: ['ip', 'netns', 'exec', `${SPACE}b`] });
      const stage = await device(browser, stageLink, { viewport: HALL });
      await stage.page.locator('.question').waitFor();
      const state = await stage.page.evaluate(() => JSON.parse(document.querySelector('#state').textContent));
      assert.ok(state.join_url.startsWith(`${scheme}://${HERE}:${server.port}/j/`), state.join_url);
      assert.equal(state.secure, scheme === 'https');
      const phone = await device(browser, state.join_url);
      assert.equal(await phone.page.evaluate(() => window.isSecureContext), scheme === 'https');
      await phone.page.locator('.option').nth(1).click();
      await phone.page.locator('.status', { hasText: phone.t('join.counted') }).waitFor();
      await phone.page.locator('.percent', { hasText: '100' }).waitFor();
      await stage.page.locator('.rows .percent', { hasText: '100' }).waitFor();
      await picture('elsewhere', scheme, { phone, stage });
      const cookies = await phone.context.cookies();
      assert.ok(cookies.some(({ name }) => name === (scheme === 'https' ? '__Host-clameur' : 'clameur')));
      assert.deepEqual([...phone.faults, ...stage.faults], []);
    } finally {
      await browser?.close();
      await server.end();
    }
  });
}
