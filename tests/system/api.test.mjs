/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says of its protocol, `clameur describe openapi` and `asyncapi`: it has every command, event and
 * error of docs/PROTOCOL.md; what it says of a field is what the server does with it; and it is served. That real
 * frames are as described is held in all tests (tests/lib/described.mjs). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { http, makeRoom, owner, post } from '../lib/client.mjs';
import { document, isHeld, wrong } from '../lib/described.mjs';
import { COMMANDS, ERRORS, EVENTS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const openapi = document('openapi');
const asyncapi = document('asyncapi');
const schemas = openapi.components.schemas;
let server;
let token;
let room;

before(async () => {
  server = await Server.start({ workers: 1 });
  token = await owner(server);
  room = await makeRoom(server, token);
});
after(() => server?.end());

const named = (all, kind) => Object.keys(all).filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));

test('every command, event and error of the page is described, and nothing else', () => {
  assert.deepEqual(named(openapi.paths, '/api/v1/').sort(), [...COMMANDS].sort());
  assert.deepEqual(named(schemas, 'command.').sort(), [...COMMANDS].sort());
  assert.deepEqual(named(schemas, 'reply.').sort(), [...COMMANDS].sort());
  assert.deepEqual(named(asyncapi.components.schemas, 'event.').sort(), [...EVENTS].sort());
  assert.deepEqual(schemas.ErrorCode.enum.filter((code) => !ERRORS.has(code)), []);
  assert.deepEqual([...ERRORS.keys()].filter((code) => !schemas.ErrorCode.enum.includes(code)), []);
});

/** Each $ref of a document leads somewhere in it. */
function* refs(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') yield value.$ref;
  for (const inner of Object.values(value)) yield* refs(inner);
}
const at = (doc, ref) => ref.slice(2).split('/').map((part) => part.replaceAll('~1', '/')).reduce((value, part) => value?.[part], doc);

test('each reference leads somewhere, and operations are of messages that there are', () => {
  for (const doc of [openapi, asyncapi]) {
    assert.deepEqual([...new Set(refs(doc))].filter((ref) => at(doc, ref) === undefined), []);
  }
  assert.equal(openapi.openapi, '3.1.0');
  assert.equal(asyncapi.asyncapi, '3.0.0');
  assert.equal(asyncapi.channels.ws.address, '/ws');
  assert.deepEqual(Object.keys(asyncapi.operations).sort(), [...COMMANDS, 'events'].sort());
});

test('the library that holds frames against schemas is there, and says no', () => {
  assert.ok(isHeld, 'npm ci in web brings ajv');
  assert.equal(wrong('asyncapi/event.people', { ev: 'people', n: 1 }), '');
  assert.match(wrong('asyncapi/event.people', { ev: 'people', n: -1 }), /must be >= 0/);
  assert.match(wrong('asyncapi/event.people', { ev: 'people', n: 1, names: [] }), /additional/);
  assert.match(wrong('openapi/command.cast', { room: 'K7Q42M', question: 'q', round: 1, n: 1 }), /ballot/);
  assert.match(wrong('openapi/reply.nothing', {}), /not described/);
});

test('both are served to anybody', async () => {
  for (const [address, doc] of [['/openapi.json', openapi], ['/asyncapi.json', asyncapi]]) {
    const reply = await http(server, address);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(reply.text), doc);
  }
});

/* ---- The fields ------------------------------------------------------------------------- */

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
/** One of each shape that a command takes. */
const SAMPLES = {
  Ballot: { options: [0] }, BoardDefinition: { kind: 'ideas', title: 'Wishes' }, Definition: SINGLE, HookEvents: ['gate'], HookUrl: 'https://example.org/',
  IdeaIds: [], DeviceSet: {}, ImageRefs: [], ShowOrNull: null, SplitBy: 'nowhere', Origins: [], Settings: { title: 'Test' }, Tags: [], Texts: ['Anna'], ThemeOrNull: null,
};

/** Where a page goes on is a text that only the server reads. */
const PLACES = { 'me.look.upto': '0-0', 'points.log.before': '0-0', 'me.supports.after': '1792000000tent', 'review.list.after': '0:tent:' };

/** Something that fits. */
function sample(cmd, name, schema) {
  if (PLACES[`${cmd}.${name}`]) return PLACES[`${cmd}.${name}`];
  if (schema.$ref) return SAMPLES[schema.$ref.split('/').at(-1)];
  if (schema.enum) return schema.enum.find((word) => word !== '') ?? '';
  if (schema.anyOf) return sample(cmd, name, schema.anyOf[0]);
  if (name === 'room' || schema.description?.includes('code')) return room.code;
  if (schema.type === 'integer') return schema.minimum;
  if (schema.type === 'boolean') return true;
  if (name === 'into') return 'elsewhere';
  return name === 'id' || !schema.pattern?.includes('16') ? 'sample' : 'nowhere';
}

/** What does not fit, in several ways. */
function* misfits(schema) {
  if (schema.$ref) { yield 7; return; }
  if (schema.anyOf) { for (const misfit of misfits(schema.anyOf[0])) if (misfit !== null) yield misfit; return; }
  yield { a: 1 };
  if (schema.enum) { yield 'no such word'; return; }
  if (schema.type === 'integer') { yield schema.minimum - 1; yield schema.maximum + 1; yield '1'; yield 1.5; return; }
  if (schema.type === 'boolean') { yield 'true'; return; }
  yield 7;
  if (schema.maxLength) yield 'x'.repeat(schema.maxLength + 1);
  if (schema.minLength) yield '';
  if (schema.pattern?.includes('16')) yield 'x'.repeat(17);
}

/** Needed where another one is not there. */
const EITHER = new Set(['invite.revoke.number']);
const REFUSALS = ['bad_field', 'bad_text', 'bad_ballot', 'contrast'];
/** Whether the server says that this very field is wrong. What else it says of a sample is beside the point. */
const blames = async (cmd, body, name) => {
  const { err } = await post(server, cmd, body, token);
  return err !== undefined && REFUSALS.includes(err.code) && (err.field ?? '').split('.')[0] === name;
};

async function tried(cmd) {
  const { properties, required } = schemas[`command.${cmd}`];
  const all = Object.fromEntries(Object.entries(properties).filter(([, schema]) => Object.keys(schema).length > 0)
    .map(([name, schema]) => [name, sample(cmd, name, schema)]));
  const body = Object.fromEntries(required.map((name) => [name, all[name]]));
  for (const name of required) assert.equal(await blames(cmd, body, name), false, `${cmd}: ${name} fits`);
  for (const [name, schema] of Object.entries(properties)) {
    const { [name]: left, ...rest } = body;
    assert.equal(await blames(cmd, rest, name), required.includes(name) || EITHER.has(`${cmd}.${name}`), `${cmd} without ${name} (${left})`);
    for (const misfit of misfits(schema)) {
      assert.ok(await blames(cmd, { ...all, [name]: misfit }, name), `${cmd}: ${name} ${JSON.stringify(misfit).slice(0, 40)}`);
    }
  }
  assert.ok(await blames(cmd, { colour: 'red', ...all }, 'colour'), `${cmd}: unknown fields`);
}

test('each field that is missing, of another type or out of its range is refused by its name', async () => {
  for (const cmd of COMMANDS) await tried(cmd);
});
