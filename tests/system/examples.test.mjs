/* SPDX-License-Identifier: Apache-2.0 */
/* The examples of docs/PROTOCOL.md, played on a running server in their order. Each command, event and
 * error of the page's tables is in one of them. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { http, must } from '../lib/client.mjs';
import { DRAWING_MS, drawn, locked, pdf } from '../lib/pdfs.mjs';
import { png } from '../lib/pictures.mjs';
import { COMMANDS, ERRORS, EVENTS, page } from '../lib/protocol.mjs';
import { parse, Replay } from '../lib/replay.mjs';
import { Server } from '../lib/server.mjs';

const steps = parse(page);
let server;
before(async () => { server = await Server.start({ workers: 1 }); });
after(() => server?.end());

/** Sends all but the last byte, then, when `pause` is over, that one; the reply is like that of http(). */
const inTwo = (pause) => (to, path, { method, headers, body }) => new Promise((resolve, reject) => {
  const all = { host: `${to.host}:${to.port}`, 'content-length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  let text = '';
  const socket = connect(to.port, to.host).on('error', reject).on('data', (bytes) => { text += bytes; });
  socket.on('close', () => {
    const [head, ...rest] = text.split('\r\n\r\n');
    resolve({ status: Number(head.split(' ')[1]), text: rest.join('\r\n\r\n') });
  });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body.slice(0, -1)}`);
  void pause().then(() => socket.write(body.slice(-1)));
});

/** What the lines that begin with * mean. */
const DEEDS = [
  [/^clameur owner-link prints http:\S+#(\S+)$/, async (replay, shown) => replay.learn(shown, await server.ownerSecret())],
  [/^the connection of (\w+) is cut$/, async (replay, name) => {
    const { socket } = replay.actor(name);
    socket.ws.terminate();
    await socket.gone();
  }],
  [/^with spaces up to (\d+) bytes$/, (replay, bytes) => { replay.next = { pad: Number(bytes) }; }],
  [/^with (\d+) letters of ([\w-]+)$/, (replay, n, name) => { replay.next = { headers: { [name]: 'x'.repeat(Number(n)) } }; }],
  [/^with ([\w-]+): (.+)$/, (replay, name, value) => { replay.next = { headers: { [name.toLowerCase()]: value } }; }],
  [/^with the lines (.+)$/, (replay, lines) => {
    const body = lines.split(' / ').map((line) => `${line}\r\n`).join('');
    replay.next = { send: (to, path, more) =>
      http(to, path, { ...more, body, headers: { ...more.headers, 'content-type': 'text/csv' } }) };
  }],
  [/^with a picture of (\d+) by (\d+)$/, (replay, width, height) => {
    replay.next = { send: (to, path, more) => http(to, path, { ...more, body: png(Number(width), Number(height)) }) };
  }],
  [/^with a PDF of the pages (.+)$/, (replay, pages) => {
    replay.next = { send: (to, path, more) => http(to, path, { ...more, wait: DRAWING_MS, body: pdf(pages.split(' / ').map((title) => drawn(title))) }) };
  }],
  [/^with a PDF that asks for a password$/, (replay) => {
    replay.next = { send: (to, path, more) => http(to, path, { ...more, wait: DRAWING_MS, body: locked }) };
  }],
  [/^this is sent (\d+) times at once$/, (replay, times) => { replay.next = { times: Number(times) }; }],
  [/^the host adds questions until there are (\d+)$/, async (replay, n) => {
    const { token } = replay.actor('host');
    const room = replay.real('K7Q42M');
    const { snapshot } = await must(server, 'hello', { room, view: 'host' }, token);
    const def = { kind: 'single', title: 'Another?', options: ['Yes', 'No'] };
    for (let at = snapshot.questions.length; at < n; at++) {
      await must(server, 'question.add', { room, id: `more-${at}`, def }, token);
    }
  }],
  [/^the last byte of this never comes$/, (replay) => { replay.next = { send: inTwo(() => new Promise(() => {})) }; }],
  [/^the store stops answering$/, () => server.signalRedis('SIGSTOP')],
  [/^the store answers again$/, () => server.signalRedis('SIGCONT')],
  [/^the store's memory is full$/, () => server.giveMemory(1)],
  [/^the store has memory again$/, () => server.giveMemory(0)],
  [/^the server is stopped before the last byte of this$/, (replay) => {
    replay.next = { send: inTwo(async () => {
      await http(server, '/healthz'); // The one worker takes connections in their order.
      server.child.kill('SIGTERM');
      await server.said(/worker\.stopping /);
    }) };
  }],
];

test('the examples happen as they are told', async () => {
  const replay = new Replay(server, DEEDS);
  await replay.play(steps);
  assert.equal(await server.term(), 0);
});

test('each command, event and error of the tables has an example', () => {
  const lines = steps.filter(({ kind }) => kind !== 'done').map(({ text }) => text);
  const lacks = (names, holds) => names.filter((name) => !lines.some((line) => holds(line, name)));
  const isCommand = (line, name) => line.includes(`"cmd":"${name}"`) || line.startsWith(`POST /api/v1/${name} `);
  assert.deepEqual(lacks(COMMANDS, isCommand), []);
  assert.deepEqual(lacks(EVENTS, (line, name) => line.includes(`"ev":"${name}"`)), []);
  // A fault of the server cannot be asked for.
  assert.deepEqual(lacks([...ERRORS.keys()], (line, name) => line.includes(`"err":{"code":"${name}"`)), ['internal']);
});
