/* SPDX-License-Identifier: Apache-2.0 */
/* Results by what people said they are: at the host's desk and, with a switch, on the stage, at the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device as newDevice, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const WHO = { en: ['Buyer', 'User', 'Carrier', 'Maintainer'], fr: ['Acheteuse ou acheteur', 'Usager', 'Transport', 'Maintenance'] };
/** Who is what; 4: would rather not say, null: was not asked. Six of them are of few. */
const IS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 2, 2, 4, 4, null, null];
const TOLD = [{ is: [0], n: 8 }, { is: [1], n: 7 }, { is: [3], n: 5 }, { is: [2, 4, null], n: 6 }];
const OPTIONS = { en: ['Build a bridge across the lake', 'Run a ferry', 'Wait and see'], fr: ['Bâtir un pont sur le lac', 'Mettre un bac', 'Attendre et voir'] };

let server;
let browser;
let token;
let people;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
  people = await Promise.all(IS.map(() => newDevice(server)));
});
after(async () => { await browser?.close(); await server?.end(); });

const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const numbers = (texts) => texts.map((text) => Number(text.replace(/\s|%/g, '').replace('−', '-').replace(',', '.')));

/** A room in which people have said what they are; `ask` asks them, and answers how. */
async function roomOf(lang) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang });
  const cast = (question, ballots) => Promise.all(ballots.map((ballot, at) => ballot && must(
    server, 'cast', { room: room.code, question, round: 1, n: 1, ballot }, people[at])));
  const who = await room.add({ kind: 'segment', title: lang === 'fr' ? 'Vous êtes…' : 'You are…', options: WHO[lang] });
  await room.move(who, 'open');
  await cast(who, IS.map((is) => is !== null && { options: [is] }));
  const ask = async (def, ballot) => {
    const question = await room.add(def);
    await room.move(question, 'open');
    const ballots = IS.map((_, at) => ballot(at));
    await cast(question, ballots);
    return { question, ballots, of: ({ is }) => ballots.filter((_, at) => is.includes(IS[at])) };
  };
  const settings = async (change) => {
    const { record } = await must(server, 'room.update', { room: room.code, rev: 0, settings: { title: 'x' } }, token).catch(({ err }) => err);
    await room.call('room.update', { rev: record.rev, settings: { ...record.settings, ...change } });
  };
  const open = async (role, size) => {
    const { secret } = await room.call('link.create', { role, label: '' });
    return device(browser, `${server.origin}/${role === 'stage' ? `stage/${room.code}` : 'host'}#${secret}`, { viewport: size, lang });
  };
  return { room, who, ask, settings, open };
}

async function sound(screens) {
  for (const [name, { page, faults }] of Object.entries(screens)) {
    assert.deepEqual(await axe(page), [], name);
    assert.equal(await scrollsSideways(page), false, name);
    assert.deepEqual(faults, [], name);
  }
}

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`the host splits a result, and shows it to the hall (${lang})`, async () => {
    const { room, who, ask, open } = await roomOf(lang);
    const title = lang === 'fr' ? 'Comment traverser le lac ?' : 'How shall we cross the lake?';
    const { question, of } = await ask({ kind: 'single', title, options: OPTIONS[lang], results: 'after_close' }, (at) => ({ options: [at % 3] }));
    const [host, stage] = [await open('host', size), await open('stage', HALL)];
    await host.page.waitForURL(`**/host/${room.code}`);
    const { page, t } = host;
    await page.locator('.next', { hasText: t('host.next.close') }).click();
    const chooser = page.getByLabel(t('host.split'));
    await chooser.selectOption(who);
    const cells = page.locator('.split table td');
    await cells.first().waitFor();
    const votes = OPTIONS[lang].map((_, option) => TOLD.map((group) => of(group).filter(({ options }) => options[0] === option).length));
    const told = (await cells.allInnerTexts()).slice(1);
    assert.deepEqual(told.slice(0, 12).map((text) => Number.parseInt(text, 10)), votes.flat());
    assert.deepEqual(numbers(told.slice(12)), TOLD.map(({ n }) => n));
    await page.getByText(t('split.joined')).waitFor();

    // The hall may not see the result yet: nor does it by groups.
    await button(page, t('host.split.stage')).click();
    await page.getByText(t('host.split.later')).waitFor();
    await stage.page.getByText(stage.t('stage.hidden.soon')).waitFor();
    assert.equal(await stage.page.locator('.split').count(), 0);
    await page.locator('.next', { hasText: t('host.next.reveal') }).click();
    await stage.page.locator('.split-matrix').waitFor();
    const shares = votes.map((row) => row.map((n, at) => n / TOLD[at].n));
    const shown = numbers(await stage.page.locator('.split table td').allTextContents()).slice(1);
    shares.flat().forEach((share, at) => assert.ok(Math.abs(shown[at] - 100 * share) <= 1, `${shown[at]} is ${100 * share}`));
    assert.deepEqual(shown.slice(12), TOLD.map(({ n }) => n));
    await stage.page.waitForFunction(() => document.getAnimations().length === 0);
    await picture('split', `single-${lang}`, { host, stage });
    await sound({ host, stage });

    await button(page, t('host.split.stage')).click();
    await stage.page.locator('.split').waitFor({ state: 'detached' });
    await stage.page.locator('.rows .row').first().waitFor();
    await button(page, t('host.undo')).click();
    await stage.page.locator('.split-matrix').waitFor();
    // Votes come in again, and the hall may not see them; the host has what was told.
    await room.call('question.move', { question, version: 4, move: 'reopen' });
    await stage.page.locator('.split').waitFor({ state: 'detached' });
    await must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [0] } }, await newDevice(server));
    await page.getByText(t('split.first', { n: IS.length })).waitFor();
    assert.deepEqual(numbers((await cells.allInnerTexts()).slice(13)), TOLD.map(({ n }) => n));
    for (const { context } of [host, stage]) await context.close();
  });
}

for (const [lang, size] of [['fr', DESK], ['en', PHONE]]) {
  test(`an open question is told by groups when the host says so, and says of how many (${lang})`, async () => {
    const { room, who, ask, settings, open } = await roomOf(lang);
    const title = lang === 'fr' ? 'Comment traverser le lac ?' : 'How shall we cross the lake?';
    const { question } = await ask({ kind: 'single', title, options: OPTIONS[lang], results: 'always' }, (at) => ({ options: [at % 3] }));
    await settings({ split: { question, by: who } });
    const [host, stage, dash] = [await open('host', size), await open('stage', HALL), await open('host', DESK)];
    for (const { page } of [host, dash]) await page.waitForURL(`**/host/${room.code}`);
    await dash.page.goto(`${server.origin}/dash/${room.code}`);
    await dash.page.getByText(dash.t('dash.split.open')).waitFor();
    const { page, t } = host;
    const chooser = page.getByLabel(t('host.split'));
    await chooser.selectOption(who);
    await page.getByText(t('host.split.open')).waitFor();
    assert.equal(await page.locator('.split table').count(), 0, 'it is for the host to say when');
    assert.equal(await stage.page.locator('.split').count(), 0);
    await picture('split', `before-${lang}`, { host, dash });
    await button(page, t('host.split.now')).click();
    const cells = page.locator('.split table td');
    await cells.first().waitFor();
    assert.deepEqual(numbers((await cells.allInnerTexts()).slice(-TOLD.length)), TOLD.map(({ n }) => n));
    assert.equal(await page.getByText(t('split.first', { n: IS.length })).count(), 0, 'that is all there are');
    await must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [0] } }, await newDevice(server));
    await page.getByText(t('split.first', { n: IS.length })).waitFor();
    // Once more is too early: what was told stays.
    await button(page, t('host.split.now')).click();
    await button(dash.page, dash.t('dash.split.now')).click();
    for (const screen of [stage, dash]) await screen.page.getByText(screen.t('split.first', { n: IS.length })).waitFor();
    assert.deepEqual(numbers((await cells.allInnerTexts()).slice(-TOLD.length)), TOLD.map(({ n }) => n));
    await stage.page.waitForFunction(() => document.getAnimations().length === 0);
    await picture('split', `open-${lang}`, { host, stage, dash });
    await sound({ host, stage, dash });
    for (const { context } of [host, stage, dash]) await context.close();
  });
}

const four = ['Pricing', 'Support that answers', 'Speed', 'Docs'];
const spread = (at, from, to) => from + (at * 7 + (IS[at] ?? 2) * 3) % (to - from + 1);
const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const means = (read) => (ballots) => [mean(ballots.map(read))];
/** What is asked, how people answer, and what of it is told of a group: the last rows of the table but one. */
const KINDS = {
  multiple: [{ title: 'What matters to you?', options: [...four, 'Its looks', 'Its price in ten years, when everything costs twice as much', 'Security', 'Nothing of that'] },
    (at) => ({ options: [at % 4, 4 + at % 3] }), (ballots) => Array.from({ length: 8 }, (_, option) => 100 * mean(ballots.map(({ options }) => Number(options.includes(option)))))],
  pair: [{ title: 'Sea or hills?', options: ['Sea', 'Hills'] }, (at) => ({ options: [at % 5 === 0 ? 1 : 0] }),
    (ballots) => [0, 1].map((option) => 100 * mean(ballots.map(({ options }) => Number(options[0] === option))))],
  scale: [{ title: 'How was the first day, all in all?', from: 1, to: 5, low: 'Dull', high: 'Great' }, (at) => ({ value: spread(at, 1, 5) }), means(({ value }) => value)],
  nps: [{ title: 'Would you recommend us?' }, (at) => ({ value: spread(at, 4, 10) }),
    (ballots) => [100 * mean(ballots.map(({ value }) => (value >= 9 ? 1 : value <= 6 ? -1 : 0)))]],
  number: [{ title: 'What would you pay?', from: 0, to: 200, unit: '€' }, (at) => ({ value: spread(at * 13, 20, 180) }), means(({ value }) => value)],
  points: [{ title: 'Share out 100 points', options: four }, (at) => ({ points: at % 2 ? [10, 20, 30, 40] : [70, 10, 20, 0] }),
    (ballots) => four.map((_, option) => mean(ballots.map(({ points }) => points[option])))],
  quiz: [{ title: 'Which came first?', options: four, right: [2], duration: 0 }, (at) => ({ options: [at % 4] }),
    (ballots) => four.map((_, option) => 100 * mean(ballots.map(({ options }) => Number(options[0] === option))))],
  ranking: [{ title: 'What first?', options: four }, (at) => ({ order: at % 3 ? [0, 1, 2, 3] : [3, 1, 0] }), (ballots) => {
    const borda = four.map((_, option) => ballots.reduce((sum, { order }) => sum + (order.includes(option) ? 3 - order.indexOf(option) : 0), 0));
    return borda.map((points) => 1 + borda.filter((other) => other > points).length);
  }],
  grid: [{ title: 'Where do they stand?', options: four, low: 'cheap', high: 'dear', bottom: 'plain', top: 'fine' },
    (at) => ({ places: four.map((_, option) => [(at + option * 3) % 11, (at * 2 + option) % 11]) }), null],
};

test('every kind that adds up is told by groups, and what stands there is what the ballots say', async () => {
  const { room, who, ask, settings, open } = await roomOf('en');
  const stage = await open('stage', HALL);
  const framed = [];
  for (const [kind, [more, ballot, recount]] of Object.entries(KINDS)) {
    const { question, of } = await ask({ kind, ...more }, ballot);
    await settings({ split: { question, by: who } });
    await room.move(question, 'reveal');
    await stage.page.locator('.split h1', { hasText: more.title }).waitFor();
    const rows = await stage.page.locator('.split tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent)));
    assert.deepEqual(numbers(rows.at(-1)), TOLD.map(({ n }) => n), kind);
    if (recount) {
      TOLD.map(of).map(recount).forEach((figures, group) => figures.forEach((figure, at) => {
        const shown = numbers([rows.at(at - figures.length - 1)[group].replace('€', '')])[0];
        assert.ok(Math.abs(shown - figure) <= 1, `${kind}: ${group} has ${shown} in place of ${figure}`);
      }));
    }
    await stage.page.waitForFunction(() => document.getAnimations().length === 0);
    await picture('split', kind, { stage });
    framed.push(kind);
  }
  assert.equal(framed.length, 9);
  await sound({ stage });
  for (const [name, viewport] of [['4-3', { width: 1440, height: 1080 }], ['32-9', { width: 2560, height: 720 }]]) {
    await stage.page.setViewportSize(viewport);
    await picture('split', `grid-${name}`, { stage });
  }
});

test('nothing by groups is in any frame of a stage that may not see the result', async () => {
  const { room, who, ask, settings, open } = await roomOf('en');
  const { question } = await ask({ kind: 'single', title: 'A secret?', options: OPTIONS.en, results: 'never' }, (at) => ({ options: [at % 3] }));
  await settings({ split: { question, by: who } });
  const stage = await open('stage', HALL);
  const frames = [];
  stage.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await stage.page.reload();
  await room.move(question, 'reveal');
  await stage.page.getByText(stage.t('stage.hidden.never')).waitFor();
  await stage.page.getByText(stage.t('stage.revealed'), { exact: true }).waitFor();
  assert.ok(frames.length > 0);
  for (const frame of frames) assert.doesNotMatch(frame, /"groups"|"counts"/);
});
