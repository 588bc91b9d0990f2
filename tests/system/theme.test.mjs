/* SPDX-License-Identifier: Apache-2.0 */
/* White label: a room's theme, what it makes of every page, and what new rooms of the space begin with. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { root, Server } from '../lib/server.mjs';

const themes = JSON.parse(await readFile(`${root}/web/assets/themes.json`, 'utf8'))
  .map(({ name, ...theme }) => theme);
const DARK = '@media (prefers-color-scheme:dark)';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const settings = (theme) => ({ title: 'Brand', lang: 'en', ...(theme !== undefined && { theme }) });

/** The style of a page's theme, which its policy must name. */
async function styleOf(path) {
  const { text, headers } = await http(server, path);
  const [, style] = text.match(/<style id="theme">(.*?)<\/style>/s) ?? [];
  if (style === undefined) return null;
  const hash = createHash('sha256').update(style).digest('base64');
  assert.ok(headers['content-security-policy'].includes(`style-src 'sha256-${hash}' `), path);
  assert.match(headers['content-security-policy'], /connect-src 'self' ws:/);
  return style;
}

/** The page as soon as its worker has heard. */
async function styleOnce(path, good) {
  for (;;) {
    const style = await styleOf(path);
    if (good(style)) return style;
  }
}

test('every page follows, paper in its ink, and whoever is here hears of it', async () => {
  const room = await makeRoom(server, token, settings());
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const anna = await Socket.hello(server, room.code, await device(server));
  assert.equal(await styleOf(`/j/${room.code}`), null);
  assert.deepEqual(await anna.send('theme.look', {}), {});

  await host.send('room.update', { rev: 1, settings: settings(themes[0]) });
  const told = await anna.event('room.changed', ({ room: { settings: { theme } } }) => theme !== undefined);
  assert.deepEqual(told.room.settings.theme, themes[0]);
  const tokens = await anna.send('theme.look', {});
  assert.match(tokens.light, new RegExp(`--page:${themes[0].light.page};`));
  assert.match(tokens.dark, new RegExp(`--page:${themes[0].dark.page};`));

  const join = await styleOnce(`/j/${room.code}`, (style) => style !== null);
  assert.ok(join.includes(DARK) && join.includes(tokens.light) && join.includes(tokens.dark));
  for (const page of ['b', 'm', 'host']) assert.equal(await styleOnce(`/${page}/${room.code}`, (style) => style !== null), join);
  assert.equal(await styleOnce(`/j/${room.code}?lang=fr`, (style) => style !== null), join);
  const stage = await styleOnce(`/stage/${room.code}`, (style) => style !== null);
  assert.ok(stage.startsWith(`:root:root{${tokens.dark}}`) && stage.includes('[data-theme=light]'));
  const paper = await styleOnce(`/poster/${room.code}`, (style) => style !== null);
  assert.match(paper, /^:root:root\{--font:[^}]*--ink:#[0-9a-f]{6};--ink-accent:#[0-9a-f]{6};\}$/);
  const report = await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${token}` } });
  const hash = createHash('sha256').update(paper).digest('base64');
  assert.ok(report.text.includes(`<style>${paper}</style>`) && report.headers['content-security-policy'].includes(`style-src 'self' 'sha256-${hash}';`));

  // Light alone is for everyone, also where it is dark; and none is none.
  const { dark: _dark, ...light } = themes[3];
  await host.send('room.update', { rev: 2, settings: settings(light) });
  const only = await styleOnce(`/j/${room.code}`, (style) => style !== join);
  assert.ok(!only.includes(DARK));
  await host.send('room.update', { rev: 3, settings: settings(null) });
  assert.equal(await styleOnce(`/j/${room.code}`, (style) => style !== only), null);
  host.end();
  anna.end();
});

test('what cannot be read is refused, with the nearest that can, and changes nothing', async () => {
  const room = await makeRoom(server, token, settings(themes[1]));
  const spoilt = structuredClone(themes[1]);
  spoilt.dark.options[2] = '#203020';
  const update = (theme, rev = 1) => post(server, 'room.update', { room: room.code, rev, settings: settings(theme) }, token);
  const { status, err } = await update(spoilt);
  assert.deepEqual([status, err.code, err.field], [422, 'contrast', 'theme.dark.options.2']);
  assert.match(err.nearest, /^#[0-9a-f]{6}$/);
  assert.deepEqual((await must(server, 'theme.look', { room: room.code }, token)).dark.includes('--option-2:#5fd0bd'), true);
  spoilt.dark.options[2] = err.nearest;
  assert.deepEqual((await update(spoilt)).ok, { rev: 2 });
  assert.deepEqual((await update(spoilt)).ok, { rev: 2 }); // Sent again.
  for (const css of ['red;}body{display:none', 'url(//x)', '</style><script>', '#12345g', '']) {
    const hostile = structuredClone(themes[1]);
    hostile.light.page = css;
    assert.equal((await update(hostile, 2)).err.code, 'bad_field', css);
  }
});

test('tried by hosts alone, and by nobody kept', async () => {
  const room = await makeRoom(server, token, settings());
  const tried = await must(server, 'theme.look', { room: room.code, theme: themes[2] }, token);
  assert.match(tried.light, /--accent-soft:#/);
  assert.deepEqual(await must(server, 'theme.look', { room: room.code }, token), {});
  assert.equal((await post(server, 'theme.look', { room: room.code, theme: themes[2] }, await device(server))).err.code, 'forbidden');
});

test('a new room begins with the theme of its space; those that are there stay as they are', async () => {
  const before = await makeRoom(server, token, settings());
  const set = () => must(server, 'space.theme', { theme: themes[4] }, token);
  const [once, twice] = await Promise.all([set(), set()]);
  assert.deepEqual(once, twice);
  assert.deepEqual(once.theme, themes[4]);
  assert.deepEqual(await must(server, 'space.theme', {}, token), once);
  assert.equal((await post(server, 'space.theme', {}, await device(server))).err.code, 'forbidden');
  const theirs = async (code) => {
    const socket = await Socket.hello(server, code, token, { view: 'host' });
    const { room } = await socket.event('snapshot');
    socket.end();
    return room.settings.theme;
  };
  const plain = await makeRoom(server, token, settings());
  const own = await makeRoom(server, token, settings(themes[5]));
  assert.deepEqual([await theirs(before.code), await theirs(plain.code), await theirs(own.code)],
    [undefined, themes[4], themes[5]]);
  await must(server, 'space.theme', { theme: null }, token);
  const later = await makeRoom(server, token, settings());
  assert.equal(await theirs(later.code), undefined);
});
