/* SPDX-License-Identifier: Apache-2.0 */
/* A room by invitation: the host makes a list of them, one phone comes by one, another cannot, and it is revoked. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, PHONE, picture } from '../lib/real.mjs';
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

async function openShare({ page, t }) {
  const tab = page.locator('.tabs').getByRole('button', { name: t('host.tab.share') });
  if (await tab.isVisible()) await tab.click();
}

for (const [lang, viewport] of [['en', DESK], ['fr', PHONE]]) {
  test(`made, taken along, used, refused and revoked, in ${lang}`, async () => {
    const room = await makeRoom(server, token, { title: 'Council', lang });
    const host = await Socket.hello(server, room.code, token, { view: 'host' });
    await host.send('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always' } });
    await host.send('question.move', { question: 'tea', version: 1, move: 'open' });
    const { secret } = await host.send('link.create', { role: 'host', label: '' });
    const desk = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang, dark: lang === 'fr' });
    const { page, t } = desk;
    await page.locator('.console').waitFor();
    await openShare(desk);
    const access = page.locator('section[aria-labelledby="access-title"]');
    await access.getByText(t('host.access.invited')).click();
    await button(access, t('host.form.save')).click();
    await host.event('room.changed', ({ room: now }) => now.access === 'invited');

    const card = page.locator('section[aria-labelledby="invites-title"]');
    await button(card, t('host.invites.by_name')).click();
    await card.locator('textarea').fill('Anna\n\n  =Ben "B" \nChloé\n');
    await button(card, t('host.invites.make')).click();
    await card.getByText(t('host.invites.sums', { used: '0', held: '3' })).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), button(card, t('host.invites.take')).click()]);
    const sheet = await readFile(await file.path(), 'utf8');
    const sign = lang === 'fr' ? ';' : ',';
    const links = [...sheet.matchAll(/http[^"]+/g)].map(([link]) => link);
    assert.equal(links.length, 3);
    assert.ok(sheet.startsWith('\uFEFF"') && sheet.includes(`2${sign}"'=Ben ""B"""${sign}"http`));
    await card.scrollIntoViewIfNeeded();
    await picture('invites', `host-${lang}`, { desk });
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);

    // The sheet is on paper alone, and gone after that.
    await page.evaluate(() => { window.print = () => { window.slips = [...document.querySelectorAll('.invite-slip')].map((slip) => slip.textContent); }; });
    await button(card, t('host.invites.print')).click();
    await page.waitForFunction(() => window.slips?.length === 3 && !document.querySelector('.invite-sheet'));
    assert.ok((await page.evaluate(() => window.slips[2])).includes('Chloé'));

    const uninvited = await device(browser, `${server.origin}/j/${room.code}`, { viewport: PHONE, lang });
    await uninvited.page.getByText(t('join.invited.hint')).waitFor();
    await picture('invites', `door-${lang}`, { uninvited });
    assert.deepEqual(await axe(uninvited.page), []);
    const anna = await device(browser, links[0], { viewport: PHONE, lang });
    await anna.page.getByRole('heading', { name: 'Tea?' }).waitFor();
    assert.equal(new URL(anna.page.url()).hash, '');
    await anna.page.getByText('Yes', { exact: true }).click();
    await host.event('tally', ({ voters }) => voters === 1);
    await anna.page.reload();
    await anna.page.getByRole('heading', { name: 'Tea?' }).waitFor();

    // The same link elsewhere; then another one, pasted.
    await uninvited.page.getByLabel(t('join.invited.label')).fill(links[0]);
    await button(uninvited.page, t('join.pass.go')).click();
    await uninvited.page.getByText(t('join.invited.spent')).first().waitFor();
    await uninvited.page.getByLabel(t('join.invited.label')).fill(links[1]);
    await button(uninvited.page, t('join.pass.go')).click();
    await uninvited.page.getByRole('heading', { name: 'Tea?' }).waitFor();

    await card.getByText(t('host.invites.sums', { used: '2', held: '3' })).waitFor();
    await card.locator('.invites li').first().getByRole('button').click();
    await button(page.getByRole('dialog'), t('host.link.revoke')).click();
    await anna.page.getByText(t('join.invited.title')).waitFor();
    await card.getByText(t('host.invites.sums', { used: '1', held: '2' })).waitFor();
    await card.scrollIntoViewIfNeeded();
    await picture('invites', `revoked-${lang}`, { desk });
    const { counts } = await host.event('tally', ({ voters }) => voters === 1);
    assert.deepEqual(counts, [1, 0]);
    await host.end();
    for (const { context } of [desk, uninvited, anna]) await context.close();
  });
}
