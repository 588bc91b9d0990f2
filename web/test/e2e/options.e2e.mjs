/* SPDX-License-Identifier: Apache-2.0 */
/* This or that, with pictures: written by the host, voted on by a phone, seen in the hall and on the plain page, copied. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { http, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { png } from '../../../tests/lib/pictures.mjs';
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
/** Every picture of that page has come. */
const drawn = (page, n) => page.waitForFunction((most) => {
  const all = [...document.querySelectorAll('img.pic')];
  return all.length >= most && all.every((img) => img.complete && img.naturalWidth > 0);
}, n);

for (const [lang, viewport] of [['en', DESK], ['fr', PHONE]]) {
  test(`a pair with pictures, from the form to the hall, in ${lang}`, async () => {
    const room = await makeRoom(server, token, { title: `Trip ${lang}`, lang });
    const host = await Socket.hello(server, room.code, token, { view: 'host' });
    const [{ secret }, { secret: stageSecret }] = [await host.send('link.create', { role: 'host', label: '' }), await host.send('link.create', { role: 'stage', label: '' })];
    const desk = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang });
    const { page, t } = desk;
    await page.locator('.console').waitFor();
    await page.keyboard.press('n');
    const form = page.getByRole('dialog');
    await form.locator('#title').fill('Sea or hills?');
    await form.getByText(t('host.kind.pair'), { exact: true }).click();
    await form.locator('#option-0').fill('Sea');
    await form.locator('#option-1').fill('Hills');
    await form.getByText(t('host.pic'), { exact: true }).click();
    await form.locator('.option-pic input[type=file]').nth(0).setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: png(1200, 800) });
    await form.locator('.option-pic input[type=file]').nth(1).setInputFiles({ name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('none') });
    await form.getByText(t('host.pic.wrong.kind')).waitFor();
    await form.locator('.option-pic input[type=file]').nth(1).setInputFiles({ name: 'hills.png', mimeType: 'image/png', buffer: png(600, 900) });
    const alts = form.locator('.option-pic .field input');
    await alts.nth(1).waitFor();
    await alts.nth(0).fill('Waves');
    await button(form, t('host.form.save')).click();
    await form.getByText(t('host.fault.alt')).waitFor(); // The other one says nothing yet.
    await alts.nth(1).fill('Green hills');
    assert.deepEqual(await axe(page), []);
    await form.locator('.option-pics').first().scrollIntoViewIfNeeded();
    await picture('options', `form-${lang}`, { desk });
    await button(form, t('host.form.save_open')).click();
    const { question } = await host.event('question.opened');
    assert.deepEqual(question.def.images.map(({ alt }) => alt), ['Waves', 'Green hills']);

    const phone = await device(browser, `${server.origin}/j/${room.code}`, { viewport: PHONE, lang });
    const hall = await device(browser, `${server.origin}/stage/${room.code}#${stageSecret}`, { viewport: HALL, lang });
    const plain = await device(browser, `${server.origin}/j/${room.code}`, { viewport: PHONE, lang, javaScriptEnabled: false });
    await drawn(phone.page, 2);
    await drawn(hall.page, 2);
    await plain.page.getByRole('img', { name: 'Green hills' }).waitFor();
    assert.deepEqual(await axe(phone.page), []);
    await picture('options', `open-${lang}`, { phone, hall, plain });
    await phone.page.getByRole('radio', { name: /Hills/ }).click({ force: true });
    await host.event('tally', ({ voters }) => voters === 1);
    await host.send('question.move', { question: question.id, version: question.version, move: 'reveal' });
    await hall.page.locator('.duel-percent').first().waitFor();
    await drawn(hall.page, 2);
    await picture('options', `revealed-${lang}`, { phone, hall });
    assert.equal(await scrollsSideways(phone.page), false);

    // As a choice of one: small, beside the words.
    await host.send('question.add', { id: 'single', def: { ...question.def, kind: 'single', title: 'Where to?', options: ['Sea', 'Hills'], results: 'always' } });
    await host.send('question.move', { question: 'single', version: 1, move: 'open' });
    for (const one of [phone, hall]) await one.page.getByRole('heading', { name: 'Where to?' }).waitFor();
    await drawn(phone.page, 2);
    await drawn(hall.page, 2);
    await picture('options', `single-${lang}`, { phone, hall });

    // A copy of the room has pictures of its own.
    const rooms = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK, lang });
    await rooms.page.locator('.room-list li', { hasText: `Trip ${lang}` }).getByRole('button', { name: new RegExp(t('host.rooms.copy')) }).click();
    await rooms.page.waitForURL(/\/host\/(?!.*#)[A-Z0-9]{6}$/);
    const copied = rooms.page.url().slice(-6);
    const { snapshot: { questions: [pair] } } = await must(server, 'hello', { room: copied, view: 'host' }, token);
    assert.equal(pair.def.images[0].alt, 'Waves');
    assert.notEqual(pair.def.images[0].id, question.def.images[0].id);
    await must(server, 'question.move', { room: copied, question: pair.id, version: pair.version, move: 'open' }, token);
    assert.equal((await http(server, `/image/${copied}/~/${pair.def.images[0].id}`)).status, 200);
    for (const { faults } of [phone, hall]) assert.deepEqual(faults, []);
    await host.end();
    for (const { context } of [desk, phone, hall, plain, rooms]) await context.close();
  });
}
