/* SPDX-License-Identifier: Apache-2.0 */
/* The real server, for tests: its own data, its own port, killed and started again at will. */
import { spawn, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const BINARY = process.env.CLAMEUR_BINARY ?? join(root, 'build/dev/clameur');
/** In memory where there is such a folder: a kill loses nothing there, and other people's disk load is not ours. */
export const FOLDER = process.env.TMPDIR ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
/** The built pages; elsewhere while they are worked on. */
export const WEB_DIR = process.env.CLAMEUR_WEB_DIR ?? join(root, 'web/dist');
const START_MS = 20_000;
const STOP_MS = 10_000;

const isFree = (port, host) => new Promise((resolve) => {
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen(port, host, () => probe.close(() => resolve(true)));
});

/**
 * A port that was free a moment ago, below those that the kernel gives to connections: one of those could take it
 * while the server is started again.
 */
export async function freePort(host = '127.0.0.1') {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port, host)) return port;
  }
}

const inTime = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what()} within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

export class Server {
  /** `flags` are further flags of serve, `env` its environment; `wrap` a command that runs it, such as ip netns exec. */
  constructor({ flags = [], wrap = [], host = '127.0.0.1', scheme = 'http', workers = 2, env = {} } = {}) {
    Object.assign(this, { flags, wrap, host, scheme, workers, env, log: '', child: null, waiters: new Set() });
  }

  static async start(options) {
    const server = new Server(options);
    server.data = await mkdtemp(join(FOLDER, 'clameur-test-'));
    server.port = await freePort();
    await server.start();
    return server;
  }

  get origin() { return `${this.scheme}://${this.host}:${this.port}`; }

  /** Resolves when the server has said that it runs. */
  async start() {
    const [program, ...args] = [...this.wrap, BINARY, 'serve', '--data', this.data,
      '--listen', `${this.host}:${this.port}`, '--workers', String(this.workers), '--disk-reserve', '1M',
      '--web-dir', WEB_DIR, ...this.flags];
    this.log = '';
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.env } });
    const hear = (chunk) => { this.log += chunk; this.waiters.forEach((look) => look()); };
    this.child.stdout.on('data', hear);
    this.child.stderr.on('data', hear);
    this.gone = new Promise((resolve) => {
      this.child.once('close', resolve);
      this.child.once('error', (error) => { this.log += `${error}\n`; resolve(); });
    });
    await this.said(new RegExp(`^(?=[^]*is running\\.)(?=([^]*store\\.up ){${this.workers}})`), START_MS);
  }

  /** Resolves when the server's output matches. */
  said(pattern, ms = STOP_MS) {
    let look;
    const found = new Promise((resolve, reject) => {
      look = () => { if (pattern.test(this.log)) resolve(); };
      void this.gone.then(() => reject(new Error(`the server ended:\n${this.log}`)));
    });
    this.waiters.add(look);
    look();
    return inTime(found, ms, () => `the server did not say ${pattern}; it said:\n${this.log}\n`)
      .finally(() => this.waiters.delete(look));
  }

  /** The supervisor dies without a word; its children with it. */
  async kill() {
    this.child.kill('SIGKILL');
    await inTime(this.gone, STOP_MS, () => 'the killed server did not go');
  }

  async term() {
    this.child.kill('SIGTERM');
    return inTime(this.gone, STOP_MS, () => `the server did not stop:\n${this.log}\n`);
  }

  /** Redis stops answering with SIGSTOP, goes on with SIGCONT, dies with SIGKILL. */
  signalRedis(signal) {
    process.kill(Number([...this.log.matchAll(/redis\.started .*pid=(\d+)/g)].at(-1)[1]), signal); // It may have been started again.
  }

  /** Asks the private Redis, as its operator could. */
  async redis(...words) {
    const socket = join(this.data, 'redis/redis.sock');
    return (await promisify(execFile)('redis-cli', ['-s', socket, ...words.map(String)], { maxBuffer: 64 << 20 })).stdout.trim();
  }

  /** How much the private Redis may use: 1 byte is full at once, 0 is no limit. */
  giveMemory(bytes) { return this.redis('config', 'set', 'maxmemory', bytes); }

  async end() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await this.term().catch(() => this.kill());
    }
    await rm(this.data, { recursive: true, force: true });
  }

  /** A new owner link's secret. */
  async ownerSecret() {
    const [program, ...args] = [...this.wrap, BINARY, 'owner-link', '--data', this.data];
    const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, ...this.env } });
    return /#(\S+)/.exec(stdout)[1];
  }
}
