/* SPDX-License-Identifier: Apache-2.0 */
/* Stores for tests that outlive one of their machines: a master with replicas and sentinels, a cluster. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { FOLDER, freePort } from './server.mjs';

const run = promisify(execFile);
const LASTING = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--repl-diskless-sync-delay', '0'];

class Node {
  constructor(port, folder, args) { Object.assign(this, { port, folder, args }); }

  /** Resolves when it takes connections. */
  async start() {
    this.child = spawn('redis-server', this.args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: this.folder });
    this.gone = new Promise((resolve) => { this.child.once('close', resolve); });
    await new Promise((resolve, reject) => {
      let said = '';
      this.child.stdout.on('data', (chunk) => { said += chunk; if (/Ready to accept|monitor master/.test(said)) resolve(); });
      void this.gone.then(() => reject(new Error(`redis-server ended: ${said}`)));
    });
    return this;
  }

  kill() { this.child.kill('SIGKILL'); return this.gone; }

  get isAlive() { return this.child.exitCode === null && this.child.signalCode === null; }

  async ask(...words) {
    return (await run('redis-cli', ['-p', this.port, ...words].map(String), { maxBuffer: 1 << 26 })).stdout.trim();
  }
}

class Store {
  static async make(sizes) {
    const store = new this();
    Object.assign(store, { nodes: [], others: [], folder: await mkdtemp(join(FOLDER, 'clameur-store-')) });
    await store.open(sizes);
    return store;
  }

  async add(list, args) {
    const port = await freePort();
    const folder = await mkdtemp(join(this.folder, 'node-'));
    list.push(await new Node(port, folder, args(port, folder)).start());
    return port;
  }

  /** The master that has the room. */
  async master(room) {
    for (;;) {
      for (const node of this.nodes.filter(({ isAlive }) => isAlive)) {
        const [role] = (await node.ask('role').catch(() => '')).split('\n');
        if (role === 'master' && await node.ask('exists', `{${room}}:room`).catch(() => '') === '1') return node;
      }
    }
  }

  async end() {
    await Promise.all([...this.others, ...this.nodes].map((node) => node.kill()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A master with two replicas, watched by three sentinels. */
export class Sentinels extends Store {
  async open() {
    const master = await this.add(this.nodes, (port) => ['--port', port, ...LASTING]);
    for (let i = 0; i < 2; i++) await this.add(this.nodes, (port) => ['--port', port, ...LASTING, '--replicaof', '127.0.0.1', master]);
    while (await this.nodes[0].ask('wait', 2, 1000) !== '2');
    const ports = [];
    for (let i = 0; i < 3; i++) ports.push(await freePort());
    for (const port of ports) {
      const file = join(this.folder, `sentinel-${port}.conf`);
      await writeFile(file, `bind 127.0.0.1\nport ${port}\nsentinel monitor live 127.0.0.1 ${master} 2\n`
        + 'sentinel down-after-milliseconds live 1000\nsentinel failover-timeout live 6000\n');
      this.others.push(await new Node(port, this.folder, [file, '--sentinel']).start());
    }
    const knows = /num-slaves\n2\n[^]*num-other-sentinels\n2\n/;
    for (const sentinel of this.others) while (!knows.test(await sentinel.ask('sentinel', 'master', 'live')));
    this.address = `redis-sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/live`;
  }
}

/** Three masters, each with a replica. */
export class Cluster extends Store {
  async open() {
    for (let i = 0; i < 6; i++) {
      await this.add(this.nodes, (port) => ['--port', port, ...LASTING, '--cluster-enabled', 'yes', '--cluster-node-timeout', '2000',
        '--cluster-replica-validity-factor', '0', '--cluster-require-full-coverage', 'no']);
    }
    const all = this.nodes.map(({ port }) => `127.0.0.1:${port}`);
    await run('redis-cli', ['--cluster', 'create', ...all, '--cluster-replicas', '1', '--cluster-yes']);
    for (const node of this.nodes) while (!/cluster_state:ok/.test(await node.ask('cluster', 'info')));
    for (const node of this.nodes) while (/master_link_status:down/.test(await node.ask('info', 'replication')));
    this.address = `redis-cluster://${all.slice(0, 2).join(',')}`;
  }
}
