/* SPDX-License-Identifier: Apache-2.0 */
/* People talk about an idea at the real server: two who write and like, each on a screen of their own, and a host who
 * hides, shows again and looks at what was reported. All of it live, with nothing moving under what is read. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newToken, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const BOARD = 'wishes';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const said = ({ page }, text) => page.locator('.said', { hasText: text });
const likes = (who, text, n) => said(who, text).locator('.like .count', { hasText: new RegExp(`^${n}$`) }).waitFor();
const texts = ({ page }) => page.locator('.said-text').allTextContents();

/** A room with an open board and an idea on it; how somebody without a screen comments. */
async function makeIdea(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const say = (cmd, fields, by = token) => must(server, cmd, { room: room.code, board: BOARD, ...fields }, by);
  await must(server, 'board.add', { room: room.code, id: BOARD, def: { kind: 'ideas', title: 'What next?', ...def } }, token);
  await say('board.move', { version: 1, phase: 'open' });
  await say('idea.post', { id: 'tent', title: 'A tent by the lake' }, await newToken(server));
  const others = await newToken(server);
  const comment = (id, text, by = others) => say('comment.post', { idea: 'tent', id, text }, by);
  return { code: room.code, say, comment, address: `${server.origin}/b/${room.code}/${BOARD}/tent`, list: `${server.origin}/b/${room.code}/${BOARD}` };
}

async function write({ page, t }, text, name) {
  await page.getByLabel(t('board.talk.write')).fill(text);
  if (name) await page.getByLabel(t('board.field.name_maybe')).fill(name);
  await button(page, t('board.send')).click();
  await page.locator('.said.own', { hasText: text }).waitFor();
}

async function clean(...all) {
  for (const { page, faults } of all) {
    assert.deepEqual(faults, []);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
  }
}

test('two talk, like and take back, each on their own screen', async () => {
  const { address, list } = await makeIdea();
  const ada = await device(browser, address);
  const bea = await device(browser, address, { lang: 'fr', dark: true });
  const chloe = await device(browser, list);
  await ada.page.getByRole('heading', { name: ada.t('board.talk.count_other', { n: 0 }) }).waitFor();
  await write(ada, 'With lanterns, please.\nAnd cushions.', 'Ada');
  await said(bea, 'With lanterns').waitFor();
  assert.equal(await said(bea, 'With lanterns').locator('b').textContent(), 'Ada');
  await chloe.page.getByRole('link', { name: '1 comment' }).waitFor();

  await said(bea, 'With lanterns').getByRole('button', { name: bea.t('board.talk.like') }).click();
  await likes(bea, 'With lanterns', 1);
  await likes(ada, 'With lanterns', 1);
  await write(bea, 'Très bonne idée');
  await said(ada, 'Très bonne idée').locator('.like').click();
  await likes(bea, 'Très bonne idée', 1);
  await said(ada, 'Très bonne idée').locator('.like').click();
  await likes(bea, 'Très bonne idée', 0);
  await ada.page.reload();
  await likes(ada, 'With lanterns', 1);
  await bea.page.reload();
  assert.equal(await said(bea, 'With lanterns').locator('.like').getAttribute('aria-pressed'), 'true');
  const { width, height } = await said(bea, 'With lanterns').locator('.like').boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  await picture('talk', 'two', { ada, bea, chloe });
  await clean(ada, bea, chloe);

  await button(said(ada, 'With lanterns'), ada.t('board.withdraw')).click();
  await button(said(ada, 'With lanterns'), ada.t('board.withdraw.yes')).click();
  await said(ada, 'With lanterns').waitFor({ state: 'detached' });
  await bea.page.locator('.said.vanished').waitFor();
  assert.deepEqual(await texts(bea), ['Très bonne idée']);
});

test('what comes while one reads above moves nothing, and is a tap away', async () => {
  const { address, comment } = await makeIdea();
  for (let i = 1; i <= 12; i++) await comment(`c${i}`, `Comment number ${i}, with a few words`);
  const ada = await device(browser, address);
  await said(ada, 'Comment number 12').waitFor();
  await ada.page.evaluate(() => scrollTo(0, 300));
  const before = await said(ada, 'Comment number 2,').boundingBox();
  await comment('new1', 'Fresh one');
  await comment('new2', 'Fresh two');
  const pill = ada.page.locator('.fresh-said .button', { hasText: ada.t('board.talk.fresh_other', { n: 2 }) });
  await pill.waitFor();
  assert.deepEqual(await said(ada, 'Comment number 2,').boundingBox(), before);
  await picture('talk', 'fresh', { ada });
  await clean(ada);
  await pill.click();
  await ada.page.locator('.fresh-said').waitFor({ state: 'detached' });
  assert.ok((await said(ada, 'Fresh one').boundingBox()).y < ada.page.viewportSize().height);

  // In another order what is new stands above: it comes when it is asked for.
  await ada.page.getByLabel(ada.t('board.order')).selectOption('newest');
  await ada.page.waitForFunction(() => document.querySelector('.said-text')?.textContent === 'Fresh two');
  await ada.page.evaluate(() => scrollTo(0, 900));
  await comment('new3', 'Fresh three');
  await ada.page.locator('.fresh-said .button').click();
  await ada.page.waitForFunction(() => document.querySelector('.said-text')?.textContent === 'Fresh three');
});

test('a long talk comes in pages', async () => {
  const { address, comment } = await makeIdea();
  for (let i = 1; i <= 23; i++) await comment(`c${i}`, `Comment number ${i}.`);
  const ada = await device(browser, address);
  await said(ada, 'Comment number 20.').waitFor();
  assert.equal((await texts(ada)).length, 20);
  await button(ada.page, ada.t('board.talk.more')).click();
  await said(ada, 'Comment number 23.').waitFor();
  assert.deepEqual(await texts(ada), Array.from({ length: 23 }, (_, at) => `Comment number ${at + 1}.`));
});

test('the team hides, says why, and shows again; a report is for the team alone', async () => {
  const { address, list, say } = await makeIdea();
  const ada = await device(browser, address);
  const bea = await device(browser, address);
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`);
  await host.page.waitForURL(/\/host$/);
  await host.page.goto(address);
  await write(ada, 'Something hurtful');
  await button(said(bea, 'Something hurtful'), bea.t('board.report')).click();
  await picture('talk', 'report', { bea });
  await clean(bea);
  await button(said(bea, 'Something hurtful'), bea.t('board.report.rude')).click();
  await said(bea, 'Something hurtful').getByText(bea.t('board.report.done')).waitFor();
  await button(bea.page.locator('.report-idea'), bea.t('board.report')).click();
  await button(bea.page.locator('.report-idea'), bea.t('board.report.off_topic')).click();
  await bea.page.locator('.report-idea').getByText(bea.t('board.report.done')).waitFor();
  const { things } = await say('review.list', {});
  assert.deepEqual(things.map(({ reports }) => reports), [{ rude: 1 }, { off_topic: 1 }]);

  await button(said(host, 'Something hurtful'), host.t('board.talk.hide')).click();
  await host.page.getByLabel(host.t('board.talk.why')).fill('Please be kind');
  await host.page.keyboard.press('Enter');
  await bea.page.locator('.said.vanished').waitFor();
  assert.equal((await bea.page.content()).includes('Something hurtful'), false);
  await said(ada, 'Something hurtful').getByText('Please be kind').waitFor();
  await picture('talk', 'hidden', { host, ada, bea });
  await clean(ada, bea, host);
  await button(said(host, 'Something hurtful'), host.t('board.talk.show')).click();
  await said(bea, 'Something hurtful').waitFor();
  const chloe = await device(browser, list);
  await chloe.page.getByRole('link', { name: '1 comment' }).click();
  await said(chloe, 'Something hurtful').waitFor();
});

test('the console shows what was reported before all else, and what waits', async () => {
  const { code, comment, say } = await makeIdea();
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  await host.page.waitForURL(/\/host$/);
  await host.page.goto(`${server.origin}/host/${code}`);
  const { page, t } = host;
  const list = page.locator('.boards');
  await list.locator('.question-row').click();
  await button(list, t('host.board.review')).click();
  await page.locator('.review').waitFor();
  assert.equal(await page.locator('.reported').count(), 0);

  await comment('c1', 'Something hurtful');
  await comment('c2', 'Buy my lanterns');
  for (let i = 0; i < 3; i++) await say('comment.report', { idea: 'tent', comment: 'c2', why: i ? 'spam' : 'off_topic' }, await newToken(server));
  await say('comment.report', { idea: 'tent', comment: 'c1', why: 'rude' }, await newToken(server));
  await say('idea.report', { idea: 'tent', why: 'other' }, await newToken(server));
  const items = page.locator('.reported .review-item');
  await items.nth(2).waitFor();
  await items.nth(0).getByText('Buy my lanterns').waitFor();
  await items.nth(0).getByText(t('host.reported.why', { n: 2, why: t('host.reported.spam') })).waitFor();
  await picture('talk', 'reported', { host });
  assert.deepEqual(await axe(page), []);
  await button(items.nth(0), t('host.review.hide')).click();
  await page.keyboard.type('No advertising, please');
  await page.keyboard.press('Enter');
  await items.filter({ hasText: 'Buy my lanterns' }).waitFor({ state: 'detached' });
  await button(page, t('host.undo')).click();
  const visible = async () => (await say('comment.list', { idea: 'tent' }, await newToken(server))).comments.map(({ words }) => words.text);
  while (!(await visible()).includes('Buy my lanterns')) await page.evaluate(() => new Promise((next) => { requestAnimationFrame(next); }));
  await button(items.filter({ hasText: 'Something hurtful' }), t('host.reported.keep')).click();
  await items.filter({ hasText: 'Something hurtful' }).waitFor({ state: 'detached' });
  await button(items, t('host.reported.keep')).click();
  await page.locator('.reported').waitFor({ state: 'detached' });
  assert.deepEqual(await visible(), ['Something hurtful', 'Buy my lanterns']);

  // Without comments there is nowhere to write.
  await button(list, t('host.edit')).click();
  await page.getByLabel(t('host.board.comments')).uncheck();
  await button(page.getByRole('dialog'), t('host.form.save')).click();
  const ada = await device(browser, `${server.origin}/b/${code}/${BOARD}/tent`);
  await ada.page.getByText(ada.t('board.talk.count_other', { n: 2 })).waitFor();
  assert.equal(await ada.page.locator('#say').count(), 0);
  assert.deepEqual(host.faults, []);
});

test('a comment written while the server is away is sent once, when it is back', async () => {
  const { address } = await makeIdea({ checked: false });
  const ada = await device(browser, address);
  await ada.page.getByRole('heading', { name: ada.t('board.talk.count_other', { n: 0 }) }).waitFor();
  await server.kill();
  await ada.page.locator('.banner').waitFor();
  await ada.page.getByLabel(ada.t('board.talk.write')).fill('Kept on the phone');
  await button(ada.page, ada.t('board.send')).click();
  await ada.page.getByText(ada.t('board.refused.kept')).waitFor();
  await server.start();
  await ada.page.locator('.said.own', { hasText: 'Kept on the phone' }).waitFor();
  await ada.page.reload();
  await said(ada, 'Kept on the phone').waitFor();
  assert.equal((await texts(ada)).length, 1);
});
