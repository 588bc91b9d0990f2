/* SPDX-License-Identifier: Apache-2.0 */
/* Two instances, each in a network namespace of its own, on one Redis behind HAProxy as docs/examples has
 * it: one room, one exact tally, events in order; and one of the two may die. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { device, http, makeRoom, owner, Socket } from '../lib/client.mjs';
import { FOLDER, freePort, root, Server } from '../lib/server.mjs';
import { Wire } from '../lib/wire.mjs';

const run = promisify(execFile);
const PASSWORD = randomBytes(12).toString('hex');
const PHONES = 40;
const WIRES = [0, 1].map((number) => new Wire(number));

/** Why this machine cannot play three, or null. */
function lay() {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'pipe' });
  } catch { return 'haproxy is not installed'; }
  return WIRES.map((wire) => wire.lay()).find(Boolean) ?? null;
}

/** A program of Debian's that runs until `stop`; resolves when its output has `ready`. */
async function start(program, args, ready) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => { child.once('close', resolve); });
  let said = '';
  await new Promise((resolve, reject) => {
    const hear = (chunk) => { said += chunk; if (ready.test(said)) resolve(); };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void gone.then(() => reject(new Error(`${program} ended: ${said}`)));
  });
  return { stop: () => { child.kill('SIGTERM'); return gone; } };
}

const unable = lay();
let folder;
before(async () => { folder = await mkdtemp(join(FOLDER, 'clameur-test-')); });
after(async () => {
  WIRES.forEach((wire) => wire.lift());
  await rm(folder, { recursive: true, force: true });
});

/** What docs/examples/haproxy.cfg says, with this test's addresses in it. */
async function proxy(port, servers) {
  let text = readFileSync(join(root, 'docs/examples/haproxy.cfg'), 'utf8').replace('bind :80', `bind 127.0.0.1:${port}`)
    .replace('maxconn 40000', 'maxconn 1000');
  servers.forEach(({ host, port: at }, i) => {
    text = text.replace(`10.0.0.${i + 2}:8080`, `${host}:${at}`);
  });
  assert.ok(!/10\.0\.0\.\d+:8080/.test(text), 'an address that the test does not know');
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, text);
  return start('haproxy', ['-W', '-f', file], /Loading success/);
}

/** A phone as the protocol asks for: comes back when cut off, sends again what was not answered. */
class Phone {
  constructor(front, code, token) { Object.assign(this, { front, code, token, heard: [], n: 0, socket: null }); }

  async connect() {
    for (;;) {
      try {
        this.socket = await Socket.hello(this.front, this.code, this.token);
        return this;
      } catch (error) {
        if (!/closed|connection/.test(error.message)) throw error;
      }
    }
  }

  async vote(question, option) {
    const fields = { question, round: 1, n: ++this.n, ballot: { options: [option] } };
    for (;;) {
      try {
        const { state } = await this.socket.send('cast', fields);
        assert.equal(state, 'counted');
        this.option = option;
        return;
      } catch (error) {
        if (!/closed|try_again/.test(error.message)) throw error;
        await this.connect();
      }
    }
  }
}

const connections = async (server) => Number(/^clameur_connections (\d+)$/m.exec((await http(server, '/metrics')).text)[1]);

test('two instances are one room with one exact tally and facts in order, and one of them may die', { skip: unable ?? false, timeout: 90_000 }, async () => {
  const redisPort = await freePort();
  const frontPort = await freePort();
  const key = join(folder, 'key');
  const front = { origin: `http://127.0.0.1:${frontPort}`, scheme: 'http' };
  const servers = [];
  const started = [];
  try {
    started.push(await start('redis-server', ['--bind', '127.0.0.1', ...WIRES.map(({ here }) => here), '--port', String(redisPort),
      '--requirepass', PASSWORD, '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'], /Ready to accept/));
    await writeFile(key, randomBytes(32), { mode: 0o600 });
    for (const { here, there, wrap } of WIRES) {
      servers.push(await Server.start({
        host: there, wrap, workers: 2,
        flags: ['--trusted-proxies', here],
        env: { CLAMEUR_KEY_FILE: key, CLAMEUR_REDIS: `redis://:${PASSWORD}@${here}:${redisPort}` },
      }));
    }
    started.push(await proxy(frontPort, servers));
    front.ownerSecret = () => servers[0].ownerSecret();

    const room = await makeRoom(front, await owner(front));
    const question = await room.add({ kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: 'always' });
    await room.move(question, 'open');
    const phones = await Promise.all(Array.from({ length: PHONES },
      async () => new Phone(front, room.code, await device(front)).connect()));
    const shares = await Promise.all(servers.map(connections));
    assert.equal(shares[0] + shares[1], PHONES);
    for (const share of shares) assert.ok(share > PHONES / 4, `${shares} of ${PHONES}`);

    // All vote at once, on both; everyone ends on the same counts.
    await Promise.all(phones.map((phone, i) => phone.vote(question, i % 2)));
    const everyone = (counts) => Promise.all(phones.map(({ socket }) => socket.event('tally',
      (tally) => tally.voters === PHONES && tally.counts[0] === counts[0] && tally.counts[1] === counts[1])));
    await everyone([PHONES / 2, PHONES / 2]);

    // Facts: each phone, wherever it hangs, hears the same ones in the same order.
    for (const move of ['close', 'reopen', 'close', 'reveal', 'reopen']) await room.move(question, move);
    const facts = await Promise.all(phones.map(async ({ socket }) => {
      await socket.event('question.reopened', ({ question: { version } }) => version === room.version(question));
      return socket.heard.filter(({ ev, seq }) => seq && ev.startsWith('question.')).map(({ ev, seq }) => `${seq} ${ev}`);
    }));
    assert.deepEqual(facts[0].map((fact) => fact.split('.')[1]), ['closed', 'reopened', 'closed', 'revealed', 'reopened']);
    for (const one of facts) assert.deepEqual(one, facts[0]);

    // One instance dies while all change their minds: what was counted is, once, and nobody stays away.
    const changing = phones.map((phone, i) => phone.vote(question, Number(i % 4 === 0)));
    await servers[1].kill();
    await Promise.all(changing);
    // Whoever had its answer just before hears of the end only when the proxy does.
    do await Promise.all(phones.map((phone) => (phone.socket.closed === null ? phone : phone.connect())));
    while (await connections(servers[0]) < PHONES);
    assert.equal(await connections(servers[0]), PHONES);
    const blue = phones.filter(({ option }) => option === 1).length;
    assert.equal(blue, PHONES / 4);
    await everyone([PHONES - blue, blue]);

    const { stdout } = await run('redis-cli', ['-p', String(redisPort), '-a', PASSWORD, '--no-auth-warning',
      'hvals', `{${room.id}}:ballots:${question}:1`]);
    const ballots = stdout.trim().split('\n').map((line) => JSON.parse(/\{.*\}$/.exec(line)[0]).options[0]);
    assert.equal(ballots.length, PHONES);
    assert.equal(ballots.filter((option) => option === 1).length, blue);

    // It comes back, and people come to it again.
    await servers[1].start();
    await Promise.all(phones.map(({ socket }) => socket.end()));
  } finally {
    await Promise.all(servers.map((server) => server.end()));
    for (const { stop } of started.reverse()) await stop();
  }
});
