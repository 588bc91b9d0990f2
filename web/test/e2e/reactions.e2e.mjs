/* SPDX-License-Identifier: Apache-2.0 */
/* Reactions: switched on by the host, tapped on phones, rising on the stage; at the real server, and against played ones. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { device as newDevice, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import * as fx from '../lib/fixtures.mjs';
import { FakeServer, ORIGIN, serve } from '../lib/preview.mjs';
import { DESK, device, HALL, PHONE, picture } from '../lib/real.mjs';
import { axe, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/reactions');
const NAMES = ['heart', 'clap', 'laugh', 'party', 'think'];
/** As components/stage/Reactions.tsx has it. */
const IN_THE_AIR = 24;
const BURST = 5;
const MOVING = { reducedMotion: 'no-preference' };

let server;
let browser;
let token;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch(), mkdir(shots, { recursive: true })]);
  token = await owner(server);
});
after(async () => { await browser?.close(); await server?.end(); });

/** Notes how many faces were in the air at once, and how large, from now on. */
const watchAir = (page) => page.evaluate(() => {
  Object.assign(window, { most: 0, largest: 0 });
  const look = () => {
    const all = [...document.querySelectorAll('.rising')];
    window.most = Math.max(window.most, all.length);
    window.largest = Math.max(window.largest, ...all.map((one) => Number(one.style.getPropertyValue('--size'))));
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
});
const mostInAir = (page) => page.evaluate(() => window.most);
/** Sums as the stage and the desk show them: below a thousand. */
const showsSums = (page, t, wanted) => Promise.all(wanted.map((sum, at) => sum > 0 && page.locator('.reacted li')
  .filter({ hasText: t(`react.${NAMES[at]}`) }).filter({ hasText: new RegExp(`\\D${sum}$`) }).waitFor()));
const row = (page) => page.locator('.reactions button');
const face = ({ page, t }, name) => page.getByRole('button', { name: t(`react.${name}`), exact: true });

async function hall(lang, size) {
  const room = await makeRoom(server, token, { title: lang === 'fr' ? 'Le club de l’été' : 'Summer club', lang });
  const link = async (role) => (await room.call('link.create', { role, label: '' })).secret;
  const host = await device(browser, `${server.origin}/host#${await link('host')}`, { viewport: size, lang });
  await host.page.waitForURL(`**/host/${room.code}`);
  const stage = await device(browser, `${server.origin}/stage/${room.code}#${await link('stage')}`, { viewport: HALL, lang, ...MOVING });
  const phone = await device(browser, `${server.origin}/j/${room.code}`, { viewport: PHONE, lang });
  return { room, host, stage, phone };
}

for (const [lang, size] of [['en', DESK], ['fr', PHONE]]) {
  test(`switched on, tapped, seen, switched off (${lang})`, async () => {
    const { room, host, stage, phone } = await hall(lang, size);
    const toggle = host.page.getByRole('button', { name: host.t('host.react'), exact: true });
    await phone.page.locator('.dot.live').waitFor();
    assert.equal(await row(phone.page).count(), 0);
    await toggle.click();
    // With no question open.
    await face(phone, 'heart').waitFor();
    await watchAir(stage.page);
    await face(phone, 'heart').click();
    await stage.page.locator('.rising').first().waitFor();
    await Promise.all([showsSums(stage.page, stage.t, [1, 0, 0, 0, 0]), showsSums(host.page, host.t, [1, 0, 0, 0, 0])]);
    await picture('reactions', `${lang}-waiting`, { host, stage, phone });
    // Beside a question, with the keyboard.
    const question = await room.add({
      kind: 'single', title: lang === 'fr' ? 'Où passer la journée ?' : 'Where shall we spend the day?',
      options: lang === 'fr' ? ['Au lac', 'En montagne', 'En ville'] : ['By the lake', 'In the hills', 'In town'], results: 'always',
    });
    await room.move(question, 'open');
    await phone.page.getByRole('radio').first().waitFor();
    await face(phone, 'clap').focus();
    await phone.page.keyboard.press('Enter');
    await phone.page.keyboard.press('Tab');
    await phone.page.keyboard.press('Space');
    const people = await Promise.all(Array.from({ length: 12 }, () => newDevice(server)));
    await Promise.all(people.map((one, at) => must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot: { options: [at % 3] } }, one)));
    await Promise.all(people.flatMap((one, at) => [0, 1, 2, 3].map((n) => must(server, 'react', { room: room.code, reaction: NAMES[(at + n) % 5] }, one))));
    const wanted = [1, 1, 1, 0, 0].map((n, kind) => n + people.flatMap((_, at) => [0, 1, 2, 3].map((tap) => (at + tap) % 5)).filter((one) => one === kind).length);
    await Promise.all([showsSums(stage.page, stage.t, wanted), showsSums(host.page, host.t, wanted)]);
    // They may have landed by now.
    await stage.page.waitForFunction(() => window.most >= 4);
    await picture('reactions', `${lang}-asked`, { host, stage, phone });
    for (const [name, { page }] of Object.entries({ host, stage, phone })) {
      assert.deepEqual(await axe(page), [], name);
      assert.equal(await scrollsSideways(page), false, name);
    }
    assert.ok(await mostInAir(stage.page) <= IN_THE_AIR);
    await toggle.click();
    await Promise.all([
      phone.page.locator('.reactions').waitFor({ state: 'detached' }), stage.page.locator('.lane').waitFor({ state: 'detached' }),
      host.page.locator('.reacted').waitFor({ state: 'detached' }),
    ]);
    for (const { faults, context } of [host, stage, phone]) {
      assert.deepEqual(faults, []);
      await context.close();
    }
  });
}

test('a storm of taps is a bounded number of faces and exact sums; a newcomer sees none of it; no motion, no faces', async () => {
  const PEOPLE = 30;
  const room = await makeRoom(server, token, { title: 'Loud', lang: 'en', reactions: true });
  const open = (more) => device(browser, `${server.origin}/stage/${room.code}#${stageLink}`, { viewport: HALL, ...more });
  const { secret: stageLink } = await room.call('link.create', { role: 'stage', label: '' });
  const stage = await open(MOVING);
  await stage.page.locator('.lane').waitFor();
  await watchAir(stage.page);
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => newDevice(server)));
  await Promise.all(people.map(async (one) => {
    for (const reaction of NAMES) await must(server, 'react', { room: room.code, reaction }, one);
  }));
  await showsSums(stage.page, stage.t, NAMES.map(() => PEOPLE));
  const most = await mostInAir(stage.page);
  assert.ok(most > 1 && most <= IN_THE_AIR, `${most} faces`);
  // Each stands for many, and is larger for it.
  assert.ok(await stage.page.evaluate(() => window.largest) > 1);
  // The link was spent by this device, which comes again.
  await stage.page.reload();
  await watchAir(stage.page);
  await showsSums(stage.page, stage.t, NAMES.map(() => PEOPLE));
  await must(server, 'react', { room: room.code, reaction: 'heart' }, await newDevice(server));
  await stage.page.locator('.rising').waitFor();
  assert.equal(await mostInAir(stage.page), 1);
  await stage.page.emulateMedia({ reducedMotion: 'reduce' });
  await stage.page.locator('.rising').waitFor({ state: 'detached' });
  await watchAir(stage.page);
  await must(server, 'react', { room: room.code, reaction: 'heart' }, await newDevice(server));
  await showsSums(stage.page, stage.t, [PEOPLE + 2, PEOPLE, PEOPLE, PEOPLE, PEOPLE]);
  assert.equal(await mostInAir(stage.page), 0);
  assert.deepEqual(stage.faults, []);
  await stage.context.close();
});

test('too fast is quiet: the row rests, and is back', async () => {
  const room = await makeRoom(server, token, { title: 'Loud', lang: 'en', reactions: true });
  const phone = await device(browser, `${server.origin}/j/${room.code}`);
  await phone.page.locator('.dot.live').waitFor();
  await row(phone.page).first().evaluate((button, taps) => { for (let n = 0; n < taps; n++) button.click(); }, BURST + 2);
  await phone.page.locator('.reactions.resting').waitFor();
  assert.equal(await phone.page.locator('.refused, .banner').count(), 0);
  await phone.page.locator('.reactions:not(.resting)').waitFor();
  assert.deepEqual(phone.faults, []);
  await phone.context.close();
});

/** The join page against a played server. */
async function played(lang, more, body) {
  const asked = fx.questions(lang);
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, ...more });
  const room = fx.room(lang, [asked.multiple]);
  const state = fx.state(lang, [asked.multiple], { room: { ...room, settings: { ...room.settings, reactions: true } } });
  await serve(context, 'join', lang, { state });
  const page = await context.newPage();
  const fake = new FakeServer();
  fx.greet(fake);
  fake.on.react = () => ({ ok: {} });
  await fake.attach(page);
  await page.goto(`${ORIGIN}/j/${fx.CODE}`);
  await page.locator('.dot.live').waitFor();
  await row(page).first().waitFor();
  await body(page, fake);
  await context.close();
}

test('offline, taps are dropped and not kept for later', () => played('en', {}, async (page, fake) => {
  await row(page).first().click();
  await fake.command('react');
  await fake.drop();
  await page.locator('.reactions.resting').waitFor();
  await row(page).nth(1).evaluate((button) => button.click());
  fake.up = true;
  await fake.command('hello', 2);
  await page.locator('.reactions:not(.resting)').waitFor();
  await row(page).nth(2).click();
  await fake.command('react', 2);
  assert.deepEqual(fake.heard.filter(({ cmd }) => cmd === 'react').map(({ reaction }) => reaction), ['heart', 'laugh']);
}));

for (const lang of ['en', 'fr']) {
  for (const dark of [false, true]) {
    for (const viewport of [PHONE, { width: 320, height: 568 }, { width: 667, height: 375 }]) {
      test(`under the thumb and over nothing: ${lang}, ${dark ? 'dark' : 'light'}, ${viewport.width}`, () => played(lang, { viewport, colorScheme: dark ? 'dark' : 'light' }, async (page) => {
        await page.screenshot({ path: join(shots, `${lang}-${dark ? 'dark' : 'light'}-${viewport.width}.png`) });
        for (const { width, height } of await row(page).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) assert.ok(width >= 44 && height >= 44);
        // At the end of the page nothing is under the row, not even the button that sends.
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        const [bar, confirm, last] = await page.evaluate(() => ['.reactions', '.confirm', '.options li:last-child, .options > :last-child']
          .map((what) => document.querySelector(what)?.getBoundingClientRect().toJSON()));
        assert.ok(confirm.bottom <= bar.top + 1 && last.bottom <= confirm.top + 1, JSON.stringify([bar, confirm, last]));
        assert.deepEqual(await axe(page), []);
        assert.equal(await scrollsSideways(page), false);
      }));
    }
  }
}

const CLEAR_OF = '.question, .label, .percent, .count, .row, .join-card, .qr, .votes, .head > *, .waiting-words > *, .average, .steps, .side > *';
const SCENES = {
  waiting: [],
  bars: [fx.questions('en').single],
  stars: [fx.questions('en').stars],
};
const COUNTS = { q1: [385, 267, 169, 268, 111], q3: [3, 9, 40, 120, 61] };
for (const [path, shapes] of [['', [[1920, 1080], [1024, 768], [3840, 1080], [1080, 1920]]], ['?overlay=1', [[1920, 1080]]], ['?overlay=side', [[1920, 1080]]]]) {
  test(`past every word and number, never over them ${path}`, async () => {
    for (const [width, height] of shapes) {
      for (const [name, questions] of Object.entries(SCENES)) {
        const tallies = Object.fromEntries(questions.map(({ id }) => [id, { rev: 5, voters: 412, counts: COUNTS[id] }]));
        const room = new FakeRoom({ role: 'stage', questions, current: questions[0]?.id ?? null, tallies, settings: { reactions: true } });
        const { page, context, faults } = await visit(browser, { page: 'stage', path: `/stage/K7Q42M${path}`, width, height, room, motion: 'no-preference' });
        await page.locator('.lane').waitFor();
        await page.locator('.frame h1').waitFor();
        if (questions[0]) await page.locator('.voters strong').waitFor();
        await room.say({ ev: 'reactions', epoch: 1, sums: [900, 300, 80, 5, 1] });
        await page.locator('.reacted li').nth(4).waitFor();
        await room.say({ ev: 'reactions', epoch: 1, sums: [1400, 12_345, 90, 8, 2] });
        await page.locator('.rising').nth(4).waitFor();
        // Rows glide to their places first, for as long as the machine takes.
        await page.waitForFunction(() => document.getAnimations().every(({ animationName, effect: { target }, playState }) => animationName === 'rise' || playState === 'finished' || !target.closest('.row')));
        // Wherever they are on their way: the lane that clips them is past everything.
        const over = await page.evaluate((what) => {
          const lane = document.querySelector('.lane').getBoundingClientRect();
          return [...document.querySelectorAll(what)].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width > 0 && box.right > lane.left && box.left < lane.right && box.bottom > lane.top && box.top < lane.bottom;
          }).map((one) => one.className || one.tagName);
        }, CLEAR_OF);
        // Seen in the middle of their way.
        await page.evaluate(() => document.getAnimations().filter(({ animationName }) => animationName === 'rise').forEach((one, at) => {
          one.pause();
          one.currentTime = 600 + at * 480;
        }));
        await page.screenshot({ path: join(shots, `stage${path.replace(/\W/g, '-')}-${name}-${width}x${height}.png`), omitBackground: true });
        assert.deepEqual(over, [], `${name} ${width}x${height}`);
        assert.deepEqual(await page.locator('.reacted li').evaluateAll((all) => all.filter((one) => {
          const [lane, box] = [document.querySelector('.lane'), one].map((each) => each.getBoundingClientRect());
          return one.scrollWidth > one.clientWidth || box.left < lane.left - 1 || box.right > lane.right + 1 || box.bottom > innerHeight;
        }).map(({ textContent }) => textContent)), []);
        assert.deepEqual(await axe(page), []);
        room.room.settings.blank = true;
        room.roomChanged();
        await page.locator('.lane').waitFor({ state: 'detached' });
        assert.deepEqual(faults, []);
        await context.close();
      }
    }
  });
}
