/* SPDX-License-Identifier: Apache-2.0 */
/* A whole session at the real server: a host leads a hall through every format from a phone, tap by tap. Each result is
 * counted again here, from what everyone sent.
 *
 *   CLAMEUR_PEOPLE=300 CLAMEUR_MINUTES=30 node test/e2e/run.mjs session     as it is in a hall
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { makeRoom, owner, Socket } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { ballotOf, dice, makeCrowd, recount } from '../lib/crowd.mjs';
import { answer, button } from '../lib/hands.mjs';
import { device, HALL, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

const PEOPLE = Number(process.env.CLAMEUR_PEOPLE ?? 40);
const MINUTES = Number(process.env.CLAMEUR_MINUTES ?? 0);
const SEED = 20261122;
const MODELS = ['The lake', 'The castle', 'The jungle', 'The arcade'];
const AGENDA = [
  { kind: 'segment', title: 'You are…', options: ['Buyer', 'User', 'Carrier'], results: 'never' },
  { kind: 'pair', title: 'Early bird or night owl?', options: ['Early bird', 'Night owl'] },
  { kind: 'single', title: 'Which theme should the next collection have?', options: MODELS },
  { kind: 'multiple', title: 'What matters most to you when you buy one?', options: ['Price', 'Quality', 'Design', 'Repair'], min: 1, max: 2 },
  { kind: 'scale', title: 'How awake are you right now?', from: 1, to: 5, look: 'stars', low: 'Half asleep', high: 'Wide awake' },
  { kind: 'nps', title: 'Would you recommend the club to a friend?' },
  { kind: 'words', title: 'What does summer make you think of?', max: 3, results: 'always' },
  { kind: 'ranking', title: 'Put these in your order', options: MODELS },
  { kind: 'points', title: 'Where should we put our effort next?', options: ['Quality', 'Speed', 'Team work', 'Learning'] },
  { kind: 'number', title: 'At what price is it a bargain?', from: 0, to: 500, unit: '€', results: 'after_close' },
  { kind: 'quiz', title: 'Which lake is the deepest?', options: ['Lake Garda', 'Lake Geneva', 'Lake Como'], right: [2], duration: 300, results: 'after_close' },
  { kind: 'grid', title: 'How do you see them?', options: MODELS.slice(0, 3), low: 'For every day', high: 'For special days', bottom: 'Cheap', top: 'Precious' },
];

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([Server.start(), launch()]); });
after(async () => { if (process.env.CLAMEUR_LOG) console.log(server.log); await browser?.close(); await server?.end(); });

/** What everyone looks at: two hosts' phones, and a stage and a phone in either language. */
async function screens(room) {
  const link = async (role) => (await room.call('link.create', { role, label: role })).secret;
  const host = async (more) => device(browser, `${server.origin}/host#${await link('host')}`, more);
  const stage = async (more) => device(browser, `${server.origin}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, ...more });
  const join = (more) => device(browser, `${server.origin}/j/${room.code}`, more);
  const french = { lang: 'fr' };
  return {
    host: await host(), stage: await stage(), phone: await join(),
    hote: await host(french), scene: await stage(french), mobile: await join({ ...french, dark: true }),
  };
}

const next = ({ page, t }, key, fields) => page.locator('.next', { hasText: t(key, fields) }).click();
const everywhere = (devices, selector, text) => Promise.all(devices.map(({ page }) => page.locator(selector, { hasText: text }).first().waitFor()));

/** The host darkens the hall, takes a question back and gives it back, and tells who answers what they are no more. */
async function lookRound({ host, ...others }, { title }) {
  const { page, t } = host;
  const devices = { host, ...others };
  const tab = (key) => page.locator('.tabs button', { hasText: t(key) }).click();
  await tab('host.questions');
  await page.locator('.question-row', { hasText: title }).click();
  await picture('session', 'unfolded', devices);
  await button(page.locator('.question-body'), t('host.close')).click();
  await page.locator('.questions li', { hasText: title }).locator('.state.closed').waitFor();
  await tab('host.tab.share');
  await page.getByText(t('host.blank')).click();
  await others.stage.page.locator('.blank').waitFor();
  await picture('session', 'blank', devices);
  await page.getByText(t('host.blank')).click();
  await others.stage.page.locator('.blank').waitFor({ state: 'detached' });
  await tab('host.tab.now');
}

async function askAgain({ host, ...others }) {
  const { page, t } = host;
  await button(page, t('host.reset')).click();
  await picture('session', 'reset', { host, ...others });
  await button(page.getByRole('dialog'), t('host.reset')).click();
  await button(page, t('host.undo')).waitFor();
  await picture('session', 'undo', { host, ...others });
  await button(page, t('host.undo')).click();
  await page.locator('.now .state.closed').waitFor();
  await next(host, 'host.next.reveal');
  await page.locator('.now .state.revealed').waitFor();
}

async function sound(devices) {
  for (const [name, { page, faults }] of Object.entries(devices)) {
    assert.equal(await scrollsSideways(page), false, `${name} scrolls sideways`);
    assert.deepEqual(faults, [], name);
  }
  assert.deepEqual(await axe(devices.host.page), []);
}

test(`${PEOPLE} people are led through every format, and each count is exact`, { timeout: (MINUTES + 10) * 60_000 }, async () => {
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Summer club' });
  for (const [at, def] of AGENDA.entries()) await room.add(def, `q${at}`);
  const devices = await screens(room);
  const { host, hote, stage, scene, phone, mobile } = devices;
  const crowd = await makeCrowd(server, room.code, PEOPLE, SEED);
  const ears = await Socket.hello(server, room.code, token, { view: 'host' });
  const luck = dice(SEED);
  const told = [];
  await picture('session', 'waiting', devices);

  for (const [at, def] of AGENDA.entries()) {
    const id = `q${at}`;
    const shot = (moment) => picture('session', `${def.kind}-${moment}`, devices);
    const isGroup = def.kind === 'segment';
    await next(host, 'host.next.open', { at: at + 1 });
    const answered = crowd.answer(id);
    for (const { page } of [...(isGroup ? [] : [stage, scene]), phone, mobile]) await page.getByText(def.title).first().waitFor();
    await shot('asked');
    await answered;
    // Phones ask who one is before the rest, so both have to say it.
    const ballots = crowd.ballots(id);
    for (const one of isGroup ? [phone, mobile] : [phone]) {
      ballots.push(ballotOf(def, luck));
      await answer(one, def, ballots.at(-1));
    }
    told.push({ voters: ballots.length, counts: recount(def, ballots) });
    await ears.event('tally', (tally) => tally.question === id && tally.voters === told[at].voters && tally.counts.join() === told[at].counts.join());
    await shot('answered');
    await pause(MINUTES * 60_000 / AGENDA.length);
    if (isGroup) continue;
    await next(host, 'host.next.close');
    await everywhere([phone, mobile], '.badge.closed', '');
    await shot('closed');
    await next(host, 'host.next.reveal');
    await everywhere([phone, mobile], '.badge.revealed', '');
    if (def.kind === 'quiz') await everywhere([phone], '.verdict', '');
    if (at + 1 < AGENDA.length) for (const { page, t } of [host, hote]) await page.locator('.next', { hasText: t('host.next.open', { at: at + 2 }) }).waitFor();
    await shot('revealed');
    if (def.kind === 'quiz') { await everywhere([stage, scene], '.quiz-rows', ''); await shot('leaders'); }
    await sound(devices);
  }
  await lookRound(devices, AGENDA[0]);
  await askAgain(devices);
  await picture('session', 'over', devices);
  await sound(devices);
  // Whoever comes now finds all of it as it was counted.
  const late = await Socket.hello(server, room.code, token, { view: 'host' });
  for (const [at, def] of AGENDA.entries()) {
    const { voters, counts } = await late.event('tally', ({ question }) => question === `q${at}`);
    assert.deepEqual({ voters, counts }, told[at], def.kind);
  }
  await Promise.all([crowd.end(), ears.end(), late.end()]);
});
