/* SPDX-License-Identifier: Apache-2.0 */
/* What a host prepares, at the real server: templates, a file out of one room and into another, several questions pasted
 * at once, notes, more time, and a room that is duplicated. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const seen = async (room) => (await must(server, 'hello', { room: room.code, view: 'host' }, token)).snapshot;

async function host(room, lang, viewport) {
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const one = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang });
  await one.page.waitForURL(`**/host/${room.code}`);
  await one.page.locator('.console').waitFor();
  return one;
}

const titles = (page) => page.locator('.questions .question-title').allInnerTexts();

for (const [lang, viewport, count] of [['en', DESK, 3], ['fr', PHONE, 3]]) {
  test(`an empty room begins with a template, saves it, and brings it into another (${lang})`, async () => {
    const room = await makeRoom(server, token, { title: 'Club', lang });
    const one = await host(room, lang, viewport);
    const { page, t, faults, context } = one;
    await button(page, t('host.agenda.templates')).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.template-list button').nth(5).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture('agenda', `templates-${lang}`, { host: one });
    await dialog.locator('.template-list button').nth(4).click();
    await page.getByText(t('host.agenda.done_other', { n: count })).waitFor();
    const before = await seen(room);
    assert.deepEqual(await titles(page), before.questions.map(({ def }) => def.title));
    assert.deepEqual([before.questions.length, before.boards.length], [2, 1]);

    const [file] = await Promise.all([page.waitForEvent('download'), button(page, t('host.agenda.save')).click()]);
    assert.equal(file.suggestedFilename(), `agenda-${room.code}.json`);
    const buffer = await readFile(await file.path());
    const other = await makeRoom(server, token, { title: 'Other', lang });
    const two = await host(other, lang, viewport);
    const bring = async (bytes) => {
      if (!await two.page.getByRole('dialog').count()) {
        if (viewport === PHONE) await button(two.page, t('host.questions')).click();
        await button(two.page, t('host.agenda.bring')).click();
      }
      await two.page.getByLabel(t('host.agenda.file')).setInputFiles({ name: 'agenda.json', mimeType: 'application/json', buffer: Buffer.from(bytes) });
    };
    await bring(buffer);
    await two.page.getByText(t('host.agenda.done_other', { n: count })).waitFor();
    const defs = ({ questions, boards }) => [...questions, ...boards].map(({ id, def }) => ({ id, def }));
    assert.deepEqual(defs(await seen(other)), defs(before));
    await bring(buffer);
    await two.page.getByText(t('host.agenda.nothing')).waitFor();

    const agenda = JSON.parse(buffer);
    agenda.questions[0].def.title = 'Another?';
    agenda.questions.push({ def: { kind: 'single', title: '<b>One option</b>', options: ['Alone'] } }, null,
      { def: { kind: 'single', title: 'Good?', options: ['Yes', 'No'] } }, { id: '../x', def: agenda.questions[1].def });
    await bring(JSON.stringify(agenda));
    const rows = two.page.getByRole('dialog').locator('tbody tr');
    await rows.nth(3).waitFor();
    const told = await rows.allInnerTexts();
    const why = [t('host.agenda.exists'), ...['def.options', 'def', 'id'].map((field) => t('host.agenda.bad_field', { field }))];
    [1, 3, 4, 6].forEach((at, row) => {
      assert.ok(told[row].startsWith(t('host.agenda.question', { at })), told[row]);
      assert.ok(told[row].replaceAll('\u202f', ' ').includes(why[row].replaceAll('\u202f', ' ')), `${told[row]}: ${why[row]}`);
    });
    assert.ok(told[1].includes('<b>One option</b>'));
    assert.deepEqual(await axe(two.page), []);
    await picture('agenda', `faults-${lang}`, { host: two });
    assert.equal((await seen(other)).questions.length, 3, 'what was good is in');
    await bring('{"clameur":"agenda","version":2,"questions":[{}]}');
    await two.page.getByText(t('host.agenda.newer')).waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual(two.faults.filter((fault) => !/40[049]|42\d/.test(fault)), []);
    await Promise.all([context.close(), two.context.close()]);
  });
}

test('pasted lines become several questions; the first is open at once, its notes are the host\'s alone, its time moves', async () => {
  const room = await makeRoom(server, token, { title: 'Club', lang: 'en' });
  const one = await host(room, 'en', DESK);
  const { page, t, context, faults } = one;
  const phone = await device(browser, `${server.origin}/j/${room.code}`);
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${secret}`, { viewport: HALL });
  await button(page.locator('.questions'), t('host.write')).click();
  await page.locator('#title').evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Tea or coffee?\n- Tea\n- Coffee\n\nWhich day?\nMonday\nFriday\n\nWhere?\nHere\nThere\nOnline\n');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('host.form.more_other', { n: 2 })).waitFor();
  await dialog.getByLabel(t('host.notes')).fill('Ask who came by train.\nThen wait.');
  assert.deepEqual(await axe(page), []);
  await picture('agenda', 'pasted', { host: one });
  await button(dialog, t('host.form.save_open')).click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.questions .question').nth(2).waitFor();
  assert.deepEqual(await titles(page), ['Tea or coffee?', 'Which day?', 'Where?']);
  assert.deepEqual((await seen(room)).questions.map(({ state }) => state), ['open', 'draft', 'draft']);

  await page.locator('.now .notes', { hasText: 'Then wait.' }).waitFor();
  await phone.page.getByText('Tea or coffee?').first().waitFor();
  await stage.page.getByRole('heading', { name: 'Tea or coffee?' }).waitFor();
  for (const { page: screen } of [phone, stage]) assert.ok(!(await screen.content()).includes('by train'));

  await button(page, t('host.time.set')).click();
  for (const { page: screen } of [one, phone, stage]) await screen.getByRole('timer').first().waitFor();
  const [{ closes }] = (await seen(room)).questions;
  await button(page, t('host.time.more')).click();
  await page.getByText(t('host.time.done')).waitFor();
  await phone.page.waitForFunction(() => /^(0:[45]|1:00)/.test(document.querySelector('.timer [aria-hidden]')?.textContent ?? ''));
  await phone.page.locator('.sr-only[role=status]', { hasText: t('timer.left', { time: '' }) }).waitFor({ state: 'attached' });
  assert.ok((await seen(room)).questions[0].closes >= closes + 29_000);
  await picture('agenda', 'time', { host: one, phone, stage });
  await button(page, t('host.time.none')).click();
  for (const { page: screen } of [phone, stage]) await screen.locator('.timer').first().waitFor({ state: 'detached' });
  assert.equal((await seen(room)).questions[0].closes, 0);
  await page.reload();
  await page.locator('.now .notes', { hasText: 'Ask who came by train.' }).waitFor();
  assert.deepEqual(await axe(page), []);
  assert.deepEqual([...faults, ...phone.faults, ...stage.faults], []);
  await Promise.all([context, phone.context, stage.context].map((each) => each.close()));
});

test('a room is duplicated: its questions, boards and settings, and none of its votes', async () => {
  const room = await makeRoom(server, token, { title: 'Evening & more', lang: 'fr', hide_people: true });
  const question = await room.add({ kind: 'pair', title: 'Sea or hills?', options: ['Sea', 'Hills'], notes: 'Wait.' });
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', rules: 'Be kind.' } });
  await room.move(question, 'open');
  await room.call('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  const { page, t, context } = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await page.locator('.room-list li', { hasText: 'Evening & more' }).getByRole('button', { name: new RegExp(t('host.rooms.copy')) }).click();
  await page.waitForURL(/\/host\/[A-Z0-9]{6}$/);
  const code = page.url().slice(-6);
  assert.notEqual(code, room.code);
  await page.locator('.questions .question-title', { hasText: 'Sea or hills?' }).waitFor();
  const copy = await seen({ code });
  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.deepEqual(copy.room.settings, { ...snapshot.room.settings, title: t('host.rooms.copied', { title: 'Evening & more' }) });
  assert.deepEqual(copy.questions.map(({ state, def }) => [state, def]), [['draft', snapshot.questions[0].def]]);
  assert.deepEqual(copy.boards.map(({ phase, def }) => [phase, def]), [['draft', snapshot.boards[0].def]]);
  await context.close();
});
