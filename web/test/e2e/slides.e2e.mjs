/* SPDX-License-Identifier: Apache-2.0 */
/* Slides at the real server: a host sends a PDF, sees it come page by page, shows it; the stage and phones follow; a question
 * has a slide beside it; what fails is said. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { drawn, locked, pdf } from '../../../tests/lib/pdfs.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways } from '../lib/visit.mjs';

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

const LONG = { timeout: 90_000 }; // Whoever draws pages lets everyone else go first.
const button = (scope, name) => scope.getByRole('button', { name, exact: true });
const file = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });
const seen = async (room) => (await must(server, 'hello', { room: room.code, view: 'host' }, token)).snapshot;
const width = (image) => image.evaluate((element) => element.decode().then(() => element.naturalWidth));

const TEXTS = {
  en: { title: 'A year by the lake', lines: ['What we planned', 'What became of it'], next: 'Three ideas that stayed', ask: 'Which one shall we keep?', options: ['The tent', 'The boat', 'The choir'] },
  fr: { title: 'Une ann\u00e9e au bord du lac', lines: ['Ce que nous avions pr\u00e9vu', 'Ce que c\u2019est devenu'], next: 'Trois id\u00e9es qui restent', ask: 'Laquelle garder\u00a0?', options: ['La tente', 'Le bateau', 'Le ch\u0153ur'] },
};

for (const [lang, desk] of [['en', DESK], ['fr', PHONE]]) {
  test(`a PDF becomes slides, which are shown (${lang})`, async () => {
    const { title, lines, next, ask, options } = TEXTS[lang];
    const room = await makeRoom(server, token, { title: 'Club', lang });
    const [hostLink, stageLink] = await Promise.all(['host', 'stage'].map((role) => room.call('link.create', { role, label: '' })));
    const host = await device(browser, `${server.origin}/host#${hostLink.secret}`, { viewport: desk, lang });
    const stage = await device(browser, `${server.origin}/stage/${room.code}#${stageLink.secret}`, { viewport: HALL, lang });
    const phone = await device(browser, `${server.origin}/j/${room.code}`, { viewport: PHONE, lang });
    const { page, t } = host;
    await page.locator('.console').waitFor();
    if (desk === PHONE) await button(page, t('host.questions')).click();

    const input = page.locator('.deck input');
    await input.setInputFiles(file('no.pdf', Buffer.from('no PDF')));
    await page.getByText(t('host.deck.wrong.kind')).waitFor(LONG);
    await input.setInputFiles(file('locked.pdf', locked));
    await page.getByText(t('host.deck.wrong.locked')).waitFor(LONG);
    const deck = pdf([drawn(title, lines), drawn(next, [], '0.55 0.2 0.1'), { draws: drawn('4:3', [], '0.1 0.4 0.3', [800, 600]), size: [800, 600] }]);
    await input.setInputFiles(file('club.pdf', deck));
    await page.locator('.deck progress').waitFor(LONG);
    await page.locator('.questions .question-title', { hasText: next }).waitFor(LONG);
    await page.getByText(t('host.deck.done_other', { n: 3 })).waitFor(LONG);
    const { questions, room: { order } } = await seen(room);
    assert.deepEqual(order.map((id) => questions.find((question) => question.id === id).def.page), [1, 2, 3]);
    await page.locator('.question-row').first().click();
    assert.equal(await width(page.locator('.question-body .slide-shown')), 400);
    assert.deepEqual(await axe(page), []);
    await picture('slides', `host-${lang}`, { host });

    await button(page.locator('.question-body'), t('host.show')).click();
    const large = stage.page.locator('.slide-scene img').first();
    await large.waitFor(LONG);
    assert.equal(await width(large), 1920);
    assert.deepEqual(await axe(stage.page), []);
    assert.ok(await stage.page.locator('.slide-scene .join-code').isVisible());
    await phone.page.locator('.slide img').waitFor(LONG);
    assert.equal(await width(phone.page.locator('.slide img')), 400);
    assert.match(await phone.page.locator('.slide a').getAttribute('href'), /^\/image\/[^/]+\/~\/[^/]+$/);
    assert.deepEqual(await axe(phone.page), []);
    assert.equal(await scrollsSideways(phone.page), false);
    await picture('slides', `shown-${lang}`, { stage, phone });
    if (desk === PHONE) await button(page.locator('.tabs'), t('host.tab.now')).click();
    await page.locator('.now .slide-shown').waitFor();
    await picture('slides', `now-${lang}`, { host });

    // On to the next, as with a question.
    await page.locator('.next-bar .next').click();
    await phone.page.getByRole('heading', { name: next }).waitFor(LONG);

    const { def } = questions.find((question) => question.def.page === 1);
    const poll = await room.add({ kind: 'single', title: ask, options, results: 'always', slide: def.slide });
    await room.move(poll, 'open');
    await stage.page.locator('.beside img').waitFor(LONG);
    assert.equal(await width(stage.page.locator('.beside img')), 1920);
    await phone.page.getByText(options[1]).click();
    await stage.page.locator('.voters strong', { hasText: '1' }).waitFor();
    for (const [name, size] of [['4x3', { width: 1024, height: 768 }], ['32x9', { width: 1920, height: 540 }], ['16x9', HALL]]) {
      await stage.page.setViewportSize(size);
      assert.equal(await scrollsSideways(stage.page), false);
      await picture('slides', `beside-${name}-${lang}`, { stage });
    }
    for (const [name, size] of [['4x3', { width: 1024, height: 768 }], ['32x9', { width: 1920, height: 540 }]]) {
      await room.call('room.update', { rev: (await seen(room)).room.rev, current: order[0] });
      await stage.page.setViewportSize(size);
      await large.waitFor();
      await picture('slides', `alone-${name}-${lang}`, { stage });
    }
    for (const one of [host, stage, phone]) {
      assert.deepEqual(one.faults.filter((fault) => !/422/.test(fault)), [], 'console errors');
      await one.context.close();
    }
  });
}

test('a question is given a slide beside it, a room with slides is copied, and undo removes a deck', async () => {
  const room = await makeRoom(server, token, { title: 'Club', lang: 'en' });
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  const host = await device(browser, `${server.origin}/host#${secret}`, { viewport: DESK, lang: 'en' });
  const { page, t } = host;
  await page.locator('.console').waitFor();
  await page.locator('.deck input').setInputFiles(file('club.pdf', pdf([drawn('One'), drawn('Two')])));
  await page.getByText(t('host.deck.done_other', { n: 2 })).waitFor(LONG);
  await page.locator('.questions .button', { hasText: t('host.write') }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('summary', { hasText: t('host.beside') }).click();
  await dialog.locator('.beside-picks button').nth(1).click();
  await dialog.locator('textarea, input[type=text]').first().fill('Which?');
  await dialog.locator('input[type=text]').nth(0).waitFor();
  await picture('slides', 'form-en', { host });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: t('host.undo') }).first().click();
  await page.getByText(t('host.deck.removed')).waitFor(LONG);
  assert.deepEqual((await seen(room)).room.order, []);
  await host.context.close();
});
