/* SPDX-License-Identifier: Apache-2.0 */
/* docs/OPERATIONS.md against the program: its options, its metrics, the events of its log; and the two
 * set-ups it promises, a Redis of one's own behind a password, and https whose certificate is renewed. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { promisify } from 'node:util';

import { device, http, makeRoom, owner, Socket } from '../lib/client.mjs';
import { BINARY, FOLDER, freePort, root, Server } from '../lib/server.mjs';

const run = promisify(execFile);
const page = readFileSync(join(root, 'docs/OPERATIONS.md'), 'utf8');
const section = (name) => new RegExp(`^## ${name}$([^]*?)(?=^## |$(?![^]))`, 'm').exec(page)[1];
/** The cells of a section's tables, without their backticks. */
const rows = (name) => section(name).split('\n').filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')));

let folder;
before(async () => { folder = await mkdtemp(join(FOLDER, 'clameur-test-')); });
after(() => rm(folder, { recursive: true, force: true }));

/** A room with an open question, and a phone whose vote is counted. */
async function voteCounts(server) {
  const room = await makeRoom(server, await owner(server));
  const question = await room.add({ kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: 'always' });
  await room.move(question, 'open');
  const phone = await Socket.hello(server, room.code, await device(server));
  const vote = async (n) => {
    const { state } = await phone.send('cast', { question, round: 1, n, ballot: { options: [n % 2] } });
    assert.equal(state, 'counted');
  };
  await vote(1);
  await phone.event('tally', ({ counts }) => counts[1] === 1);
  return { phone, vote };
}

test('every option of serve is documented as the program tells it, and no other', async () => {
  const { stdout } = await run(BINARY, ['serve', '--help']);
  const told = [...stdout.matchAll(/^ {2}--(\S+)(?: (\S+))? {2,}(.+)(?:\n {10,}Default: (.+)\.)?$/gm)]
    .map(([, name, value, what, standard = '–']) => {
      const variable = `CLAMEUR_${name.toUpperCase().replaceAll('-', '_')}`;
      return [`--${name}${value ? ` *${value}*` : ''}`, variable, standard, what];
    });
  assert.ok(told.length > 10, stdout);
  assert.deepEqual(rows('Options'), told);
});

test('every metric is documented as the server tells it, and no other', async () => {
  const server = await Server.start();
  try {
    let text;
    do { ({ text } = await http(server, '/metrics')); } while (!/^clameur_clerk_up 1$/m.test(text)); // It starts beside the workers.
    // A number alone, or one for each process.
    const blocks = [...text.matchAll(/^# HELP (\S+) (.+)\n# TYPE \1 (\S+)\n(\1 \d+\n|(?:\1\{process="[\w.]+"\} [\d.]+\n)+)/gm)];
    const told = blocks.map(([, name, what, type]) => [name, type, what]);
    assert.equal(blocks.map(([block]) => block).join(''), text, 'a line that is not of this form');
    assert.deepEqual(rows('Health and metrics').filter(([name]) => /^(clameur|process)_/.test(name)), told);
    for (const [, name, , , samples] of blocks.filter(([, name]) => name.startsWith('process_'))) {
      const values = new Map([...samples.matchAll(/"([\w.]+)"\} ([\d.]+)/g)].map(([, process, value]) => [process, Number(value)]));
      assert.deepEqual([...values.keys()].slice(0, 3), ['supervisor', 'redis', 'clerk'], name);
      for (const [process, value] of values) assert.ok(value > 0, `${name} of ${process}`);
    }
    const { text: health } = await http(server, '/healthz');
    assert.ok(section('Health and metrics').includes(health.trim()), health);
  } finally { await server.end(); }
});

test('every event of the log is documented, and no other', () => {
  const files = walk(join(root, 'src')).filter((path) => path.endsWith('.c'));
  const calls = files.flatMap((path) => readFileSync(path, 'utf8').match(/\blog_(line|debug|info|warn|error)\([^;]*;/g) ?? []);
  // An event is the first text of the call, or one of two when they stand in a choice.
  const told = calls.flatMap((call) => {
    const choice = /"([a-z]+\.\w+)"\s*:\s*"([a-z]+\.\w+)"/.exec(call);
    return choice ? choice.slice(1) : [/"([\w.]+)"/.exec(call)?.[1]];
  }).filter(Boolean);
  assert.ok(told.length > 30);
  const documented = rows('The log').flatMap(([names]) => names.split(', '));
  assert.deepEqual([...new Set(documented)].sort(), [...new Set(told)].sort());
  assert.equal(new Set(documented).size, documented.length, 'an event is there twice');
});

/** Every file below a folder. */
function walk(path) {
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(join(path, entry.name)) : [join(path, entry.name)]));
}

test('a Redis of one\'s own with a user and a password counts votes, and the password is never told', async () => {
  const password = 'p4ss-of-nobody';
  const port = await freePort();
  const config = join(folder, 'redis.conf');
  await writeFile(config, ['bind 127.0.0.1', `port ${port}`, `dir ${folder}`, 'save ""', 'appendonly yes', 'appendfsync always',
    'maxmemory-policy noeviction', 'user default off', `user votes on >${password} ~* &* +@all`, ''].join('\n'));
  const redis = spawn('redis-server', [config], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => { redis.once('close', resolve); });
  let server;
  try {
    await new Promise((resolve, reject) => {
      let said = '';
      redis.stdout.on('data', (chunk) => { said += chunk; if (said.includes('Ready to accept')) resolve(); });
      void gone.then(() => reject(new Error(said)));
    });
    const env = { CLAMEUR_REDIS: `redis://votes:${password}@127.0.0.1:${port}` };
    server = await Server.start({ env, flags: ['--log-level', 'debug'] });
    const { phone, vote } = await voteCounts(server);
    // Its connections are cut: what is logged of that does not hold the password either.
    await run('redis-cli', ['-p', String(port), '--user', 'votes', '--pass', password, '--no-auth-warning', 'client', 'kill', 'type', 'normal']);
    await server.said(/store\.down [^]*store\.up /);
    await vote(2);
    await phone.end();
    const { stdout, stderr } = await run(BINARY, ['check', '--data', join(folder, 'checked'), '--listen', `127.0.0.1:${await freePort()}`],
      { env: { ...process.env, ...env } }).catch((error) => error);
    assert.equal(await server.term(), 0);
    assert.match(stdout, /redis/i);
    for (const text of [server.log, stdout, stderr]) assert.ok(!text.includes(password), text);
  } finally {
    await server?.end();
    redis.kill('SIGKILL');
    await gone;
  }
});

/** A certificate and its key, in place of those there; its fingerprint. */
async function certify(name) {
  const [cert, key] = ['crt', 'key'].map((end) => join(folder, `${name}.${end}`));
  await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-keyout', key, '-out', cert]);
  const { stdout } = await run('openssl', ['x509', '-in', cert, '-noout', '-fingerprint', '-sha256']);
  return { cert, key, fingerprint: stdout.trim().split('=')[1] };
}

const shown = (server) => new Promise((resolve, reject) => {
  const socket = connect({ port: server.port, host: server.host, rejectUnauthorized: false }, () => {
    resolve(socket.getPeerCertificate().fingerprint256);
    socket.destroy();
  });
  socket.on('error', reject);
});

test('https serves pages and votes, and a renewed certificate is taken up', async () => {
  const [used, renewed] = [await certify('used'), await certify('renewed')];
  const server = await Server.start({ workers: 1, scheme: 'https', flags: ['--tls-cert', used.cert, '--tls-key', used.key] });
  try {
    const reply = await http(server, '/');
    assert.equal(reply.status, 200);
    assert.match(reply.headers['set-cookie'].join(), /__Host-clameur=[^;]+;[^,]*Secure/);
    const { phone, vote } = await voteCounts(server);
    assert.equal(await shown(server), used.fingerprint);

    // Half renewed: the two files are no pair, and the old one stays in use.
    await rename(renewed.cert, used.cert);
    await server.said(/tls\.certificate_unusable /);
    assert.equal(await shown(server), used.fingerprint);
    await rename(renewed.key, used.key);
    await server.said(/tls\.certificate_renewed /);
    assert.equal(await shown(server), renewed.fingerprint);
    await vote(2); // Who is connected stays so.
    await phone.end();
  } finally { await server.end(); }
});
