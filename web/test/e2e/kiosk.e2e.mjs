/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk at the real server, over https, on a machine of its own: the cable is pulled, the browser killed, the question
 * closed meanwhile. What counts is what the server has in the end, ballot by ballot. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { Relay, Wire } from '../../../tests/lib/wire.mjs';
import { KioskBrowser } from '../lib/kiosk-device.mjs';
import { picture } from '../lib/real.mjs';

/** The kiosk is another machine where that may be played; else no more than its way to the server is cut. */
const wire = new Wire();
const unable = wire.lay();
const line = unable ? new Relay() : wire;

let folder;
let server;
let kiosk;
let port;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clameur-tls-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${line.here}`, '-addext', `subjectAltName=IP:${line.here}`, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  server = await Server.start({ scheme: 'https', host: line.here, flags: ['--tls-cert', cert, '--tls-key', key] });
  kiosk = new KioskBrowser({ wrap: line.wrap });
  port = await line.plug(server.port);
});
after(async () => {
  await kiosk?.end();
  line.lift();
  await server?.end();
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
/** Many in a row, by the page's own clicks. */
const crowd = (n) => kiosk.page.evaluate(async (people) => {
  const touch = async (selector, place = 0) => {
    while (!document.querySelectorAll(selector)[place]) await new Promise((next) => { requestAnimationFrame(next); });
    document.querySelectorAll(selector)[place].click();
  };
  for (let at = 0; at < people; at++) {
    await touch('.begin');
    await touch('.choice', at % 3);
    await touch('.thanks .foot .button:last-child');
  }
}, n);
/** So many are on the disk. */
const waiting = (n) => kiosk.page.evaluate(async ({ code, wanted }) => {
  const db = await new Promise((resolve) => { indexedDB.open(`clameur.kiosk.${code}`).onsuccess = ({ target }) => resolve(target.result); });
  const count = () => new Promise((resolve) => { db.transaction('acts').objectStore('acts').count().onsuccess = ({ target }) => resolve(target.result); });
  while (await count() !== wanted) await new Promise((next) => { setTimeout(next, 100); });
  db.close();
}, { code: kiosk.code, wanted: n });

/** A room with an open question, and its kiosk, which came by its link. */
async function begin(def = {}) {
  const room = await makeRoom(server, await owner(server), { title: 'The Brick Shop', lang: 'en' });
  const question = await room.add({ ...DEF, ...def });
  await room.move(question, 'open');
  const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: 'Hall B' });
  kiosk.code = room.code;
  kiosk.address = `https://${line.here}:${port}/kiosk/${room.code}`;
  await kiosk.start(`${kiosk.address}#${secret}`);
  const found = await device(room, Boolean);
  await room.call('device.set', { device: found.id, set: { ...SET, show: { question } } });
  const { page } = kiosk;
  await page.getByText(kiosk.t('kiosk.setup.offline.ready')).waitFor();
  await page.getByText(kiosk.t('kiosk.setup.pin'), { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), '');
  await picture('kiosk', 'setup', { kiosk });
  await kiosk.button('kiosk.setup.start').click();
  return { room, question, id: found.id };
}

test('a hundred votes without a network, a killed browser, a close: each is counted once, or said', async (t) => {
  if (unable) t.diagnostic(`${unable}; over a relay on this machine instead`);
  const { room, question, id } = await begin({ grace: 60 });
  await votes(3);
  await device(room, (one) => one.votes === 3 && one.waiting === 0);
  await kiosk.isKnownOnDisk();

  await line.down();
  await crowd(60);
  await kiosk.page.getByText(kiosk.t('kiosk.away.n_other', { n: '60' })).waitFor();
  await kiosk.kill();
  // Without a network, by what it has: the page, the question, the votes.
  await kiosk.start(kiosk.address);
  await crowd(40);
  await waiting(100);
  const panel = await kiosk.staff('2580');
  await panel.getByText('100', { exact: true }).waitFor();
  await picture('kiosk', 'staff-offline', { kiosk });
  await panel.getByRole('button', { name: kiosk.t('kiosk.staff.back') }).click();
  assert.deepEqual((await tallyOf(room, question)).voters, 3);

  await line.up();
  await waiting(0);
  const counted = await device(room, (one) => one.waiting === 0 && one.votes === 103);
  assert.equal(counted.refused, 0);
  assert.equal(counted.people, 103);
  assert.deepEqual(await tallyOf(room, question), { voters: 103, counts: [35, 34, 34] });

  await line.down();
  await crowd(12);
  await room.move(question, 'close');
  await crowd(9);
  await waiting(21);
  await line.up();
  await waiting(0);
  const closed = await device(room, (one) => one.refused === 9);
  assert.equal(closed.waiting, 0);
  assert.deepEqual(await tallyOf(room, question), { voters: 115, counts: [39, 38, 38] });
  await kiosk.page.locator('.call.later').waitFor();
  const said = await kiosk.staff('2580');
  await said.getByText(kiosk.t('kiosk.staff.refused', { why: kiosk.t('kiosk.why.closed') })).waitFor();
  await picture('kiosk', 'staff-refused', { kiosk });
  await said.getByRole('button', { name: kiosk.t('kiosk.staff.back') }).click();

  await room.call('device.revoke', { device: id });
  await kiosk.page.getByText(kiosk.t('kiosk.closed.revoked')).waitFor();
  await kiosk.page.waitForFunction(async () => (await indexedDB.databases()).length === 0 && (await caches.keys()).length === 0);
  assert.deepEqual(kiosk.faults, []);
  await kiosk.context.close();
});

test('a kiosk that lost its cookie keeps what waits, until it is one again', async () => {
  const { room, question } = await begin();
  await votes(2);
  await device(room, (one) => one.votes === 2 && one.waiting === 0);
  await line.down();
  // What it sends before it knows may still arrive when the line is back, as from a kiosk.
  await kiosk.page.getByText(kiosk.t('kiosk.away'), { exact: true }).waitFor();
  await crowd(5);
  await waiting(5);
  await kiosk.context.clearCookies();
  await line.up();
  await kiosk.page.getByText(kiosk.t('kiosk.closed.stranger'), { exact: true }).waitFor();
  await kiosk.page.getByText(kiosk.t('kiosk.closed.waits_other', { n: 5 }), { exact: true }).waitFor();
  await waiting(5);
  assert.equal((await tallyOf(room, question)).voters, 2);

  const { secret } = await room.call('link.create', { role: 'kiosk', label: 'Door again', place: 'Hall B' });
  await kiosk.page.goto('about:blank');
  await kiosk.page.goto(`${kiosk.address}#${secret}`);
  await waiting(0);
  assert.deepEqual(await tallyOf(room, question), { voters: 7, counts: [3, 3, 1] });
  const { devices } = await room.call('device.list');
  assert.deepEqual(Object.fromEntries(devices.map(({ name, votes: n }) => [name, n])), { Door: 2, 'Door again': 5 });
  assert.deepEqual(kiosk.faults, []);
});
