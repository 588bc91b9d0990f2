/* SPDX-License-Identifier: Apache-2.0 */
/* Moderation in the host's console at the real server: word lists, who is banned, what the team did, and a long queue. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
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

const board = 'wishes';
const button = (scope, name) => scope.getByRole('button', { name, exact: true });

async function makeClub(more = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: board, def: { kind: 'ideas', title: 'What would make the club better?' } });
  await host.send('board.move', { board, version: 1, phase: 'open' });
  const anna = await Socket.hello(server, room.code, await newDevice(server));
  const { secret } = await host.send('link.create', { role: 'host', label: '' });
  const desk = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK, ...more });
  await desk.page.locator('.console').waitFor();
  return { room, host, anna, desk };
}

/** Under the last tab where there is room for one column only. */
async function openShare({ page, t }) {
  const tab = page.locator('.tabs').getByRole('button', { name: t('host.tab.share') });
  if (await tab.isVisible()) await tab.click();
}

for (const [lang, viewport] of [['en', DESK], ['fr', PHONE]]) {
  test(`a word list is pasted, holds at once, and is looked at again, in ${lang}`, async () => {
    const { anna, host, desk } = await makeClub({ lang, viewport, dark: lang === 'fr' });
    const { page, t } = desk;
    await openShare(desk);
    const card = page.locator('section[aria-labelledby="words-title"]');
    await card.getByLabel(t('host.words.name')).fill('FR');
    await button(card, t('host.words.new')).click();
    const field = card.locator('textarea');
    await field.fill('zut\nImbécile\n***\n');
    await card.getByText('***').waitFor();
    await button(card, t('host.form.save')).click();
    await page.getByText(t('host.words.saved')).waitFor();
    await card.locator('.word-lists button', { hasText: '2' }).waitFor();
    assert.equal(await field.inputValue(), 'Imbécile\nzut');
    assert.equal((await anna.send('idea.post', { board, id: 'one', title: 'Des imbeciles' })).state, 'pending');

    // From a file, beside what is there; then one goes.
    await card.locator('input[type=file]').setInputFiles({ name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('flûte\r\nzut\r\n') });
    await page.waitForFunction(() => document.querySelector('section[aria-labelledby="words-title"] textarea').value.includes('flûte'));
    await field.fill((await field.inputValue()).replace('Imbécile\n', ''));
    await button(card, t('host.form.save')).click();
    await card.locator('.word-lists [aria-pressed=true] .number', { hasText: /^2$/ }).waitFor();
    await page.waitForFunction(() => document.querySelector('section[aria-labelledby="words-title"] textarea').value === 'flûte\nzut');
    assert.deepEqual((await host.send('words.list', { list: 'fr' })).words, ['flûte', 'zut']);
    const [saved] = await Promise.all([page.waitForEvent('download'), button(card, t('host.words.take')).click()]);
    assert.equal(saved.suggestedFilename(), 'fr.txt');
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await axe(page), []);
    await card.scrollIntoViewIfNeeded();
    await picture('staff', `words-${lang}`, { host: desk });

    // Removed only once that was confirmed.
    const answers = () => page.getByRole('dialog');
    await button(card, t('host.words.remove')).click();
    await answers().getByText(t('host.words.ask', { list: 'fr' })).waitFor();
    await button(answers(), t('host.cancel')).click();
    assert.equal((await host.send('words.list', { list: 'fr' })).n, 2);
    await button(card, t('host.words.remove')).click();
    assert.deepEqual(await axe(page), []);
    await button(answers(), t('host.remove')).click();
    await page.getByText(t('host.words.gone', { list: 'fr' })).waitFor();
    await field.waitFor({ state: 'detached' });
    assert.deepEqual(await host.send('words.list'), { lists: [] });
    assert.equal((await anna.send('idea.post', { board, id: 'two', title: 'Zut' })).state, 'shown');
    assert.deepEqual(desk.faults, []);
    await desk.context.close();
  });

  test(`a comment that waits is something to check, in ${lang}`, async () => {
    const { anna, host, desk } = await makeClub({ lang, viewport });
    const { page, t } = desk;
    await host.send('words.set', { list: 'fr', on: true, words: ['zut'] });
    await anna.send('idea.post', { board, id: 'tent', title: 'A tent by the lake' });
    await anna.send('comment.post', { board, idea: 'tent', id: 'c1', text: 'Zut alors' });
    const tab = page.locator('.tabs').getByRole('button', { name: t('host.boards') });
    if (await tab.isVisible()) await tab.click();
    const list = page.locator('.boards');
    await list.getByRole('button', { name: 'What would make the club better?' }).click();
    await button(list, t('host.board.review')).click();
    const one = page.locator('.reported .review-item', { hasText: 'Zut alors' });
    await one.waitFor();
    const none = page.getByText(t('host.review.none.pending'));
    await none.waitFor({ state: 'detached' });
    await picture('staff', `comment-${lang}`, { host: desk });
    await button(one, t('host.review.show')).click();
    await none.waitFor();
    assert.deepEqual(desk.faults, []);
    await desk.context.close();
  });

  test(`bans are lifted and the log is read by the keyboard, in ${lang}`, async () => {
    const { anna, host, desk } = await makeClub({ lang, viewport });
    const { page, t } = desk;
    await anna.send('idea.post', { board, id: 'tent', title: 'A tent by the lake' });
    await anna.send('idea.post', { board, id: 'tarp', title: 'A tarp by the lake' });
    await host.send('idea.answer', { board, idea: 'tent', version: 1, status: 'planned' });
    await host.send('idea.merge', { board, idea: 'tarp', version: 1, into: 'tent' });
    await host.send('room.ban', { board, idea: 'tent' });
    await host.send('words.set', { list: 'fr', on: true, words: ['zut'] });
    for (let version = 3; version < 25; version++) {
      await host.send('idea.check', { board, idea: 'tent', version, state: version % 2 ? 'hidden' : 'shown' });
    }
    await openShare(desk);
    const card = page.locator('section[aria-labelledby="acts-title"]');
    await card.getByText(t('host.log'), { exact: true }).focus();
    await page.keyboard.press('Enter');
    await card.locator('.acts-list li').nth(19).waitFor();
    await button(card, t('host.review.more')).click();
    await card.locator('.acts-list li', { hasText: t('host.log.merged') }).getByText('A tarp by the lake → A tent by the lake').waitFor();
    assert.equal(await button(card, t('host.review.more')).count(), 0);
    await card.getByLabel(t('host.log.only')).selectOption('status');
    await page.waitForFunction(() => document.querySelectorAll('.acts-list li').length === 1);
    await card.locator('.acts-list').getByText(t('host.status.planned')).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture('staff', `log-${lang}`, { host: desk });

    await card.getByText(t('host.bans'), { exact: true }).focus();
    await page.keyboard.press('Enter');
    const banned = card.locator('.bans-list li', { hasText: 'A tent by the lake' });
    await banned.getByRole('button').click();
    await button(page.getByRole('alertdialog').or(page.getByRole('dialog')), t('host.bans.lift')).click();
    await card.getByText(t('host.bans.none')).waitFor();
    assert.equal((await anna.send('idea.post', { board, id: 'more', title: 'More' })).state, 'shown');
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(desk.faults, []);
    await desk.context.close();
  });
}

test('a moderator goes through a long queue page by page, and sees for which word each waits', async () => {
  const { room, anna, host, desk } = await makeClub();
  await desk.context.close();
  await host.send('words.set', { list: 'fr', on: true, words: ['zut'] });
  await anna.send('idea.post', { board, id: 'tent', title: 'A tent by the lake' });
  for (let at = 10; at < 35; at++) await anna.send('comment.post', { board, idea: 'tent', id: `c${at}`, text: `Zut number ${at}` });
  const { secret } = await host.send('link.create', { role: 'moderator', label: '' });
  const moderator = await device(browser, `${server.origin}/host#${secret}`, { viewport: PHONE, lang: 'fr' });
  const { page, t } = moderator;
  const queue = page.locator('.reported');
  await queue.locator('.review-item').nth(19).waitFor();
  assert.equal(await queue.locator('.review-item').count(), 20);
  await queue.getByText(t('host.review.held', { words: 'zut' })).first().waitFor();
  // The first ones leave; the page goes on where it was.
  const first = queue.locator('.review-item').first();
  await button(first, t('host.review.show')).click();
  await queue.getByText('Zut number 10').waitFor({ state: 'detached' });
  await button(queue, t('host.review.more')).click();
  await queue.getByText('Zut number 34').waitFor();
  assert.equal(await queue.locator('.review-item').count(), 24);
  assert.equal(await button(queue, t('host.review.more')).count(), 0);
  assert.deepEqual(await axe(page), []);
  await page.locator('section[aria-labelledby="acts-title"]').getByText(t('host.log'), { exact: true }).click();
  await page.locator('.acts-list li', { hasText: t('host.log.comment') }).waitFor();
  assert.equal(await scrollsSideways(page), false);
  await picture('staff', 'queue', { moderator });
  assert.deepEqual(moderator.faults, []);
  await moderator.context.close();
});
