/* SPDX-License-Identifier: Apache-2.0 */
/* The dashboard and the fleet for every eye: each language, phones, desks and walls up to 4k, text at 200 %, forced colours,
 * by keyboard alone, and on paper. Nothing sideways, nothing cut, nothing that axe finds. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { board, def, idea } from '../lib/fake-board.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import * as fx from '../lib/fixtures.mjs';
import { asked, tallyOf } from '../lib/scored.mjs';
import { axe, scrollsSideways, turnInto, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/desks');
const MINUTE = 60_000;
const COLUMNS = ['people', 'votes', 'looks', 'ideas', 'comments', 'likes', 'supports', 'answers', 'shared', 'reactions'];
const PHONE = { width: 320, height: 640, dark: true };
const DESK = { width: 1440, height: 900, dark: false };
const WALLS = [{ width: 1280, height: 720, dark: false }, { width: 1920, height: 1080, dark: false }, { width: 3840, height: 2160, dark: false }];

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

/** An hour of a full hall. */
function told(now = Date.now()) {
  const start = now - (now % MINUTE) - 60 * MINUTE;
  const rows = Array.from({ length: 61 }, (_, i) => [i, Math.round(800 + 400 * Math.sin(i / 9)), i % 20 < 3 ? 900 - 200 * (i % 20) : 12, 30, i % 9 ? 0 : 4, 3, 8, 25, i % 6 ? 0 : 2, i % 5 ? 0 : 3, 60]);
  return { now, began: start - 9e6, start, end: now, step: MINUTE, columns: COLUMNS, rows, waits: { n: 12, median: 5_400_000 } };
}
const curve = (counts) => ({
  now: Date.now(), round: 1, step: 5000, rows: Array.from({ length: 40 }, (_, i) => [Date.now() - (40 - i) * 5000, 30 * i, ...counts.map((n, at) => Math.round((n * (i + at)) / 40))]),
});

/** A hall that was asked this, with a board of ideas. */
function hall(lang, what) {
  const fr = lang === 'fr';
  const questions = { ...fx.questions(fr ? 'fr' : 'en'), words: asked(fr ? 'fr' : 'en', { state: 'open' }).words };
  questions.nps = { ...questions.numbers, def: { kind: 'nps', title: questions.numbers.def.title } };
  const shown = { ...questions[what], state: 'revealed', def: { ...questions[what].def, results: 'always' } };
  const tally = what === 'words' ? tallyOf('words', fr ? 'fr' : 'en') : { rev: 5, voters: 1200, counts: shown.def.options ? [385, 267, 169, 268, 111] : [3, 2, 4, 6, 10, 25, 30, 60, 90, 70, 50] };
  const tally2 = { ...tally, counts: tally.counts?.slice(0, shown.def.options?.length ?? (shown.def.to ?? 10) - (shown.def.from ?? 0) + 1) };
  const segment = { id: 'who', state: 'closed', round: 1, version: 2, closes: 0, def: { kind: 'segment', title: fr ? 'Vous êtes…' : 'You are…', options: fr ? ['Vendeur·se en magasin', 'Client·e'] : ['Sales assistant in a shop', 'Customer'] } };
  const wishes = [['tent', fr ? 'Une lampe d’architecte par établi, orientable et sans éblouissement' : 'An architect’s lamp for each bench, that turns and does not dazzle', 640], ['tools', fr ? 'Des outils gravés' : 'Engraved tools', 410], ['tea', fr ? 'Le thé à dix heures' : 'Tea at ten', 38]];
  const room = new FakeRoom({
    role: 'host', questions: [segment, shown], current: shown.id, tallies: { [shown.id]: tally2, who: { rev: 1, voters: 900, counts: [400, 500] } }, people: 1163,
    boards: [board({ def: def({ title: fr ? 'Qu’est-ce qui rendrait l’atelier meilleur ?' : 'What would make the workshop better?' }) })], ideas: { wishes: wishes.map(([id, title, supports]) => idea(id, title, { supports })) },
    settings: { lang: fr ? 'fr' : 'en', title: fr ? 'Atelier sellerie' : 'Saddlery workshop' },
  });
  Object.assign(room.commands, {
    'dash.read': () => told(), 'dash.curve': () => curve(tally2.counts ?? []), 'theme.look': () => ({}),
    'question.split': () => ({ groups: [0, 1].map((group) => ({ groups: [group], voters: 400 + 100 * group, counts: (tally2.counts ?? []).map((n, at) => Math.round((n * (3 + ((at + group) % 3))) / 12)) })) }),
  });
  return room;
}

const SETTINGS = { show: null, attract: '', idle: 30, warn: 20, cooldown: 0, badge: 'off', reload: '04:00', pin: true };
function shops(lang) {
  const fr = lang === 'fr';
  const one = (id, name, place, more) => ({ id, name, place, set: SETTINGS, made: Date.now() - 9e8, seen: Date.now() - 5000, version: '1.4.0', waiting: 0, refused: 0, shows: { question: 'q1' }, people: 1204, votes: 980, flagged: 0, revoked: false, ...more });
  const devices = [
    one('a', fr ? 'Entrée principale, côté jardin' : 'Main entrance, garden side', fr ? 'Faubourg Saint-Honoré' : 'New Bond Street', {}),
    one('b', fr ? 'Vitrine' : 'Window', fr ? 'Faubourg Saint-Honoré' : 'New Bond Street', { waiting: 12, refused: 3, seen: Date.now() - 400_000 }),
    one('c', fr ? 'Caisse' : 'Till', 'Lille', { flagged: Date.now() - 120_000 }),
    one('d', fr ? 'Étage' : 'Upstairs', 'Lille', { seen: 0, people: 0, votes: 0 }),
    one('e', fr ? 'Ancienne borne' : 'Old kiosk', 'Lille', { revoked: true }),
  ];
  const question = { ...fx.questions(fr ? 'fr' : 'en').single, id: 'q1' };
  const room = new FakeRoom({ role: 'host', questions: [question], current: 'q1', tallies: { q1: { rev: 1, voters: 40 } }, settings: { lang: fr ? 'fr' : 'en', title: fr ? 'Ateliers du Lac' : 'Lake Workshops' } });
  Object.assign(room.commands, { 'device.list': () => ({ devices }), 'theme.look': () => ({}) });
  return room;
}

const PAGES = {
  dash: { room: hall, ready: '.figures dd' },
  fleet: { room: shops, ready: '.device' },
};
async function look(name, lang, { what = 'single', wall = false, ...more }) {
  const it = await visit(browser, { page: name, path: `/${name}/${fx.CODE}${wall ? '?wall' : ''}`, lang, room: PAGES[name].room(lang, what), ...more });
  await it.page.locator(PAGES[name].ready).first().waitFor();
  return it;
}

/** Texts that are cut off, or stand outside the screen; on a wall, of the cards that are shown. */
const cut = (page) => page.evaluate(() => [...document.querySelectorAll('#app *')]
  .filter((part) => part.childElementCount === 0 && part.textContent.trim() !== '' && !part.closest('.sr-only, [aria-hidden=true], .off, svg, option, .scroll'))
  .filter((part) => {
    const { left, right, width } = part.getBoundingClientRect();
    const isCut = part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'hidden';
    return width > 0 && (left < 0 || right > innerWidth + 1 || isCut);
  }).map((part) => `${part.className}: ${part.textContent}`));

async function judge({ page, faults }, where, { forced = false } = {}) {
  await shoot(page, join(shots, `${where}.png`), { fullPage: !where.includes('wall') });
  assert.equal(await scrollsSideways(page), false, where);
  assert.deepEqual(await cut(page), [], where);
  const found = (await axe(page, forced)).filter((fault) => !(where.includes('.qps') && fault.startsWith('label-content-name-mismatch')));
  assert.deepEqual(found, [], where);
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\{\w+\}|undefined|NaN/, where);
  assert.deepEqual(faults, [], where);
}

for (const lang of ['en', 'fr', 'qps']) {
  test(`dashboard and fleet on phones and desks, in ${lang}`, async () => {
    for (const name of Object.keys(PAGES)) {
      const it = await look(name, lang, PHONE);
      await judge(it, `${name}-phone.${lang}`);
      await turnInto(it.page, DESK);
      await judge(it, `${name}-desk.${lang}`);
      await it.context.close();
    }
  });

  test(`text at 200 %, in ${lang}`, async () => {
    for (const name of Object.keys(PAGES)) {
      for (const device of [PHONE, DESK]) {
        const it = await look(name, lang, device);
        await it.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
        await judge(it, `${name}-200-${device.width}.${lang}`);
        await it.context.close();
      }
    }
  });
}

for (const lang of ['en', 'fr']) {
  test(`every question of the dashboard, and the wall, in ${lang}`, async () => {
    for (const what of ['single', 'numbers', 'nps', 'words']) {
      const desk = await look('dash', lang, { ...DESK, what });
      await desk.page.locator({ words: '.words li', nps: '.figure strong' }[what] ?? '.legend').first().waitFor();
      await judge(desk, `dash-${what}.${lang}`);
      await desk.context.close();
      const wall = await look('dash', lang, { ...WALLS[0], what, wall: true });
      await wall.page.locator('.panel').nth(2).waitFor({ state: 'attached' });
      for (const size of WALLS) {
        await turnInto(wall.page, size);
        // The cards that fit are chosen anew once a second, and leave nothing of the wall empty.
        await wall.page.waitForFunction(() => {
          const lowest = Math.max(...[...document.querySelectorAll('.dash > *:not(.off)')].map((card) => card.getBoundingClientRect().bottom));
          return lowest <= innerHeight + 1 && lowest > innerHeight * .94;
        });
        await judge(wall, `dash-wall-${what}-${size.width}.${lang}`);
      }
      if (what === 'nps') await wall.page.waitForFunction(() => getComputedStyle(document.querySelector('.tools')).opacity === '0');
      await wall.context.close();
    }
  });
}

test('forced colours: lines, bars and what is pressed are told apart', async () => {
  for (const name of Object.keys(PAGES)) {
    const it = await look(name, 'en', { ...DESK, forced: true });
    await judge(it, `${name}-forced.en`, { forced: true });
    await it.context.close();
  }
  const { page, context } = await look('dash', 'en', { ...DESK, forced: true });
  const drawn = (selector, of) => page.locator(selector).first().evaluate((part, name) => getComputedStyle(part)[name], of);
  assert.notEqual(await drawn('.bar i', 'backgroundColor'), await drawn('.bar', 'backgroundColor'));
  assert.notEqual(await drawn('.ranges [aria-pressed=true]', 'borderTopWidth'), await drawn('.ranges [aria-pressed=false]', 'borderTopWidth'));
  await page.locator('.legend').waitFor();
  const lines = await page.locator('.plot:has(.legend) .line').evaluateAll((all) => all.map((line) => getComputedStyle(line).stroke));
  assert.equal(new Set(lines).size, 5);
  await context.close();
});

test('by keyboard alone: a range, a table, the wall and back', async () => {
  const { page, context, faults } = await look('dash', 'en', DESK);
  const reach = async (selector) => {
    for (let tries = 0; tries < 60; tries++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
        // Who cannot see where they are is nowhere.
        assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', selector);
        return;
      }
    }
    assert.fail(`${selector} cannot be reached`);
  };
  await reach('.ranges button:nth-child(3)');
  await page.keyboard.press('Enter');
  await page.locator('.ranges button:nth-child(3)[aria-pressed=true]').waitFor();
  await page.locator('.legend').waitFor();
  await reach('.as-table');
  await page.keyboard.press('Space');
  await page.locator('.scroll tbody tr').first().waitFor();
  await reach('.scroll');
  await page.keyboard.press('ArrowDown');
  await page.locator('.ranges button').first().focus();
  await reach('.tools > .button');
  await page.keyboard.press('Enter');
  await page.locator('html.wall').waitFor();
  await page.locator('.figures dd').first().waitFor();
  await page.locator('.ranges button').first().focus();
  await reach('.tools > .button');
  await page.keyboard.press('Enter');
  await page.locator('html:not(.wall)').waitFor({ state: 'attached' });
  assert.deepEqual(faults, []);
  await context.close();
});

test('what is printed has every table, whole, on white', async () => {
  const { page, context } = await look('dash', 'fr', { width: 794, height: 1123, dark: true });
  await page.locator('.legend').first().waitFor();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  const charts = await page.locator('.panel:has(svg, .bars)').count();
  assert.ok(charts >= 6);
  assert.equal(await page.locator('.panel:has(svg, .bars) table').count(), charts);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.scroll')].filter((box) => box.scrollHeight > box.clientHeight + 1).length), 0);
  assert.equal(await page.locator('.tools').isVisible(), false);
  await shoot(page, join(shots, 'dash-print.fr.png'), { fullPage: true });
  assert.equal(await scrollsSideways(page), false);
  await context.close();
});
