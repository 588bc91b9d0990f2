/* SPDX-License-Identifier: Apache-2.0 */
/* White label, at the real server: a host picks a look, phone and stage follow at once, a browser without JavaScript and
 * the next visit too; a colour that cannot be read is named, with a better one a tap away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { must, owner, makeRoom } from '../../../tests/lib/client.mjs';
import { root, Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, HALL, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';
import { locale } from '../../tools/locale.mjs';

const themes = Object.fromEntries(JSON.parse(await readFile(join(root, 'web/assets/themes.json'), 'utf8')).map((one) => [one.name, one]));
const DEF = { kind: 'single', title: 'Where shall we go?', options: ['To the lake', 'Up the hill', 'Into town'], results: 'always' };

let server;
let browser;
let bearer;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  bearer = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const rgb = (hex) => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
const wears = (page, selector, property, colour) => page.waitForFunction(
  ([of, name, wanted]) => getComputedStyle(document.querySelector(of))[name] === wanted, [selector, property, rgb(colour)]);
const link = async (room, role) => (await must(server, 'link.create', { room: room.code, role, label: '' }, bearer)).secret;

for (const lang of ['en', 'fr']) {
  test(`a look is picked, and every page wears it (${lang})`, async () => {
    const words = { ...await locale(join(root, 'web/src/locales'), lang, ['host.more', 'host'], false) };
    const room = await makeRoom(server, bearer, { title: 'Brick Days 2026', lang });
    const asked = await room.add(DEF);
    await room.move(asked, 'open');
    const host = await device(browser, `${server.origin}/host#${await link(room, 'host')}`, { viewport: { width: 1280, height: 800 }, lang });
    const phone = await device(browser, `${server.origin}/j/${room.code}`, { lang });
    const dark = await device(browser, `${server.origin}/j/${room.code}`, { lang, dark: true });
    const stage = await device(browser, `${server.origin}/stage/${room.code}#${await link(room, 'stage')}`, { viewport: HALL, lang });
    await Promise.all([phone, dark].map(({ page }) => page.locator('.dot.live').waitFor()));
    await stage.page.locator('.question').waitFor();

    await host.page.locator('.look-tile', { hasText: words['host.look.ocean'] }).waitFor();
    await host.page.locator('.look-tile', { hasText: words['host.look.ocean'] }).locator('input').check();
    await wears(host.page, '.look-preview', 'backgroundColor', themes.ocean.light.page);
    await host.page.locator('.look').getByRole('button', { name: words['host.form.save'], exact: true }).click();
    await wears(phone.page, 'body', 'backgroundColor', themes.ocean.light.page);
    await wears(dark.page, 'body', 'backgroundColor', themes.ocean.dark.page);
    await wears(stage.page, '.stage', 'color', themes.ocean.dark.text);
    await wears(host.page, '.screen', 'color', themes.ocean.dark.text);
    await picture('look', `ocean-${lang}`, { phone, dark, stage });
    await host.page.locator('.look').scrollIntoViewIfNeeded();
    await picture('look', `editor-${lang}`, { host });

    // The next visit is sent it, and so is a browser without JavaScript.
    const plain = await device(browser, `${server.origin}/j/${room.code}`, { lang, javaScriptEnabled: false });
    assert.ok((await plain.page.content()).includes(`--page:${themes.ocean.light.page}`));
    await picture('look', `plain-${lang}`, { plain });
    const again = await device(browser, `${server.origin}/j/${room.code}`, { lang });
    await wears(again.page, 'body', 'backgroundColor', themes.ocean.light.page);
    assert.deepEqual(await axe(again.page), []);

    // A colour that cannot be read: named, not to be saved, and mended by one tap.
    await host.page.locator('.look summary').click();
    const accent = host.page.locator('.look-colours label', { hasText: words['host.look.accent'] }).locator('input');
    await accent.fill('#ffe000');
    await host.page.locator('.look-fault').waitFor();
    const save = host.page.locator('.look').getByRole('button', { name: words['host.form.save'], exact: true });
    assert.equal(await save.isDisabled(), true);
    await picture('look', `fault-${lang}`, { host });
    await host.page.locator('.look-fault button').click();
    await host.page.locator('.look-fault').waitFor({ state: 'detached' });
    const mended = await accent.inputValue();
    await save.click();
    await wears(phone.page, '.mark', 'backgroundColor', mended);
    assert.deepEqual(await axe(host.page), []);

    // And none again.
    await host.page.locator('.look-tile', { hasText: 'Clameur' }).locator('input').check();
    await save.click();
    await wears(phone.page, 'body', 'backgroundColor', '#f3f2f8');
    for (const one of [host, phone, dark, stage, plain, again]) {
      assert.deepEqual(one.faults, []);
      await one.context.close();
    }
  });
}
