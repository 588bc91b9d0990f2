/* SPDX-License-Identifier: Apache-2.0 */
/* An open question, from the host's form to the cards in the hall and the file, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as token, http, makeRoom, must, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const TEXTS = ['Commencer plus tôt le matin', 'Plus de vélos à partager', 'Un coin calme pour lire', 'Des repas sans viande le vendredi',
  'Inviter les voisins au concert', 'Une tente de plus près du lac', 'Moins de courriels, plus de rencontres', 'Un atelier pour réparer les choses'];
const button = (scope, name) => scope.getByRole('button', { name, exact: true });

test('answers flow in as cards; one is hidden, and the file has them all', async () => {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Club d’été');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  const code = page.url().slice(-6);
  await button(page, t('host.board.new')).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('#board-title-field').fill('Que changer l’été prochain ?');
  await dialog.getByText(t('host.kind.answers'), { exact: true }).click();
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL, lang: 'fr' });

  const owner = (await host.context.cookies()).find(({ name }) => name.endsWith('clameur')).value;
  const staff = await Socket.hello(server, code, owner, { view: 'host' });
  const { boards: [{ id: board, version }], room } = staff.heard.find(({ ev }) => ev === 'snapshot');
  await must(server, 'board.move', { room: code, board, version, phase: 'open' }, owner);
  await must(server, 'room.update', { room: code, rev: room.rev, board }, owner);
  const ada = await device(browser, `${server.origin}/b/${code}/${board}`, { lang: 'fr' });
  await button(ada.page, `+ ${ada.t('board.post.answers')}`).or(ada.page.getByText(ada.t('board.post.answers'))).first().click();
  await ada.page.locator('#idea-title').fill('Chanter ensemble le soir');
  await ada.page.getByRole('dialog').locator('button[type="submit"]').click();
  await stage.page.locator('.wall-cards li', { hasText: 'Chanter ensemble' }).waitFor();
  for (const [at, title] of TEXTS.entries()) await must(server, 'idea.post', { room: code, board, id: `t${at}`, title }, await token(server));
  for (const title of TEXTS.slice(-3)) await stage.page.locator('.wall-cards li', { hasText: title }).waitFor();
  await picture('answers', 'open', { host, stage, ada });
  for (const [name, { page: seen, faults }] of Object.entries({ stage, ada })) {
    assert.deepEqual(await axe(seen), [], name);
    assert.equal(await scrollsSideways(seen), false, name);
    assert.deepEqual(faults, [], name);
  }

  await must(server, 'idea.check', { room: code, board, idea: 't7', version: 1, state: 'hidden' }, owner);
  await stage.page.locator('.wall-cards li', { hasText: TEXTS[7] }).waitFor({ state: 'detached' });
  const { path } = await must(server, 'board.export', { room: code, board, what: 'ideas', format: 'ndjson' }, owner);
  const rows = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ title }) => title).sort(), [...TEXTS, 'Chanter ensemble le soir'].sort());
  assert.deepEqual(rows.filter(({ state }) => state === 'hidden').map(({ title }) => title), [TEXTS[7]]);
});

/** What Redis keeps of a board: each text and its card, asked of nobody else. */
const KEPT = `local out = {}
for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do out[#out + 1] = cjson.decode(redis.call('GET', key)).title end
return cjson.encode(out)`;

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`answers are checked, mended, grouped, shown large one by one, closed and exported (${lang})`, async () => {
    const owned = await owner(server);
    const room = await makeRoom(server, owned, { title: 'Club d’été', lang });
    const board = 'next';
    const def = { kind: 'answers', title: lang === 'fr' ? 'Que changer l’été prochain ?' : 'What to change next summer?', checked: true, names: 'choice', groups: ['Food', 'Camp'] };
    await room.call('board.add', { id: board, def });
    await room.call('board.move', { board, version: 1, phase: 'open' });
    const rev = async () => (await room.call('room.update', { rev: 0, settings: { title: 'x' } }).catch(({ err }) => err)).record;
    await room.call('room.update', { rev: (await rev()).rev, board });
    const link = async (role) => (await room.call('link.create', { role, label: '' })).secret;
    const stage = await device(browser, `${server.origin}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, lang });
    const ada = await device(browser, `${server.origin}/b/${room.code}/${board}`, { lang });

    // A phone writes; the team looks at it first.
    await ada.page.getByText(ada.t('board.post.answers')).first().click();
    await ada.page.locator('#idea-title').fill('Sing in the evning');
    await ada.page.locator('#name').fill('Ada');
    await ada.page.getByRole('dialog').locator('button[type="submit"]').click();
    const own = ada.page.locator('.idea.own');
    await own.getByText(ada.t('board.pending')).waitFor();
    for (const [at, title] of TEXTS.entries()) await must(server, 'idea.post', { room: room.code, board, id: `t${at}`, title }, await token(server));
    const list = async () => (await room.call('idea.list', { board, order: 'old' })).ideas;
    const check = async (id, state) => room.call('idea.check', { board, idea: id, version: (await list()).find((one) => one.id === id).version, state });
    for (const { id } of await list()) await check(id, id === 't7' ? 'hidden' : 'shown');

    // Its author mends it: the team looks again.
    await own.getByRole('button', { name: ada.t('board.edit'), exact: true }).click();
    await ada.page.locator('#idea-title').fill('Sing together in the evening');
    await ada.page.getByRole('dialog').locator('button[type="submit"]').click();
    await own.getByText('Sing together').waitFor();
    const mine = (await list()).find(({ words }) => words.title.startsWith('Sing')).id;
    await check(mine, 'shown');
    for (const [id, group] of [['t3', 0], ['t5', 1], [mine, 1]]) {
      await room.call('idea.group', { board, idea: id, version: (await list()).find((one) => one.id === id).version, group });
    }

    // Looks at the list once all of it is there.
    const bea = await device(browser, `${server.origin}/b/${room.code}/${board}`, { lang, dark: true });
    // One by one on the stage, by button and by key; phones mark it.
    const host = await device(browser, `${server.origin}/host#${await link('host')}`, { viewport: size, lang });
    await host.page.waitForURL(`**/host/${room.code}`);
    const { page, t } = host;
    const quote = (text) => stage.page.locator('.large blockquote', { hasText: text }).waitFor();
    const row = (text) => page.locator('.large-list li', { hasText: text });
    await row('Sing together').getByRole('button').click();
    await quote('Sing together in the evening');
    await stage.page.locator('.large figcaption', { hasText: 'Ada' }).waitFor();
    await own.getByText(ada.t('board.large'), { exact: true }).waitFor();
    await bea.page.locator('.idea', { hasText: 'Sing together' }).getByText(bea.t('board.large'), { exact: true }).waitFor();
    await picture('answers', `large-${lang}`, { host, stage, ada });
    await button(page, t('host.large.next')).click();
    await quote(TEXTS[0]);
    await page.locator('.large-list li.asked-now', { hasText: TEXTS[0] }).waitFor();
    await page.locator('.now h2').first().click();
    await page.keyboard.press('l');
    await quote(TEXTS[1]);
    await page.locator('.large-list li.asked-now', { hasText: TEXTS[1] }).waitFor();
    for (const [name, { page: seen, faults }] of Object.entries({ host, stage, ada, bea })) {
      assert.deepEqual(await axe(seen), [], name);
      assert.equal(await scrollsSideways(seen), false, name);
      assert.deepEqual(faults, [], name);
    }
    // Hidden while it is on the stage: gone from there at once, and the hall sees the others.
    await check('t1', 'hidden');
    await stage.page.locator('.large').waitFor({ state: 'detached' });
    await stage.page.locator('.wall-cards li', { hasText: TEXTS[2] }).waitFor();
    await page.getByText(t('host.large.gone')).waitFor();
    await page.keyboard.press('o');
    await page.getByText(t('host.large.gone')).waitFor({ state: 'detached' });
    await check('t1', 'shown');
    await stage.page.locator('.wall-cards li', { hasText: TEXTS[1] }).waitFor();
    assert.equal(await stage.page.locator('.large').count(), 0);

    // Grouped, closed, and all of it in the file.
    await room.call('board.move', { board, version: 2, phase: 'group' });
    await stage.page.locator('.wall-columns section', { hasText: 'Camp' }).getByText('Sing together').waitFor();
    await picture('answers', `grouped-${lang}`, { stage });
    await room.call('board.move', { board, version: 3, phase: 'closed' });
    const { path } = await room.call('board.export', { board, what: 'ideas', format: 'ndjson' });
    const rows = (await http(server, path)).text.trim().split('\n').map((line) => JSON.parse(line));
    const kept = JSON.parse(await server.redis('EVAL', KEPT, 0, `{${room.id}}:idea:${board}:`));
    assert.deepEqual(rows.map(({ title }) => title).sort(), kept.sort());
    assert.deepEqual(kept.sort(), [...TEXTS, 'Sing together in the evening'].sort());
    const count = (field, value) => rows.filter((one) => one[field] === value).length;
    assert.deepEqual([count('state', 'shown'), count('state', 'hidden')], [8, 1]);
    assert.deepEqual([count('group', 'Food'), count('group', 'Camp')], [1, 2]);
    for (const { context } of [host, stage, ada, bea]) await context.close();
  });
}

test('a question to the speaker stands alone on the stage, and leaves it when it is merged or taken back', async () => {
  const room = await makeRoom(server, await owner(server), { title: 'Town hall', lang: 'en' });
  const board = 'asked';
  await room.call('board.add', { id: board, def: { kind: 'questions', title: 'Ask the mayor' } });
  await room.call('board.move', { board, version: 1, phase: 'open' });
  const asker = await token(server);
  const long = `When will the harbour bath open again, ${'and the promenade, '.repeat(2)}and why`;
  for (const [id, title] of [['one', 'Who pays?'], ['two', 'Who is to pay?'], ['long', long]]) {
    await must(server, 'idea.post', { room: room.code, board, id, title, name: 'Ben' }, asker);
  }
  const { secret } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${secret}`, { viewport: HALL, lang: 'en' });
  let { rev } = await room.call('room.update', { rev: 1, board });
  const show = async (idea) => { ({ rev } = await room.call('room.update', { rev, settings: { title: 'Town hall', lang: 'en', ...(idea && { large: { board, idea } }) } })); };
  const quote = (text) => stage.page.locator('.large blockquote', { hasText: text }).waitFor();
  await show('long');
  await quote('harbour bath');
  await picture('answers', 'question', { stage });
  await show('one');
  await quote('Who pays?');
  await room.call('idea.merge', { board, idea: 'one', version: 1, into: 'two' });
  await stage.page.locator('.large').waitFor({ state: 'detached' });
  await show('two');
  await quote('Who is to pay?');
  const { ideas: [{ version }] } = await room.call('idea.read', { board, ideas: ['two'] });
  await must(server, 'idea.withdraw', { room: room.code, board, idea: 'two', version }, asker);
  await stage.page.locator('.large').waitFor({ state: 'detached' });
  await show(null);
  assert.deepEqual(stage.faults, []);
});
