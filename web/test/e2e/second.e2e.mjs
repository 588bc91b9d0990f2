/* SPDX-License-Identifier: Apache-2.0 */
/* A question that is asked a second time: both results, who moved from what to what, and the way back, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const OPTIONS = ['Build a bridge', 'Run a ferry', 'Wait and see'];
/** What each answered first, and then; null: nothing. */
const FIRST = [0, 0, 0, 0, 1, 1, 2, 2, null];
const SECOND = [0, 1, 1, 1, 1, 1, 2, null, 2];

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
  test(`a second vote is compared with the first, and undone while nobody answered (${lang})`, async () => {
    const room = await makeRoom(server, token, { title: 'Summer club', lang });
    const question = await room.add({ kind: 'single', title: 'How shall we cross the lake?', options: OPTIONS });
    const people = await Promise.all(FIRST.map(() => newDevice(server)));
    const answer = (round, answers) => Promise.all(answers.map((option, at) => option !== null && must(
      server, 'cast', { room: room.code, question, round, n: 1, ballot: { options: [option] } }, people[at])));
    const link = async (role) => (await room.call('link.create', { role, label: '' })).secret;
    const host = await device(browser, `${server.origin}/host#${await link('host')}`, { viewport: size, lang });
    await host.page.waitForURL(`**/host/${room.code}`);
    const stage = await device(browser, `${server.origin}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, lang });
    const { page, t } = host;
    await room.move(question, 'open');
    await answer(1, FIRST);
    await page.locator('.next', { hasText: t('host.next.close') }).click();
    await button(page, t('host.second')).click();
    await page.getByText(t('host.done.again')).waitFor();
    await button(page, t('host.undo')).click();
    await button(page, t('host.second')).waitFor();
    await page.locator('.voters', { hasText: '8' }).waitFor(); // The tally that came back is read.
    await button(page, t('host.second')).click();
    await page.getByText(t('host.done.again')).waitFor();
    await answer(2, SECOND);
    await page.locator('.voters', { hasText: '8' }).waitFor();
    await page.locator('.next', { hasText: t('host.next.close') }).click();
    await page.getByText(t('host.shift.moves_other', { n: 3 })).waitFor();
    const cells = await page.locator('.wide-table').nth(1).locator('td').allInnerTexts();
    assert.deepEqual(cells.slice(1).map(Number), [1, 3, 0, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0]);
    await page.locator('.next', { hasText: t('host.next.reveal') }).click();
    await stage.page.locator('.shift path').first().waitFor();
    await stage.page.getByText(stage.t('stage.shift.moved_other', { count: 3 })).first().waitFor();
    const told = await stage.page.locator('table td').allTextContents();
    assert.deepEqual(told.slice(1).map(Number), [1, 3, 0, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0]);
    await picture('second', lang, { host, stage });
    for (const [name, { page: seen, faults, context }] of Object.entries({ host, stage })) {
      assert.deepEqual(await axe(seen), [], name);
      assert.equal(await scrollsSideways(seen), false, name);
      assert.deepEqual(faults, [], name);
      await context.close();
    }
  });
}

test('of several answers each goes from its first share to its second', async () => {
  const room = await makeRoom(server, token, { title: 'Summer club', lang: 'en' });
  const options = [...OPTIONS, 'Ask those who live there'];
  const question = await room.add({ kind: 'multiple', title: 'What should we look into?', options });
  const people = await Promise.all(FIRST.map(() => newDevice(server)));
  const answer = (round, answers) => Promise.all(answers.map((ticked, at) => must(
    server, 'cast', { room: room.code, question, round, n: 1, ballot: { options: ticked } }, people[at])));
  const votes = [FIRST.map((_, at) => (at % 3 ? [0] : [0, 1])), FIRST.map((_, at) => (at % 2 ? [1, 3] : [0, 2, 3]))];
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${secret}`, { viewport: HALL, lang: 'en' });
  await room.move(question, 'open');
  await answer(1, votes[0]);
  await room.move(question, 'close');
  await room.move(question, 'again');
  await answer(2, votes[1]);
  await room.move(question, 'reveal');
  await stage.page.locator('.gain').first().waitFor();
  const share = (vote, option) => Math.round(100 * vote.filter((ticked) => ticked.includes(option)).length / vote.length);
  const cells = (await stage.page.locator('table td').allTextContents()).slice(1).map((text) => Number(text.replace('−', '-').replace(/%| points|=/g, '') || 0));
  assert.deepEqual(cells, options.flatMap((_, at) => { const [was, is] = votes.map((vote) => share(vote, at)); return [was, is, is - was]; }));
  await picture('second', 'multiple', { stage });
  for (const [name, viewport] of [['4-3', { width: 1440, height: 1080 }], ['32-9', { width: 2560, height: 720 }]]) {
    await stage.page.setViewportSize(viewport);
    await stage.page.locator('.gain').nth(3).waitFor();
    await picture('second', `multiple-${name}`, { stage });
  }
  assert.deepEqual(await axe(stage.page), []);
  assert.deepEqual(stage.faults, []);
  await stage.context.close();
});
