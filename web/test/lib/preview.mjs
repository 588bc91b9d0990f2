/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for the server in tests of the pages: fills a built page's markers, answers its
 * requests from fixtures, and plays the other end of its WebSocket. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { WEB_DIR } from '../../../tests/lib/server.mjs';

/** A plain-http origin that is not localhost: what a phone in the hall has. */
export const ORIGIN = 'http://clameur.test';
/** A command that was not heard by then is not coming. */
const COMMAND_MS = 10_000;
const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** A page as the server would send it. */
export async function filled(page, lang, { state = {}, main = '', title = 'Clameur' } = {}) {
  const html = await readFile(join(WEB_DIR, 'pages', `${page}.${lang}.html`), 'utf8');
  const csp = await readFile(join(WEB_DIR, 'pages', `${page}.${lang}.csp`), 'utf8');
  const json = JSON.stringify(state).replace(/</g, '\\u003c');
  const body = html
    .replace('<!--clameur:head-->', () => `<title>${escapeHtml(title)}</title>`)
    .replace('<!--clameur:main-->', () => main)
    .replace('<!--clameur:state-->', () => `<script type="application/json" id="state">${json}</script>`);
  return { body, csp: csp.replace('%WS%', ORIGIN.replace('http', 'ws')) };
}

/**
 * Serves `page` at every address of the origin that is not an asset or a command.
 * `state` may be a function, asked again on every load; `api` answers commands over HTTP.
 */
export async function serve(context, page, lang, { state, main, title, api = {} } = {}) {
  await context.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const cmd = /^\/api\/v1\/(.+)$/.exec(pathname)?.[1];
    if (cmd) {
      const answer = api[cmd]?.(route.request().postDataJSON()) ?? { err: { code: 'unknown_command' } };
      return route.fulfill({ json: answer, status: answer.err ? 400 : 200 });
    }
    if (pathname.startsWith('/assets/')) {
      return route.fulfill({ path: join(WEB_DIR, pathname), contentType: pathname.endsWith('.js') ? 'text/javascript' : 'image/svg+xml' });
    }
    const given = typeof state === 'function' ? state(pathname) : state;
    const { body, csp } = await filled(page, lang, { state: given, main, title });
    return route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': csp } });
  });
}

/** The server's end of the page's WebSockets. `on` answers commands: (command, say) => answer | null. */
export class FakeServer {
  constructor() {
    this.on = {};
    this.heard = [];
    this.sockets = new Set();
    this.waiters = [];
    this.up = true;
  }

  async attach(page) {
    await page.routeWebSocket(/\/ws$/, (socket) => {
      if (!this.up) { socket.close({ code: 1011 }); return; }
      this.sockets.add(socket);
      socket.onMessage((text) => this.receive(socket, JSON.parse(text)));
      socket.onClose(() => this.sockets.delete(socket));
    });
  }

  receive(socket, { mid, cmd, ...fields }) {
    this.heard.push({ cmd, ...fields });
    const say = (message) => socket.send(JSON.stringify(message));
    const answer = this.on[cmd]?.(fields, say);
    if (answer) say({ re: mid, ...answer });
    if (answer?.ok && this.after?.[cmd]) this.after[cmd](say);
    this.waiters = this.waiters.filter((waiter) => !waiter());
  }

  say(event) {
    for (const socket of this.sockets) socket.send(JSON.stringify(event));
  }

  /** Breaks every connection, and refuses new ones until `up` is true again. */
  async drop() {
    this.up = false;
    await Promise.all([...this.sockets].map((socket) => socket.close({ code: 1011 })));
    this.sockets.clear();
  }

  /** Resolves with the n-th command of this name, past or to come. */
  command(cmd, n = 1) {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(
        () => reject(new Error(`no ${cmd} number ${n}; heard ${this.heard.map((heard) => heard.cmd)}`)), COMMAND_MS);
      const look = () => {
        const found = this.heard.filter((heard) => heard.cmd === cmd)[n - 1];
        if (!found) return false;
        clearTimeout(deadline);
        resolve(found);
        return true;
      };
      if (!look()) this.waiters.push(look);
    });
  }
}
