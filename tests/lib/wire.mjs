/* SPDX-License-Identifier: Apache-2.0 */
/* Lines to another machine, which are pulled and plugged in again at will: a real one, to a network namespace, and one
 * for where those are not permitted. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

import { freePort } from './server.mjs';

const ip = (...args) => execFileSync('ip', args, { stdio: 'pipe' });

/** A cable to a machine of its own. While it is out nobody is told: what was sent goes nowhere, and no answer comes. */
export class Wire {
  constructor(number = 0) {
    const net = `10.${78 + Math.floor(process.pid / 250) % 100}.${process.pid % 250}`;
    Object.assign(this, {
      space: `clm${process.pid}w${number}`, near: `cl${process.pid % 100_000}n${number}`, far: `cl${process.pid % 100_000}f${number}`,
      here: `${net}.${4 * number + 1}`, there: `${net}.${4 * number + 2}`,
    });
    this.wrap = ['ip', 'netns', 'exec', this.space];
    this._lift = () => this.lift();
  }

  /** Why this machine cannot play two, or null. */
  lay() {
    // Not left behind by a test that ends in its middle.
    process.once('exit', this._lift);
    try {
      ip('netns', 'add', this.space);
      ip('link', 'add', this.near, 'type', 'veth', 'peer', 'name', this.far, 'netns', this.space);
      ip('addr', 'add', `${this.here}/30`, 'dev', this.near);
      ip('link', 'set', this.near, 'up');
      this._inside('addr', 'add', `${this.there}/30`, 'dev', this.far);
      this._inside('link', 'set', 'lo', 'up');
      this.up();
      return null;
    } catch (error) {
      this.lift();
      return `network namespaces are not permitted here: ${String(error.stderr ?? error).trim()}`;
    }
  }

  /** Where a port of this machine is, seen from over there. */
  async plug(port) { return port; }

  async up() { this._inside('link', 'set', this.far, 'up'); }

  async down() { this._inside('link', 'set', this.far, 'down'); }

  lift() {
    process.off('exit', this._lift);
    // The link first: a namespace lives as long as a process in it.
    for (const what of [['link', 'del', this.near], ['netns', 'del', this.space]]) {
      try { ip(...what); } catch { /* It was never made. */ }
    }
  }

  _inside(...args) { ip('netns', 'exec', this.space, 'ip', ...args); }
}

/** Without another machine: connections that are there end, and no other comes about. */
export class Relay {
  here = '127.0.0.1';
  wrap = [];
  sockets = new Set();

  async plug(port) {
    this.hub = createServer((near) => {
      const far = connect(port, this.here);
      for (const [one, other] of [[near, far], [far, near]]) {
        this.sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => { this.sockets.delete(one); other.destroy(); });
      }
    });
    this.port = await freePort();
    await this.up();
    return this.port;
  }

  up() { return new Promise((resolve) => { this.hub.listen(this.port, this.here, resolve); }); }

  async down() {
    this.hub.close();
    this.sockets.forEach((one) => one.destroy());
    await once(this.hub, 'close');
  }

  lift() {
    this.hub?.close();
    this.sockets.forEach((one) => one.destroy());
  }
}
