/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix for what the other files have not looked at: orders, points, words, quizzes, guesses and groups on phone,
 * stage and desk, the form of each kind, and the parts of the console that are seldom opened. In each language, light and
 * dark, on a small and a usual phone and in 1080p: nothing that axe finds, nothing sideways, nothing in the console. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { boardsOf, FakeKiosk } from '../lib/kiosk.mjs';
import { questions } from '../lib/fixtures.mjs';
import { asked, ballotOf, leaders, tallyOf } from '../lib/scored.mjs';
import { axe, open, scrollsSideways, turnInto } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/matrix');
const LANGS = ['en', 'fr', 'qps'];
const KINDS = ['ranking', 'points', 'words', 'quiz', 'guess', 'segment'];
const PHONES = [false, true].flatMap((dark) => [[320, 640], [390, 844]].map(([width, height]) => ({ width, height, dark })));
const HALL = { width: 1920, height: 1080 };
/** Upright and lying screens, and a tablet. */
const KIOSKS = [{ width: 1080, height: 1920, dark: false }, { ...HALL, dark: true }, { width: 800, height: 1280, dark: false }];
const KIOSK_SCREENS = {
  attract: { what: 'single', last: '.begin' },
  single: { what: 'single', until: ['.begin'], last: '.choice' },
  multiple: { what: 'multiple', until: ['.begin', '.choice'], last: '.choice[aria-checked="true"]' },
  stars: { what: 'stars', until: ['.begin'], last: '.step' },
  steps: { what: 'numbers', until: ['.begin'], last: '.step' },
  phones: { what: 'words', until: ['.begin'], last: '.qr' },
  thanks: { what: 'single', until: ['.begin', '.choice'], last: '.thanks' },
  products: { show: { products: 'goods' }, until: ['.begin', '.hit'], last: '.hit[aria-pressed="true"]' },
  badge: { show: { products: 'goods' }, set: { badge: 'must' }, until: ['.begin', '.hit'], last: '.sheet' },
  write: { show: { ideas: 'wishes' }, until: ['.begin', '.key'], last: '.keys' },
  nothing: { last: '.call.later' },
};
const DESKS = [{ width: 320, height: 640, dark: false }, { width: 390, height: 844, dark: true }, { ...HALL, dark: false }];

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

/** A room that asks this; `commands` are answered besides the usual ones. */
function roomWith(questions, { commands = {}, ballots = [], ...more }) {
  const room = new FakeRoom({ questions, current: questions[0]?.id ?? null, ...more });
  Object.assign(room.commands, commands);
  return Object.assign(room, { ballots });
}

function asking(role, kind, lang, state, more = {}) {
  const question = asked(lang, { state })[kind];
  const commands = {
    'quiz.board': () => leaders(lang, kind),
    'me.read': () => ({ name: '' }),
    'cloud.list': () => ({ rev: 7, words: 160, different: 6, others: 0, list: tallyOf('words', lang).words.map(([word, n], at) => ({ word, n, state: ['shown', 'hidden', 'waiting'][at % 3] })) }),
  };
  return roomWith([question], { role, commands, tallies: { [question.id]: tallyOf(kind, lang) }, settings: { lang: lang === 'fr' ? 'fr' : 'en' }, ...more });
}

/** A page where letters of people and pictures may be cut, and nothing else. */
async function judge({ page, faults }, devices, where) {
  for (const device of devices) {
    await turnInto(page, device);
    const at = `${where}.${device.dark ? 'dark' : 'light'}.${device.width}`;
    await shoot(page, join(shots, `${at}.png`), { fullPage: device.width < 500 });
    assert.equal(await scrollsSideways(page), false, at);
    // What the long locale adds to each text stands between a label's words, too.
    const found = (await axe(page)).filter((fault) => !(where.includes('.qps') && fault.startsWith('label-content-name-mismatch')));
    assert.deepEqual(found, [], at);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\{\w+\}|undefined|NaN/, at);
  }
  assert.deepEqual(faults, [], where);
}

/** What stands there when the part has come. */
const ASKED = { ranking: '.ranking', points: '.share', words: '.word-field', quiz: '.stakes', guess: '.amount', segment: '.option' };
const ANSWERED = { ranking: '.option .percent', points: '.option .percent', words: '.word-cloud', quiz: '.option.own', guess: '.columns', segment: '.option.own' };

for (const lang of LANGS) {
  test(`phones, in ${lang}`, async () => {
    const it = await open(browser, { page: 'join', path: '/j/K7Q42M', lang, width: 390, height: 844 });
    for (const kind of KINDS) {
      for (const state of ['asked', 'answered', 'revealed']) {
        const isAsked = state === 'asked';
        const ballots = isAsked ? [] : [{ question: kind, round: 1, n: 1, ballot: ballotOf(kind, lang) }];
        await it.load({ room: asking('participant', kind, lang, state === 'revealed' ? state : 'open', { ballots }) });
        await it.page.locator((isAsked ? ASKED : ANSWERED)[kind]).first().waitFor();
        if (state === 'revealed' && ['quiz', 'guess'].includes(kind)) await it.page.locator('.verdict').waitFor();
        await judge(it, PHONES, `join-${kind}-${state}.${lang}`);
      }
    }
    await it.context.close();
  });

  test(`the stage, in ${lang}`, async () => {
    const it = await open(browser, { page: 'stage', path: '/stage/K7Q42M', lang, ...HALL });
    for (const kind of KINDS.filter((one) => one !== 'segment')) {
      for (const state of ['open', 'revealed']) {
        await it.load({ room: asking('stage', kind, lang, state) });
        await it.page.locator(kind === 'words' ? '.cloud-word' : 'table').first().waitFor({ state: 'attached' });
        await judge(it, [HALL], `stage-${kind}-${state}.${lang}.dark`);
        await it.page.keyboard.press('t');
        await judge(it, [HALL], `stage-${kind}-${state}.${lang}.light`);
      }
    }
    for (const kind of ['guess', 'quiz']) {
      await it.load({ room: asking('stage', kind, lang, 'revealed') });
      await it.page.locator('.quiz-rows').waitFor();
      await judge(it, [HALL], `stage-${kind}-leaders.${lang}`);
    }
    await it.context.close();
  });

  test(`the desk, in ${lang}`, async () => {
    const it = await open(browser, { page: 'host', path: '/host/K7Q42M', lang, ...HALL });
    const { page, load } = it;
    for (const kind of KINDS) {
      await load({ room: asking('host', kind, lang, 'revealed') });
      await page.locator(kind === 'words' ? '.cloud-desk li' : '.now .result-rows').first().waitFor();
      await judge(it, DESKS, `host-${kind}.${lang}`);
    }
    await load({ room: roomWith([], { role: 'host' }) });
    await page.locator('.next').waitFor();
    await page.keyboard.press('w');
    const kinds = page.locator('dialog input[name=kind]');
    const names = await kinds.count();
    assert.ok(names >= 12);
    for (let at = 0; at < names; at++) {
      await kinds.nth(at).locator('..').click();
      await page.waitForFunction((place) => document.querySelectorAll('dialog input[name=kind]')[place].checked, at);
      await judge(it, DESKS, `form-${at}.${lang}`);
    }
    await it.context.close();
  });

  test(`what a host seldom opens, in ${lang}`, async () => {
    const it = await open(browser, { page: 'host', path: '/host/K7Q42M', lang, ...HALL });
    const { page, load } = it;
    const invites = [[1, 'Anna', 0, 0], [2, '', 1_792_000_000_000, 0], [3, 'Chloé Martin-Duval', 0, 1_792_000_000_000]]
      .map(([number, label, used, revoked]) => ({ number, label, created: 1_791_000_000_000, used, revoked }));
    const commands = {
      'invite.list': () => ({ total: 3, used: 1, revoked: 1, more: false, invites }), 'theme.look': () => ({}),
      'log.list': () => ({ log: [], more: false }), 'points.board': () => ({ period: 'all', total: 0, own: null, places: [] }),
    };
    await load({ room: roomWith([], { role: 'host', commands }) });
    await page.locator('.look-tile').nth(1).waitFor();
    await page.locator('.look-tile input').nth(1).check();
    await page.locator('.look details summary').click();
    await page.locator('section[aria-labelledby="access-title"] input').nth(2).check({ force: true });
    await page.locator('section[aria-labelledby="invites-title"] li').first().waitFor();
    await turnInto(page, DESKS[1]);
    await page.locator('.tabs button').nth(3).click();
    await judge(it, DESKS, `share.${lang}`);
    await turnInto(page, HALL);
    await page.locator('.now.empty .button').click();
    await page.getByRole('dialog').waitFor();
    await judge(it, DESKS, `templates.${lang}`);
    await it.context.close();
  });

  test(`kiosks, in ${lang}`, async () => {
    const it = await open(browser, { page: 'kiosk', path: '/kiosk/K7Q42M', lang, ...KIOSKS[0] });
    await it.context.addInitScript('Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => false })');
    for (const [name, { what, show, set, until = [], last }] of Object.entries(KIOSK_SCREENS)) {
      const question = { ...questions(lang), words: asked(lang, { state: 'open' }).words }[what];
      const room = new FakeKiosk({ ...(question && { questions: [question], current: question.id }), ...boardsOf(lang), set: { show, ...set }, settings: { lang: lang === 'fr' ? 'fr' : 'en' } });
      await it.load({ room });
      for (const step of until) await it.page.locator(step).first().click();
      await it.page.locator(last).first().waitFor();
      await judge(it, KIOSKS, `kiosk-${name}.${lang}`);
    }
    await it.context.close();
  });
}
