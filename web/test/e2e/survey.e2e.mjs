/* SPDX-License-Identifier: Apache-2.0 */
/* A survey that each goes through at their own pace, and a hall that is taken along, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { http, makeRoom, owner, Socket, toldCounts } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const SMALL = { width: 320, height: 640 };
const QUESTIONS = [
  { kind: 'single', title: 'How did you come?', options: ['By train', 'On foot', 'By bicycle'] },
  { kind: 'multiple', title: 'What did you like?', options: ['The talks', 'The food', 'The people'], max: 2 },
  { kind: 'scale', title: 'How was the room?', from: 1, to: 5, look: 'stars', change: false },
];

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function scene(lang, hostSize) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const ids = [];
  for (const def of QUESTIONS) ids.push(await room.add(def));
  const link = async (role) => (await room.call('link.create', { role, label: '' })).secret;
  const host = await device(browser, `${server.origin}/host#${await link('host')}`, { viewport: hostSize, lang });
  await host.page.waitForURL(`**/host/${room.code}`);
  await host.page.locator('.next').waitFor();
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, lang });
  return { room, ids, host, stage, join: `${server.origin}/j/${room.code}` };
}

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.deepEqual(await axe(page), [], name);
    assert.equal(await scrollsSideways(page), false, name);
    assert.deepEqual(faults, [], name);
  }
}

const pick = ({ page }, text) => page.locator('label', { hasText: text }).click();
const heading = ({ page }, text) => page.locator('h1', { hasText: text }).waitFor();
const far = (host, counts) => host.page.waitForFunction((wanted) => (
  [...document.querySelectorAll('.far-count')].map(({ textContent }) => parseInt(textContent, 10)).join() === wanted
), counts.join());
const counted = ({ page, t }) => page.locator('.status strong', { hasText: t('join.counted') }).waitFor();
/** By keyboard alone. */
const press = async ({ page }, name) => { await button(page, name).focus(); await page.keyboard.press('Enter'); };

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`each goes through a survey alone, back and forth, and the host sees how far they are (${lang})`, async () => {
    const { room, ids, host, stage, join } = await scene(lang, size);
    const { t } = host;
    await button(host.page, t('host.pace')).click();
    await host.page.getByText(t('host.pace.survey_on')).waitFor();
    await host.page.locator('.next', { hasText: t('host.next.open_all') }).click();
    await far(host, [0, 0, 0]);
    await stage.page.getByText(t('stage.survey')).waitFor();

    const ada = await device(browser, join, { lang });
    const ben = await device(browser, join, { lang, viewport: SMALL, dark: true });
    await heading(ada, QUESTIONS[0].title);
    await ada.page.getByText(t('join.survey.at', { at: 1, all: 3 })).waitFor();
    assert.equal(await button(ada.page, t('join.survey.back')).isDisabled(), true);
    await pick(ada, 'On foot');
    await counted(ada);
    await picture('survey', `${lang}-answered`, { ada, host, stage });
    await press(ada, t('join.survey.next'));
    await heading(ada, QUESTIONS[1].title);
    await ada.page.waitForFunction(() => document.activeElement.id === 'title');
    await press(ada, t('join.survey.skip'));
    await heading(ada, QUESTIONS[2].title);
    await ada.page.locator('.step').nth(3).click();
    await ada.page.locator('.status .good').waitFor();
    await press(ada, t('join.survey.finish'));
    await heading(ada, t('join.survey.thanks'));
    await picture('survey', `${lang}-one-left`, { ada });
    await sound({ ada });
    await ada.page.reload();
    await heading(ada, QUESTIONS[1].title);
    await pick(ada, 'The food');
    await button(ada.page, t('join.confirm')).click();
    await counted(ada);
    await press(ada, t('join.survey.back'));
    await heading(ada, QUESTIONS[0].title);
    await button(ada.page, t('join.change')).click();
    await pick(ada, 'By train');
    await counted(ada);
    await far(host, [1, 1, 1]);

    await heading(ben, QUESTIONS[0].title);
    await pick(ben, 'By train');
    await counted(ben);
    await far(host, [2, 1, 1]);
    await picture('survey', `${lang}-far`, { ada, ben, host, stage });
    await sound({ ada, ben, host, stage });
    await toldCounts(server, room, token, ids[0], [2, 0, 0]);

    await host.page.locator('.next', { hasText: t('host.next.close_all') }).click();
    await ben.page.locator('.badge.closed').first().waitFor();
    await host.page.locator('.next', { hasText: t('host.next.reveal') }).click();
    await stage.page.locator('h1', { hasText: QUESTIONS[0].title }).waitFor();
    await heading(ada, QUESTIONS[0].title);
    await picture('survey', `${lang}-results`, { ada, host, stage });
    for (const { context } of [ada, ben, host, stage]) await context.close();
  });
}

test('a survey without a script asks what is left, keeps each answer, and thanks', async () => {
  const room = await makeRoom(server, token, { title: 'Club', lang: 'fr', pace: 'survey' });
  const ids = [];
  for (const def of QUESTIONS) ids.push(await room.add(def));
  for (const id of ids) await room.move(id, 'open');
  const ada = await device(browser, `${server.origin}/j/${room.code}?lang=fr`, { lang: 'fr', javaScriptEnabled: false });
  const send = async (pick) => { await pick(); await ada.page.locator('form .send').first().click(); };
  await ada.page.getByText('0/3').waitFor();
  assert.deepEqual(await ada.page.locator('h1').allInnerTexts(), QUESTIONS.map(({ title }) => title));
  await send(() => pick(ada, 'On foot'));
  await ada.page.getByText('1/3').waitFor();
  assert.deepEqual(await ada.page.locator('h1').allInnerTexts(), [1, 2, 0].map((at) => QUESTIONS[at].title));
  await send(() => pick(ada, 'The food'));
  await ada.page.getByText('2/3').waitFor();
  await send(() => ada.page.locator('form label.option', { hasText: '5' }).click());
  await ada.page.getByText('3/3').waitFor();
  await ada.page.getByText('Merci', { exact: false }).waitFor();
  await picture('survey', 'plain', { ada });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  for (const id of ids) await host.event('tally', ({ question, voters }) => question === id && voters === 1);
  await host.end();
  await ada.context.close();
});

test('the host takes everyone along, to a list and back, from wherever they are', async () => {
  const { room, ids, host, join } = await scene('en', DESK);
  const { t } = host;
  await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } });
  await room.call('board.move', { board: 'wishes', version: 1, phase: 'open' });
  for (const id of ids.slice(0, 2)) await room.move(id, 'open');
  const ada = await device(browser, join);
  const ben = await device(browser, `${server.origin}/b/${room.code}/wishes`);
  await heading(ada, QUESTIONS[1].title);
  await ada.page.locator('.other', { hasText: QUESTIONS[0].title }).click();
  await heading(ada, QUESTIONS[0].title);
  await button(host.page, t('host.along')).click();
  await heading(ada, QUESTIONS[1].title);
  await ben.page.waitForURL(`**/j/${room.code}`);
  await heading(ben, QUESTIONS[1].title);
  await host.page.locator('.chip', { hasText: 'Wishes' }).click();
  await ada.page.getByText(t('join.board.now')).waitFor();
  await button(host.page, t('host.along')).click();
  for (const { page } of [ada, ben]) await page.waitForURL(`**/b/${room.code}/wishes`);
  for (const { context } of [ada, ben, host]) await context.close();
  assert.equal((await http(server, `/b/${room.code}/wishes`)).status, 200);
});
