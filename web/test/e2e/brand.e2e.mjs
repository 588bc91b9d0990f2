/* SPDX-License-Identifier: Apache-2.0 */
/* White label: every page takes the room's look, colours, font and logo, light and dark, ours or somebody's worst; what has the
 * focus is seen on all of them. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { png } from '../../../tests/lib/pictures.mjs';
import { http, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { root, Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';

const shipped = Object.fromEntries(JSON.parse(await readFile(join(root, 'web/assets/themes.json'), 'utf8')).map(({ name, ...theme }) => [name, theme]));
/** What passes the server's check and no taste: one colour for all, and a page that shouts. */
const LOUD = {
  font: 'code',
  light: { page: '#ffff00', text: '#000000', accent: '#c00000', options: ['#00007f', '#7f0000', '#004400', '#440044', '#303000', '#003838'] },
  dark: { page: '#0000ff', text: '#ffffff', accent: '#ffff00', options: ['#ffff00', '#ffff00', '#ffff00', '#ffff00', '#ffff00', '#ffff00'] },
};
const LOOKS = { ocean: shipped.ocean, berry: shipped.berry, contrast: shipped.contrast, loud: LOUD };
const DESK = { width: 1280, height: 800 };

/** "BRICK" as blocks on nothing. */
const GLYPHS = ['110 110 1 011 101', '101 101 1 100 110', '110 110 1 100 100', '101 101 1 100 110', '110 101 1 011 101'].map((row) => row.replaceAll(' ', '0'));
const logo = (ink) => png(340, 100, (x, y) => [...ink, GLYPHS[Math.floor(y / 20)]?.[Math.floor(x / 20)] === '1' ? 255 : 0]);

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
  ([of, name, wanted]) => { const one = document.querySelector(of); return one && getComputedStyle(one)[name] === wanted; }, [selector, property, rgb(colour)]);

/** A room of that look, with a logo for light and dark, a question that is open and a board. */
async function scene(look, lang, sides = ['light', 'dark']) {
  const room = await makeRoom(server, bearer, { title: lang === 'fr' ? 'Journées de la brique 2026' : 'Brick Days 2026', lang });
  const sent = { alt: 'Brick Days' };
  for (const side of sides) {
    const { path } = await room.call('image.ticket', { id: side });
    const { ok } = JSON.parse((await http(server, path, { method: 'POST', body: logo(side === 'light' ? [20, 20, 60] : [255, 255, 255]) })).text);
    sent[side] = { id: ok.image, width: ok.width, height: ok.height };
  }
  await room.call('room.update', { rev: 1, settings: { title: lang === 'fr' ? 'Journées de la brique 2026' : 'Brick Days 2026', lang, theme: { ...look, logo: sent } } });
  const asked = await room.add({ kind: 'single', title: lang === 'fr' ? 'Où allons-nous ?' : 'Where shall we go?', options: ['Lac', 'Colline', 'Ville', 'Mer'], results: 'always' });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: lang === 'fr' ? 'Souhaits' : 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  await room.call('idea.post', { board: 'wishes', id: 'tent', title: lang === 'fr' ? 'Une tente plus grande' : 'A larger tent' });
  await room.move(asked, 'open');
  const link = async (role) => (await must(server, 'link.create', { room: room.code, role, label: '' }, bearer)).secret;
  return { room, logo: sent, link };
}

/** What has the focus has a ring that is wide and not the colour of what it is on. */
async function ringed(page) {
  await page.keyboard.press('Tab');
  const ring = await page.evaluate(() => {
    const at = document.activeElement;
    const drawn = at.matches('input') && at.nextElementSibling ? at.nextElementSibling : at;
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(drawn);
    return { name: at.outerHTML.slice(0, 80), outlineStyle, width: parseFloat(outlineWidth), outlineColor, boxShadow, page: getComputedStyle(document.body).backgroundColor };
  });
  assert.ok((ring.outlineStyle !== 'none' && ring.width >= 2 && ring.outlineColor !== ring.page) || ring.boxShadow !== 'none', JSON.stringify(ring));
}

const drawn = (page, selector, id, pseudo = null) => page.waitForFunction(([of, image, part]) => {
  const one = document.querySelector(of);
  return one && getComputedStyle(one, part).backgroundImage.includes(image) && one.getBoundingClientRect().width > one.getBoundingClientRect().height;
}, [selector, id, pseudo]);

const fitting = async (page, what) => {
  assert.deepEqual(await axe(page), [], what);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${what} scrolls sideways`);
};

for (const [name, look] of Object.entries(LOOKS)) {
  const lang = name === 'berry' || name === 'loud' ? 'fr' : 'en';
  test(`every page wears ${name} (${lang})`, async () => {
    const { room, logo: sent, link } = await scene(look, lang);
    const here = server.origin;
    const devices = {
      join: await device(browser, `${here}/j/${room.code}`, { lang }),
      night: await device(browser, `${here}/j/${room.code}`, { lang, dark: true }),
      plain: await device(browser, `${here}/j/${room.code}`, { lang, javaScriptEnabled: false }),
      board: await device(browser, `${here}/b/${room.code}`, { lang }),
      me: await device(browser, `${here}/m/${room.code}`, { lang }),
      stage: await device(browser, `${here}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, lang }),
      overlay: await device(browser, `${here}/stage/${room.code}?overlay#${await link('stage')}`, { viewport: HALL, lang }),
      host: await device(browser, `${here}/host#${await link('host')}`, { viewport: DESK, lang }),
      remote: await device(browser, `${here}/host#${await link('host')}`, { viewport: PHONE, lang, dark: true }),
      poster: await device(browser, `${here}/poster/${room.code}`, { viewport: DESK, lang }),
    };
    await devices.host.page.locator('.look').waitFor();
    const report = await device(browser, `${here}/j/${room.code}`, { viewport: DESK, lang });
    await report.context.addCookies([{ name: 'clameur', value: bearer, url: here }]);
    await report.page.goto(`${here}/r/${room.code}`);
    devices.report = report;

    for (const phone of ['join', 'board', 'me']) {
      const { page } = devices[phone];
      await page.locator('.dot.live').waitFor();
      await wears(page, 'body', 'backgroundColor', look.light.page);
      await drawn(page, '.mark', sent.light.id);
      assert.equal(await page.locator('.mark').getAttribute('aria-label'), 'Brick Days');
      await fitting(page, phone);
      await ringed(page);
    }
    await wears(devices.night.page, 'body', 'backgroundColor', look.dark.page);
    await drawn(devices.night.page, '.mark', sent.dark.id);
    await fitting(devices.night.page, 'night');
    assert.match(await devices.plain.page.content(), /role="img" aria-label="Brick Days"/);
    await wears(devices.stage.page, '.stage', 'color', look.dark.text);
    await drawn(devices.stage.page, '.mark', sent.dark.id);
    await fitting(devices.stage.page, 'stage');
    await drawn(devices.overlay.page, '.mark', sent.dark.id, '::before');
    const apart = await devices.overlay.page.evaluate(() => {
      const box = (of) => document.querySelector(of).getBoundingClientRect();
      const [mark, frame] = [box('.mark'), box('.frame')];
      return mark.bottom < frame.top && mark.top > 0 && mark.right < innerWidth;
    });
    assert.ok(apart, 'the logo of an overlay is in the corner of the picture');
    for (const [which, palette] of [['host', look.light], ['remote', look.dark]]) {
      const { page } = devices[which];
      await wears(page, 'body', 'backgroundColor', palette.page);
      await drawn(page, '.console-head .mark', sent[which === 'host' ? 'light' : 'dark'].id);
      await fitting(page, which);
      await ringed(page);
    }
    await drawn(devices.poster.page, '.sheet .mark', sent.light.id);
    await wears(devices.poster.page, '.sheet', 'backgroundColor', '#ffffff');
    await fitting(devices.poster.page, 'poster');
    await drawn(report.page, '.logo', sent.light.id);
    await wears(report.page, 'body', 'backgroundColor', '#ffffff');
    await fitting(report.page, 'report');
    // Nothing covers the code that is scanned.
    const qr = await devices.stage.page.evaluate(() => {
      const { left, top, width, height } = document.querySelector('.qr').getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.qr') !== null;
    });
    assert.ok(qr);
    await picture('brand', name, devices);
    const sheet = join(root, 'build/screens/brand', `poster-${name}.pdf`);
    await mkdir(join(root, 'build/screens/brand'), { recursive: true });
    await writeFile(sheet, await devices.poster.page.pdf({ preferCSSPageSize: true }));
    for (const [which, { faults, context }] of Object.entries(devices)) {
      assert.deepEqual(faults, [], which);
      await context.close();
    }
  });
}

test('a host sends a logo, with our own colours; it is drawn at once, on a plate in the dark, and taken away', async () => {
  const lang = 'fr';
  const room = await makeRoom(server, bearer, { title: 'Brique', lang });
  const { secret } = await must(server, 'link.create', { room: room.code, role: 'host', label: '' }, bearer);
  const host = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK, lang });
  const phone = await device(browser, `${server.origin}/j/${room.code}`, { lang, dark: true });
  const { t } = host;
  await phone.page.locator('.dot.live').waitFor();
  const fields = host.page.locator('.look-logo');
  await fields.locator('.logo-side.light input[type=file]').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await fields.getByText(t('host.pic.wrong.kind')).waitFor();
  await fields.locator('.logo-side.light input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo([20, 20, 60]) });
  await fields.locator('.logo-side.light img').waitFor();
  const alt = fields.getByLabel(t('host.look.logo.alt'));
  assert.equal(await alt.inputValue(), 'Brique');
  await alt.fill('Journées de la brique');
  const save = host.page.locator('.look').getByRole('button', { name: t('host.form.save'), exact: true });
  await save.click();
  await phone.page.locator('.mark[aria-label="Journées de la brique"]').waitFor();
  const plate = () => phone.page.locator('.mark').evaluate((mark) => getComputedStyle(mark).backgroundColor);
  await phone.page.waitForFunction(() => getComputedStyle(document.querySelector('.mark')).backgroundImage.includes('/image/'));
  assert.equal(await plate(), 'rgb(255, 255, 255)');
  await fields.scrollIntoViewIfNeeded();
  await picture('brand', 'sent', { host, phone });
  assert.deepEqual(await axe(host.page), []);
  assert.deepEqual(await axe(phone.page), []);

  await fields.locator('.logo-side.dark input[type=file]').setInputFiles({ name: 'dark.png', mimeType: 'image/png', buffer: logo([255, 255, 255]) });
  await fields.locator('.logo-side.dark img').waitFor();
  await save.click();
  await phone.page.waitForFunction(() => getComputedStyle(document.querySelector('.mark')).backgroundColor === 'rgba(0, 0, 0, 0)');
  await picture('brand', 'dark', { phone });

  await fields.locator('.logo-side.light').getByRole('button', { name: new RegExp(t('host.pic.remove')) }).click();
  await save.click();
  await phone.page.locator('.mark[aria-hidden=true]').waitFor();
  await phone.page.waitForFunction(() => getComputedStyle(document.querySelector('.mark')).backgroundImage === 'none');
  for (const one of [host, phone]) {
    assert.deepEqual(one.faults.filter((fault) => !fault.includes('422')), []); // The drawing was refused.
    await one.context.close();
  }
});
