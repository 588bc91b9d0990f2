/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of question at the real server: written in the host's form, opened, answered on phones, answered otherwise,
 * seen in the hall, closed, revealed and exported. What is shown and what is in the files is counted again from the
 * ballots as the store has them. One of the phones is small, French and old. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { must } from '../../../tests/lib/client.mjs';
import { png } from '../../../tests/lib/pictures.mjs';
import { ballotsOf, figuresOf } from '../../../tests/lib/recount.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { ballotOf, dice, makeCrowd } from '../lib/crowd.mjs';
import { answer, button, write } from '../lib/hands.mjs';
import { forgetNews } from '../lib/old-phone.mjs';
import { DESK, device, HALL, picture } from '../lib/real.mjs';
import { scrollsSideways } from '../lib/visit.mjs';

const CROWD = 5;
const SEED = 11;
const CAKES = ['Éclair', 'Madeleine', 'Mille-feuille', 'Tarte au citron'];
const PICTURES = [{ alt: 'Waves', bytes: png(300, 200) }, { alt: 'Green hills', bytes: png(200, 300) }];

/** What is written; `after`: what phones show beside the result. */
const KINDS = {
  segment: { def: { kind: 'segment', title: 'You are…', options: ['Buyer', 'User', 'Carrier'] } },
  single: { def: { kind: 'single', title: 'Which cake?', options: CAKES } },
  multiple: { def: { kind: 'multiple', title: 'Which two, at most?', options: CAKES, min: 1, max: 2 } },
  stars: { def: { kind: 'scale', title: 'How was the morning?', look: 'stars', from: 1, to: 5, low: 'Dull', high: 'Grand' } },
  numbers: { def: { kind: 'scale', title: 'How sure are you?', look: 'numbers', from: 0, to: 10, results: 'always' } },
  pair: { def: { kind: 'pair', title: 'Sea or hills?', options: ['Sea', 'Hills'], results: 'always' }, pictures: PICTURES },
  nps: { def: { kind: 'nps', title: 'Would you recommend us?', low: 'Never', high: 'Surely' } },
  ranking: { def: { kind: 'ranking', title: 'Put them in order', options: CAKES, min: 1, max: 4 } },
  points: { def: { kind: 'points', title: 'Where should the money go?', options: CAKES } },
  number: { def: { kind: 'number', title: 'What is it worth?', from: 0, to: 500, unit: '€' } },
  guess: { def: { kind: 'number', title: 'How many islands?', from: 0, to: 99, right: 42, nearest: 2, points: 500 }, after: '.verdict' },
  grid: { def: { kind: 'grid', title: 'Where do they belong?', options: CAKES.slice(0, 2), low: 'Plain', high: 'Rich', bottom: 'Cheap', top: 'Dear' } },
  words: { def: { kind: 'words', title: 'What is summer?', max: 3, results: 'always' } },
  quiz: { def: { kind: 'quiz', title: 'Which is from Paris?', options: CAKES, right: [2], duration: 300, points: 800 }, after: '.verdict' },
};

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { await browser?.close(); await server?.end(); });

const next = ({ page, t }, key, fields) => page.locator('.next', { hasText: t(key, fields) }).click();

/** A host in a room of its own, with all of them in its list, written one by one. */
async function prepare() {
  const host = await device(browser, `${server.origin}/host#${await server.ownerSecret()}`, { viewport: DESK });
  const { page, t } = host;
  await page.getByLabel(t('host.room.title')).fill('Summer club');
  await button(page, t('host.rooms.create')).click();
  await page.waitForURL(/\/host\/[0-9A-Z]{6}$/);
  for (const [name, { def, pictures }] of Object.entries(KINDS)) {
    await button(page, t('host.write')).first().click();
    const form = page.getByRole('dialog');
    await write(form, t, def, pictures);
    await picture('kinds', `${name}-form`, { host });
    await button(form, t('host.form.save')).click();
    await form.waitFor({ state: 'detached' });
  }
  await button(page, t('host.link.make_stage')).click();
  const stage = await device(browser, await page.getByLabel(t('host.link.address')).inputValue(), { viewport: HALL });
  const code = page.url().slice(-6);
  const join = `${server.origin}/j/${code}`;
  const ada = await device(browser, join);
  const chloe = await device(browser, join, { lang: 'fr', dark: true, viewport: { width: 320, height: 640 }, init: forgetNews });
  return { code, devices: { host, stage, ada, chloe } };
}

/** What the hall's table says of each answer, in its first column; of points, which are rounded to 100, nothing. */
function cellsOf({ votes, borda, across, up }) {
  if (borda) return [...borda].sort((a, b) => b - a).map(String);
  if (across) return across.map((x, at) => `${x.toFixed(1)} / ${up[at].toFixed(1)}`);
  return votes?.map(String) ?? [];
}

const hallTells = ({ page }, cells) => page.waitForFunction((wanted) => (
  [...document.querySelectorAll('.asked table tbody tr td:nth-child(2)')].map((cell) => cell.textContent).join() === wanted
), cells.join());

/** The cloud's words, each as often as it was said by somebody. */
const cloudTells = ({ page }, n) => page.waitForFunction((wanted) => (
  [...document.querySelectorAll('.rows-box .sr-only li')].reduce((sum, { textContent }) => sum + parseInt(/\d+$/.exec(textContent)?.[0] ?? 0, 10), 0) === wanted
), n);

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.equal(await scrollsSideways(page), false, name);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\{\w+\}|undefined|NaN/, name);
    assert.deepEqual(faults, [], name);
  }
}

/** What a document says that the host's page lets one download: a row for each figure, and for each ballot. */
async function file({ page, t }, words) {
  const line = page.locator('.questions').getByRole('group', { name: t(words) }).last();
  const [download] = await Promise.all([page.waitForEvent('download'), button(line, 'JSON').click()]);
  const { questions } = JSON.parse(await readFile(await download.path(), 'utf8'));
  const rounds = questions.flatMap(({ id, number, def: { title }, rounds: of }) => of.map((round) => ({ ...round, id, number, title })));
  return {
    figures: rounds.flatMap(({ figures, ...round }) => figures.map((figure) => ({ ...round, ...figure }))),
    ballots: rounds.flatMap(({ ballots = [], id }) => ballots.map((ballot) => ({ ...ballot, question: id }))),
  };
}

const canonical = (ballots) => [...ballots].map((ballot) => JSON.stringify(ballot)).sort();

test('every kind: written, opened, answered, changed, shown, closed, revealed and exported', async (t) => {
  const { code, devices } = await prepare();
  const { host, stage, ada, chloe } = devices;
  const token = (await host.context.cookies()).find(({ name }) => name.endsWith('clameur')).value;
  const { snapshot: { room, questions } } = await must(server, 'hello', { room: code, view: 'host' }, token);
  const crowd = await makeCrowd(server, code, CROWD, SEED);
  const luck = dice(SEED);
  const counted = [];

  for (const [at, [name, { def, pictures, after: beside }]] of Object.entries(KINDS).entries()) {
    await t.test(name, async () => {
      const question = questions.find(({ id }) => id === room.order[at]);
      assert.deepEqual({ ...question.def, ...def }, question.def, 'what was written is what is there');
      assert.deepEqual(question.def.images?.map(({ alt }) => alt), pictures?.map(({ alt }) => alt));
      const isGroup = def.kind === 'segment';
      await next(host, 'host.next.open', { at: at + 1 });
      for (const { page } of isGroup ? [ada, chloe] : [stage, ada, chloe]) await page.getByRole('heading', { name: def.title }).waitFor();
      await crowd.answer(question.id);
      await answer(ada, question.def, ballotOf(question.def, luck));
      await picture('kinds', `${name}-asked`, devices);
      const said = [ballotOf(question.def, luck), ballotOf(question.def, luck)];
      await answer(chloe, question.def, said[1]);
      if (!isGroup) await answer(ada, question.def, said[0]);
      await sound(devices);

      const ballots = [...(await ballotsOf(server, room.id, question.id, 1)).values()];
      if (!isGroup) assert.deepEqual(canonical(ballots), canonical([...crowd.ballots(question.id), ...said]));
      assert.equal(ballots.length, CROWD + 2);
      counted[at] = { question, figures: figuresOf(question.def, ballots) };
      if (isGroup) return;
      await next(host, 'host.next.close');
      await ada.page.locator('.badge.closed').waitFor();
      await picture('kinds', `${name}-closed`, devices);
      // From now on, since a quiz goes on to who leads by itself.
      const told = def.kind === 'words' ? cloudTells(stage, counted[at].figures.words)
        : def.kind === 'points' ? stage.page.locator('table').waitFor({ state: 'attached' }) : hallTells(stage, cellsOf(counted[at].figures));
      await next(host, 'host.next.reveal');
      await told;
      for (const { page } of [ada, chloe]) for (const part of ['.badge.revealed', beside].filter(Boolean)) await page.locator(part).first().waitFor();
      await picture('kinds', `${name}-revealed`, devices);
      await sound(devices);
    });
  }

  await t.test('the files say what the ballots say', async () => {
    await host.page.getByText(host.t('host.files.room')).click();
    const results = (await file(host, 'host.files.results')).figures;
    for (const [at, { question, figures }] of counted.entries()) {
      const rows = results.filter((row) => row.number === at + 1);
      assert.ok(rows.every(({ title, voters }) => title === question.def.title && voters === CROWD + 2), question.def.title);
      for (const [figure, value] of Object.entries(figures)) {
        const exact = rows.filter((row) => row.figure === figure).map((row) => row.value?.toFixed(4));
        assert.deepEqual(exact, [value].flat().map((one) => one.toFixed(4)), `${figure} of ${question.def.title}`);
      }
    }
    const { ballots } = await file(host, 'host.files.ballots');
    // Who is what stays out of the room's file.
    for (const [at, { question: { id } }] of counted.entries()) assert.equal(ballots.filter(({ question }) => question === id).length, at === 0 ? 0 : CROWD + 2);
    const { ballots: again } = await file(host, 'host.files.ballots');
    assert.equal(new Set([...ballots, ...again].map(({ voter }) => voter)).size, 2 * (CROWD + 2), 'a pseudonym for each file');
  });
  await crowd.end();
});
