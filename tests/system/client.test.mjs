/* SPDX-License-Identifier: Apache-2.0 */
/* The package clameur-client as somebody would install it, from plain Node: the example votes, types fit, and a
 * connection that breaks is mended. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { makeRoom, owner, toldCounts } from '../lib/client.mjs';
import { FOLDER, root, Server, WEB_DIR } from '../lib/server.mjs';

const run = promisify(execFile);
const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: 'always' };
let server;
let token;
let home;

before(async () => {
  server = await Server.start();
  token = await owner(server);
  home = await mkdtemp(join(FOLDER, 'clameur-client-'));
  const modules = join(home, 'node_modules');
  await mkdir(join(modules, '@preact'), { recursive: true });
  await cp(`${WEB_DIR}-client`, join(modules, 'clameur-client'), { recursive: true });
  for (const name of ['ws', '@preact/signals-core']) await symlink(join(root, 'web/node_modules', name), join(modules, name));
  await cp(join(root, 'examples/vote.mjs'), join(home, 'vote.mjs'));
});
after(async () => {
  await server?.end();
  if (home) await rm(home, { recursive: true, force: true });
});

const asked = async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(SINGLE);
  await room.move(question, 'open');
  return { room, question };
};
const take = () => import(pathToFileURL(join(home, 'node_modules/clameur-client/index.js')).href);

/** Resolves when `is` is, of the signals that it reads. */
const until = (effect, is) => new Promise((resolve) => {
  let stop = () => {};
  let done = false;
  stop = effect(() => {
    if (done || !is()) return;
    done = true;
    resolve();
    queueMicrotask(() => stop());
  });
});

test('the example votes, once each time that it is run', async () => {
  const { room, question } = await asked();
  for (const option of [1, 1, 0]) {
    const { stdout } = await run(process.execPath, ['vote.mjs', server.origin, room.code, String(option)], { cwd: home, timeout: 20_000 });
    assert.equal(stdout, 'counted\n');
  }
  await room.move(question, 'close');
  const { stdout } = await run(process.execPath, ['vote.mjs', server.origin, room.code, '1'], { cwd: home, timeout: 20_000 });
  assert.equal(stdout, 'closed\n');
  assert.equal((await toldCounts(server, room, token, question, [1, 2])).voters, 3);
  const nowhere = await run(process.execPath, ['vote.mjs', server.origin, 'ZZZZZZ', '1'], { cwd: home, timeout: 20_000 });
  assert.equal(nowhere.stdout, 'not_found\n');
});

test('who keeps the token is the same person, and an unknown one becomes a new one', async () => {
  const { effect, joinRoom, Voter } = await take();
  const { default: WebSocket } = await import(pathToFileURL(join(home, 'node_modules/ws/wrapper.mjs')).href);
  const { room, question } = await asked();
  const kept = [];
  const vote = async (known, option) => {
    const client = joinRoom({ server: `${server.origin}/`, room: room.code, WebSocket, token: known, onToken: (now) => kept.push(now) });
    const voter = new Voter(client, `test ${option}`);
    client.connect();
    await until(effect, () => client.model.you.value.role !== null && client.model.byId.value[question]);
    voter.cast(client.model.byId.value[question], { options: [option] });
    await until(effect, () => {
      const { state, ballot } = voter.outbox.of(question) ?? {};
      return state === 'counted' && ballot.options[0] === option;
    });
    client.close();
  };
  await vote(null, 0);
  assert.equal(kept.length, 1);
  await vote(kept[0], 1);
  assert.equal(kept.length, 1);
  await toldCounts(server, room, token, question, [0, 1]);
  await vote('nonsense', 0);
  assert.equal(kept[1], null);
  assert.match(kept[2], /^\S{20,}$/);
  await toldCounts(server, room, token, question, [1, 1]);
});

test('a connection that breaks is mended, and what waited is counted', async () => {
  const { effect, joinRoom, Voter } = await take();
  const { default: WebSocket } = await import(pathToFileURL(join(home, 'node_modules/ws/wrapper.mjs')).href);
  const { room, question } = await asked();
  const client = joinRoom({ server: server.origin, room: room.code, WebSocket });
  const voter = new Voter(client, 'broken');
  client.connect();
  await until(effect, () => client.model.link.value.phase === 'live' && client.model.byId.value[question]);
  await server.kill();
  await until(effect, () => client.model.link.value.phase === 'away');
  voter.cast(client.model.byId.value[question], { options: [1] });
  assert.equal(voter.outbox.of(question).state, 'kept');
  await server.start();
  await until(effect, () => voter.outbox.of(question).state === 'counted');
  await until(effect, () => client.model.tallyOf(client.model.byId.value[question])?.counts[1] === 1);
  client.close();
});

test('a command over HTTP answers, or rejects with the refusal', async () => {
  const { api, newId } = await take();
  const { rooms } = await api('room.list', {}, { server: server.origin, token });
  assert.ok(rooms.length > 0);
  await assert.rejects(api('room.list', {}, { server: server.origin }), ({ code }) => code === 'bad_token');
  await assert.rejects(api('room.list', {}, { server: 'http://127.0.0.1:1' }), ({ code }) => code === 'away');
  assert.match(newId(), /^[0-9a-z]{12}$/);
});

test('the types are those of the package, and name no registry', async () => {
  const program = `
    import { joinRoom, Voter, type Question, type Refusal } from 'clameur-client';
    const client = joinRoom({ server: 'https://vote.example.org', room: 'K7Q42M', onToken: (token: string | null) => void token });
    const voter = new Voter(client, 'K7Q42M');
    const question: Question | null = client.model.current.value;
    if (question?.def.kind === 'scale') voter.cast(question, { value: question.def.to });
    client.send<{ rev: number }>('cast', {}).then(({ rev }) => rev + 1, ({ code }: Refusal) => code.length);
    // @ts-expect-error: a view that there is not
    joinRoom({ server: '', room: '', view: 'wall' });
  `;
  await writeFile(join(home, 'use.mts'), program);
  const options = { module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], strict: true, noEmit: true, types: [], preserveSymlinks: true };
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.mts'] }));
  await run(process.execPath, [join(root, 'web/node_modules/typescript/bin/tsc'), '-p', home], { cwd: home }).catch(({ stdout }) => assert.fail(stdout));
  const manifest = JSON.parse(await readFile(join(home, 'node_modules/clameur-client/package.json'), 'utf8'));
  assert.deepEqual([manifest.name, manifest.type, manifest.publishConfig], ['clameur-client', 'module', undefined]);
});
