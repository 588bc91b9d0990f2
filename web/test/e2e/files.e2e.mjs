/* SPDX-License-Identifier: Apache-2.0 */
/* Files at the real server: a host puts a table into a list, after a look at what would become of it, and takes
 * ideas and answers away. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { makeRoom, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, PHONE, picture } from '../lib/real.mjs';
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

/** A room with an open list and an answered question, and its host in a browser. */
async function begin(lang, viewport) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const question = await room.add({ kind: 'single', title: 'Which theme?', options: ['=Space', 'Jungle'] });
  await room.move(question, 'open');
  await room.call('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  const { version } = await room.call('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', tags: ['Food'] } });
  await room.call('board.move', { board: 'wishes', version, phase: 'open' });
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const host = await device(browser, `${server.origin}/host#${secret}`, { viewport, lang });
  await host.page.waitForURL(`**/host/${room.code}`);
  return { room, host };
}

/** The text of what a click leads to. */
async function saved({ page }, click) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  const bytes = await readFile(await file.path());
  return { name: file.suggestedFilename(), bytes, text: bytes.toString() };
}

async function openList({ page, t }) {
  const list = page.locator('.boards');
  await list.waitFor({ state: 'attached' });
  if (!await list.isVisible()) await button(page, t('host.boards')).click();
  await list.getByRole('button', { name: 'Wishes' }).click();
  await list.getByText(t('host.files')).click();
  return list;
}

const FILE = Buffer.from('title;text;tags\r\nUne fête;"Avec un lac\r\net un feu";food\r\n;rien;\r\nDeux;;Sport\r\n=1+1;;\r\n', 'latin1');

async function importFile(host, list, file) {
  const { page, t } = host;
  await button(list, t('host.import')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('host.import.file')).setInputFiles({ name: 'wishes.csv', mimeType: 'text/csv', buffer: file });
  return dialog;
}

for (const [lang, viewport] of [['en', DESK], ['fr', PHONE]]) {
  test(`a table is looked at, put in, and taken away again (${lang})`, async () => {
    const { room, host } = await begin(lang, viewport);
    const { page, t, faults, context } = host;
    const list = await openList(host);
    const dialog = await importFile(host, list, FILE);
    await dialog.getByText(t('host.import.new_other', { n: 2 })).waitFor();
    const rows = (await dialog.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t').slice(0, 2).join(' '));
    assert.deepEqual(rows, [`3 ${t('host.import.in.title')}`, `4 ${t('host.import.in.tags')}`]);
    assert.deepEqual(await axe(page), []);
    await picture('files', `preview-${lang}`, { host });
    assert.equal((await room.call('idea.list', { board: 'wishes' })).total, 0, 'nothing happened yet');

    await button(dialog, t('host.import.put_other', { n: 2 })).click();
    await page.getByText(t('host.import.done_other', { n: 2 })).waitFor();
    const { ideas } = await room.call('idea.list', { board: 'wishes', order: 'new' });
    assert.deepEqual(ideas.map(({ words }) => words.title), ['=1+1', 'Une fête']);
    await picture('files', `list-${lang}`, { host });

    const line = list.getByRole('group', { name: t('host.files.ideas') });
    const csv = await saved(host, () => button(line, 'CSV').click());
    assert.match(csv.name, new RegExp(`^${room.code}-ideas-[-0-9]+\\.csv$`));
    assert.ok(csv.text.startsWith('\uFEFFid,number,created,state,status,into,title,'));
    assert.ok(csv.text.includes(",Une fête,\"Avec un lac\net un feu\",,Food,0,"));
    assert.ok(csv.text.includes(",'=1+1,"));
    const book = await saved(host, () => button(line, 'Excel').click());
    assert.equal(book.bytes.subarray(0, 2).toString(), 'PK');

    const again = await importFile(host, list, Buffer.from(csv.text));
    await again.getByText(t('host.import.known_other', { n: 2 })).waitFor();
    assert.ok(await button(again, t('host.import.put_one', { n: 0 })).or(button(again, t('host.import.put_other', { n: 0 }))).isDisabled());
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a file that cannot be read is refused in words; answers are taken away', async () => {
  const { host } = await begin('en', DESK);
  const { page, t, context } = host;
  const list = await openList(host);
  const dialog = await importFile(host, list, Buffer.from('nothing\nhere\n'));
  await dialog.getByText(t('host.import.refused')).waitFor();
  await button(dialog, t('host.cancel')).click();

  const questions = page.locator('.questions');
  await questions.getByRole('button', { name: 'Which theme?' }).click();
  await questions.getByText(t('host.files.download')).click();
  const counts = questions.getByRole('group', { name: t('host.files.counts') });
  assert.equal((await saved(host, () => button(counts, 'CSV').click())).text, "\uFEFFanswer,votes\r\n'=Space,1\r\nJungle,0\r\n");
  const ballots = questions.getByRole('group', { name: t('host.files.ballots') });
  const [line] = (await saved(host, () => button(ballots, 'NDJSON').click())).text.trim().split('\n').map((text) => JSON.parse(text));
  assert.deepEqual(line.answers, ['=Space']);
  await context.close();
});
