/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk at the real server, from another machine and over https: the cable is pulled, the browser killed, the question
 * closed meanwhile. What counts is what the server has in the end, ballot by ballot. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { KioskBrowser } from '../lib/kiosk-device.mjs';
import { picture } from '../lib/real.mjs';

/* A network of two, by the number of this process: others may try the same at the same time. */
const NET = `10.${64 + (process.pid >> 8) % 64}.${process.pid % 256}`;
const HERE = `${NET}.1`;
const SPACE = `clmk${process.pid}`;
const LINK = `ck${process.pid % 100000}`;
const ip = (...args) => execFileSync('ip', args, { stdio: 'pipe' });
const there = (...args) => ip('netns', 'exec', SPACE, 'ip', ...args);

/** Why this machine cannot play two, or null. The cable goes with the namespace at its other end. */
function lay() {
  try {
    ip('netns', 'add', SPACE);
    ip('link', 'add', `${LINK}a`, 'type', 'veth', 'peer', 'name', `${LINK}b`, 'netns', SPACE);
    ip('addr', 'add', `${HERE}/30`, 'dev', `${LINK}a`);
    ip('link', 'set', `${LINK}a`, 'up');
    for (const args of [['addr', 'add', `${NET}.2/30`, 'dev', `${LINK}b`], ['link', 'set', `${LINK}b`, 'up'], ['link', 'set', 'lo', 'up']]) there(...args);
    return null;
  } catch (error) {
    return `network namespaces are not permitted here: ${String(error.stderr ?? error).trim()}`;
  }
}
const unable = lay();
const cable = (state) => there('link', 'set', `${LINK}b`, state);

let folder;
let server;
let kiosk;
before(async () => {
  if (unable) return;
  folder = mkdtempSync(join(tmpdir(), 'clameur-tls-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${HERE}`, '-addext', `subjectAltName=IP:${HERE}`, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  server = await Server.start({ scheme: 'https', host: HERE, flags: ['--tls-cert', cert, '--tls-key', key] });
  kiosk = new KioskBrowser({ wrap: ['ip', 'netns', 'exec', SPACE] });
});
after(async () => {
  await kiosk?.end();
  await server?.end();
  try { ip('netns', 'del', SPACE); } catch { /* It was never made. */ }
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const DEF = { kind: 'single', title: 'Sea or mountains, or neither?', options: ['Sea', 'Mountains', 'Neither'] };
const SET = { cooldown: 0, pin: '2580', reload: '' };

/** What the server has of a question in the end. */
const tallyOf = async (room, question) => {
  const { tallies } = await room.call('hello', { view: 'host' });
  const { voters, counts } = tallies.find((one) => one.question === question);
  return { voters, counts };
};
/** What the fleet's page would say of the one kiosk, once it says so. */
async function device(room, is = () => true) {
  for (;;) {
    const { devices: [found] } = await room.call('device.list');
    if (is(found)) return found;
    await kiosk.page.waitForTimeout(250);
  }
}
const votes = async (n) => { for (let at = 0; at < n; at++) await kiosk.vote(at % 3); };
const waiting = (n) => kiosk.page.waitForFunction(async ({ code, n: wanted }) => {
  const db = await new Promise((resolve) => { indexedDB.open(`clameur.kiosk.${code}`).onsuccess = ({ target }) => resolve(target.result); });
  const count = await new Promise((resolve) => { db.transaction('acts').objectStore('acts').count().onsuccess = ({ target }) => resolve(target.result); });
  db.close();
  return count === wanted;
}, { code: kiosk.code, n });

/** A room with an open question, and its kiosk, which came by its link. */
async function begin(def = {}) {
  const room = await makeRoom(server, await owner(server), { title: 'The Brick Shop', lang: 'en' });
  const question = await room.add({ ...DEF, ...def });
  await room.move(question, 'open');
  const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: 'Hall B' });
  kiosk.code = room.code;
  kiosk.address = `${server.origin}/kiosk/${room.code}`;
  await kiosk.start(`${kiosk.address}#${secret}`);
  const found = await device(room);
  await room.call('device.set', { device: found.id, set: { ...SET, show: { question } } });
  const { page } = kiosk;
  await page.getByText(kiosk.t('kiosk.setup.offline.ready')).waitFor();
  await page.getByText(kiosk.t('kiosk.setup.pin'), { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), '');
  await picture('kiosk', 'setup', { kiosk });
  await kiosk.button('kiosk.setup.start').click();
  return { room, question, id: found.id };
}

test('a hundred votes without a network, a killed browser, a close: each is counted once, or said', { skip: unable ?? false }, async () => {
  const { room, question, id } = await begin();
  await votes(3);
  await device(room, (one) => one.votes === 3 && one.waiting === 0);

  cable('down');
  await votes(60);
  await kiosk.page.getByText(kiosk.t('kiosk.away.n_other', { n: '60' })).waitFor();
  await kiosk.kill();
  // Without a network, by what it has: the page, the question, the votes.
  await kiosk.start(kiosk.address);
  await votes(40);
  await waiting(100);
  const panel = await kiosk.staff('2580');
  await panel.getByText('100', { exact: true }).waitFor();
  await picture('kiosk', 'staff-offline', { kiosk });
  await panel.getByRole('button', { name: kiosk.t('kiosk.staff.back') }).click();
  assert.deepEqual((await tallyOf(room, question)).voters, 3);

  cable('up');
  await waiting(0);
  const counted = await device(room, (one) => one.waiting === 0 && one.votes === 103);
  assert.equal(counted.refused, 0);
  assert.equal(counted.people, 103);
  assert.deepEqual(await tallyOf(room, question), { voters: 103, counts: [36, 34, 33] });

  cable('down');
  await votes(12);
  await room.move(question, 'close');
  await votes(9);
  await waiting(21);
  cable('up');
  await waiting(0);
  const closed = await device(room, (one) => one.refused === 9);
  assert.equal(closed.waiting, 0);
  assert.deepEqual(await tallyOf(room, question), { voters: 115, counts: [40, 38, 37] });
  await kiosk.page.locator('.call.later').waitFor();
  const said = await kiosk.staff('2580');
  await said.getByText(kiosk.t('kiosk.staff.refused', { why: kiosk.t('kiosk.why.closed') })).waitFor();
  await picture('kiosk', 'staff-refused', { kiosk });
  await said.getByRole('button', { name: kiosk.t('kiosk.staff.back') }).click();

  await room.call('device.revoke', { device: id });
  await kiosk.page.getByText(kiosk.t('kiosk.closed.revoked')).waitFor();
  await kiosk.page.waitForFunction(async () => (await indexedDB.databases()).length === 0 && (await caches.keys()).length === 0);
  assert.deepEqual(kiosk.faults, []);
});
