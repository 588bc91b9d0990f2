/* SPDX-License-Identifier: Apache-2.0 */
/* scripts/kiosk with a browser that only says how it was started: what it is told, when it is started again, what is kept. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { FOLDER, root } from '../lib/server.mjs';

const LINK = 'https://vote.example.org/kiosk/K7Q42M#k-K7Q42M-abcdefghijklmnopqrstuv';
const AGAIN = 'https://vote.example.org/kiosk/K7Q42M';

let folder;
let env;
before(async () => {
  folder = await mkdtemp(join(FOLDER, 'clameur-test-'));
  env = { ...process.env, DISPLAY: '', CHROMIUM: join(folder, 'chromium'), CLAMEUR_KIOSK_DIR: join(folder, 'profile'), CLAMEUR_KIOSK_POLICIES: join(folder, 'policies') };
  await mkdir(env.CLAMEUR_KIOSK_POLICIES);
  // It ends as the next line of `ends` says; without one it stays.
  await writeFile(env.CHROMIUM, `#!/bin/bash
cd ${folder}
printf '%s\\n' "$@" >>args; echo -- >>args
read -r end <ends && sed -i 1d ends && exit "$end"
sleep 1000 &
trap 'kill $!; echo ended >>args; exit 0' TERM
echo waits >>args
wait
`, { mode: 0o755 });
});
after(() => rm(folder, { recursive: true, force: true }));

/** Runs to its end, with a browser that ends like this each time. */
async function run(address, ends = [], more = {}) {
  await Promise.all([writeFile(join(folder, 'ends'), ends.map((end) => `${end}\n`).join('')), rm(join(folder, 'args'), { force: true })]);
  return new Promise((resolve) => {
    execFile(join(root, 'scripts/kiosk'), address ? [address] : [], { env: { ...env, ...more } }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}
const starts = async () => (await readFile(join(folder, 'args'), 'utf8')).split('--\n').filter(Boolean).map((text) => text.trim().split('\n'));

test('it shows that page alone, full screen, in a profile of its own; and ends when staff left it', async () => {
  const { code, stdout } = await run(LINK, [0]);
  assert.deepEqual([code, stdout], [0, 'kiosk: left\n']);
  const [args, ...more] = await starts();
  assert.equal(more.length, 0);
  for (const flag of ['--kiosk', `--app=${LINK}`, `--user-data-dir=${env.CLAMEUR_KIOSK_DIR}`, '--disable-pinch', '--overscroll-history-navigation=0']) assert.ok(args.includes(flag), flag);
  assert.ok(!args.some((flag) => /no-sandbox|remote-debugging|ignore-certificate/.test(flag)));
  assert.equal((await stat(env.CLAMEUR_KIOSK_DIR)).mode & 0o777, 0o700);
  const policy = JSON.parse(await readFile(join(env.CLAMEUR_KIOSK_POLICIES, 'clameur-kiosk.json'), 'utf8'));
  assert.deepEqual([policy.URLBlocklist, policy.URLAllowlist], [['*'], ['https://vote.example.org', 'about:blank']]);
});

test('a browser that dies is started again, without the spent secret and with all that its profile has', async () => {
  const kept = join(env.CLAMEUR_KIOSK_DIR, 'Default');
  await mkdir(kept, { recursive: true });
  await Promise.all([
    writeFile(join(kept, 'Preferences'), '{"profile":{"exit_type":"Crashed","exited_cleanly":false}}'), writeFile(join(kept, 'votes'), 'that wait'),
  ]);
  const { code, stderr } = await run(LINK, [139, 0]);
  assert.equal(code, 0);
  assert.match(stderr, /the browser ended with 139; started again/);
  assert.deepEqual((await starts()).map((args) => args.find((flag) => flag.startsWith('--app='))), [`--app=${LINK}`, `--app=${AGAIN}`]);
  // Nothing is offered to be brought back; nothing else is touched.
  assert.equal(await readFile(join(kept, 'Preferences'), 'utf8'), '{"profile":{"exit_type":"Normal","exited_cleanly":true}}');
  assert.equal(await readFile(join(kept, 'votes'), 'utf8'), 'that wait');
});

test('a signal to it ends the browser, and no other is started', async () => {
  await Promise.all([writeFile(join(folder, 'ends'), ''), rm(join(folder, 'args'), { force: true })]);
  const script = spawn(join(root, 'scripts/kiosk'), [AGAIN], { env, stdio: 'ignore' });
  const read = () => readFile(join(folder, 'args'), 'utf8').catch(() => '');
  while (!(await read()).includes('waits')) await new Promise((next) => { setImmediate(next); });
  script.kill('SIGTERM');
  assert.deepEqual(await once(script, 'exit'), [0, null]);
  assert.equal((await read()).match(/^ended$/gm).length, 1);
});

test('what is missing, or wrong, is said', async () => {
  for (const address of [null, 'vote.example.org/kiosk/K7Q42M', 'https://vote.example.org/j/K7Q42M', 'file:///kiosk/K7Q42M']) {
    const { code, stderr } = await run(address);
    assert.equal(code, 64);
    assert.match(stderr, /scripts\/kiosk URL/);
  }
  const bare = join(folder, 'bin');
  await mkdir(bare);
  await symlink('/bin/bash', join(bare, 'bash'));
  const { code, stderr } = await run(AGAIN, [], { CHROMIUM: '', PATH: bare });
  assert.equal(code, 69, stderr);
  assert.match(stderr, /no Chromium: apt-get install chromium/);
  const plain = await run('http://10.0.0.5:8080/kiosk/K7Q42M', [0]);
  assert.match(plain.stderr, /without https the page cannot start when there is no network/);
});
