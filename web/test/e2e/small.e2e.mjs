/* SPDX-License-Identifier: Apache-2.0 */
/* Groups however small, at the real server: a host switches it on where everyone is invited, every page on which people
 * answer says so before they do, and takes it back as soon as it is off. In two languages, also at a kiosk. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const SCREEN = { width: 1080, height: 1920 };

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

/** An invited room, its question, two invitations, and two people who are already told apart. */
async function begin(lang) {
  const fr = lang === 'fr';
  const room = await makeRoom(server, token, { title: fr ? 'Atelier sellerie' : 'Saddlery workshop', lang });
  await room.call('room.update', { rev: 1, access: 'invited' });
  const who = await room.add({ kind: 'segment', title: fr ? 'Vous êtes…' : 'You are…', options: fr ? ['À la couture', 'À la coupe'] : ['Sewing', 'Cutting'] });
  const which = await room.add({ kind: 'single', title: fr ? 'Quel cuir ?' : 'Which leather?', options: ['Cognac', 'Noir'], results: 'always' });
  const { invites } = await room.call('invite.add', { id: 'guests', labels: ['Anna', 'Ben', 'Cleo', 'Dan'] });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: fr ? 'Souhaits' : 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const link = async (role, label = '') => (await room.call('link.create', { role, label })).secret;
  const host = await device(browser, `${server.origin}/host#${await link('host')}`, { lang, viewport: DESK });
  return { room, who, which, host, link, secrets: invites.map(({ secret }) => secret) };
}

const notice = ({ page }) => page.locator('aside.small-groups');

for (const lang of ['en', 'fr']) {
  test(`${lang}: said to everyone before they answer`, async () => {
    const { room, who, which, host, link, secrets: [anna, ben, cleo, dan] } = await begin(lang);
    const { t } = host;
    const phone = await device(browser, `${server.origin}/j/${room.code}#${anna}`, { lang, viewport: PHONE });
    await phone.page.getByText(t('join.wait.title')).waitFor();
    assert.equal(await notice(phone).isVisible(), false);

    const invites = host.page.locator('section[aria-labelledby="invites-title"]');
    await invites.getByText(t('host.small.off')).waitFor();
    await button(invites, t('host.small.start')).click();
    const ask = host.page.getByRole('alertdialog').or(host.page.getByRole('dialog'));
    await ask.getByText(t('host.small.ask_text')).waitFor();
    await picture('small', `ask-${lang}`, { host });
    await button(ask, t('host.small.start')).click();
    await button(invites, t('host.small.stop')).waitFor();
    assert.deepEqual(await axe(host.page), []);

    // Who is here is told, and so is who comes, on each page.
    await notice(phone).waitFor();
    for (const question of [who, which]) await room.move(question, 'open');
    await phone.page.locator('.question h1').first().waitFor();
    const board = await device(browser, `${server.origin}/j/${room.code}#${ben}`, { lang, viewport: PHONE, dark: true });
    await notice(board).waitFor();
    await board.page.goto(`${server.origin}/b/${room.code}/wishes`);
    await notice(board).waitFor();
    const kiosk = await device(browser, `${server.origin}/kiosk/${room.code}#${await link('kiosk', 'Door')}`, { lang, viewport: SCREEN });
    await notice(kiosk).waitFor();
    await picture('small', `told-${lang}`, { phone, board, kiosk });
    for (const one of [phone, board, kiosk]) {
      assert.deepEqual(await axe(one.page), []);
      assert.equal(await scrollsSideways(one.page), false);
      assert.ok((await notice(one).boundingBox()).y >= 0);
    }
    // A kiosk's screen ends where it did: nothing of it is pushed out below.
    assert.equal(await kiosk.page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true);

    // And what is told says so, too.
    const bearers = await Promise.all([cleo, dan].map(async (secret) => {
      const bearer = await newDevice(server);
      await must(server, 'link.exchange', { secret }, bearer);
      return bearer;
    }));
    for (const [i, bearer] of bearers.entries()) {
      for (const question of [who, which]) await must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [i] } }, bearer);
    }
    await room.move(which, 'close');
    const desk = await device(browser, `${server.origin}/dash/${room.code}#${await link('host')}`, { lang, viewport: HALL });
    await desk.page.getByText(t('split.small')).waitFor();
    await desk.page.locator('.groups h3', { hasText: '1' }).first().waitFor();
    await picture('small', `dash-${lang}`, { desk });

    await button(invites, t('host.small.stop')).click();
    await invites.getByText(t('host.small.off')).waitFor();
    for (const one of [phone, board, kiosk]) await notice(one).waitFor({ state: 'hidden' });
    const acts = host.page.locator('section[aria-labelledby="acts-title"]');
    await acts.getByText(t('host.log'), { exact: true }).click();
    await acts.locator('.acts-list li', { hasText: `${t('host.log.groups.off')} → ${t('host.log.groups.on')}` }).waitFor();
    for (const one of [host, phone, board, kiosk, desk]) {
      assert.deepEqual(one.faults.filter((fault) => !fault.includes('401')), []); // The door, before the invitation.
      await one.context.close();
    }
  });
}
