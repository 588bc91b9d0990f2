/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says of its protocol (`clameur describe`), held against what is really sent and answered: every
 * frame of every test that talks through client.mjs. A field that src/wire/shapes.json does not know fails the test. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { BINARY, root } from './server.mjs';

const require = createRequire(join(root, 'web/package.json'));
const found = (name) => { try { return require(name); } catch { return null; } };

/** Without its library, which `npm ci` in web brings, nothing is held against anything; api.test.mjs says so. */
const Ajv = found('ajv/dist/2020')?.default ?? null;
export const isHeld = Ajv !== null;

export const document = (name) => JSON.parse(execFileSync(BINARY, ['describe', name], { maxBuffer: 16 << 20 }));

/** Readers take what they do not know; a test does not. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return schema.type === 'object' && schema.properties ? { additionalProperties: false, ...inner } : inner;
}

let validators = null;
function validator(name) {
  if (!validators) {
    const ajv = new Ajv({ strict: false });
    for (const api of ['openapi', 'asyncapi']) {
      const { components: { schemas } } = document(api);
      ajv.addSchema({ $id: `https://clameur.test/${api}`, components: { schemas: closed(schemas) } });
    }
    validators = (ref) => ajv.getSchema(`https://clameur.test/${ref.replace('/', '#/components/schemas/')}`);
  }
  return validators(name);
}

/** What is wrong with it by that schema, as a text; '' when nothing is. `schema` is openapi/<name> or asyncapi/<name>. */
export function wrong(schema, value) {
  if (!isHeld) return '';
  const fits = validator(schema);
  if (!fits) return `${schema} is not described: see src/wire/shapes.json`;
  return fits(value) ? '' : `${schema}: ${fits.errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`).join('; ')}`;
}

const hold = (schema, value) => {
  const why = wrong(schema, value);
  if (why) throw new Error(`${why}\n${JSON.stringify(value)}`);
};

/** A frame of the WebSocket, and the command that it answers, if it answers one of ours. */
export function holdFrame(frame, asked) {
  if (frame.ev) hold(`asyncapi/event.${frame.ev}`, frame);
  else if (frame.err) hold('asyncapi/refused', frame);
  else if (asked) {
    hold(`asyncapi/answer.${asked.cmd}`, frame);
    hold(`asyncapi/command.${asked.cmd}`, asked);
  }
}

/** A command over HTTP, and its reply. */
export function holdReply(cmd, body, { ok, err }) {
  if (err) return hold('openapi/Error', err);
  hold(`openapi/reply.${cmd}`, ok);
  if (typeof body === 'object' && !Buffer.isBuffer(body)) hold(`openapi/command.${cmd}`, body);
}
