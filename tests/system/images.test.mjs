/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of ideas: sent with a ticket, put to an idea, passed by staff, seen by those who may. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { device, http, makeRoom, must, newId, owner, Socket } from '../lib/client.mjs';
import { gif, hostile, png, pngBomb, sizeOf, traces, webp, withExif } from '../lib/pictures.mjs';
import { LIMITS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

let server;
let room;
let tokens;
let host;
let anna;
let ben;
before(async () => {
  server = await Server.start({ workers: 2 });
  tokens = { host: await owner(server), anna: await device(server), ben: await device(server) };
  room = await makeRoom(server, tokens.host, { title: 'Summer club' });
  host = await Socket.hello(server, room.code, tokens.host, { view: 'host' });
  for (const [id, more] of [['wishes', {}], ['free', { images: 'open' }], ['plain', { images: 'off' }], ['strict', { checked: true }]]) {
    await host.send('board.add', { id, def: { kind: 'ideas', title: id, ideas: 0, ...more } });
    await host.send('board.move', { board: id, version: 1, phase: 'open' });
  }
  anna = await Socket.hello(server, room.code, tokens.anna);
  ben = await Socket.hello(server, room.code, tokens.ben);
});
after(() => server?.end());

const code = (promise) => promise.then(() => 'ok', (error) => error.code);
const put = async (path, bytes, headers = {}) => {
  const reply = await http(server, path, { method: 'POST', headers, body: bytes });
  return { status: reply.status, ...JSON.parse(reply.text) };
};
const ticket = async (who, board = 'wishes', id = newId('p')) => (await who.send('image.ticket', { board, id })).path;
const send = async (who, bytes = png(60, 30), board = 'wishes', id = newId('p')) =>
  put(await ticket(who, board, id), bytes);
const image = async (who, bytes, board) => (await send(who, bytes, board)).ok.image;
/** As the browser of that one asks for it; without one, as anybody's. */
const get = (id, board = 'wishes', token = null, small = '') =>
  http(server, `/image/${room.code}/${board}/${id}${small}`, { headers: token ? { cookie: `clameur=${token}` } : {} });
const sees = async (id, board, token) => (await get(id, board, token)).status;
const read = async (who, idea, board = 'wishes') => (await who.send('idea.read', { board, ideas: [idea] })).ideas[0];
const post = (who, more, board = 'wishes') => who.send('idea.post', { board, title: 'A tent', ...more });
const alt = 'A tent by the lake';

test('a picture waits for staff, and is then everyone\'s', async () => {
  const id = await image(anna, png(2000, 1000));
  assert.deepEqual([await sees(id, 'wishes', tokens.anna), await sees(id, 'wishes', tokens.ben), await sees(id)], [200, 404, 404]);
  assert.equal((await post(anna, { id: 'tent', images: [{ id, alt }] })).state, 'shown');
  assert.deepEqual((await read(anna, 'tent')).images, [{ id, state: 'pending', width: 1600, height: 800, alt }]);
  assert.equal((await read(ben, 'tent')).images, undefined);
  assert.doesNotMatch(JSON.stringify(ben.heard), /by the lake/);
  assert.deepEqual([await sees(id, 'wishes', tokens.host), await sees(id, 'wishes', tokens.ben), await sees(id)], [200, 404, 404]);

  assert.deepEqual(await host.send('image.list', { board: 'wishes' }),
    { total: 1, images: [{ idea: 'tent', id, state: 'pending', width: 1600, height: 800, alt }] });
  await ben.send('board.look', { board: 'wishes', ideas: ['tent'] });
  const at = { board: 'wishes', idea: 'tent', image: id };
  const { version } = await host.send('image.check', { ...at, state: 'shown' });
  await ben.event('ideas', ({ ideas }) => ideas.some((idea) => idea.id === 'tent' && idea.version === version));
  assert.deepEqual(await host.send('image.check', { ...at, state: 'shown' }), { version });
  assert.deepEqual((await read(ben, 'tent')).images, [{ id, state: 'shown', width: 1600, height: 800, alt }]);
  assert.equal((await host.send('image.list', { board: 'wishes' })).total, 0);

  const full = await get(id);
  assert.deepEqual([full.status, full.headers['content-type'], sizeOf(full.bytes)], [200, 'image/jpeg', [1600, 800]]);
  assert.deepEqual(sizeOf((await get(id, 'wishes', null, '/small')).bytes), [400, 200]);
  assert.equal(full.headers['x-content-type-options'], 'nosniff');
  assert.match(full.headers['content-security-policy'], /^default-src 'none'; sandbox/);
  assert.match(full.headers['cache-control'], /^private, max-age=\d+, immutable$/);

  await host.send('image.check', { ...at, state: 'hidden' });
  assert.deepEqual([await sees(id), await sees(id, 'wishes', tokens.ben), await sees(id, 'wishes', tokens.host)], [404, 404, 200]);
  assert.equal((await get(id, 'wishes', tokens.host)).headers['cache-control'], 'no-store');
  assert.equal((await read(ben, 'tent')).images, undefined);
  const { log } = await host.send('log.list', { n: 2 });
  assert.deepEqual(log.map(({ what, from, to }) => [what, from, to]), [['image', 'shown', 'hidden'], ['image', 'pending', 'shown']]);
});

test('who has a picture is not sent it again', async () => {
  const id = await image(anna, png(800, 400), 'free');
  const ask = (small, tag, more) => http(server, `/image/${room.code}/free/${id}${small}`, { headers: { 'if-none-match': tag }, ...more });
  await post(anna, { id: 'known', images: [{ id, alt }] }, 'free');
  const { headers: { etag, 'cache-control': cache }, bytes } = await get(id, 'free');
  const { headers: { etag: small } } = await get(id, 'free', null, '/small');
  assert.match(etag, /^"[0-9a-f]{32}"$/);
  assert.notEqual(etag, small);
  for (const tag of [etag, `W/${etag}`, `"else", ${etag}`, '*']) {
    const again = await ask('', tag);
    assert.deepEqual([again.status, again.bytes.length, again.headers.etag, again.headers['cache-control']], [304, 0, etag, cache], tag);
    assert.deepEqual([again.headers['content-length'], again.headers['content-type']], [undefined, undefined]);
  }
  assert.equal((await ask('', etag, { method: 'HEAD' })).status, 304);
  for (const tag of [small, etag.slice(0, -1), etag.slice(1, -1), '', '"', ',,,']) assert.deepEqual((await ask('', tag)).bytes, bytes, tag);

  // Having it once does not say that one may see it still.
  await host.send('image.check', { board: 'free', idea: 'known', image: id, state: 'hidden' });
  assert.equal((await ask('', etag)).status, 404);
  assert.equal((await ask('', '*')).status, 404);
  const staff = await http(server, `/image/${room.code}/free/${id}`, { headers: { 'if-none-match': etag, cookie: `clameur=${tokens.host}` } });
  assert.deepEqual([staff.status, staff.headers.etag, staff.headers['cache-control']], [200, undefined, 'no-store']);
});

test('assets are known by their bytes', async () => {
  const plain = await http(server, '/assets/favicon.svg');
  const packed = await http(server, '/assets/favicon.svg', { headers: { 'accept-encoding': 'gzip' } });
  const known = (tag, more) => http(server, '/assets/favicon.svg', { headers: { 'if-none-match': tag, ...more } });
  assert.notEqual(plain.headers.etag, packed.headers.etag);
  assert.equal(plain.headers['cache-control'], 'public, max-age=3600');
  assert.deepEqual([(await known(plain.headers.etag)).status, (await known(packed.headers.etag)).status], [304, 200]);
  assert.equal((await known(packed.headers.etag, { 'accept-encoding': 'gzip' })).status, 304);
  const name = readdirSync(new URL('../../web/dist/assets/', import.meta.url)).find((file) => /\.[0-9a-f]{12}\.js$/.test(file));
  assert.equal((await http(server, `/assets/${name}`)).headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('a large picture comes whole, in as many pieces as it takes', async () => {
  const noise = png(1600, 1200, (x, y) => [(x * x * 31 + y * 17) & 255, (x * y * 7) & 255, (x ^ y) & 255, 255]);
  const id = await image(anna, noise, 'free');
  await post(anna, { id: 'noise', images: [{ id, alt }] }, 'free');
  const { bytes, headers } = await get(id, 'free');
  assert.equal(bytes.length, Number(headers['content-length']));
  assert.ok(bytes.length > 200_000);
  assert.deepEqual([...bytes.subarray(-2)], [0xff, 0xd9]);
});

test('what a phone wrote into it is in no byte that leaves', async () => {
  const { bytes } = await get(await image(anna, png(80, 40)), 'wishes', tokens.anna);
  const { ok } = await send(anna, withExif(bytes, 6));
  assert.deepEqual([ok.width, ok.height], [40, 80]);
  for (const small of ['', '/small']) {
    const plain = await get(ok.image, 'wishes', tokens.anna, small);
    for (const trace of traces) assert.equal(plain.bytes.includes(trace), false, trace);
  }
});

test('the kind is what the bytes say', async () => {
  const { status, ok } = await put(await ticket(ben), webp, { 'content-type': 'text/html' });
  assert.deepEqual([status, ok.width], [200, 1]);
  assert.equal((await send(ben, gif())).status, 200);
  const clear = await image(ben, png(8, 8, () => [0, 0, 0, 90]));
  assert.equal((await get(clear, 'wishes', tokens.ben)).headers['content-type'], 'image/png');
  for (const [what, bytes] of Object.entries(hostile)) {
    const { status: refused, err } = await send(ben, bytes);
    assert.deepEqual([refused, err.code], [422, 'bad_image'], what);
  }
});

test('a ticket works once, and only for a picture', async () => {
  const path = await ticket(anna);
  const both = await Promise.all([put(path, png(20, 20)), put(path, png(20, 20))]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
  assert.equal((await put(path, png(20, 20))).err.code, 'link_spent');
  assert.equal((await put(path.slice(0, -1) + (path.endsWith('a') ? 'b' : 'a'), png(20, 20))).err.code, 'link_spent');
  const other = await ticket(anna);
  assert.equal((await put(other.replace('/image/', '/import/'), 'title\r\n', { 'content-type': 'text/csv' })).err.code, 'link_spent');
  const table = (await host.send('board.import', { board: 'wishes' })).path;
  assert.equal((await put(table.replace('/import/', '/image/'), png(20, 20))).err.code, 'link_spent');
  assert.equal((await http(server, await ticket(anna))).status, 404);
});

test('the same picture again is the same, also at once', async () => {
  const fresh = await Socket.hello(server, room.code, await device(server));
  const paths = await Promise.all([1, 2, 3].map(() => ticket(fresh, 'wishes', 'photo')));
  const ids = (await Promise.all(paths.map((path) => put(path, png(20, 20))))).map(({ ok }) => ok.image);
  assert.equal(new Set(ids).size, 1);
  const idea = { id: 'twice', images: [{ id: ids[0], alt }] };
  const [one, two] = await Promise.all([post(fresh, idea), post(fresh, idea)]);
  assert.deepEqual(one, two);
  assert.equal((await read(fresh, 'twice')).images.length, 1);
  assert.equal(await code(post(fresh, { ...idea, images: [{ id: ids[0], alt: 'Another' }] })), 'exists');
  await fresh.end();
});

test('an idea has at most four, one\'s own, each in one place', async () => {
  const carl = await Socket.hello(server, room.code, await device(server));
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push(await image(carl, png(20 + n, 20)));
  const all = ids.map((id) => ({ id, alt }));
  assert.equal(await code(post(carl, { id: 'five', images: all })), 'bad_field');
  assert.equal(await code(post(anna, { id: 'theirs', images: all.slice(0, 1) })), 'bad_image');
  assert.equal(await code(post(carl, { id: 'double', images: [all[0], all[0]] })), 'bad_image');
  assert.equal(await code(post(carl, { id: 'none', images: [{ id: 'nothing', alt }] })), 'bad_image');
  await post(carl, { id: 'four', images: all.slice(0, 4) });
  assert.equal(await code(post(carl, { id: 'again', images: all.slice(3) })), 'bad_image');

  const edit = (version, images) => carl.send('idea.edit', { board: 'wishes', idea: 'four', version, title: 'A tent', images });
  await edit(1, [all[4], { id: ids[1], alt: 'Said anew' }]);
  assert.equal((await edit(1, [all[4], { id: ids[1], alt: 'Said anew' }])).version, 2);
  const { images } = await read(carl, 'four');
  assert.deepEqual(images.map((each) => [each.id, each.alt]), [[ids[4], alt], [ids[1], 'Said anew']]);
  await post(carl, { id: 'again', images: [all[0], all[3]] }); // Those that were let go.
  assert.equal(await code(carl.send('idea.edit', { board: 'wishes', idea: 'again', version: 1, title: 'A tent' })), 'ok');
  assert.equal((await read(carl, 'again')).images, undefined);
  assert.deepEqual([(await send(carl)).status, await sees(ids[0], 'wishes', tokens.ben)], [200, 404]);
  await carl.end();
});

test('only so many wait for an idea, and only so much is read', async () => {
  const carl = await Socket.hello(server, room.code, await device(server));
  for (let n = 0; n < 8; n++) assert.equal((await send(carl)).status, 200);
  const { err } = await carl.ask('image.ticket', { board: 'wishes', id: 'more' });
  assert.deepEqual([err.code, err.limit], ['limit_reached', 'images_loose']);
  const large = Buffer.concat([png(20, 20), Buffer.alloc(8388608)]);
  assert.equal((await put(await ticket(anna), large.subarray(0, 8388608))).status, 200);
  assert.equal((await put(await ticket(anna), '', { 'content-length': 8388609 })).err.code, 'too_big');
  await carl.end();
});

test('what a picture shows is text, and it is asked for', async () => {
  const carl = await Socket.hello(server, room.code, await device(server));
  const id = await image(carl, undefined, 'free');
  const say = (words, more = {}) => code(post(carl, { id: newId('i'), images: [{ id, alt: words, ...more }] }, 'free'));
  assert.equal(await say(''), 'bad_text');
  assert.equal(await say('\u200b'), 'bad_text');
  assert.equal(await say('x'.repeat(201)), 'bad_text');
  assert.equal(await say('🏕'.repeat(201)), 'bad_text');
  assert.equal(await say(['A']), 'bad_field');
  assert.equal(await say('A', { title: 'B' }), 'bad_field');
  assert.equal(await code(post(carl, { id: 'odd', images: 'photo' }, 'free')), 'bad_field');
  assert.equal(await code(post(carl, { id: 'odd', images: [[]] }, 'free')), 'bad_field');
  const words = '<img src=x onerror=alert(1)>';
  await post(carl, { id: 'markup', images: [{ id, alt: words }] }, 'free');
  assert.equal((await read(ben, 'markup', 'free')).images[0].alt, words);
  await carl.end();
});

test('the board says whether pictures come, and when they are seen', async () => {
  const open = await image(ben, undefined, 'free');
  await post(ben, { id: 'open', images: [{ id: open, alt }] }, 'free');
  assert.equal(await sees(open, 'free'), 200);
  assert.equal(await sees(open, 'wishes'), 404);
  assert.equal(await code(ben.send('image.ticket', { board: 'plain', id: 'photo' })), 'closed');
  const other = await image(ben);
  assert.equal(await code(post(ben, { id: 'plain', images: [{ id: other, alt }] }, 'plain')), 'bad_field');
  const strict = await image(ben, undefined, 'strict');
  await post(ben, { id: 'strict', images: [{ id: strict, alt }] }, 'strict');
  assert.equal(await sees(strict, 'strict'), 404);
  await host.send('idea.check', { board: 'strict', idea: 'strict', version: 1, state: 'shown' });
  assert.equal(await sees(strict, 'strict'), 200);
  await host.send('idea.check', { board: 'strict', idea: 'strict', version: 2, state: 'hidden', reason: 'A name' });
  assert.deepEqual([await sees(strict, 'strict'), await sees(strict, 'strict', tokens.ben)], [404, 200]);
});

test('who is banned sends none, and a board takes its pictures along', async () => {
  const token = await device(server);
  const carl = await Socket.hello(server, room.code, token);
  await host.send('board.add', { id: 'short', def: { kind: 'ideas', title: 'Short', images: 'open' } });
  await host.send('board.move', { board: 'short', version: 1, phase: 'open' });
  await carl.until(() => carl.heard.find(({ ev, board }) => ev === 'board.moved' && board.id === 'short'), 'the board');
  const id = await image(carl, undefined, 'short');
  await post(carl, { id: 'tent', images: [{ id, alt }] }, 'short');
  const path = await ticket(carl, 'short');
  const { ban } = await host.send('room.ban', { board: 'short', idea: 'tent' });
  assert.equal(await code(ticket(carl, 'short')), 'banned');
  assert.equal((await put(path, png(20, 20))).err.code, 'banned');
  await host.send('room.unban', { ban });
  assert.equal(await sees(id, 'short'), 200);
  await host.send('board.remove', { board: 'short', version: 2 });
  assert.equal(await sees(id, 'short', tokens.host), 404);
  await carl.end();
});

test('where there are to be no more, an idea that is mended keeps its own', async () => {
  const def = { kind: 'ideas', title: 'Later', images: 'open' };
  await host.send('board.add', { id: 'later', def });
  await host.send('board.move', { board: 'later', version: 1, phase: 'open' });
  const carl = await Socket.hello(server, room.code, await device(server));
  const [id, other] = [await image(carl, undefined, 'later'), await image(carl, png(9, 9), 'later')];
  await post(carl, { id: 'tent', images: [{ id, alt }] }, 'later');
  await host.send('board.update', { board: 'later', version: 2, def: { ...def, images: 'off' } });
  await carl.until(() => carl.heard.find(({ board }) => board?.id === 'later' && board.def.images === 'off'), 'the board');
  const mend = (images) => carl.send('idea.edit', { board: 'later', idea: 'tent', version: 1, title: 'Two tents', images });
  assert.equal(await code(mend([{ id, alt }, { id: other, alt }])), 'bad_field');
  assert.equal((await mend([{ id, alt }])).version, 2);
  assert.deepEqual((await read(carl, 'tent', 'later')).images.map((one) => one.id), [id]);
  await carl.end();
});

test('a passcode keeps pictures from who did not give it', async () => {
  const closed = await makeRoom(server, tokens.host, { title: 'Closed' });
  const staff = await Socket.hello(server, closed.code, tokens.host, { view: 'host' });
  await staff.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'Wishes', images: 'open' } });
  await staff.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  const id = await image(staff);
  await post(staff, { id: 'tent', images: [{ id, alt }] });
  const seen = async (...whose) => Promise.all(whose.map(async (token) => (await http(server, `/image/${closed.code}/wishes/${id}`,
    { headers: token ? { cookie: `clameur=${token}` } : {} })).status));
  assert.deepEqual(await seen(null, tokens.ben), [200, 200]);

  await staff.send('room.update', { rev: (await staff.event('snapshot')).room.rev, access: 'passcode', passcode: 'sesame' });
  assert.deepEqual(await seen(null, tokens.ben, tokens.host), [404, 404, 200]);
  await must(server, 'room.enter', { room: closed.code, passcode: 'sesame' }, tokens.ben);
  assert.deepEqual(await seen(null, tokens.ben), [404, 200]);
  await staff.end();
});

test('pictures that never come whole are so many, and keep no file of staff away', async () => {
  const path = await ticket(anna);
  const most = 2 * LIMITS.get('transfers').match(/\d+/).map(Number)[0]; // Of both workers.
  const beyond = [];
  let isFull;
  const full = new Promise((done) => { isFull = done; });
  const slow = Array.from({ length: 3 * most }, () => {
    const socket = connect(server.port, server.host);
    socket.once('data', (bytes) => {
      beyond.push(Number(bytes.toString('latin1', 9, 12)));
      if (beyond.length === 2 * most) isFull();
    }).on('error', () => {});
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n`);
    return socket;
  });
  await full;
  assert.deepEqual(new Set(beyond), new Set([429]));
  const { path: to } = await host.send('board.import', { board: 'plain' });
  const sent = await http(server, to, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'title\nA file\n' });
  assert.deepEqual([sent.status, JSON.parse(sent.text).ok.new], [200, 1]);
  slow.forEach((socket) => { socket.destroy(); });
  let again;
  do again = (await send(anna)).status; while (again === 429);
  assert.equal(again, 200);
});

/** The process that is at work on a picture; ours are below the server. */
function pressOf(pid) {
  const parent = (of) => Number(/^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${of}/stat`, 'latin1'))[1]);
  for (const each of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${each}/cmdline`, 'latin1') !== 'clameur\0press\0') continue;
      if (parent(parent(each)) === pid) return Number(each);
    } catch { /* It ended meanwhile. */ }
  }
  return 0;
}

test('a picture whose process is killed can be sent again, and nobody else notices', async () => {
  const slow = put(await ticket(anna), pngBomb(7000, 7000));
  let pid = 0;
  while (!(pid = pressOf(server.child.pid))) await turn();
  process.kill(pid, 'SIGKILL');
  const { status, err } = await slow;
  assert.deepEqual([status, err.code], [503, 'try_again']);
  assert.equal((await send(anna)).status, 200);
  await post(anna, { id: 'without' });
});

test('addresses that are none, and ways that are not for pictures', async () => {
  for (const path of [`/image/${room.code}`, `/image/${room.code}/wishes`, `/image/${room.code}/wishes/`, '/image/NOCODE/wishes/a',
    `/image/${room.code}/wishes/../roles`, `/image/${room.code}/wishes/a/large`, `/image/${room.code}/wishes/a/small/small`])
    assert.equal((await http(server, path)).status, 404, path);
  const elsewhere = await put(await ticket(ben), png(20, 20), { origin: 'http://elsewhere.test' });
  assert.equal(elsewhere.err.code, 'bad_origin');
});

test('what staff hid is hidden still when its author takes it away and puts it back', async () => {
  const carla = await Socket.hello(server, room.code, await device(server));
  const id = await image(carla, png(20, 20), 'free');
  await post(carla, { id: 'again', images: [{ id, alt }] }, 'free');
  assert.equal(await sees(id, 'free'), 200);
  assert.equal(await sees(id, 'free'), 200); // From memory.
  await host.send('image.check', { board: 'free', idea: 'again', image: id, state: 'hidden' });
  assert.equal(await sees(id, 'free'), 404);
  const edit = (version, images) => carla.send('idea.edit', { board: 'free', idea: 'again', version, title: 'A tent', images });
  const { version } = await edit(2, []);
  await edit(version, [{ id, alt }]);
  assert.equal((await read(carla, 'again', 'free')).images[0].state, 'hidden');
  assert.equal(await sees(id, 'free'), 404);
});
