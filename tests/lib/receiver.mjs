/* SPDX-License-Identifier: Apache-2.0 */
/* A receiver of webhooks that shares nothing with the server but docs/PROTOCOL.md: it checks signatures by the recipe
 * of that page, and keeps what came. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const WAIT_MS = 15_000;
const FRESH_S = 300;

/** Is the body signed with the secret, and not long ago? */
export function isSigned(secret, header, body, now = Date.now() / 1000) {
  const { t, v1 } = Object.fromEntries(header.split(',').map((part) => part.split('=')));
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest();
  const given = Buffer.from(v1, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected) && Math.abs(now - Number(t)) < FRESH_S;
}

export class Receiver {
  /** `answer` says what a request is answered: a status, or a function of (request, reply). */
  static async start({ answer = 200, tls = null, port = 0 } = {}) {
    const receiver = new Receiver();
    Object.assign(receiver, { answer, came: [], waiters: new Set() });
    const hear = (request, reply) => receiver.hear(request, reply);
    receiver.server = tls ? createTlsServer(tls, hear) : createServer(hear);
    await new Promise((resolve) => { receiver.server.listen(port, '127.0.0.1', resolve); });
    receiver.server.unref(); // A test that fails before it ends this one ends all the same.
    receiver.port = receiver.server.address().port;
    receiver.url = `${tls ? 'https' : 'http'}://127.0.0.1:${receiver.port}/hook?key=inside`;
    return receiver;
  }

  hear(request, reply) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.came.push({
        id: request.headers['clameur-id'], event: request.headers['clameur-event'], method: request.method,
        signature: request.headers['clameur-signature'], url: request.url, headers: request.headers, body, json: JSON.parse(body),
      });
      if (typeof this.answer === 'function') this.answer(request, reply);
      else reply.writeHead(this.answer).end();
      this.waiters.forEach((look) => look());
    });
  }

  /** The ids that came, each once. */
  get ids() { return [...new Set(this.came.map(({ id }) => id))]; }

  /** Resolves with what came, once that fits. */
  until(fits, what = 'what was waited for') {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${what} did not come; ${this.came.map(({ event }) => event)} did`)), WAIT_MS);
      const look = () => {
        if (!fits(this.came)) return;
        clearTimeout(late);
        this.waiters.delete(look);
        resolve(this.came);
      };
      this.waiters.add(look);
      look();
    });
  }

  async end() {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }
}
