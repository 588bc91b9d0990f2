/* SPDX-License-Identifier: Apache-2.0 */
/* A rehearsal from its button to its end, on every screen; the real room stays as it was. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`what is tried in a rehearsal was never in the room (${lang})`, async () => {
    const room = await makeRoom(server, token, { title: 'Summer club', lang });
    await room.add({ kind: 'single', title: 'Where shall we go?', options: ['Lake', 'Hill', 'Town'] });
    await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
    const { secret } = await room.call('link.create', { role: 'host', label: '' });
    const host = await device(browser, `${server.origin}/host#${secret}`, { viewport: size, lang });
    const { page, t } = host;
    await page.waitForURL(`**/host/${room.code}`);
    await page.locator('.next').waitFor();
    if (size === PHONE) await button(page, t('host.questions')).click();
    await button(page, t('host.rehearse')).click();
    await page.locator('.rehearsing').waitFor();
    const code = new URL(page.url()).pathname.split('/').at(-1);
    assert.notEqual(code, room.code);

    const { secret: hall } = await must(server, 'link.create', { room: code, role: 'stage', label: '' }, token);
    const stage = await device(browser, `${server.origin}/stage/${code}#${hall}`, { viewport: HALL, lang });
    const phone = await device(browser, `${server.origin}/j/${code}`, { lang });
    await phone.page.locator('.rehearsal', { hasText: t('rehearsal') }).waitFor();
    await stage.page.locator('.rehearsal', { hasText: t('rehearsal') }).waitFor();
    await page.locator('.next', { hasText: t('host.next.open', { at: 1 }) }).click();
    await phone.page.locator('label', { hasText: 'Hill' }).first().click();
    await page.locator('.now .voters', { hasText: '1' }).waitFor();
    await picture('rehearsal', lang, { host, stage, phone });
    for (const [name, one] of Object.entries({ host, stage, phone })) {
      assert.deepEqual(await axe(one.page), [], name);
      assert.equal(await scrollsSideways(one.page), false, name);
    }
    // Seen by the owner among the rooms.
    const { rooms } = await must(server, 'room.list', {}, token);
    assert.deepEqual(rooms.filter(({ rehearsal }) => rehearsal).map((listed) => listed.code).includes(code), true);

    await button(page, t('host.rehearsal.end')).click();
    await button(page.getByRole('dialog'), t('host.rehearsal.end')).click();
    await page.waitForURL(`**/host/${room.code}`);
    await page.locator('.next', { hasText: t('host.next.open', { at: 1 }) }).waitFor();
    await phone.page.getByText(t('join.over.title')).first().waitFor();
    const { snapshot } = await room.call('hello', { view: 'host' });
    assert.deepEqual(snapshot.questions.map(({ state, version, round }) => [state, version, round]), [['draft', 1, 1]]);
    for (const { context } of [host, stage, phone]) await context.close();
  });
}
