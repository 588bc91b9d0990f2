/* SPDX-License-Identifier: Apache-2.0 */
/* The report, as people read and print it: a room that was asked one question of each shape of chart, with groups and a second
 * round, in both languages, on a phone, on a desk and on paper. Nothing that axe finds, nothing sideways, large text and
 * forced colours included. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { device as token, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch, shoot } from '../lib/browser.mjs';
import { device, PHONE } from '../lib/real.mjs';
import { axe, scrollsSideways, turnInto } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/report');
const DESK = { width: 1280, height: 800 };
const PEOPLE = 24;
/** A question of each, and what the n-th of the people says. */
const ASKED = {
  en: {
    title: 'Brick Days 2026',
    questions: [
      [{ kind: 'segment', title: 'You are…', options: ['a buyer', 'a builder'] }, (n) => ({ options: [n % 3 ? 0 : 1] })],
      [{ kind: 'single', title: 'Where shall we go?', options: ['The lake', 'A hill with a view over the whole of the valley', 'Town'], results: 'always' }, (n) => ({ options: [n % 3] })],
      [{ kind: 'words', title: 'In a word?', max: 2 }, (n) => ({ words: ['Bricks', ['Fun', 'Colour', 'Childhood'][n % 3]] })],
      [{ kind: 'grid', title: 'Where do they stand?', low: 'cheap', high: 'dear', bottom: 'dull', top: 'fun', options: ['Castle', 'Train'] }, (n) => ({ places: [[2 + n % 3, 8], [7, n % 5]] })],
      [{ kind: 'nps', title: 'Would you recommend us?' }, (n) => ({ value: 4 + n % 7 })],
    ],
  },
  fr: {
    title: 'Journées de la brique 2026',
    questions: [
      [{ kind: 'segment', title: 'Vous êtes…', options: ['en achat', 'en construction'] }, (n) => ({ options: [n % 3 ? 0 : 1] })],
      [{ kind: 'single', title: 'Où allons-nous ?', options: ['Au lac', 'Sur une colline d’où l’on voit toute la vallée', 'En ville'], results: 'always' }, (n) => ({ options: [n % 3] })],
      [{ kind: 'words', title: 'En un mot ?', max: 2 }, (n) => ({ words: ['Briques', ['Joie', 'Couleur', 'Enfance'][n % 3]] })],
      [{ kind: 'grid', title: 'Où se placent-ils ?', low: 'bon marché', high: 'cher', bottom: 'terne', top: 'drôle', options: ['Château', 'Train'] }, (n) => ({ places: [[2 + n % 3, 8], [7, n % 5]] })],
      [{ kind: 'nps', title: 'Nous recommanderiez-vous ?' }, (n) => ({ value: 4 + n % 7 })],
    ],
  },
};

let server;
let browser;
let bearer;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await mkdir(shots, { recursive: true });
  bearer = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

async function evening(lang) {
  const { title, questions } = ASKED[lang];
  const room = await makeRoom(server, bearer, { title, lang });
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => token(server)));
  for (const [def, answer] of questions) {
    const question = await room.add(def);
    await room.move(question, 'open');
    const cast = (round, shift) => Promise.all(people.map((who, n) => must(server, 'cast', { room: room.code, question, round, n: 1, ballot: answer(n + shift) }, who)));
    await cast(1, 0);
    await room.move(question, 'close');
    if (def.kind !== 'single') continue;
    for (const move of ['again', 'close']) {
      await room.move(question, move);
      if (move === 'again') await cast(2, 1);
    }
  }
  return room;
}

for (const lang of ['en', 'fr']) {
  test(`${lang}: it is read on a phone, a desk and paper`, async () => {
    const room = await evening(lang);
    const here = server.origin;
    const it = await device(browser, `${here}/j/${room.code}`, { viewport: DESK, lang });
    await it.context.addCookies([{ name: 'clameur', value: bearer, url: here }]);
    const { page } = it;
    await page.goto(`${here}/r/${room.code}?lang=${lang}`);
    for (const word of lang === 'en' ? ['Bricks', 'Childhood'] : ['Briques', 'Enfance']) await page.getByRole('rowheader', { name: word, exact: true }).waitFor();
    assert.equal(await page.locator('.round').count(), 6, 'five questions, one of them in two rounds');
    for (const [name, size] of Object.entries({ phone: PHONE, small: { width: 320, height: 640 }, desk: DESK })) {
      await turnInto(page, { ...size, dark: name === 'small' });
      await shoot(page, join(shots, `${lang}.${name}.png`), { fullPage: true });
      assert.deepEqual(await axe(page), [], name);
      assert.equal(await scrollsSideways(page), false, name);
    }
    await page.emulateMedia({ forcedColors: 'active' });
    await shoot(page, join(shots, `${lang}.forced.png`), { fullPage: true });
    assert.deepEqual(await axe(page, true), []);
    await page.emulateMedia({ forcedColors: 'none' });
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await turnInto(page, { ...PHONE, dark: false });
    assert.equal(await scrollsSideways(page), false, 'large text');
    await shoot(page, join(shots, `${lang}.large.png`), { fullPage: true });
    await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
    await page.emulateMedia({ media: 'print' });
    await turnInto(page, { width: 794, height: 1123, dark: false }); // A4 at 96 dpi.
    await shoot(page, join(shots, `${lang}.paper.png`), { fullPage: true });
    assert.equal(await page.locator('#print').isVisible(), false);
    assert.deepEqual(it.faults, []);
    await it.context.close();
  });
}
