/* SPDX-License-Identifier: Apache-2.0 */
/* An auditor at the real server: an owner makes the link, the dashboard gives the files and says what they hold, and
 * staff reads that they were asked for. A host's own dashboard has files, too, and makes no auditor. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { makeRoom, must, owner, device as newDevice } from '../../../tests/lib/client.mjs';
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
const files = ({ page }) => page.locator('section.files');

/** A room with an answered question and a list, and its owner's console in a browser. */
async function begin(lang) {
  const fr = lang === 'fr';
  const room = await makeRoom(server, token, { title: fr ? 'Atelier sellerie' : 'Saddlery workshop', lang });
  const question = await room.add({ kind: 'single', title: fr ? 'Quel cuir ?' : 'Which leather?', options: ['Cognac', 'Noir'] });
  await room.move(question, 'open');
  for (const option of [0, 1, 1]) await must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [option] } }, await newDevice(server));
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: fr ? 'Souhaits' : 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { lang, viewport: DESK });
  await host.page.getByText(room.settings?.title ?? (fr ? 'Atelier sellerie' : 'Saddlery workshop')).first().waitFor();
  await host.page.goto(`${server.origin}/host/${room.code}`);
  return { room, host };
}

async function saved({ page }, click) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: file.suggestedFilename(), text: (await readFile(await file.path())).toString() };
}

for (const [lang, viewport] of [['en', DESK], ['fr', PHONE]]) {
  test(`${lang}: from the owner's link to a file, and into the log`, async () => {
    const { room, host } = await begin(lang);
    const { t } = host;
    const share = host.page.locator('section:has(#links-title)');
    await share.getByLabel(t('host.link.label')).fill('Ines');
    await button(share, t('host.link.make_auditor')).click();
    await share.getByText(t('host.link.auditor_made')).waitFor();
    await share.locator('.links li', { hasText: 'Ines' }).getByText(t('host.link.auditor')).waitFor();
    assert.deepEqual(await axe(host.page), []);
    const address = await host.page.getByLabel(t('host.link.address')).inputValue();
    assert.ok(address.includes(`/dash/${room.code}#a-`));

    const auditor = await device(browser, `${server.origin}${new URL(address).pathname}${new URL(address).hash}`, { lang, viewport });
    const box = files(auditor);
    await box.getByText(t('dash.files.full')).waitFor();
    assert.equal(new URL(auditor.page.url()).hash, '');
    await box.getByLabel(t('dash.files.which')).selectOption({ label: t('dash.file.ballots') });
    await box.getByText(t('dash.files.full_ballots')).waitFor();
    const file = await saved(auditor, () => button(box, `CSV – ${t('dash.file.ballots')}`).click());
    assert.match(file.name, /\.csv$/);
    assert.equal(file.text.trim().split('\r\n').length, 1 + 3);
    await box.getByText(t('dash.files.coming')).waitFor();
    await box.getByText(t('host.log'), { exact: true }).click();
    await box.locator('.log li', { hasText: t('host.log.fetched') }).getByText(t('host.log.file.ballots')).waitFor();
    await box.scrollIntoViewIfNeeded();
    await picture('auditor', `files-${lang}`, { auditor });
    assert.deepEqual(await axe(auditor.page), []);
    assert.equal(await scrollsSideways(auditor.page), false);
    await auditor.page.emulateMedia({ media: 'print' });
    assert.equal(await box.isVisible(), false);
    await auditor.page.emulateMedia({ media: 'screen' });

    // Staff reads of it.
    const acts = host.page.locator('section[aria-labelledby="acts-title"]');
    await acts.getByText(t('host.log'), { exact: true }).click();
    await acts.locator('.acts-list li', { hasText: t('host.log.fetched') }).getByText(t('host.log.file.ballots')).waitFor();

    // Taken back, it is over at once.
    await share.locator('.links li', { hasText: 'Ines' }).getByRole('button').click();
    await button(host.page.getByRole('alertdialog').or(host.page.getByRole('dialog')), t('host.link.revoke')).click();
    await auditor.page.getByText(t('dash.forbidden')).waitFor();
    for (const one of [host, auditor]) {
      assert.deepEqual(one.faults, []);
      await one.context.close();
    }
  });
}

test('a host has files of another kind, makes no auditor, and nobody has any on a wall', async () => {
  const { room, host } = await begin('en');
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const other = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK });
  await other.page.locator('section:has(#links-title)').getByRole('button', { name: other.t('host.link.make_host') }).waitFor();
  assert.equal(await button(other.page, other.t('host.link.make_auditor')).count(), 0);
  await other.page.goto(`${server.origin}/dash/${room.code}`);
  await files(other).getByText(other.t('dash.files.host')).waitFor();
  await button(other.page, other.t('dash.wall')).click();
  await files(other).waitFor({ state: 'detached' });
  for (const one of [host, other]) {
    assert.deepEqual(one.faults, []);
    await one.context.close();
  }
});
