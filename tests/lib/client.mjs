/* SPDX-License-Identifier: Apache-2.0 */
/* A client of the protocol, for tests: commands over a WebSocket or HTTP, and every byte kept. */
import { createRequire } from 'node:module';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';

import { holdFrame, holdReply } from './described.mjs';
import { root } from './server.mjs';

const WebSocket = createRequire(join(root, 'web/package.json'))('ws');
/** Long enough for a machine that does ten other things. */
const WAIT_MS = 30_000;
/** The server ends a connection that says nothing for two seconds; on such a machine that may be one of ours. */
const SILENT_MS = 1_800;

/** The error of a refused command: its code, its details. */
export class Refused extends Error {
  constructor(err) {
    super(`${err.code}: ${err.text} ${err.field ?? ''}`);
    this.code = err.code;
    this.err = err;
  }
}

/** One HTTP request; the reply with its bytes as they came. */
export function http(server, path, { method = 'GET', headers = {}, body, wait = WAIT_MS } = {}) {
  return new Promise((resolve, reject) => {
    const open = server.scheme === 'https' ? httpsRequest : httpRequest;
    const request = open(server.origin + path, { method, headers, agent: false, rejectUnauthorized: false }, (reply) => {
      const chunks = [];
      reply.on('data', (chunk) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: reply.statusCode, headers: reply.headers, bytes, text: bytes.toString() });
      });
    });
    request.setTimeout(wait, () => request.destroy(new Error(`no reply to ${method} ${path}`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** What `send` says, sent again where the connection was ended before we came to say it. */
async function heard(send) {
  for (;;) {
    const began = performance.now();
    try { return await send(); } catch (error) {
      if (error.code !== 'ECONNRESET' || performance.now() - began < SILENT_MS) throw error;
    }
  }
}

/** A command over HTTP: {status, ok, err}. */
export async function post(server, cmd, fields = {}, token = null, headers = {}) {
  const reply = await heard(() => http(server, `/api/v1/${cmd}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers,
    },
    body: typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : JSON.stringify(fields),
  }));
  const answer = JSON.parse(reply.text);
  holdReply(cmd, fields, answer);
  return { status: reply.status, bytes: reply.bytes, ...answer };
}

/** As post, but only ok will do. */
export async function must(server, cmd, fields, token) {
  const { ok, err } = await post(server, cmd, fields, token);
  if (err) throw new Refused(err);
  return ok;
}

export const device = async (server) => (await must(server, 'device.create')).token;

export async function owner(server) {
  const token = await device(server);
  await must(server, 'link.exchange', { secret: await server.ownerSecret() }, token);
  return token;
}

/** One WebSocket. `frames` holds every message as bytes, `heard` as JSON. */
export class Socket {
  constructor(server, { headers = {} } = {}) {
    Object.assign(this, { frames: [], heard: [], mid: 0, waiters: new Set(), closed: null, asked: new Map() });
    this.ws = new WebSocket(`${server.origin.replace('http', 'ws')}/ws`, 'clameur.1', {
      headers, rejectUnauthorized: false, perMessageDeflate: false,
    });
    this.ws.on('message', (bytes) => {
      this.frames.push(bytes);
      const frame = JSON.parse(bytes);
      this.heard.push(frame);
      holdFrame(frame, this.asked.get(frame.re));
      this.look();
    });
    this.ws.on('close', (code) => { this.closed = code; this.look(); });
    this.ws.on('error', (error) => { this.error = error; });
    this.opened = this.until(() => this.ws.readyState === WebSocket.OPEN, 'the connection');
    this.ws.on('open', () => this.look());
  }

  /** A socket that has said hello with this device's token. */
  static async hello(server, code, token, fields = {}) {
    const socket = new Socket(server);
    await socket.opened;
    socket.room = await socket.send('hello', { room: code, token, ...fields });
    await socket.event('you');
    return socket;
  }

  look() { this.waiters.forEach((waiter) => waiter()); }

  /** Resolves with what `find` finds, now or after any message to come. */
  until(find, what, ms = WAIT_MS) {
    return new Promise((resolve, reject) => {
      const done = (settle, value) => { clearTimeout(timer); this.waiters.delete(look); settle(value); };
      const timer = setTimeout(() => done(reject, new Error(
        `no ${what}; closed ${this.closed}, heard ${JSON.stringify(this.heard.slice(-6))}`)), ms);
      const look = () => {
        const found = find();
        if (found) done(resolve, found);
        else if (this.closed !== null) done(reject, new Error(`closed ${this.closed} before ${what}`));
      };
      this.waiters.add(look);
      look();
    });
  }

  event(name, fits = () => true) {
    return this.until(() => this.heard.find((event) => event.ev === name && fits(event)), `event ${name}`);
  }

  gone() {
    return this.until(() => this.closed !== null && { code: this.closed }, 'the close');
  }

  /** The whole answer to a command. */
  async ask(cmd, fields = {}) {
    const mid = ++this.mid;
    this.asked.set(mid, { mid, cmd, ...fields });
    this.ws.send(JSON.stringify({ mid, cmd, ...fields }));
    return this.until(() => this.heard.find(({ re }) => re === mid), `answer to ${cmd}`);
  }

  /** The answer's ok. */
  async send(cmd, fields) {
    const { ok, err } = await this.ask(cmd, fields);
    if (err) throw new Refused(err);
    return ok;
  }

  /** Sends bytes as they are, and resolves with the answer that could not name a mid. */
  async raw(bytes, options = {}) {
    const before = this.heard.length;
    this.ws.send(bytes, options);
    return this.until(() => this.heard.slice(before).find(({ re }) => re !== undefined), 'an answer');
  }

  bytes() { return Buffer.concat(this.frames); }

  end() {
    if (this.closed !== null) return Promise.resolve();
    const gone = this.gone();
    this.ws.close();
    return gone;
  }
}

/** Resolves when a host is told these counts: another worker than the one that counted hears of them a moment later. */
export async function toldCounts(server, { code }, token, question, counts) {
  const host = await Socket.hello(server, code, token, { view: 'host' });
  const tally = await host.event('tally', (one) => one.question === question && String(one.counts) === String(counts));
  await host.end();
  return tally;
}

/** A device that came by a link for kiosks of the room. */
export async function kioskOf(server, room, name = 'Door', place = 'Hall B') {
  const who = await device(server);
  const { link, secret } = await room.call('link.create', { role: 'kiosk', label: name, place });
  await must(server, 'link.exchange', { secret }, who);
  return { who, id: link, secret };
}

let made = 0;
/** An id nobody else of this run has. */
export const newId = (prefix = 'x') => `${prefix}${(++made).toString(36)}`;

/** A room with an owner's token; `add` puts questions into it, `move` moves them. */
export async function makeRoom(server, token, settings = {}) {
  const id = newId('room');
  const { code } = await must(server, 'room.create', { id, settings: { title: 'Test', ...settings } }, token);
  const versions = {};
  return {
    id, code, token,
    call: (cmd, fields = {}) => must(server, cmd, { room: code, ...fields }, token),
    async add(def, question = newId('q')) {
      ({ version: versions[question] } = await must(server, 'question.add', { room: code, id: question, def }, token));
      return question;
    },
    async move(question, move, more = {}) {
      const ok = await must(server, 'question.move',
        { room: code, question, version: versions[question], move, ...more }, token);
      versions[question] = ok.version;
      return ok;
    },
    version: (question) => versions[question],
  };
}
