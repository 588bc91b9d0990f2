/* SPDX-License-Identifier: Apache-2.0 */
/* White label: the logo of a room's look and of a space's new rooms. Sent as a picture, drawn by every page's rules,
 * kept as long as the look names it, and gone with its room. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post, Refused, Socket } from '../lib/client.mjs';
import { png } from '../lib/pictures.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ args: ['--workers', '2'] }); token = await owner(server); });
after(() => server?.end());

const ALT = 'Brick "Days" <2026>';
const settings = (theme) => ({ title: 'Brand', lang: 'en', ...(theme !== undefined && { theme }) });
const logoOf = (id, more = {}) => ({ font: 'plain', logo: { alt: ALT, light: { id, width: 60, height: 20 }, ...more } });

async function send(room, bytes = png(60, 20), who = token, id = newId('p')) {
  const { path } = await must(server, 'image.ticket', { room: room.code, id }, who);
  return JSON.parse((await http(server, path, { method: 'POST', body: bytes })).text);
}
const picture = async (room, ...given) => (await send(room, ...given)).ok.image;
const see = (room, id, as = null, size = '/small') =>
  http(server, `/image/${room.code}/~/${id}${size}`, { headers: as ? { cookie: `clameur=${as}` } : {} });
const update = (room, rev, more) => post(server, 'room.update', { room: room.code, rev, ...more }, token);
const keep = async (room, rev, theme) => {
  const { ok, err } = await update(room, rev, { settings: settings(theme) });
  if (err) throw new Refused(err);
  return ok;
};
const keys = async (room) => (await server.redis('keys', `{${room.id}}:*`)).split('\n').filter(Boolean).sort();
const kept = async (room) => (await server.redis('hkeys', `{${room.id}}:optpics`)).split('\n').filter((key) => key && key !== 'bytes');

const HEARD_MS = 30_000;

/** The page as soon as its worker has heard. */
async function pageOnce(path, good, as = null) {
  for (const until = Date.now() + HEARD_MS; Date.now() < until;) {
    const page = await http(server, path, { headers: as ? { cookie: `clameur=${as}` } : {} });
    if (good(page.text)) return page;
  }
  throw new Error(`${path} never became what it was to be: ${good}`);
}

test('a logo is on every page, with what it says, and its picture is safe to show', async () => {
  const room = await makeRoom(server, token, settings());
  const id = await picture(room, png(60, 20, () => [0, 0, 0, 128]));
  const stranger = await device(server);
  // Before the look has it: hosts alone.
  assert.deepEqual([(await see(room, id)).status, (await see(room, id, stranger)).status, (await see(room, id, token)).status], [404, 404, 200]);
  const anna = await Socket.hello(server, room.code, stranger);
  assert.deepEqual(await keep(room, 1, logoOf(id)), { rev: 2 });
  assert.deepEqual(await keep(room, 1, logoOf(id)), { rev: 2 }); // Sent again.
  const told = await anna.event('room.changed');
  assert.deepEqual(told.room.settings.theme, logoOf(id));
  const made = await anna.send('theme.look', {});
  assert.match(made.light, new RegExp(`--logo:url\\(/image/${room.code}/~/${id}/small\\) .*--logo-wide:3\\.000;`));
  assert.ok(!made.light.includes('--page') && made.dark.includes('content-box border-box #ffffff'));

  const shown = await see(room, id);
  assert.equal(shown.status, 200);
  assert.equal(shown.headers['content-type'], 'image/png');
  assert.equal(shown.headers['content-security-policy'], "default-src 'none'; sandbox");
  assert.equal(shown.headers['x-content-type-options'], 'nosniff');
  const has = (text) => text.includes(`url(/image/${room.code}/~/${id}`);
  for (const page of ['j', 'b', 'm', 'host', 'stage', 'poster']) {
    const { headers } = await pageOnce(`/${page}/${room.code}`, has);
    assert.match(headers['content-security-policy'], /style-src 'sha256-[^']+' .*img-src 'self'/, page);
  }
  const plain = await pageOnce(`/j/${room.code}`, has);
  assert.ok(plain.text.includes('role="img" aria-label="Brick &quot;Days&quot; &lt;2026&gt;"'));
  const report = await pageOnce(`/r/${room.code}`, has, token);
  assert.ok(report.text.includes('class="logo" role="img" aria-label="Brick &quot;Days&quot;'));
  assert.match(report.headers['content-security-policy'], /style-src 'self' 'sha256-[^']+'; .*img-src 'self';/);

  // Another one in its place: the old one is the hosts' alone again, and goes in time.
  const other = await picture(room, png(20, 20));
  await keep(room, 2, logoOf(other, { dark: { id, width: 60, height: 20 } }));
  assert.equal((await pageOnce(`/j/${room.code}`, (text) => text.includes(`/~/${other}/small`))).text.includes('content-box border-box'), false);
  await keep(room, 3, logoOf(other));
  await pageOnce(`/j/${room.code}`, (text) => !text.includes(id));
  assert.deepEqual([(await see(room, id)).status, (await see(room, other)).status], [404, 200]);
  await keep(room, 4, null);
  await pageOnce(`/j/${room.code}`, (text) => !text.includes('--logo:'));
  await anna.end();
});

test('at the door of a room one sees whose it is, and nothing more', async () => {
  const room = await makeRoom(server, token, settings());
  const id = await picture(room);
  await keep(room, 1, logoOf(id));
  assert.equal((await update(room, 2, { access: 'passcode', passcode: 'sesame' })).err, undefined);
  const { text, status } = await pageOnce(`/j/${room.code}`, (page) => page.includes('name="passcode"'));
  assert.equal(status, 401);
  assert.ok(text.includes('--logo:url(') && !text.includes('>Brand<'));
  assert.equal((await see(room, id)).status, 200);
});

test('no logo but a picture of that room; no drawing that can act; nobody but hosts', async () => {
  const room = await makeRoom(server, token, settings());
  const other = await makeRoom(server, token, settings());
  const theirs = await picture(other);
  const code = async (theme) => (await update(room, 1, { settings: settings(theme) })).err?.code ?? 'ok';
  assert.equal(await code(logoOf(theirs)), 'bad_image');
  assert.equal(await code(logoOf('nothing')), 'bad_image');
  for (const logo of [7, [], 'p1', { alt: ALT }, { alt: '', light: { id: theirs, width: 1, height: 1 } },
    { alt: 'a'.repeat(201), light: { id: theirs, width: 1, height: 1 } }, { alt: ALT, light: { id: '../x', width: 1, height: 1 } },
    { alt: ALT, light: { id: theirs, width: 0, height: 1 } }, { alt: ALT, light: { id: theirs, width: 1, height: 9e9 } },
    { alt: ALT, light: { id: theirs, width: 1, height: 1, url: '//x' } }]) {
    assert.ok(['bad_field', 'bad_text'].includes(await code({ logo })), JSON.stringify(logo));
  }
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>x</text></svg>';
  for (const drawing of [svg, `<?xml version="1.0"?>${svg}`, `\ufeff${svg}`]) {
    assert.equal((await send(room, Buffer.from(drawing))).err.code, 'bad_image');
  }
  const anna = await device(server);
  assert.equal((await post(server, 'image.ticket', { room: room.code, id: 'p1' }, anna)).err.code, 'forbidden');
  // A new room has no picture yet that its settings could name.
  assert.equal((await post(server, 'room.create', { id: newId('r'), settings: settings(logoOf(theirs)) }, token)).err.code, 'bad_image');
  assert.equal(await code(undefined), 'ok');
});

test('new rooms of a space have a copy of its logo, whatever becomes of the room it came from', async () => {
  const room = await makeRoom(server, token, settings());
  const [light, dark] = [await picture(room, png(60, 20)), await picture(room, png(30, 30))];
  const theme = logoOf(light, { dark: { id: dark, width: 30, height: 30 } });
  const set = (fields) => post(server, 'space.theme', fields, token);
  assert.equal((await set({ theme })).err.field, 'from');
  assert.equal((await set({ theme: logoOf('nothing'), from: room.code })).err.code, 'bad_image');
  assert.equal((await set({ theme, from: 'ZZZZZZ' })).err.code, 'not_found');
  const [once, twice] = await Promise.all([set({ theme, from: room.code }), set({ theme, from: room.code })]);
  assert.deepEqual([once.ok, twice.ok], [{ theme }, { theme }]);
  await must(server, 'room.delete', { id: room.id }, token);
  assert.deepEqual(await keys(room), []);

  const id = newId('r');
  const make = () => must(server, 'room.create', { id, settings: settings() }, token);
  const [made, again] = await Promise.all([make(), make()]);
  assert.deepEqual(made, again);
  assert.deepEqual((await kept({ id })).sort(), [light, dark].sort());
  for (const one of [light, dark]) for (const size of ['', '/small']) assert.equal((await see(made, one, null, size)).status, 200);
  assert.ok((await http(server, `/j/${made.code}`)).text.includes(`url(/image/${made.code}/~/${light}/small)`));

  // It may drop it, and what was set for others does not come back.
  await keep(made, 1, null);
  await pageOnce(`/j/${made.code}`, (text) => !text.includes('--logo:'));
  assert.equal((await see(made, light)).status, 404);
  await must(server, 'room.delete', { id }, token);
  assert.deepEqual(await keys({ id }), []);
  assert.deepEqual((await set({ theme: null })).ok, { theme: null });
  assert.equal(await server.redis('keys', '{space:*}:logo'), '');
  const later = await makeRoom(server, token, settings());
  assert.ok(!(await http(server, `/j/${later.code}`)).text.includes('--logo:'));
});

test('what the look has is not taken by time, nor by a question that had it, too', async () => {
  const room = await makeRoom(server, token, settings());
  const id = await picture(room);
  const def = { kind: 'pair', title: 'This or that?', options: ['This', 'That'], images: [{ id, alt: 'This' }, null] };
  const { version } = await must(server, 'question.add', { room: room.code, id: 'q1', def }, token);
  await keep(room, 2, logoOf(id));
  await must(server, 'question.remove', { room: room.code, question: 'q1', version }, token);
  const record = await server.redis('hget', `{${room.id}}:optpics`, id);
  assert.match(record, /7:,~look,,1:0,$/);
  assert.equal((await see(room, id)).status, 200);
});
