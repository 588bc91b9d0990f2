/* SPDX-License-Identifier: Apache-2.0 */
/* The join page against a played server: each state, what a person does in it, and the matrix of
 * languages, themes and widths with axe. Needs a build with CLAMEUR_PSEUDO=1. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import * as fx from '../lib/fixtures.mjs';
import { FakeServer, ORIGIN, serve } from '../lib/preview.mjs';
import { axe, turnInto } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/join');
const COUNTS = [385, 267, 169, 268, 111];
const HOME = { room: null, code: null, questions: [], tallies: [] };
const en = fx.questions('en');

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

/** A phone on the page. `errors` collects what the console complains about. */
async function phone({ lang = 'en', asked = [en.single], more = {}, you = {}, path = `/j/${fx.CODE}`, cast, api, main, ...context } = {}) {
  const ctx = await browser.newContext({ viewport: { width: 390, height: 844 }, ...context });
  await serve(ctx, 'join', lang, { state: fx.state(lang, asked, more), api, main });
  const page = await ctx.newPage();
  page.setDefaultTimeout(30_000);
  const errors = [];
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(error.message));
  const server = new FakeServer();
  fx.greet(server, you);
  server.on.cast = cast ?? (({ n }) => ({ ok: { state: 'counted', n, rev: 2 } }));
  await server.attach(page);
  await page.goto(ORIGIN + path);
  return { page, server, errors, close: () => ctx.close() };
}

/** Holds a phone and closes it whatever happens. */
async function holding(options, body) {
  const it = await phone(options);
  try {
    await body(it);
    assert.deepEqual(it.errors, [], 'console errors');
  } finally {
    await it.close();
  }
}
const onPhone = (name, options, body) => test(name, () => holding(options, body));

const live = (page) => page.locator('.dot.live').waitFor();
const seen = (page, text) => page.getByText(text).first().waitFor();

onPhone('one tap votes, with the number and round of the ballot', {}, async ({ page, server }) => {
  await live(page);
  await page.getByRole('radio', { name: 'Retro arcade' }).evaluate((radio) => radio.click());
  assert.deepEqual(await server.command('cast'), { cmd: 'cast', question: 'q1', round: 1, n: 1, ballot: { options: [3] } });
  await seen(page, 'Vote counted');
  assert.equal(await page.locator('.percent').count(), 0, 'no numbers before the server sends them');
  server.say(fx.tally('q1', COUNTS));
  await page.locator('.percent').first().waitFor();
  assert.deepEqual(await page.locator('.percent').allTextContents(), ['32%', '22%', '14%', '23%', '9%']);
  await seen(page, '1,200 votes');
});

onPhone('a vote can be changed, and the way back leaves it alone', {}, async ({ page, server }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: 'Keep my vote' }).click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Under the sea').click();
  const second = await server.command('cast', 2);
  assert.deepEqual([second.n, second.ballot], [2, { options: [4] }]);
});

onPhone('where an answer is final there is no Change', {
  asked: [{ ...en.single, def: { ...en.single.def, change: false } }],
}, async ({ page }) => {
  await live(page);
  await seen(page, 'Your answer cannot be changed.');
  await page.getByText('Retro arcade').click();
  await seen(page, 'Vote counted');
  assert.equal(await page.getByRole('button', { name: 'Change' }).count(), 0);
});

onPhone('arrow keys pick without voting; Enter votes', {}, async ({ page, server }) => {
  await live(page);
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('button', { name: 'Send my vote' }).waitFor();
  assert.equal(server.heard.filter(({ cmd }) => cmd === 'cast').length, 0);
  await page.keyboard.press('Enter');
  assert.deepEqual((await server.command('cast')).ballot, { options: [2] });
});

onPhone('several answers: ticks, a count, no more than allowed, then Confirm', { asked: [en.multiple] }, async ({ page, server }) => {
  await live(page);
  assert.equal(await page.getByRole('button', { name: 'Confirm' }).isDisabled(), true);
  for (const text of ['Repairing bicycles', 'Pottery']) await page.getByText(text).click();
  await seen(page, '2 of 3');
  await page.getByText('Bread and pastry').click();
  assert.equal(await page.getByRole('checkbox', { name: 'Screen printing' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Confirm' }).click();
  assert.deepEqual((await server.command('cast')).ballot, { options: [0, 2, 3] });
});

onPhone('a star votes', { asked: [en.stars] }, async ({ page, server }) => {
  await live(page);
  await page.getByRole('radio', { name: '4 stars' }).evaluate((radio) => radio.click());
  assert.deepEqual((await server.command('cast')).ballot, { value: 4 });
  server.say(fx.tally('q3', [0, 0, 1, 2, 1]));
  await seen(page, 'Average 4.0 of 5');
});

onPhone('a number from nought to ten votes', { asked: [en.numbers] }, async ({ page, server }) => {
  await live(page);
  await page.getByText('10', { exact: true }).click();
  assert.deepEqual((await server.command('cast')).ballot, { value: 10 });
});

onPhone('away: the vote is kept, said to be kept, and sent with the same number after', {}, async ({ page, server }) => {
  await live(page);
  await server.drop();
  await page.getByText('Retro arcade').click();
  await seen(page, 'Kept on this phone – will be sent');
  await seen(page, 'Reconnecting…');
  assert.equal(await page.locator('.option').count(), 5, 'the question stays on the screen');
  server.up = true;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  assert.equal((await server.command('cast')).n, 1);
  await seen(page, 'Vote counted');
  const again = await server.command('hello', 2);
  assert.deepEqual([again.epoch, again.after], [1, 12]);
});

onPhone('a break below two seconds is nobody’s business', {}, async ({ page, server }) => {
  await live(page);
  await server.drop();
  server.up = true;
  assert.equal(await page.locator('.dot.live').count(), 1);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await server.command('hello', 2);
  assert.equal(await page.locator('.banner').count(), 0);
});

onPhone('a full store keeps the vote and says so; it goes when there is room', {
  cast: () => ({ err: { code: 'store_full', text: 'full' } }),
}, async ({ page, server }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  await seen(page, 'the server is full');
  server.on.cast = ({ n }) => ({ ok: { state: 'counted', n, rev: 2 } });
  server.say({ ev: 'store', up: true, full: false });
  await seen(page, 'Vote counted');
});

onPhone('a stale fresh tap goes over the newer ballot', {
  cast: ({ n }) => (n < 5 ? { err: { code: 'stale', n: 4, ballot: { options: [0] } } } : { ok: { state: 'counted', n, rev: 2 } }),
}, async ({ page, server }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  assert.equal((await server.command('cast', 2)).n, 5);
  await seen(page, 'Vote counted');
});

onPhone('refused after the close: why, in words', { cast: () => ({ err: { code: 'closed' } }) }, async ({ page, server }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  await seen(page, 'it is not counted');
  server.say({ ev: 'question.closed', seq: 13, question: { ...en.single, state: 'closed', version: 2 } });
  await seen(page, 'Voting is closed');
  assert.equal(await page.getByText('Vote counted').count(), 0);
});

onPhone('the choice survives a reload', {}, async ({ page, server }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  await seen(page, 'Vote counted');
  fx.greet(server, { ballots: [{ question: 'q1', round: 1, n: 1, ballot: { options: [3] } }] });
  await page.reload();
  await page.locator('.own').filter({ hasText: 'Retro arcade' }).waitFor();
  await server.command('hello', 2);
  await live(page);
  assert.equal(await page.locator('.own').count(), 1);
});

onPhone('asked again: a fresh question, and a word why', {
  you: { ballots: [{ question: 'q1', round: 1, n: 1, ballot: { options: [3] } }] },
}, async ({ page, server }) => {
  await page.locator('.own').waitFor();
  server.say({ ev: 'question.removed', seq: 13, id: 'q1' });
  await seen(page, 'You are in');
  server.say({ ev: 'question.opened', seq: 14, question: { ...en.single, round: 2, version: 3 } });
  await seen(page, 'please vote once more');
  await page.getByText('Under the sea').click();
  const { round, n } = await server.command('cast');
  assert.deepEqual([round, n], [2, 2]);
});

onPhone('the room moves on and its people with it; other open questions stay in reach', {
  asked: [en.single, en.multiple],
}, async ({ page, server }) => {
  await live(page);
  await page.getByRole('button', { name: /Which workshops/ }).click();
  await page.getByRole('heading', { name: /Which workshops/ }).waitFor();
  server.say({ ev: 'question.opened', seq: 13, question: en.stars });
  server.say({ ev: 'room.changed', seq: 14, room: fx.room('en', [en.single, en.multiple, en.stars], { current: 'q3' }) });
  await page.getByRole('heading', { name: 'How was this morning?' }).waitFor();
  assert.equal(await page.locator('.other').count(), 2);
});

onPhone('revealed: the numbers and what was mine', {
  asked: [{ ...en.single, state: 'revealed' }],
  you: { ballots: [{ question: 'q1', round: 1, n: 1, ballot: { options: [3] } }], tallies: [fx.tally('q1', COUNTS)] },
}, async ({ page }) => {
  await page.locator('.own .percent').waitFor();
  assert.equal(await page.locator('.own .percent').textContent(), '23%');
  await page.locator('.badge.revealed').waitFor();
});

onPhone('hidden results are nowhere: not on the page, not in its state', {
  asked: [{ ...en.single, def: { ...en.single.def, results: 'never' } }],
}, async ({ page }) => {
  await live(page);
  await page.getByText('Retro arcade').click();
  await seen(page, 'Results of this question are for the organiser only.');
  assert.equal(await page.locator('.bar, .percent').count(), 0);
});

onPhone('a room that is deleted says goodbye', {}, async ({ page, server }) => {
  await live(page);
  server.on.hello = () => ({ err: { code: 'not_found' } });
  for (const socket of server.sockets) await socket.close({ code: 1001 });
  await seen(page, 'This event is over');
});

onPhone('`bye` says when to come back', {}, async ({ page, server }) => {
  await live(page);
  const before = Date.now();
  server.say({ ev: 'bye', again_ms: 700 });
  for (const socket of server.sockets) await socket.close({ code: 1001 });
  await server.command('hello', 2);
  assert.ok(Date.now() - before >= 690, 'not earlier than told');
});

onPhone('a code goes by itself at its sixth character, however it is typed', { more: HOME, path: '/' }, async ({ page }) => {
  await page.getByLabel('Room code').pressSequentially('k7q-42');
  assert.equal(new URL(page.url()).pathname, '/');
  await Promise.all([page.waitForURL(`**/j/${fx.CODE}`), page.getByLabel('Room code').pressSequentially('m')]);
});

onPhone('a wrong code says why and keeps the text', { more: { ...HOME, code: 'K7Q42N', error: 'not_found' } }, async ({ page }) => {
  await seen(page, 'There is no room with the code K7Q42N.');
  assert.equal(await page.getByLabel('Room code').inputValue(), 'K7Q42N');
  await page.getByLabel('Room code').fill('K7Q4O');
  await seen(page, 'Codes never hold 0, O, 1, I or L.');
});

test('a passcode: wrong says so, right opens the room', async () => {
  const api = { 'room.enter': ({ passcode }) => (passcode === 'sesame' ? { ok: { role: 'participant' } } : { err: { code: 'wrong_passcode' } }) };
  const { page, server, close } = await phone({ more: { ...HOME, code: fx.CODE, error: 'passcode' }, api });
  const { room, questions } = fx.state('en', [en.single]);
  server.on.hello = (_fields, say) => {
    queueMicrotask(() => {
      say({ ev: 'snapshot', epoch: 1, seq: 12, room, questions, people: 3 });
      say({ ev: 'you', role: 'participant', ballots: [] });
    });
    return { ok: { room: room.id, role: 'participant', epoch: 1, seq: 12, resumed: false, now: Date.now() } };
  };
  await page.getByLabel('Passcode').fill('nonsense');
  await page.getByRole('button', { name: 'Enter' }).click();
  await seen(page, 'That is not the passcode.');
  await page.getByLabel('Passcode').fill('sesame');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Which theme/ }).waitFor();
  await close();
});

onPhone('the timer counts down to the close by the store’s clock', {
  asked: [{ ...en.single, closes: Date.now() + 3_600_000 + 42_000 }], more: { now: Date.now() + 3_600_000 },
}, async ({ page, server }) => {
  server.on.hello = undefined;
  await page.getByText(/^0:(4[012]|39)$/).waitFor();
});

onPhone('without script the form is there, and looks like the page', {
  javaScriptEnabled: false,
  main: '<form class="ballot" method="post" action="/j/K7Q42M"><h1 class="title">Which?</h1><ul class="options"><li><label class="option">'
    + '<input type="radio" name="option" value="0"><span class="letter">A</span><span class="text">Madagascar</span></label></li></ul>'
    + '<button class="send" type="submit">Send</button></form>',
}, async ({ page }) => {
  await page.getByText('Madagascar').click();
  assert.equal(await page.locator('input').isChecked(), true);
  const { height } = await page.locator('.option').boundingBox();
  assert.ok(height >= 44);
});

onPhone('with script the form of the server gives way to the page', { main: '<p class="notice">plain</p>' }, async ({ page }) => {
  await live(page);
  assert.equal(await page.getByText('plain', { exact: true }).count(), 0);
});

onPhone('a screen reader hears one thing at a time', {}, async ({ page }) => {
  await page.locator('[role=status]').filter({ hasText: 'New question' }).waitFor({ state: 'attached' });
  assert.equal(await page.locator('[aria-live=polite]').count(), 1);
});

/* The matrix: every state in every language, theme and width. */

const voted = (id, ballot, tallies) => ({ ballots: [{ question: id, round: 1, n: 1, ballot }], tallies });
const STATES = {
  home: () => ({ more: HOME, path: '/' }),
  wrong: () => ({ more: { ...HOME, code: 'K7Q42N', error: 'not_found' } }),
  passcode: () => ({ more: { ...HOME, code: fx.CODE, error: 'passcode' } }),
  waiting: () => ({ asked: [] }),
  single: (q) => ({ asked: [{ ...q.single, closes: Date.now() + 42_000 }, q.multiple] }),
  multiple: (q) => ({ asked: [q.multiple], act: (page) => page.locator('.option').first().click() }),
  stars: (q) => ({ asked: [q.stars] }),
  numbers: (q) => ({ asked: [q.numbers] }),
  voted: (q) => ({ asked: [q.single], you: voted('q1', { options: [3] }, [fx.tally('q1', COUNTS)]), ready: '.own .percent' }),
  scaled: (q) => ({ asked: [q.numbers], you: voted('q4', { value: 8 }, [fx.tally('q4', [3, 2, 4, 6, 10, 25, 30, 60, 90, 70, 50])]), ready: '.column.own' }),
  changing: (q) => ({ asked: [q.single], you: voted('q1', { options: [3] }, []), ready: '.change', act: (page) => page.locator('.change').click() }),
  closed: (q) => ({ asked: [{ ...q.single, state: 'closed' }, { ...q.stars, state: 'revealed' }] }),
  refused: (q) => ({ asked: [q.single], cast: () => ({ err: { code: 'closed' } }), act: (page) => page.locator('.option').last().click(), after: '.refused' }),
};

async function judge(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name}: scrolls ${over}px sideways`);
  const small = await page.$$eval('button, a, label.option, label.step, input[type=text]', (all) => all
    .map((el) => ({ text: el.textContent, box: el.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 44 || box.width < 44).map(({ text, box }) => `${text} ${box.width}x${box.height}`));
  assert.deepEqual(small, [], `${name}: targets below 44 px`);
  assert.deepEqual(await axe(page), [], name);
}

const SIZES = [320, 390].map((width) => ({ width, height: 700 }));
const DEVICES = [false, true].flatMap((dark) => SIZES.map((size) => ({ ...size, dark })));

for (const lang of ['en', 'fr', 'qps']) {
  for (const [name, make] of Object.entries(STATES)) {
    test(`in ${lang}, light and dark, 320 and 390 px: ${name}`, async () => {
      const { act, after: later, ready, ...options } = make(fx.questions(lang));
      await holding({ lang, viewport: SIZES[0], reducedMotion: 'reduce', ...options }, async ({ page }) => {
        if (!options.more) await live(page);
        if (ready) await page.locator(ready).waitFor();
        if (act) await act(page);
        if (later) await page.locator(later).waitFor();
        for (const device of DEVICES) {
          await turnInto(page, device);
          const where = `${name}.${lang}.${device.dark ? 'dark' : 'light'}.${device.width}`;
          await judge(page, where);
          await shoot(page, join(shots, `${where}.png`), { fullPage: true });
        }
      });
    });
  }
}

test('forced colours and 200 % text keep every option on the screen', async () => {
  const { page, close } = await phone({ forcedColors: 'active', viewport: { width: 320, height: 700 } });
  await live(page);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `scrolls ${over}px sideways`);
  await shoot(page, join(shots, 'forced-200.png'), { fullPage: true });
  await close();
});
