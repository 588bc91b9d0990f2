/* SPDX-License-Identifier: Apache-2.0 */
/* docs/PROTOCOL.md against a running server: its tables are read, and every command, event, error
 * and cheap limit named there is seen for real. What the page names and no test here does fails. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { root, Server } from '../lib/server.mjs';

const page = readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8');
const section = (name) => new RegExp(`^## ${name}$([^]*?)(?=^## |$(?![^]))`, 'm').exec(page)[1];
const rows = (name) => section(name).split('\n').filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
const word = (cell) => /`([^`]+)`/.exec(cell)[1];

const MOVES = ['open', 'close', 'reveal', 'reopen', 'reset', 'restore'];
const COMMANDS = rows('Commands').map(([name]) => word(name)).filter((name) => !MOVES.includes(name));
const EVENTS = rows('Events').flatMap(([names]) => {
  const [first, ...others] = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  return [first, ...others.map((name) => (name.startsWith('.') ? first.split('.')[0] + name : name))];
});
const ERRORS = new Map(rows('Errors').map(([code, status]) => [word(code), Number(status)]));
const LIMITS = new Map(rows('Limits').map(([name, text]) => [word(name), text]));

/** Why some codes are not provoked here. */
const ELSEWHERE = {
  internal: 'a fault of the server, which has none that we know',
  try_again: 'needs the store away: the journey and the faults kill it',
  store_full: 'needs a full disk: tests/integration/app_processes.c',
  going_away: 'lasts for the moment of a stop: tests/integration/app_processes.c',
};
/** Limits that are met where they are cheap to meet. */
const LIMITS_ELSEWHERE = {
  rooms: 'ten thousand rooms', links: 'tests/integration/store_rights.c', batch: 'tests/integration/store_cast.c',
  replies: 'tests/integration, a client that does not read', exchanges_per_minute: 'the 300 of an address',
  pending_per_address: 'a thousand connections', connections: 'all descriptors of a process',
  ring_bytes: 'tests/unit/test_live_mirror.c', hello_ms: 'ten seconds', request_ms: 'tests/integration, net',
};

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const seen = { commands: new Set(), overHttp: new Set(), events: new Set(), errors: new Set(), limits: new Set() };
let server;
let token;

before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

const shape = (value, keys) => assert.deepEqual(Object.keys(value).sort(), [...keys].sort());

/** A command on both roads; `fields` may differ between them, as ids are taken once. */
async function both(socket, room, bearer, cmd, fields, keys) {
  const inRoom = !['hello', 'room.create', 'room.list', 'room.delete', 'room.enter', 'link.exchange', 'device.create'].includes(cmd);
  const { ok, err } = await socket.ask(cmd, fields(0));
  assert.ok(ok, `${cmd}: ${JSON.stringify(err)}`);
  shape(ok, keys);
  seen.commands.add(cmd);
  const reply = await post(server, cmd, { ...(inRoom && { room: room.code }), ...fields(1) }, bearer);
  assert.equal(reply.status, 200, `${cmd}: ${JSON.stringify(reply.err)}`);
  shape(reply.ok, keys);
  seen.overHttp.add(cmd);
  return [ok, reply.ok];
}

async function refused(code, { status, err }) {
  assert.equal(err?.code, code);
  assert.equal(status, ERRORS.get(code), `status of ${code}`);
  assert.equal(typeof err.text, 'string');
  seen.errors.add(code);
  return err;
}

const callHttp = (room, cmd, fields, bearer = token) => post(server, cmd, { room: room.code, ...fields }, bearer);

test('every command, over a WebSocket and over HTTP, answers in the documented shape', async () => {
  const room = await makeRoom(server, token);
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const run = (cmd, fields, keys) => both(host, room, token, cmd, fields, keys);
  const ids = [newId('a'), newId('b')];
  const version = [1, 1];
  const question = (more = () => ({})) => (at) => ({ question: ids[at], version: version[at], ...more(at) });

  seen.commands.add('hello');
  shape(host.room, ['room', 'role', 'epoch', 'seq', 'resumed', 'now']);
  const whole = await must(server, 'hello', { room: room.code }, token);
  shape(whole, ['room', 'role', 'epoch', 'seq', 'resumed', 'now', 'snapshot', 'you', 'tallies']);
  seen.overHttp.add('hello');

  await run('device.create', () => ({}), ['token']);
  await run('room.list', () => ({}), ['rooms']);
  await run('question.add', (at) => ({ id: ids[at], def: SINGLE }), ['version']);
  await run('question.update', question(() => ({ def: { ...SINGLE, title: 'Better?' } })), ['version']);
  version.fill(2);
  await run('question.place', (at) => ({ question: ids[at], place: 0 }), []);
  for (const move of [...MOVES, 'reopen']) {
    const answers = await run('question.move', question(() => ({ move })), ['state', 'round', 'version']);
    answers.forEach((answer, at) => { version[at] = answer.version; });
  }
  await run('cast', (at) => ({ question: ids[at], round: 1, n: 1, ballot: { options: [at] } }), ['state', 'n', 'rev']);
  await run('question.remove', question(), []);
  const links = await run('link.create', () => ({ role: 'stage', label: 'Hall' }), ['link', 'secret']);
  await run('link.list', () => ({}), ['links']);
  await run('link.exchange', (at) => ({ secret: links[at].secret }), ['role', 'room']);
  await run('link.revoke', (at) => ({ link: links[at].link }), []);
  let rev = (await must(server, 'hello', { room: room.code }, token)).snapshot.room.rev;
  await run('room.update', () => ({ rev: rev++, settings: { title: `Title ${rev}`, lang: 'en', blank: false, hide_people: false } }), ['rev']);
  await run('room.enter', () => ({ room: room.code, passcode: 'whatever' }), ['role']);
  const rooms = [newId('r'), newId('r')];
  await run('room.create', (at) => ({ id: rooms[at], settings: { title: 'Another', lang: 'fr', blank: false, hide_people: false } }), ['id', 'code']);
  await run('room.delete', (at) => ({ id: rooms[at] }), []);
  await host.end();
  assert.deepEqual([...seen.commands].sort(), [...COMMANDS].sort());
  assert.deepEqual([...seen.overHttp].sort(), [...COMMANDS].sort());
});

test('every event is sent, with the documented fields', async () => {
  const room = await makeRoom(server, token);
  const hidden = await room.add({ ...SINGLE, results: 'never' });
  await room.move(hidden, 'open');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const phone = await Socket.hello(server, room.code, await device(server));
  const question = newId('q');
  await host.send('question.add', { id: question, def: SINGLE });
  let { version } = await host.send('question.update', { question, version: 1, def: { ...SINGLE, title: 'Other?' } });
  for (const move of MOVES) {
    ({ version } = await host.send('question.move', { question, version, move }));
  }
  await phone.send('cast', { question: hidden, round: 1, n: 1, ballot: { options: [0] } });
  await host.event('tally', ({ voters }) => voters === 1);
  await phone.event('voters', ({ voters }) => voters === 1);
  await host.send('question.remove', { question, version });
  await phone.event('question.removed', ({ id }) => id === question);
  await host.event('question.restored');
  await host.event('people', ({ n }) => n === 1);
  const FIELDS = {
    snapshot: ['epoch', 'seq', 'room', 'questions', 'people'], you: ['role', 'ballots'],
    tally: ['epoch', 'question', 'round', 'rev', 'voters', 'counts'], voters: ['epoch', 'question', 'round', 'rev', 'voters'],
    people: ['n'], 'room.changed': ['seq', 'room'], 'question.removed': ['seq', 'id'],
  };
  for (const event of [...host.heard, ...phone.heard].filter(({ ev }) => ev)) {
    shape(event, ['ev', ...(FIELDS[event.ev] ?? ['seq', 'question'])]);
    seen.events.add(event.ev);
  }
  // A fact's number only grows; what it did to the room follows with the same one.
  const seqs = host.heard.filter(({ ev, seq }) => seq !== undefined && ev !== 'snapshot').map(({ seq }) => seq);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
  await Promise.all([host, phone].map((socket) => socket.end()));

  // The last two: the store goes and comes back, and the server stops.
  const other = await Server.start();
  try {
    const there = await makeRoom(other, await owner(other));
    const guest = await Socket.hello(other, there.code, await device(other));
    process.kill(Number(/redis\.started .*pid=(\d+)/.exec(other.log)[1]), 'SIGKILL');
    await guest.event('store', ({ up }) => up === false);
    const down = await guest.ask('room.enter', { room: there.code, passcode: 'none' });
    if (down.err) assert.equal(down.err.code, 'try_again');
    shape(await guest.event('store', ({ up }) => up === true), ['ev', 'up', 'full']);
    seen.events.add('store');
    const stopped = other.term();
    shape(await guest.event('bye'), ['ev', 'again_ms']);
    seen.events.add('bye');
    assert.equal((await guest.gone()).code, 1001);
    assert.equal(await stopped, 0);
  } finally { await other.end(); }
  assert.deepEqual([...seen.events].sort(), [...EVENTS].sort());
});

test('every error is provoked with its status, on HTTP and on the socket alike', async () => {
  const room = await makeRoom(server, token);
  const guest = await device(server);
  const open = await room.add(SINGLE);
  const draft = await room.add(SINGLE);
  const final = await room.add({ ...SINGLE, change: false });
  await room.move(open, 'open');
  await room.move(final, 'open');
  const cast = (question, more = {}, bearer = guest) => callHttp(room, 'cast',
    { question, round: 1, n: 1, ballot: { options: [0] }, ...more }, bearer);
  const raw = (body, headers = {}) => http(server, '/api/v1/device.create', {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body,
  }).then((reply) => ({ status: reply.status, ...JSON.parse(reply.text) }));

  await refused('malformed', await raw('{"a":1,"a":2}'));
  await refused('malformed', await raw('[]'));
  await refused('bad_request', await raw('{}', { host: 'two hosts' }));
  await refused('too_big', await raw(' '.repeat(9000)));
  await refused('header_too_big', await raw('{}', { 'user-agent': 'x'.repeat(5000) }));
  await refused('unsupported_type', await raw('{}', { 'content-type': 'text/plain' }));
  await refused('bad_origin', await raw('{}', { cookie: 'clameur=x', origin: 'http://elsewhere.test' }));
  const got = await http(server, '/api/v1/device.create');
  await refused('method_not_allowed', { status: got.status, ...JSON.parse(got.text) });
  await refused('unknown_command', await post(server, 'room.paint', {}, token));
  assert.equal((await refused('bad_field', await cast(open, { colour: 1 }))).field, 'colour');
  assert.equal((await refused('bad_text', await callHttp(room, 'question.add',
    { id: 'zz', def: { ...SINGLE, title: '' } }))).field, 'def.title');
  await refused('bad_ballot', await cast(open, { ballot: { options: [7] } }));
  await refused('bad_token', await post(server, 'hello', { room: room.code }, 'nonsense'));
  await refused('forbidden', await post(server, 'room.list', {}, guest));
  await refused('not_found', await cast('nothing'));
  await refused('not_found', await cast(draft)); // Nobody who votes hears of a draft.
  const over = await room.add(SINGLE);
  await room.move(over, 'open');
  await room.move(over, 'close');
  await refused('closed', await cast(over));
  await refused('round_over', await cast(open, { round: 9 }));
  assert.equal((await cast(open)).ok.n, 1);
  const stale = await refused('stale', await cast(open, { ballot: { options: [1] } }));
  assert.deepEqual([stale.n, stale.ballot], [1, { options: [0] }]);
  await cast(final);
  await refused('final', await cast(final, { n: 2, ballot: { options: [1] } }));
  await refused('wrong_move', await callHttp(room, 'question.move',
    { question: draft, version: room.version(draft), move: 'reveal' }));
  await refused('exists', await callHttp(room, 'question.add', { id: draft, def: { ...SINGLE, title: 'Another' } }));
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  await must(server, 'link.exchange', { secret }, await device(server));
  await refused('link_spent', await post(server, 'link.exchange', { secret }, guest));
  for (let n = 4; n < 64; n++) await room.add(SINGLE);
  assert.equal((await refused('limit_reached', await callHttp(room, 'question.add',
    { id: newId('q'), def: SINGLE }))).limit, 'questions');
  seen.limits.add('questions');

  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  await room.call('room.update', { rev: snapshot.room.rev, access: 'passcode', passcode: 'summer' });
  await refused('passcode', await post(server, 'hello', { room: room.code }, await device(server)));
  await refused('wrong_passcode', await post(server, 'room.enter', { room: room.code, passcode: 'winter' }, guest));

  const socket = new Socket(server);
  await socket.opened;
  const early = await socket.ask('link.list', {});
  assert.ok(['hello_first', 'bad_token'].includes(early.err.code));
  await refused('hello_first', { status: 409, ...await (async () => {
    const known = new Socket(server, { headers: { cookie: (await http(server, '/')).headers['set-cookie'][0].split(';')[0], origin: server.origin } });
    await known.opened;
    const answer = await known.ask('link.list', {});
    await known.end();
    return answer;
  })() });
  assert.equal((await socket.raw('not json')).err.code, 'malformed');
  const answers = await Promise.all(Array.from({ length: 60 }, () => socket.ask('device.create')));
  const fast = answers.find(({ err }) => err)?.err;
  assert.ok(fast?.again_ms > 0);
  await refused('too_many', { status: 429, err: fast });
  seen.limits.add('commands_per_s');
  await socket.end();

  const { connect } = await import('node:net');
  const late = await new Promise((resolve, reject) => {
    let text = '';
    connect(server.port, server.host).on('error', reject).on('data', (bytes) => { text += bytes; })
      .on('close', () => resolve(text))
      .write('POST /api/v1/device.create HTTP/1.1\r\nHost: ' + `${server.host}:${server.port}`
        + '\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
  });
  await refused('timeout', { status: Number(late.split(' ')[1]), ...JSON.parse(late.slice(late.indexOf('\r\n\r\n'))) });

  const expected = [...ERRORS.keys()].filter((code) => !ELSEWHERE[code]);
  assert.deepEqual(expected.filter((code) => !seen.errors.has(code)), []);
});

test('each limit that is cheap to meet is met at its edge', async () => {
  const room = await makeRoom(server, token);
  const number = (name) => Number(/\d+/.exec(LIMITS.get(name).replace(/,/g, ''))[0]);
  const add = (def) => callHttp(room, 'question.add', { id: newId('q'), def: { ...SINGLE, ...def } });
  const edge = async (name, n, send, code) => {
    const fits = await send(n);
    assert.ok(fits.ok, `${name}: ${n} is refused: ${JSON.stringify(fits.err)}`);
    await refused(code, await send(n + 1));
    seen.limits.add(name);
  };
  const options = (n) => Array.from({ length: n }, (_, at) => `Option ${at}`);
  await edge('title_chars', number('title_chars'), (n) => add({ title: 'é'.repeat(n) }), 'bad_text');
  await edge('title_chars', 1200, (n) => add({ title: '👩‍👩‍👧‍👦'.repeat(48) + 'x'.repeat(n - 48 * 25) }), 'bad_text');
  await edge('option_chars', number('option_chars'), (n) => add({ options: ['a', 'b'.repeat(n)] }), 'bad_text');
  await edge('options', number('options'), (n) => add({ options: options(n) }), 'bad_field');
  await edge('label_chars', number('label_chars'),
    (n) => callHttp(room, 'link.create', { role: 'stage', label: 'x'.repeat(n) }), 'bad_text');
  await edge('label_chars', 40, (n) => callHttp(room, 'question.add', {
    id: newId('q'), def: { kind: 'scale', title: 'How?', from: 1, to: 5, low: 'x'.repeat(n) },
  }), 'bad_text');
  await edge('id_bytes', 16, (n) => callHttp(room, 'question.add', { id: `z${'y'.repeat(n - 1)}`, def: SINGLE }), 'bad_field');
  await edge('message_bytes', number('message_bytes'), (n) => post(server, 'device.create', `{}${' '.repeat(n - 2)}`), 'too_big');
  await edge('passcode_chars', 40, async (n) => {
    const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
    return callHttp(room, 'room.update', { rev: snapshot.room.rev, passcode: 'x'.repeat(n) });
  }, 'bad_text');
  const nested = (levels) => post(server, 'cast', `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`, token);
  assert.equal((await nested(number('json_depth'))).err.code, 'bad_field');
  await refused('malformed', await nested(number('json_depth') + 1));
  seen.limits.add('json_depth');
  const header = (bytes) => http(server, '/healthz', { headers: { 'user-agent': 'x'.repeat(bytes) } });
  assert.equal((await header(number('header_bytes') - 300)).status, 200);
  assert.equal((await header(number('header_bytes'))).status, 431);
  seen.limits.add('header_bytes');
  assert.deepEqual([...LIMITS.keys()].filter((name) => !LIMITS_ELSEWHERE[name] && !seen.limits.has(name)), []);
});
