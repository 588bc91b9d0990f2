/* SPDX-License-Identifier: Apache-2.0 */
/* The host's console against a played room: every command it can send, with hand, thumb and keyboard. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, shoot } from '../lib/browser.mjs';
import { FakeRoom } from '../lib/fake-room.mjs';
import { axe, open, ORIGIN, scrollsSideways, visit } from '../lib/visit.mjs';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../out/host');
const BASE = 'http://192.168.1.20:8080';
const TALLIES = {
  q1: { rev: 9, voters: 301, counts: [120, 101, 80] },
  q2: { rev: 5, voters: 1252, counts: [398, 281, 180, 276, 117] },
};
const questions = () => [
  {
    id: 'q1', state: 'revealed', round: 1, version: 4, closes: 0,
    def: { kind: 'single', title: 'Where did you come from today?', options: ['The city', 'The country', 'Abroad'] },
  },
  {
    id: 'q2', state: 'open', round: 1, version: 3, closes: 0,
    def: {
      kind: 'single', title: 'Which theme should the next collection have?',
      options: ['Space station', 'Medieval castle', 'Jungle explorers', 'Retro arcade', 'Under the sea'],
    },
  },
  {
    id: 'q3', state: 'draft', round: 1, version: 1, closes: 0,
    def: { kind: 'multiple', title: 'Which workshops would you attend?', options: ['Pottery', 'Robotics', 'Choir'], min: 1, max: 2 },
  },
];

let browser;
before(async () => { browser = await launch(); await mkdir(shots, { recursive: true }); });
after(() => browser.close());

const PAGE = { page: 'host', path: '/host/K7Q42M', width: 1440, height: 900 };
const voting = () => new FakeRoom({ questions: questions(), current: 'q2', tallies: structuredClone(TALLIES) });
async function host({ room = voting(), ...more } = {}) {
  const visited = await visit(browser, { ...PAGE, room, ...more });
  const { page } = visited;
  const button = (name, within = page) => within.getByRole('button', { name, exact: true });
  const next = page.locator('.next');
  return { ...visited, room, button, next };
}

const moves = (room) => room.heard('question.move').map(({ question, move }) => `${move} ${question}`);

test('the big button closes, reveals, then opens the next draft, and says so each time', async () => {
  const { room, next, context } = await host();
  for (const words of ['Close the vote', 'Reveal the result', 'Open question 3']) {
    await next.filter({ hasText: words }).click();
  }
  await next.filter({ hasText: 'Close the vote' }).waitFor();
  assert.deepEqual(moves(room), ['close q2', 'reveal q2', 'open q3']);
  await context.close();
});

test('a close is undone from its note', async () => {
  const { page, room, next, button, context } = await host();
  await next.click();
  await button('Undo').click();
  await page.locator('.now .state.open').waitFor();
  assert.deepEqual(moves(room), ['close q2', 'reopen q2']);
  await context.close();
});

test('asking again from zero is confirmed first, and can be undone', async () => {
  const { page, room, button, context } = await host();
  await button('Ask again from zero').click();
  const dialog = page.getByRole('dialog');
  await button('Cancel', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual(moves(room), []);
  await button('Ask again from zero').click();
  await button('Ask again from zero', dialog).click();
  await button('Undo').click();
  await page.locator('.now .state.closed').waitFor();
  assert.deepEqual(moves(room), ['reset q2', 'restore q2']);
  await context.close();
});

test('a chosen timer goes with the opening', async () => {
  const { page, room, next, context } = await host({ room: new FakeRoom({ questions: questions().slice(2) }) });
  await page.getByText('30 s').click();
  await next.filter({ hasText: 'Open question 1' }).click();
  await page.getByRole('timer').waitFor();
  assert.equal(room.heard('question.move')[0].closes_in, 30_000);
  await context.close();
});

test('the big button waits while the store is away', async () => {
  const { room, next, button, context } = await host();
  await next.waitFor();
  room.say({ ev: 'store', up: false, full: false });
  await next.and(next.page().locator(':disabled')).waitFor();
  assert.equal(await button('Close and reveal').isDisabled(), true);
  room.say({ ev: 'store', up: true, full: false });
  await next.and(next.page().locator(':enabled')).waitFor();
  await context.close();
});

test('the pictures of stage and phone show what is seen there: numbers only once they are revealed', async () => {
  const { page, room, context } = await host();
  await page.locator('.screen-voters', { hasText: '1,252' }).waitFor();
  assert.equal(await page.locator('.screen-percent, .phone-percent').count(), 0);
  room.change('q2', { state: 'revealed' }, 'revealed');
  await page.locator('.screen .winner', { hasText: '32%' }).waitFor();
  assert.equal(await page.locator('.phone-percent').count(), 5);
  room.room.settings.blank = true;
  room.roomChanged();
  await page.locator('.screen.blank').waitFor();
  assert.equal(await page.locator('.screen *').count(), 0);
  await context.close();
});

test('a question whose tally has not come yet shows no noughts', async () => {
  const { page, room, context } = await host();
  await page.locator('.now .result-count', { hasText: '398' }).waitFor();
  room.change('q2', { state: 'closed', round: 2 }, 'restored');
  await page.locator('.now .state.closed').waitFor();
  assert.deepEqual((await page.locator('.now .result-count, .now .result-percent, .now .voters').allInnerTexts()).join(''), '');
  room.tell('q2', { rev: 1, voters: 3, counts: [3, 0, 0, 0, 0] });
  await page.locator('.now .voters', { hasText: '3 votes' }).waitFor();
  await context.close();
});

test('the tally moves by itself, with numbers', async () => {
  const { page, room, context } = await host();
  await page.locator('.now .result-count').first().waitFor();
  room.tell('q2', { rev: 6, voters: 2000, counts: [398, 1029, 180, 276, 117] });
  await page.locator('.now .voters', { hasText: '2,000 votes' }).waitFor();
  const percents = (await page.locator('.now .result-percent').allInnerTexts()).map((part) => parseInt(part, 10));
  assert.equal(percents.reduce((a, b) => a + b), 100);
  await context.close();
});

test('several pasted lines become a question and its options', async () => {
  const { page, room, button, context } = await host();
  await button('Write a question').click();
  await page.locator('#title').evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Tea or coffee?\n- Tea\n2. Coffee\nc) Neither\n');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.locator('#option-2').waitFor();
  await button('Save', page.getByRole('dialog')).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { def, id } = room.heard('question.add')[0];
  assert.match(id, /^[a-z0-9]{12}$/);
  assert.deepEqual(def, {
    kind: 'single', title: 'Tea or coffee?', results: 'after_vote', change: true, hide_voters: false,
    options: ['Tea', 'Coffee', 'Neither'],
  });
  await context.close();
});

test('a question that is not whole is not sent, and the form says why', async () => {
  const { page, room, button, context } = await host();
  await button('Write a question').click();
  await button('Save', page.getByRole('dialog')).click();
  await page.getByText('Please write the question.').waitFor();
  await page.locator('#title').fill('Tea?');
  await button('Save', page.getByRole('dialog')).click();
  await page.getByText('Please give at least two options.').waitFor();
  assert.equal(room.heard('question.add').length, 0);
  await context.close();
});

test('a scale with words at its ends is written and opened at once', async () => {
  const { page, room, button, context } = await host();
  await button('Write a question').click();
  await page.locator('#title').fill('How was it?');
  await page.getByText('Scale', { exact: true }).click();
  await page.getByLabel('Word for the low end').fill('Bad');
  await page.getByText('When I reveal it').click();
  await page.getByLabel('People may change their vote until the close').uncheck();
  await button('Save and open now').click();
  await page.locator('.now-title', { hasText: 'How was it?' }).waitFor();
  assert.deepEqual(room.heard('question.add')[0].def, {
    kind: 'scale', title: 'How was it?', results: 'after_close', change: false, hide_voters: false,
    from: 1, to: 5, look: 'stars', low: 'Bad',
  });
  await context.close();
});

test('a draft is edited, copied, moved and deleted from the list', async () => {
  const { page, room, button, context } = await host();
  await page.locator('.question-row').nth(2).click();
  await button('Edit').click();
  await page.locator('#title').fill('Which workshop?');
  await button('Save', page.getByRole('dialog')).click();
  await page.locator('.question-title', { hasText: 'Which workshop?' }).waitFor();
  await button('▲ Up').click();
  await page.locator('.question:nth-child(2) .question-title', { hasText: 'Which workshop?' }).waitFor();
  await button('Delete').click();
  await button('Delete', page.getByRole('dialog')).click();
  await page.locator('.question').nth(2).waitFor({ state: 'detached' });
  const [{ def, version }] = room.heard('question.update');
  assert.equal(version, 1);
  assert.equal(def.max, 2);
  assert.deepEqual(room.heard('question.place'), [{ cmd: 'question.place', question: 'q3', place: 1 }]);
  assert.deepEqual(room.heard('question.remove'), [{ cmd: 'question.remove', question: 'q3', version: 2 }]);
  await context.close();
});

test('who comes second is told, and sees the newest record', async () => {
  const { page, room, next, context } = await host();
  await next.filter({ hasText: 'Close the vote' }).waitFor();
  Object.assign(room.find('q2'), { state: 'closed', version: 9 });
  await next.click();
  await page.getByText('Another host was faster.').waitFor();
  await next.filter({ hasText: 'Reveal the result' }).click();
  await page.locator('.now .state.revealed').waitFor();
  assert.equal(room.heard('question.move')[1].version, 9);
  await context.close();
});

test('a stage link is made, shown whole with its QR code, and taken back', async () => {
  const { page, room, button, context } = await host();
  await page.getByLabel('Name of the screen or person (optional)').fill('Main hall');
  await button('Link for a stage screen').click();
  const address = page.getByLabel('Address of the link');
  assert.equal(await address.inputValue(), `${BASE}/stage/K7Q42M#s-K7Q42M-abcdefghijklmnopqrstuv`);
  await page.locator('.made svg.qr').waitFor();
  await button('Take back Main hall').click();
  await button('Take back', page.getByRole('dialog')).click();
  await page.locator('.links li').waitFor({ state: 'detached' });
  assert.deepEqual(room.heard('link.revoke'), [{ cmd: 'link.revoke', link: 'l1' }]);
  await context.close();
});

test('a co-host gets a link of their own', async () => {
  const { page, room, button, context } = await host();
  await button('Link for a co-host').click();
  assert.equal(await page.getByLabel('Address of the link').inputValue(), `${BASE}/host#h-K7Q42M-abcdefghijklmnopqrstuv`);
  assert.deepEqual(room.heard('link.create'), [{ cmd: 'link.create', role: 'host', label: '' }]);
  await context.close();
});

test('dark screen and head count are switches that keep the other settings', async () => {
  const { page, room, button, context } = await host();
  await button('Dark screen').click();
  await page.locator('[aria-pressed=true]', { hasText: 'Dark screen' }).waitFor();
  await button('Hide head count').click();
  await page.locator('[aria-pressed=true]', { hasText: 'Hide head count' }).waitFor();
  assert.deepEqual(room.room.settings, { title: 'Brick Days 2026', lang: 'en', blank: true, hide_people: true });
  await context.close();
});

test('a passcode is asked to be long enough before it is set', async () => {
  const { page, room, button, context } = await host();
  const access = page.locator('section', { has: page.locator('#access-title') });
  await access.getByText('Code and passcode').click();
  await access.getByLabel('Passcode', { exact: true }).last().fill('abc');
  await button('Save', access).click();
  await access.getByText('A passcode has at least four characters.').waitFor();
  await access.getByLabel('Passcode', { exact: true }).last().fill('summer');
  await button('Save', access).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual(room.heard('room.update'), [{ cmd: 'room.update', rev: 1, access: 'passcode', passcode: 'summer' }]);
  await context.close();
});

test('the host is told when the store is full, is away, or the line is cut', async () => {
  const { page, room, context } = await host();
  await page.locator('.now').waitFor();
  room.say({ ev: 'store', up: true, full: true });
  await page.locator('.banner', { hasText: 'nearly full' }).waitFor();
  room.say({ ev: 'store', up: false, full: false });
  await page.locator('.banner', { hasText: 'is away' }).waitFor();
  await room.drop();
  await page.locator('.banner', { hasText: 'Reconnecting' }).waitFor();
  await context.close();
});

test('the preview shows a phone no number before it may see one', async () => {
  const { page, room, context } = await host();
  await page.locator('.phone-options li').first().waitFor();
  assert.equal(await page.locator('.phone-percent').count(), 0);
  room.change('q2', { state: 'revealed' }, 'revealed');
  await page.locator('.phone-percent').first().waitFor();
  assert.deepEqual(await page.locator('.phone-percent').allInnerTexts(), ['32%', '23%', '14%', '22%', '9%']);
  await context.close();
});

test('a whole vote is hosted with the keyboard alone', async () => {
  const { page, room, context, faults } = await host({ room: new FakeRoom({}) });
  await page.locator('.next').waitFor();
  await page.keyboard.press('w');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(room.heard('question.add').length, 0);
  await page.keyboard.press('w');
  await page.getByRole('dialog').waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'title');
  await page.keyboard.type('Tea or coffee?');
  const tabTo = async (id) => {
    for (let tries = 0; tries < 20; tries++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), id)) return;
    }
    assert.fail(`${id} is not reached with Tab`);
  };
  await tabTo('#option-0');
  await page.keyboard.type('Tea');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'option-1');
  await page.keyboard.type('Coffee');
  await tabTo('[type=submit]');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const next = page.locator('.next');
  for (const [before, then] of [['Open question 1', 'Close the vote'], ['Close the vote', 'Reveal the result']]) {
    await next.filter({ hasText: before }).waitFor();
    await page.keyboard.press('n');
    await next.filter({ hasText: then }).waitFor();
  }
  await page.keyboard.press('u');
  await next.filter({ hasText: 'Close the vote' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByLabel('Shortcuts are on').press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(moves(room).map((move) => move.split(' ')[0]), ['open', 'close', 'reopen']);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a phone everything is under four tabs, and the big button under the thumb', async () => {
  const { page, room, next, context } = await host({ width: 390, height: 844 });
  await next.waitFor();
  const { y, height } = await next.boundingBox();
  assert.ok(y > 844 / 2 && y + height < 844);
  assert.equal(await page.locator('.questions').isVisible(), false);
  await page.getByRole('navigation').getByText('Questions').click();
  await page.locator('.question-row').nth(2).click();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('.now-title', { hasText: 'Which workshops' }).waitFor();
  assert.deepEqual(moves(room), ['open q3']);
  await context.close();
});

test('the owner sees the rooms, makes one and goes there', async () => {
  const room = new FakeRoom({ role: 'owner' });
  const { page, button, context } = await host({ room, path: '/host#o-secretsecretsecretsecre', state: room.state({ code: null }) });
  await page.getByText('No rooms yet.').waitFor();
  assert.equal(page.url(), `${ORIGIN}/host`);
  await page.getByLabel('Name of the room').fill('Summer club');
  await button('Create the room').click();
  await page.waitForURL(`${ORIGIN}/host/P4W9XZ`);
  const [{ settings }] = room.heard('room.create');
  assert.deepEqual(settings, { title: 'Summer club', lang: 'en', blank: false, hide_people: false });
  await context.close();
});

test('a host link leads to its room', async () => {
  const room = new FakeRoom({ questions: questions(), current: 'q2' });
  const { page, context } = await host({ room, path: '/host#h-secretsecretsecretsecre', state: room.state({ code: null }) });
  await page.waitForURL(`${ORIGIN}/host/K7Q42M`);
  await context.close();
});

test('without the right both pages tell how to get it', async () => {
  for (const [path, code] of [['/host', null], ['/host/K7Q42M', 'K7Q42M']]) {
    const room = new FakeRoom({ role: 'participant' });
    const { page, context } = await host({ room, path, state: room.state({ code }) });
    await page.getByText('clameur owner-link').waitFor();
    await context.close();
  }
});

const MATRIX = [
  ['en', false, 1440, 900], ['en', true, 390, 844], ['fr', false, 390, 844], ['fr', true, 1440, 900],
  ['fr', true, 320, 640], ['qps', false, 320, 640], ['qps', false, 1440, 900],
];
const SCENES = {
  now: async () => {},
  questions: async (page) => {
    const tab = page.locator('.tabs button').nth(1);
    if (await tab.isVisible()) await tab.click();
    await page.locator('.question-row').nth(2).click();
  },
  share: async (page) => {
    const tab = page.locator('.tabs button').nth(3);
    if (await tab.isVisible()) await tab.click();
    await page.locator('section:has(#links-title) .button').first().click();
    await page.locator('.made').waitFor();
  },
  form: async (page) => {
    await page.keyboard.press('w');
    await page.getByRole('dialog').waitFor();
  },
  help: async (page) => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  note: async (page) => {
    await page.keyboard.press('n');
    await page.locator('.note').waitFor();
  },
};

for (const [lang, dark, width, height] of MATRIX) {
  test(`every part is sound: ${lang}, ${dark ? 'dark' : 'light'}, ${width}×${height}`, async () => {
    const { page, context, faults, load } = await open(browser, { ...PAGE, lang, dark, width, height });
    for (const [scene, go] of Object.entries(SCENES)) {
      await load({ room: voting() });
      await page.locator('.now').waitFor();
      await go(page);
      const where = `${scene}-${lang}-${dark ? 'dark' : 'light'}-${width}`;
      assert.deepEqual(await axe(page), [], where);
      assert.equal(await scrollsSideways(page), false, where);
      await shoot(page, join(shots, `${where}.png`));
      assert.deepEqual(faults, [], where);
    }
    await context.close();
  });
}
