/* SPDX-License-Identifier: Apache-2.0 */
/* A room on somebody else's page: another origin, a strict policy, rules for everything on it, and globals that its
 * other scripts have bent. The page is the example of docs/EMBED.md. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { device as newDevice, http, makeRoom, must, owner } from '../../../tests/lib/client.mjs';
import { png } from '../../../tests/lib/pictures.mjs';
import { root, Server } from '../../../tests/lib/server.mjs';
import { launch } from '../lib/browser.mjs';

const require = createRequire(import.meta.url);
const SHOTS = join(root, 'build/screens/embed');
const EMBED = readFileSync(join(root, 'docs/EMBED.md'), 'utf8');
const block = (lang) => new RegExp(`\`\`\`${lang}\n([^]*?)\`\`\``).exec(EMBED)[1];
const HOSTILE = '* { all: initial !important; color: #f00 !important; font: 3px serif !important; letter-spacing: 2em !important; }';
const BENT = `Array.prototype.toJSON = function () { return 'bent'; };
  Object.defineProperty(Object.prototype, 'bent', { value: 1, enumerable: true, configurable: true, writable: true });`;
const HEAR = `window.before = Object.keys(window).concat('before', 'heard');
  window.heard = [];
  for (const what of ['ready', 'voted', 'supported', 'closed', 'refused']) document.addEventListener('clameur-' + what, ({ type, detail }) => window.heard.push([type, Object.assign({}, detail)]));`;
const SINGLE = { kind: 'single', title: 'Which one?', options: ['Red', 'Blue'], results: 'after_close' };
/** So many in a row, and each of two workers was asked. */
const WORKERS_ASKED = 24;
let server;
let token;
let browser;
let brand;
/** What the brand's pages are, by their paths. */
const pages = new Map();
let site;

before(async () => {
  server = await Server.start();
  token = await owner(server);
  browser = await launch();
  brand = createServer((request, reply) => {
    const { type = 'text/html; charset=utf-8', body = '', csp } = pages.get(request.url) ?? {};
    reply.writeHead(pages.has(request.url) ? 200 : 404, { 'content-type': type, ...(csp && { 'content-security-policy': csp }) });
    reply.end(body);
  });
  await new Promise((done) => { brand.listen(0, 'localhost', done); });
  site = `http://localhost:${brand.address().port}`;
  pages.set('/hostile.css', { type: 'text/css', body: HOSTILE });
  pages.set('/bent.js', { type: 'text/javascript', body: BENT });
  pages.set('/hear.js', { type: 'text/javascript', body: HEAR });
  mkdirSync(SHOTS, { recursive: true });
  await list([site]);
  await known(true);
});
after(async () => {
  await browser?.close();
  brand?.close();
  await server?.end();
});

/** Every worker knows of it. */
async function known(listed) {
  for (let same = 0; same < WORKERS_ASKED;) same = JSON.parse((await http(server, '/embed/origin', { headers: { origin: site } })).text).ok.listed === listed ? same + 1 : 0;
}
const list = (origins) => must(server, 'space.origins', { origins }, token);
const at = (text, code) => text.replaceAll('https://vote.example.org', server.origin).replaceAll('wss://vote.example.org', server.origin.replace('http', 'ws')).replaceAll('K7Q42M', code);
/** The policy that the docs ask a brand to have, and nothing beside it but for what this test brings. */
const policyFor = (code) => `default-src 'none'; ${at(block('csp'), code).trim().replace(/\s*\n\s*/g, ' ')} style-src 'self'`.replace('script-src', "script-src 'self'");

async function room(def = SINGLE, settings = {}) {
  const made = await makeRoom(server, token, { title: 'Shop', ...settings });
  made.question = await made.add(def);
  await made.move(made.question, 'open');
  return made;
}

let paths = 0;
/** A device at a page of the brand's with that body; `frames` has all that its sockets were sent. */
async function visit(body, { csp, hostile = true, lang = 'en', dark = false, width = 390, height = 844 } = {}) {
  const path = `/page${++paths}`;
  const head = hostile ? '<link rel="stylesheet" href="/hostile.css"><script src="/bent.js"></script>' : '';
  pages.set(path, { body: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Brand</title>${head}<script src="/hear.js"></script></head><body><main>${body}</main></body></html>`, csp });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', locale: lang === 'fr' ? 'fr-FR' : 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const frames = [];
  const sockets = new Set();
  const faults = [];
  let dialled = 0;
  page.on('websocket', () => { dialled++; });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('websocket', (socket) => {
    sockets.add(socket);
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
    socket.on('close', () => sockets.delete(socket));
  });
  await page.goto(site + path);
  return { page, context, frames, sockets, faults, dialled: () => dialled };
}

const example = (made, more = {}) => visit(at(block('html'), made.code), { csp: policyFor(made.code), ...more });
const tally = async (made) => (await must(server, 'hello', { room: made.code, view: 'host' }, token)).tallies.find(({ question }) => question === made.question);
const heard = (page, type) => page.waitForFunction((name) => window.heard.find(([one]) => one === name)?.[1], type).then((handle) => handle.jsonValue());

test('the example of the docs, with a strict policy, rules for everything and bent globals: a vote is counted, and results hidden until they may be seen', async () => {
  const made = await room();
  const { page, frames, faults, context, dialled } = await example(made);
  assert.equal((await heard(page, 'clameur-ready')).title, 'Shop');
  assert.equal(dialled(), 1);
  const host = page.locator('clameur-room');
  assert.equal(await host.evaluate((at) => [getComputedStyle(at).display, getComputedStyle(at).fontSize, getComputedStyle(at).letterSpacing].join(' ')), 'block 16px normal');
  assert.ok((await page.locator('clameur-room .option').first().boundingBox()).height >= 48);
  await page.locator('clameur-room label', { hasText: 'Blue' }).click();
  await page.locator('clameur-room .status', { hasText: 'Vote counted' }).waitFor();
  assert.deepEqual(await heard(page, 'clameur-voted'), { room: made.code, question: made.question, round: 1 });
  assert.deepEqual((await tally(made)).counts, [0, 1]);

  const seen = () => page.evaluate(() => document.documentElement.outerHTML + document.querySelector('clameur-room').shadowRoot.innerHTML);
  assert.ok(!/\d\s*%/.test((await seen()).replace(/<style[^]*?<\/style>/g, '')), 'no number before it may be seen');
  assert.deepEqual(frames.filter((frame) => frame.includes('"counts"')), []);
  await made.move(made.question, 'reveal');
  await page.locator('clameur-room .own .percent', { hasText: '100%' }).waitFor();
  assert.equal((await heard(page, 'clameur-closed')).question, made.question);

  const left = await page.evaluate(() => Object.keys(window).filter((name) => !window.before.includes(name)));
  assert.deepEqual(left, []);
  const kept = await page.evaluate(() => Object.keys(localStorage));
  assert.ok(kept.length > 0 && kept.every((key) => key.startsWith('clameur.')), kept.join(' '));
  assert.deepEqual(faults, []);
  await context.close();
});

test('the same person comes back, and is not who they are on the server’s own page', async () => {
  const made = await room({ ...SINGLE, results: 'always' });
  const first = await example(made);
  await first.page.locator('clameur-room label', { hasText: 'Red' }).click();
  await first.page.locator('clameur-room .status', { hasText: 'counted' }).waitFor();
  await first.page.reload();
  await first.page.locator('clameur-room .own', { hasText: 'Red' }).waitFor();
  await first.page.goto(`${server.origin}/j/${made.code}`);
  await first.page.locator('label', { hasText: 'Blue' }).click();
  await first.page.locator('.status .good').waitFor();
  assert.deepEqual((await tally(made)).counts, [1, 1]);
  await made.move(made.question, 'close');
  const { path } = await must(server, 'question.export', { room: made.code, question: made.question, what: 'ballots', format: 'ndjson' }, token);
  const rows = (await http(server, path)).text.trim().split('\n').map((row) => JSON.parse(row));
  assert.deepEqual(rows.map((row) => row.source_channel).sort(), ['embed', 'phone']);
  await first.context.close();
});

test('a site that is not listed is told so, and comes in once it is', async () => {
  const made = await room();
  await list([]);
  await known(false);
  try {
    const { page, sockets, context } = await example(made);
    await page.locator('clameur-room', { hasText: 'has not listed it' }).waitFor();
    assert.deepEqual(await heard(page, 'clameur-refused'), { room: made.code, reason: 'origin' });
    assert.equal(await page.locator('clameur-room label').count(), 0);
    // Visitors can take part all the same.
    assert.equal(await page.locator('clameur-room .more a').getAttribute('href'), `${server.origin}/j/${made.code}`);
    await list([site]);
    await page.locator('clameur-room label', { hasText: 'Blue' }).waitFor();
    assert.equal(sockets.size, 1);
    await context.close();
  } finally { await list([site]); }
});

test('the owner lists a site in the console, and its snippet works there', async () => {
  await room(); // The newest is offered first.
  await list([]);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', locale: 'en-GB' });
  try {
    await context.addCookies([{ name: 'clameur', value: token, url: server.origin }]);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${server.origin}/host`);
    const card = page.locator('section[aria-labelledby=sites]');
    await card.getByLabel('Address of a site').fill('ftp://nowhere');
    await card.getByRole('button', { name: 'Allow' }).click();
    await card.getByText('Write an address like').waitFor();
    await card.getByLabel('Address of a site').fill(`${site}/shop/page.html`);
    await card.getByRole('button', { name: 'Allow' }).click();
    await card.locator('li', { hasText: site }).waitFor();
    const snippet = await card.locator('.copy-field input[readonly]').inputValue();
    await page.screenshot({ path: join(SHOTS, 'sites.png'), fullPage: true });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const there = await visit(snippet, { hostile: false });
    await there.page.locator('clameur-room label', { hasText: 'Blue' }).waitFor();
    await there.context.close();
    await card.locator('li button').click();
    await card.locator('li').waitFor({ state: 'detached' });
    assert.deepEqual((await must(server, 'space.origins', {}, token)).origins, []);
  } finally {
    await context.close();
    await list([site]);
  }
});

test('a policy that forbids the connection is named', async () => {
  const made = await room();
  const { page, context } = await example(made, { csp: policyFor(made.code).replace(/connect-src [^;]*;/, '') });
  await page.locator('clameur-room', { hasText: 'security policy' }).waitFor();
  assert.equal((await heard(page, 'clameur-refused')).reason, 'policy');
  await context.close();
});

test('two on a page are one connection; what is removed ends it, what is added again begins it', async () => {
  const made = await room({ ...SINGLE, results: 'always' });
  const element = at(/<clameur-room[^]*?<\/clameur-room>/.exec(block('html'))[0], made.code);
  const { page, sockets, context } = await visit(`${at(block('html'), made.code)}<div id="other">${element}</div>`, { csp: policyFor(made.code) });
  await page.locator('#other clameur-room label', { hasText: 'Red' }).waitFor();
  await page.locator('clameur-room label', { hasText: 'Red' }).first().click();
  await page.locator('#other clameur-room .own', { hasText: 'Red' }).waitFor();
  assert.equal(sockets.size, 1);
  await page.evaluate(() => { const one = document.querySelector('#other clameur-room'); document.querySelector('main').append(one); });
  assert.equal(sockets.size, 1);
  for (let times = 0; times < 5; times++) {
    const gone = page.waitForFunction(() => document.querySelectorAll('clameur-room').length === 0);
    await page.evaluate(() => { window.kept = [...document.querySelectorAll('clameur-room')]; window.kept.forEach((one) => one.remove()); });
    await gone;
    while (sockets.size > 0) await [...sockets][0].waitForEvent('close').catch(() => {});
    await page.evaluate(() => document.querySelector('main').append(...window.kept));
    await page.locator('clameur-room .own').nth(1).waitFor();
    assert.equal(sockets.size, 1);
  }
  assert.deepEqual((await tally(made)).counts, [1, 0]);
  await context.close();
});

test('without a network a vote is kept, and counted when it is back', async () => {
  const made = await room();
  const { page, context } = await example(made);
  await page.locator('clameur-room label', { hasText: 'Blue' }).waitFor();
  await server.kill();
  await page.locator('clameur-room .away').waitFor();
  await page.locator('clameur-room label', { hasText: 'Blue' }).click();
  await page.locator('clameur-room .status', { hasText: 'Kept here' }).waitFor();
  await server.start();
  await page.locator('clameur-room .status', { hasText: 'Vote counted' }).waitFor();
  assert.deepEqual((await tally(made)).counts, [0, 1]);
  await context.close();
});

const KINDS = {
  single: { ...SINGLE, results: 'always' },
  multiple: { kind: 'multiple', title: 'Which of these?', options: ['Tent', 'Canoe', 'Campfire'], max: 2, results: 'always' },
  pair: { kind: 'pair', title: 'Sea or hills?', options: ['Sea', 'Hills'], results: 'always' },
  scale: { kind: 'scale', title: 'How was it?', from: 1, to: 5, look: 'stars', low: 'Poor', high: 'Great', results: 'always' },
  nps: { kind: 'nps', title: 'Would you recommend us?', low: 'Never', high: 'Surely', results: 'always' },
};

for (const [kind, def] of Object.entries(KINDS)) {
  test(`${kind}: by keyboard alone, and without a fault of accessibility`, async () => {
    const made = await room(def);
    const { page, context } = await visit(at(block('html'), made.code), { hostile: false });
    await page.locator('clameur-room input').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.locator('clameur-room .status', { hasText: 'counted' }).waitFor();
    assert.equal((await tally(made)).voters, 1);
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    const { violations } = await page.evaluate(() => window.axe.run('clameur-room'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await context.close();
  });
}

test('who somebody is is asked first, once, and may be kept to oneself', async () => {
  const made = await room({ ...SINGLE, results: 'always' });
  const who = await made.add({ kind: 'segment', title: 'You are…', options: ['Sales', 'Customer'] });
  await made.move(who, 'open');
  const counts = async (question) => (await must(server, 'hello', { room: made.code, view: 'host' }, token)).tallies.find((one) => one.question === question).counts;
  for (const [answer, told] of [['Customer', [0, 1, 0]], ['rather not say', [0, 1, 1]]]) {
    const { page, context, faults } = await example(made);
    await page.locator('clameur-room label', { hasText: answer }).click();
    await page.locator('clameur-room h2', { hasText: 'Which one?' }).waitFor();
    await page.locator('clameur-room label', { hasText: 'Blue' }).click();
    await page.locator('clameur-room .status', { hasText: 'counted' }).waitFor();
    assert.deepEqual(await counts(who), told);
    await page.reload();
    await page.locator('clameur-room .own', { hasText: 'Blue' }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('other kinds lead to the room’s own page', async () => {
  const made = await room({ kind: 'words', title: 'Summer, in a word?' });
  const { page, context } = await example(made);
  const link = page.locator('clameur-room a[target]');
  await page.locator('clameur-room', { hasText: 'Summer, in a word?' }).waitFor();
  assert.deepEqual([await link.getAttribute('href'), await link.getAttribute('target')], [`${server.origin}/j/${made.code}`, '_blank']);
  await context.close();
});

async function sent(made, colour, board) {
  const { path } = await made.call('image.ticket', { id: `pic${++paths}`, ...(board && { board }) });
  return JSON.parse((await http(server, path, { method: 'POST', body: png(120, 90, () => colour) })).text).ok.image;
}
/** A shop's board of three products, the first with a picture. */
async function shop(def = {}, settings = {}) {
  const made = await makeRoom(server, token, { title: 'Shop', lang: 'en', ...settings });
  await made.call('board.add', { id: 'new', def: { kind: 'products', title: 'What shall we make next?', images: 'open', ...def } });
  const { version } = await made.call('board.move', { board: 'new', version: 1, phase: 'open' });
  const image = await sent(made, [160, 90, 40, 255], 'new');
  for (const [id, more] of [['bag', { title: 'A bag of saddle leather', price: '€ 320', images: [{ id: image, alt: 'A brown bag' }] }], ['belt', { title: 'A belt', price: '€ 95' }], ['case', { title: '<b>A case</b>' }]]) {
    await made.call('idea.post', { board: 'new', id, ...more });
  }
  made.version = version;
  made.supports = async (id) => (await made.call('idea.read', { board: 'new', ideas: [id] })).ideas[0].supports;
  made.show = async () => made.call('room.update', { rev: (await must(server, 'hello', { room: made.code, view: 'host' }, token)).snapshot.room.rev, board: 'new' });
  await made.show();
  return made;
}
const heart = (page, name) => page.locator('clameur-room li', { hasText: name }).locator('.heart');

test('products of a board get hearts, once each, over a network that goes', async () => {
  const made = await shop();
  const { page, context, faults } = await example(made);
  await heart(page, 'A belt').click();
  await heart(page, 'A belt').filter({ hasText: '♥ 1' }).waitFor();
  assert.deepEqual(await heard(page, 'clameur-supported'), { room: made.code, board: 'new' });
  const picture = page.locator('clameur-room img');
  assert.equal(await picture.getAttribute('alt'), 'A brown bag');
  await page.waitForFunction(() => document.querySelector('clameur-room').shadowRoot.querySelector('img').naturalWidth > 0);
  assert.equal(await page.locator('clameur-room b').count(), 0);

  // Others' come by themselves, and taking back counts.
  await must(server, 'idea.support', { room: made.code, board: 'new', idea: 'belt', n: 1, on: true }, await newDevice(server));
  await heart(page, 'A belt').filter({ hasText: '♥ 2' }).waitFor();
  await heart(page, 'A belt').click();
  await heart(page, 'A belt').filter({ hasText: '♡ 1' }).waitFor();

  await server.kill();
  await page.locator('clameur-room .away').waitFor();
  await heart(page, 'A bag').click();
  await page.locator('clameur-room .status', { hasText: 'Kept here' }).waitFor();
  await page.reload(); // Kept by the browser, too.
  await server.start();
  await heart(page, 'A bag').filter({ hasText: '♥ 1' }).waitFor();
  assert.equal(await heart(page, 'A bag').getAttribute('aria-pressed'), 'true');
  assert.deepEqual([await made.supports('bag'), await made.supports('belt')], [1, 1]);

  await made.call('board.move', { board: 'new', version: made.version, phase: 'closed' });
  await page.locator('clameur-room .status', { hasText: 'closed' }).waitFor();
  assert.equal(await heart(page, 'A bag').getAttribute('aria-disabled'), 'true');
  assert.deepEqual(faults, []);
  await context.close();
});

test('who has no heart left is told so', async () => {
  const made = await shop({ supports: 1 });
  const { page, context } = await example(made);
  await heart(page, 'A belt').click();
  await heart(page, 'A belt').filter({ hasText: '♥ 1' }).waitFor();
  await heart(page, 'A case').click();
  await page.locator('clameur-room .status', { hasText: 'No heart left' }).waitFor();
  assert.equal(await heart(page, 'A case').getAttribute('aria-pressed'), 'false');
  assert.equal(await made.supports('case'), 0);
  await context.close();
});

test('a room with a passcode opens to who knows it, and to nobody else', async () => {
  const made = await room({ ...SINGLE, results: 'always' });
  await made.call('room.update', { rev: (await must(server, 'hello', { room: made.code, view: 'host' }, token)).snapshot.room.rev, access: 'passcode', passcode: 'tulip' });
  const { page, frames, context, faults } = await example(made);
  const field = page.getByLabel('Passcode of this room');
  await field.fill('rose');
  await field.press('Enter');
  await page.locator('clameur-room [role=alert]', { hasText: 'not the passcode' }).waitFor();
  assert.ok(!frames.some((frame) => frame.includes('Which one?')));
  await field.fill('tulip');
  await field.press('Enter');
  await page.locator('clameur-room label', { hasText: 'Blue' }).click();
  await page.locator('clameur-room .status', { hasText: 'Vote counted' }).waitFor();
  assert.deepEqual((await tally(made)).counts, [0, 1]);
  await page.reload();
  await page.locator('clameur-room .own', { hasText: 'Blue' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('options have their pictures, and the room its colours, unless the page has others', async () => {
  const theme = { light: { page: '#fff8e7', text: '#331a00', accent: '#8a2b06', options: ['#8a2b06', '#0b5d51', '#5a2d82', '#7a4b00', '#8c1d40', '#1d4e89'] } };
  const made = await makeRoom(server, token, { title: 'Shop', theme });
  const images = [{ id: await sent(made, [20, 90, 160, 255]), alt: 'Waves' }, { id: await sent(made, [60, 140, 60, 255]), alt: 'Hills' }];
  made.question = await made.add({ kind: 'pair', title: 'Sea or hills?', options: ['Sea', 'Hills'], images, results: 'always' });
  await made.move(made.question, 'open');
  const { page, context, faults } = await example(made);
  await page.waitForFunction(() => [...document.querySelector('clameur-room')?.shadowRoot.querySelectorAll('img') ?? []].filter(({ naturalWidth }) => naturalWidth > 0).length === 2);
  const look = () => page.locator('clameur-room h2').evaluate((at) => getComputedStyle(at).color);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('clameur-room').shadowRoot.querySelector('h2')).color === 'rgb(51, 26, 0)');
  await made.call('room.update', { rev: (await must(server, 'hello', { room: made.code, view: 'host' }, token)).snapshot.room.rev, settings: { title: 'Shop', theme: { light: { ...theme.light, text: '#00264d' } } } });
  await page.waitForFunction(() => getComputedStyle(document.querySelector('clameur-room').shadowRoot.querySelector('h2')).color === 'rgb(0, 38, 77)');
  pages.set('/own.css', { type: 'text/css', body: ':root { --clameur-text: #000000; }' });
  await page.evaluate(() => new Promise((done) => {
    const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/own.css', onload: done });
    document.head.append(sheet);
  }));
  assert.equal(await look(), 'rgb(0, 0, 0)');
  assert.deepEqual(faults, []);
  await context.close();
});

test('what is thrown at its attributes and titles is text', async () => {
  const made = await room({ ...SINGLE, title: '<img src=x onerror=alert(1)>', options: ['<b>Red</b>', '"><script>1</script>'] });
  const { page, context } = await visit(`${at(block('html'), made.code)}<clameur-room room="&quot;><img src=x>" lang="xx"></clameur-room>`, { csp: policyFor(made.code) });
  await page.locator('clameur-room h2', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
  assert.equal(await page.locator('clameur-room img, clameur-room b, clameur-room script').count(), 0);
  await page.locator('clameur-room', { hasText: 'This room is not here' }).waitFor();
  await context.close();
});

for (const [lang, dark] of [['en', false], ['fr', true]]) {
  test(`a board, a door and pictures, to look at and without a fault of accessibility (${lang})`, async () => {
    const sea = await room();
    const id = await sent(sea, [20, 90, 160, 255]);
    await sea.move(await sea.add({ ...KINDS.single, title: 'Which one for the window?', options: ['The sea at seven in the morning', 'Hills'], images: [{ id, alt: 'Waves' }, null] }), 'open');
    const closed = await room();
    await closed.call('room.update', { rev: (await must(server, 'hello', { room: closed.code, view: 'host' }, token)).snapshot.room.rev, access: 'passcode', passcode: 'tulip' });
    for (const [name, made, wait] of [['board', await shop(), '.heart'], ['images', sea, 'img'], ['door', closed, '#passcode']]) {
      for (const [size, width] of [['narrow', 320], ['desk', 900]]) {
        const { page, context } = await visit(at(block('html'), made.code), { hostile: false, lang, dark, width });
        await page.locator(`clameur-room ${wait}`).first().waitFor();
        // By keyboard alone.
        await page.locator('clameur-room').locator('button, input').first().focus();
        await page.keyboard.press('Space');
        if (name === 'board') await page.locator('clameur-room .heart[aria-pressed=true]').first().waitFor();
        await page.screenshot({ path: join(SHOTS, `${name}-${lang}-${size}.png`) });
        await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
        const { violations } = await page.evaluate(() => window.axe.run('clameur-room'));
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${size}`);
        if (size === 'desk') {
          await page.evaluate(() => { document.documentElement.style.setProperty('zoom', '2'); });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at twice the size`);
          await page.screenshot({ path: join(SHOTS, `${name}-${lang}-twice.png`) });
        }
        await context.close();
      }
    }
  });

  test(`pictures to look at (${lang})`, async () => {
    for (const [kind, def] of Object.entries(KINDS)) {
      const made = await room(def);
      for (const [name, width] of [['phone', 390], ['desk', 900]]) {
        const { page, context } = await visit(`${at(block('html'), made.code)}`, { hostile: kind === 'single', lang, dark, width });
        await page.locator('clameur-room input').first().waitFor();
        await page.screenshot({ path: join(SHOTS, `${kind}-${lang}-${name}-ask.png`) });
        await page.locator('clameur-room label').nth(1).click();
        if (kind === 'multiple') await page.locator('clameur-room .send').click();
        await page.locator('clameur-room .good').waitFor();
        await page.screenshot({ path: join(SHOTS, `${kind}-${lang}-${name}-done.png`) });
        await context.close();
      }
    }
  });
}
