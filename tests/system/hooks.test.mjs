/* SPDX-License-Identifier: Apache-2.0 */
/* Webhooks, told to a receiver of its own: signed, in order, kept while it is away, never where they may not go; and
 * nothing is lost when the clerk dies. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join as path } from 'node:path';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, newId, owner, post, Socket } from '../lib/client.mjs';
import { isSigned, Receiver } from '../lib/receiver.mjs';
import { FOLDER, freePort, Server } from '../lib/server.mjs';

const DEF = { kind: 'ideas', title: 'What would make the club better?' };
const ALL = ['idea.posted', 'idea.status', 'gate', 'board.moved', 'comment.posted', 'device.flagged'];
const HERE = ['--webhook-allow', '127.0.0.0/8'];

let server;
let token;
let folder;
let tls;

/** A certificate for 127.0.0.1 that no system trusts. */
function makeCertificate(into) {
  const key = path(into, 'key.pem');
  const cert = path(into, 'cert.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=receiver', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { key, cert };
}

before(async () => {
  folder = await mkdtemp(path(FOLDER, 'clameur-hooks-'));
  const made = makeCertificate(folder);
  tls = { key: await readFile(made.key), cert: await readFile(made.cert) };
  server = await Server.start({ workers: 2, flags: [...HERE, '--webhook-ca', made.cert] });
  token = await owner(server);
});
after(async () => {
  await server?.end();
  await rm(folder, { recursive: true, force: true });
});

async function makeBoard(def = {}, at = server, by = token) {
  const room = await makeRoom(at, by, { title: 'Summer club' });
  const host = await Socket.hello(at, room.code, by, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { ...DEF, ...def } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return { room, host };
}

const join = async (room, at = server) => Socket.hello(at, room.code, await device(at));
const postIdea = (who, id) => who.send('idea.post', { board: 'wishes', id, title: `A ${id}` });
const log = async (host, hook) => (await host.send('hook.log', { hook })).log;

async function addHook(host, url, events = ALL) {
  const id = newId('w');
  const { secret } = await host.send('hook.add', { id, url, events });
  return { id, secret };
}

/** What `ask` brings, once it fits: asked at the pace that the server allows. */
async function eventually(ask, fits) {
  for (;;) {
    const found = await ask();
    if (fits(found)) return found;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

/** The log of a hook, once it fits. */
const logged = (host, hook, fits) => eventually(() => log(host, hook), fits);

async function clerk(data) {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).split('\0');
    const environment = words[1] === 'clerk' && await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment && environment.includes(data)) return Number(pid);
  }
  return null;
}

test('what happens is told, signed, in its order', async () => {
  const { room, host } = await makeBoard({ gates: [{ kind: 'supports', at: 1, days: 60 }] });
  const receiver = await Receiver.start();
  const { id, secret } = await addHook(host, receiver.url);
  const anna = await join(room);
  await postIdea(anna, 'tent');
  await host.send('idea.answer', { board: 'wishes', idea: 'tent', version: 1, status: 'read', answer: 'Nice.' });
  await receiver.until((came) => came.length === 2);
  await anna.send('idea.support', { board: 'wishes', idea: 'tent', n: 1, on: true });
  await receiver.until((came) => came.length === 4);
  await host.send('board.move', { board: 'wishes', version: 2, phase: 'decide' });
  const came = await receiver.until(({ length }) => length === 5);

  assert.deepEqual(came.map(({ event, json: { from, to } }) => [event, from, to]), [
    ['idea.posted', undefined, 'shown'], ['idea.status', 'new', 'read'], ['gate', undefined, '1'],
    ['idea.status', 'read', 'review'], ['board.moved', 'open', 'decide']]);
  for (const { id: header, event, json, body, signature, method, url, headers } of came) {
    assert.deepEqual([method, url, headers['content-type']], ['POST', '/hook?key=inside', 'application/json']);
    assert.deepEqual([json.id, json.event, json.room, json.board], [header, event, room.code, 'wishes']);
    assert.ok(Math.abs(json.at - Date.now()) < 60_000);
    assert.ok(isSigned(secret, signature, body));
    assert.equal(isSigned(secret, signature, `${body} `), false);
    assert.equal(isSigned(`${secret}x`, signature, body), false);
    assert.equal(isSigned(secret, signature, body, Date.now() / 1000 + 600), false);
  }
  const { idea } = came[1].json;
  assert.deepEqual([idea.id, idea.number, idea.words], ['tent', 1, { title: 'A tent', answer: 'Nice.' }]);
  assert.equal(receiver.ids.length, 5);
  const entries = await logged(host, id, ({ length }) => length === 5);
  assert.deepEqual(entries.map(({ id: event, code, why, tries, done }) => [event, code, why, tries, done]),
    receiver.ids.reverse().map((event) => [event, 200, '', 1, true]));
  await receiver.end();
});

test('only what was chosen is told, and what is not shown keeps its words', async () => {
  const { room, host } = await makeBoard({ checked: true });
  const receiver = await Receiver.start();
  await addHook(host, receiver.url, ['idea.posted']);
  const anna = await join(room);
  await postIdea(anna, 'tent');
  await host.send('idea.answer', { board: 'wishes', idea: 'tent', version: 1, status: 'read' });
  await postIdea(anna, 'pool');
  const came = await receiver.until(({ length }) => length === 2);
  assert.deepEqual(came.map(({ event, json }) => [event, json.idea.state, json.idea.words]),
    [['idea.posted', 'pending', undefined], ['idea.posted', 'pending', undefined]]);
  await receiver.end();
});

test('comments and merges are told, too', async () => {
  const { room, host } = await makeBoard();
  const receiver = await Receiver.start();
  await addHook(host, receiver.url, ['comment.posted', 'idea.status']);
  const anna = await join(room);
  for (const id of ['tent', 'tarp']) await postIdea(anna, id);
  await anna.send('comment.post', { board: 'wishes', idea: 'tent', id: 'c1', text: 'With lanterns.' });
  await host.send('idea.merge', { board: 'wishes', idea: 'tarp', version: 1, into: 'tent' });
  const came = await receiver.until(({ length }) => length === 2);
  assert.deepEqual(came.map(({ event, json: { idea, from, to } }) => [event, idea.id, from, to]),
    [['comment.posted', 'tent', undefined, 'c1'], ['idea.status', 'tarp', 'new', 'merged']]);
  assert.equal(came[0].body.includes('lanterns'), false);
  await receiver.end();
});

test('what a receiver that is away did not hear is kept for it', async () => {
  const { room, host } = await makeBoard();
  const port = await freePort();
  const { id } = await addHook(host, `http://127.0.0.1:${port}/`, ['idea.posted']);
  const anna = await join(room);
  for (const idea of ['a', 'b', 'c']) await postIdea(anna, idea);
  await logged(host, id, (entries) => entries.length >= 2);
  const { hooks: [waiting] } = await host.send('hook.list');
  assert.ok(waiting.tries >= 1 && waiting.next > 0);
  const receiver = await Receiver.start({ port, answer: 503 });
  await receiver.until((came) => came.length >= 1);
  receiver.answer = 204;
  await receiver.until((came) => came.some(({ json }) => json.idea.id === 'c'));
  const order = receiver.came.map(({ json }) => json.idea.id);
  assert.deepEqual([...new Set(order)], ['a', 'b', 'c']);
  const entries = await logged(host, id, (list) => list.filter(({ done }) => done).length === 3);
  assert.ok(entries.some(({ code, why }) => code === 0 && why === 'no_connection'));
  assert.ok(entries.some(({ code, done }) => code === 503 && !done));
  assert.equal((await host.send('hook.list')).hooks[0].tries, 0);
  await receiver.end();
});

/** What the clerk says of itself. */
async function clerkMetrics() {
  const { text } = await http(server, '/metrics');
  return Object.fromEntries([...text.matchAll(/^clameur_clerk_(\w+?)(?:_total)? (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]));
}

test('the operator sees what was taken, what was not, what waits, and that the clerk lives', async () => {
  const { room, host } = await makeBoard();
  const receiver = await Receiver.start({ answer: 503 });
  const before = await clerkMetrics();
  await addHook(host, receiver.url, ['idea.posted']);
  await postIdea(await join(room), 'tent');
  await eventually(clerkMetrics, ({ delivery_failures: n, waiting, rooms }) => n > before.delivery_failures && waiting > 0 && rooms > 0);
  receiver.answer = 200;
  const { deliveries } = await eventually(clerkMetrics, (now) => now.deliveries > before.deliveries);
  process.kill(await clerk(server.data), 'SIGKILL');
  await eventually(clerkMetrics, ({ up, idle_seconds: idle }) => up === 1 && idle < 5);
  assert.ok((await clerkMetrics()).deliveries >= deliveries, 'what was counted stays counted');
  await receiver.end();
});

test('a test is told to one alone, and a redirect leads nowhere', async () => {
  const { host } = await makeBoard();
  const other = await Receiver.start();
  const receiver = await Receiver.start({ answer: (_, reply) => reply.writeHead(302, { location: other.url }).end() });
  const { id } = await addHook(host, receiver.url);
  const second = await addHook(host, other.url);
  await host.send('hook.test', { hook: id });
  const [first] = await logged(host, id, ({ length }) => length > 0);
  assert.deepEqual([first.event, first.code, first.done], ['hook.test', 302, false]);
  await host.send('hook.test', { hook: second.id });
  await other.until((came) => came.length === 1);
  assert.deepEqual(other.came[0].json, { id: other.came[0].id, event: 'hook.test', at: other.came[0].json.at, room: receiver.came[0].json.room });
  assert.ok(receiver.came.every(({ event }) => event === 'hook.test') && other.came.length === 1);
  await Promise.all([receiver.end(), other.end()]);
});

test('an endless answer ends, and whoever refuses is given up after a while', async () => {
  const { host } = await makeBoard();
  const endless = (_, reply) => {
    const pour = () => { if (!reply.destroyed) { reply.write('x'.repeat(8192)); setImmediate(pour); } };
    reply.on('error', () => {});
    reply.writeHead(200);
    pour();
  };
  const receiver = await Receiver.start({ answer: endless });
  const { id } = await addHook(host, receiver.url);
  await host.send('hook.test', { hook: id });
  const [entry] = await logged(host, id, ({ length }) => length > 0);
  assert.deepEqual([entry.code, entry.done], [200, true]);
  receiver.answer = 400;
  for (let tries = 1; tries <= 8; tries += 1) {
    await host.send('hook.test', { hook: id }); // Which has the one that waits tried at once.
    await logged(host, id, (list) => list.some(({ code, tries: n }) => code === 400 && n >= tries));
  }
  const entries = await logged(host, id, (list) => list.some(({ code, done }) => code === 400 && done));
  assert.equal(entries.find(({ code, done }) => code === 400 && done).tries, 8);
  await receiver.end();
});

test('https is checked against the certificates that are trusted', async () => {
  const { host } = await makeBoard();
  const receiver = await Receiver.start({ tls });
  const { id } = await addHook(host, receiver.url);
  await host.send('hook.test', { hook: id });
  await receiver.until((came) => came.length === 1);
  const others = makeCertificate(await mkdtemp(path(FOLDER, 'clameur-hooks-')));
  const stranger = await Receiver.start({ tls: { key: await readFile(others.key), cert: await readFile(others.cert) } });
  const second = await addHook(host, stranger.url);
  await host.send('hook.test', { hook: second.id });
  const [entry] = await logged(host, second.id, ({ length }) => length > 0);
  assert.deepEqual([entry.code, entry.why, stranger.came.length], [0, 'certificate', 0]);
  await Promise.all([receiver.end(), stranger.end()]);
});

test('nobody inside is written to unless the operator says so', async () => {
  const strict = await Server.start({ workers: 1 });
  const receiver = await Receiver.start({ tls });
  try {
    const { room, host } = await makeBoard({}, strict, await owner(strict));
    const urls = [receiver.url, receiver.url.replace('127.0.0.1', 'localhost'), receiver.url.replace('127.0.0.1', '[::1]'),
      receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'), receiver.url.replace('127.0.0.1', '0.0.0.0'),
      receiver.url.replace('127.0.0.1', '2130706433'), 'https://169.254.169.254/latest', 'https://10.255.255.1/'];
    for (const url of urls) {
      const { id } = await addHook(host, url);
      await host.send('hook.test', { hook: id });
      const [entry] = await logged(host, id, ({ length }) => length > 0);
      assert.deepEqual([entry.code, entry.why], [0, 'address'], url);
      await host.send('hook.remove', { hook: id });
    }
    assert.equal(receiver.came.length, 0);
    assert.deepEqual((await host.send('hook.list')).hooks, []);
    assert.equal((await strict.redis('EXISTS', `{${room.id}}:outbox`)).trim(), '0');
    const { err } = await host.ask('hook.add', { id: 'plain', url: 'http://example.org/', events: ALL });
    assert.deepEqual([err.code, err.field], ['bad_field', 'url']);
  } finally { await Promise.all([strict.end(), receiver.end()]); }
});

test('the clerk may die at any moment: nothing is lost, and ids tell what came twice', async () => {
  const { room, host } = await makeBoard({ ideas: 0 });
  let killed = 0;
  const receiver = await Receiver.start({ answer: async (_, reply) => {
    const pid = receiver.came.length % 4 === 1 && killed < 4 && await clerk(server.data);
    if (pid) { process.kill(pid, 'SIGKILL'); killed += 1; }
    reply.writeHead(200).end();
  } });
  const { id } = await addHook(host, receiver.url, ['idea.posted']);
  // A claim that died with its clerk is over at once, not after its half a minute.
  const release = async () => {
    await server.redis('EVAL', `local s = redis.call('HGET', KEYS[1], ARGV[1])
    if s then redis.call('HSET', KEYS[1], ARGV[1], (string.gsub(s, '%d+$', '0'))) end`, 1, `{${room.id}}:hookstate`, id);
    await server.redis('ZADD', '{space:main}:duties', Date.now(), room.id);
  };
  const anna = await join(room);
  const ideas = Array.from({ length: 20 }, (_, i) => `i${i}`);
  for (const idea of ideas) await postIdea(anna, idea);
  await eventually(release, () => new Set(receiver.came.map(({ json }) => json.idea.id)).size === ideas.length);
  assert.ok(killed >= 3, `${killed} killed`);
  assert.ok(receiver.came.length > receiver.ids.length, 'some came twice');
  const first = receiver.ids.map((event) => receiver.came.find(({ id: other }) => other === event).json.idea.id);
  assert.deepEqual(first, ideas, 'each under one id, in order');
  await receiver.end();
});

test('two instances tell it once', async () => {
  const flags = [...HERE, '--redis', `unix://${server.data}/redis/redis.sock`, '--key-file', `${server.data}/key`];
  const second = await Server.start({ workers: 1, flags });
  const receiver = await Receiver.start();
  try {
    const { room, host } = await makeBoard({ ideas: 0 });
    const { secret } = await addHook(host, receiver.url, ['idea.posted']);
    const anna = await join(room);
    for (let i = 0; i < 30; i += 1) await postIdea(anna, `i${i}`);
    await receiver.until(() => receiver.ids.length === 30);
    assert.equal(receiver.came.length, 30);
    assert.ok(receiver.came.every(({ signature, body }) => isSigned(secret, signature, body)));
  } finally { await Promise.all([second.end(), receiver.end()]); }
});

test('a webhook is made once, its secret is kept nowhere, and what is none is refused', async () => {
  const { room, host } = await makeBoard();
  const hook = { id: 'once', url: 'https://example.org/hook', events: ['gate'] };
  const twice = await Promise.all([1, 2].map(() => host.send('hook.add', hook)));
  assert.equal(twice[0].secret, twice[1].secret);
  assert.match(twice[0].secret, /^w-[\w-]{43}$/);
  assert.equal((await host.ask('hook.add', { ...hook, events: ALL })).err.code, 'exists');
  const { hooks } = await host.send('hook.list');
  assert.deepEqual(hooks.map(({ hook: id, url, events, tries, next }) => [id, url, events, tries, next]), [['once', hook.url, ['gate'], 0, 0]]);
  const kept = await server.redis('--raw', 'HGETALL', `{${room.id}}:hooks`);
  assert.equal(kept.includes(twice[0].secret), false);
  assert.equal(server.log.includes(twice[0].secret) || server.log.includes('key=inside'), false);
  for (const fields of [{ url: 'ftp://example.org' }, { url: 'https://a:b@example.org' }, { url: 'https://' }, { url: 7 }, { events: [] },
    { url: `https://example.org/${'x'.repeat(500)}` }, { events: ['moon'] }, { events: 'gate' }, { url: 'https://example.org/\r\nX: y' }, { id: 'A b' }]) {
    const { err } = await post(server, 'hook.add', { room: room.code, ...hook, id: 'new', ...fields }, token);
    assert.equal(err?.code, 'bad_field', JSON.stringify(fields));
  }
  for (let i = 1; i < 8; i += 1) await host.send('hook.add', { ...hook, id: `h${i}` });
  const { err } = await host.ask('hook.add', { ...hook, id: 'h8' });
  assert.deepEqual([err.code, err.limit], ['limit_reached', 'webhooks']);
  for (const cmd of ['hook.log', 'hook.test']) assert.equal((await host.ask(cmd, { hook: 'none' })).err.code, 'not_found');
  assert.deepEqual(await host.send('hook.remove', { hook: 'none' }), {});
});
