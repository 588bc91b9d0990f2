/* SPDX-License-Identifier: Apache-2.0 */
/* Every error of docs/PROTOCOL.md is provoked on a running server: over HTTP with its status, over a
 * WebSocket too where one can meet it, and with the details that the page promises. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { DRAWING_MS, locked } from '../lib/pdfs.mjs';
import { ERRORS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const IN_ROOM = /^(cast|room\.(update|export)|question\..*|link\.(create|list|revoke)|(board|idea|image|points|me|words|theme)\..*)$/;
/** Errors of one road only, or of another test. */
const NOT_OVER_HTTP = new Set(['hello_first', 'internal', 'going_away']);
const NOT_OVER_SOCKET = new Set(['bad_request', 'header_too_big', 'unsupported_type', 'method_not_allowed', 'bad_origin',
  'timeout', 'internal', 'going_away', 'bad_pdf', 'locked_pdf']);
const seen = { http: new Set(), socket: new Set() };
let server;
let token;

before(async () => { server = await Server.start({ workers: 1 }); token = await owner(server); });
after(() => server?.end());

function refused(road, code, { status, err }) {
  assert.equal(err?.code, code, `${code} over ${road}`);
  assert.equal(typeof err.text, 'string');
  if (road === 'http') assert.equal(status, ERRORS.get(code), `status of ${code}`);
  seen[road].add(code);
  return err;
}

/** One person on both roads. */
class Person {
  static async come(room, bearer, fields = {}) {
    const person = new Person();
    const socket = await Socket.hello(server, room.code, bearer, fields);
    return Object.assign(person, { room, bearer, socket });
  }

  /** The same error, with the same details, over both. */
  async isRefused(code, cmd, fields, details = {}) {
    const body = { ...(IN_ROOM.test(cmd) && { room: this.room.code }), ...fields };
    const overHttp = refused('http', code, await post(server, cmd, body, this.bearer));
    const overSocket = refused('socket', code, await this.socket.ask(cmd, fields));
    const { text } = overHttp;
    assert.deepEqual(overHttp, { code, text, ...details });
    assert.deepEqual(overSocket, { code, text, ...details });
  }
}

const raw = async (body, headers = {}) => {
  const reply = await http(server, '/api/v1/device.create', {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body,
  });
  return { status: reply.status, ...JSON.parse(reply.text) };
};

test('a ballot is refused on both roads alike', async () => {
  const room = await makeRoom(server, token);
  const [open, final, over] = [await room.add(SINGLE), await room.add({ ...SINGLE, change: false }), await room.add(SINGLE)];
  const draft = await room.add(SINGLE);
  for (const question of [open, final, over]) await room.move(question, 'open');
  await room.move(over, 'close');
  const guest = await Person.come(room, await device(server));
  const ballot = { options: [0] };
  const cast = (question, more = {}) => ['cast', { question, round: 1, n: 1, ballot, ...more }];
  const refuses = (code, [cmd, fields], details) => guest.isRefused(code, cmd, fields, details);

  await refuses('bad_field', cast(open, { colour: 1 }), { field: 'colour' });
  await refuses('bad_ballot', cast(open, { ballot: { options: [7] } }), { field: 'ballot' });
  await refuses('not_found', cast('nothing'));
  await refuses('not_found', cast(draft)); // Nobody who votes hears of a draft.
  await refuses('closed', cast(over));
  await refuses('round_over', cast(open, { round: 9 }), { round: 1 });
  for (const question of [open, final]) await guest.socket.send(...cast(question));
  await refuses('stale', cast(open, { ballot: { options: [1] } }), { n: 1, ballot });
  await refuses('final', cast(final, { n: 2, ballot: { options: [1] } }), { n: 1, ballot });
  await guest.socket.end();
});

test('what a host does is refused on both roads alike', async () => {
  const room = await makeRoom(server, token);
  const host = await Person.come(room, token, { view: 'host' });
  const guest = await Person.come(room, await device(server));
  const draft = await room.add(SINGLE);
  const { snapshot: { room: record, questions: [question] } } = await must(server, 'hello', { room: room.code, view: 'host' }, token);

  await host.isRefused('unknown_command', 'room.paint', {});
  await host.isRefused('bad_text', 'question.add', { id: 'zz', def: { ...SINGLE, title: '' } }, { field: 'def.title' });
  await host.isRefused('wrong_move', 'question.move', { question: draft, version: 1, move: 'reveal' });
  await host.isRefused('stale', 'question.move', { question: draft, version: 9, move: 'open' }, { record: question });
  await host.isRefused('stale', 'question.update', { question: draft, version: 9, def: SINGLE }, { record: question });
  await host.isRefused('stale', 'question.remove', { question: draft, version: 9 }, { record: question });
  await host.isRefused('stale', 'room.update', { rev: 99, current: null }, { record });
  const grey = { page: '#ffffff', text: '#dddddd', accent: '#0000c8', options: Array(6).fill('#0000c8') };
  await host.isRefused('contrast', 'theme.look', { theme: { light: grey } }, { field: 'theme.light.text', nearest: '#707070' });
  await host.isRefused('exists', 'question.add', { id: draft, def: { ...SINGLE, title: 'Another' } });
  const { code: tried } = await must(server, 'rehearsal.begin', { room: room.code, id: 'try' }, token);
  const trial = await Person.come({ code: tried }, token, { view: 'host' });
  await trial.isRefused('rehearsal', 'room.export', { what: 'results', format: 'csv' });
  await trial.socket.end();
  await guest.isRefused('forbidden', 'room.list', {});
  await guest.isRefused('forbidden', 'link.list', {});
  for (let n = 1; n < 64; n++) await room.add(SINGLE);
  await host.isRefused('limit_reached', 'question.add', { id: newId('q'), def: SINGLE }, { limit: 'questions' });
  await Promise.all([host, guest].map(({ socket }) => socket.end()));
});

test('what happens to boards and ideas is refused on both roads alike', async () => {
  const room = await makeRoom(server, token);
  const host = await Person.come(room, token, { view: 'host' });
  const guest = await Person.come(room, await device(server));
  const board = 'wishes';
  const def = { kind: 'ideas', title: 'Wishes', supports: 1, ideas: 2, names: 'none' };
  await host.socket.send('board.add', { id: board, def });
  await guest.isRefused('not_found', 'idea.list', { board }); // Nobody else hears of a draft.
  await guest.isRefused('not_found', 'idea.post', { board, id: 'tent', title: 'A tent' });
  await host.socket.send('board.move', { board, version: 1, phase: 'open' });
  const { snapshot: { boards: [record] } } = await must(server, 'hello', { room: room.code, view: 'host' }, token);

  await host.socket.send('board.add', { id: 'over', def });
  await host.socket.send('board.move', { board: 'over', version: 1, phase: 'decide' });
  await host.isRefused('closed', 'idea.post', { board: 'over', id: 'tent', title: 'A tent' });
  await host.socket.send('board.remove', { board: 'over', version: 2 });
  await host.isRefused('stale', 'board.move', { board, version: 9, phase: 'show' }, { record });
  await host.isRefused('stale', 'board.update', { board, version: 9, def }, { record });
  await host.isRefused('stale', 'board.remove', { board, version: 9 }, { record });
  await host.isRefused('exists', 'board.add', { id: board, def: { ...def, title: 'Others' } });
  await host.isRefused('bad_field', 'board.move', { board, version: 2, phase: 'draft' }, { field: 'phase' });
  await host.isRefused('bad_field', 'board.update', { board, version: 2, def: { ...def, kind: 'products' } }, { field: 'def.kind' });
  await host.isRefused('bad_text', 'board.add', { id: 'b', def: { ...def, title: '' } }, { field: 'def.title' });
  await host.isRefused('bad_field', 'idea.answer', { board, idea: 'tent', version: 1, status: 'merged' }, { field: 'status' });

  const idea = { board, title: 'A tent' };
  await guest.socket.send('idea.post', { ...idea, id: 'tent' });
  await guest.isRefused('exists', 'idea.post', { board, id: 'tent', title: 'Another' });
  await guest.isRefused('bad_text', 'idea.post', { board, id: 'a', title: '\u200b' }, { field: 'title' });
  await guest.isRefused('bad_field', 'idea.post', { ...idea, id: 'a', name: 'Anna' }, { field: 'name' });
  await guest.isRefused('bad_field', 'idea.post', { ...idea, id: 'a', tags: [0] }, { field: 'tags' });
  await guest.socket.send('idea.post', { ...idea, id: 'pool' });
  await guest.isRefused('spent', 'idea.post', { ...idea, id: 'third' });
  await guest.socket.send('idea.support', { board, idea: 'tent', n: 2, on: true });
  await guest.isRefused('spent', 'idea.support', { board, idea: 'pool', n: 1, on: true }, { n: 0, on: false });
  await guest.isRefused('stale', 'idea.support', { board, idea: 'tent', n: 1, on: false }, { n: 2, on: true });
  await guest.isRefused('not_found', 'idea.support', { board, idea: 'none', n: 1, on: true }, { n: 0, on: false });
  await guest.isRefused('stale', 'idea.edit', { ...idea, idea: 'tent', version: 9 });
  await host.isRefused('forbidden', 'idea.edit', { ...idea, idea: 'tent', version: 1 });
  await host.isRefused('forbidden', 'idea.withdraw', { board, idea: 'tent', version: 1 });
  await guest.isRefused('forbidden', 'idea.check', { board, idea: 'tent', version: 1, state: 'hidden' });
  await guest.socket.send('idea.withdraw', { board, idea: 'pool', version: 1 });
  await host.isRefused('wrong_move', 'idea.check', { board, idea: 'pool', version: 2, state: 'shown' });
  await host.isRefused('bad_image', 'idea.post', { ...idea, id: 'photo', images: [{ id: 'nothing', alt: 'A tent' }] });
  const { ban } = await host.socket.send('room.ban', { board, idea: 'tent' });
  await guest.isRefused('banned', 'idea.post', { ...idea, id: 'fourth' });
  await host.socket.send('room.unban', { ban });
  await host.socket.send('words.set', { list: 'fr', on: true, words: ['zut'] });
  await guest.isRefused('word', 'me.name', { name: 'Zut' }, { field: 'name' });
  await host.isRefused('bad_text', 'words.set', { list: 'fr', on: true, words: ['***'] }, { field: 'words' });
  await host.socket.send('idea.post', { ...idea, id: 'tarp' });
  await guest.isRefused('forbidden', 'idea.group', { board, idea: 'tarp', version: 1, group: null });
  await host.isRefused('bad_field', 'idea.group', { board, idea: 'tarp', version: 1, group: 0 }, { field: 'group' });
  await host.isRefused('not_found', 'idea.group', { board, idea: 'none', version: 1, group: null });
  await host.isRefused('stale', 'idea.group', { board, idea: 'tarp', version: 9, group: null });
  await host.socket.send('board.add', { id: 'ruled', def: { kind: 'ideas', title: 'Ruled', rules: 'Be kind.' } });
  await host.socket.send('board.move', { board: 'ruled', version: 1, phase: 'open' });
  await guest.isRefused('rules', 'idea.post', { board: 'ruled', id: 'tent', title: 'A tent' });
  await host.socket.send('board.remove', { board: 'ruled', version: 2 });
  await guest.isRefused('forbidden', 'idea.merge', { board, idea: 'tarp', version: 1, into: 'tent' });
  await guest.isRefused('bad_field', 'idea.merge', { board, idea: 'tent', version: 1, into: 'tent' }, { field: 'into' });
  await host.isRefused('wrong_move', 'idea.merge', { board, idea: 'tarp', version: 1, into: 'pool' });
  await host.isRefused('wrong_move', 'idea.unmerge', { board, idea: 'tarp', version: 1 });
  await host.socket.send('idea.merge', { board, idea: 'tarp', version: 1, into: 'tent' });
  await guest.isRefused('merged', 'idea.support', { board, idea: 'tarp', n: 1, on: true }, { into: 'tent' });
  await host.isRefused('merged', 'idea.merge', { board, idea: 'tent', version: 2, into: 'tarp' }, { into: 'tent' });
  await host.isRefused('merged', 'idea.answer', { board, idea: 'tarp', version: 2, status: 'read' }, { into: 'tent' });
  await host.socket.send('board.move', { board, version: 2, phase: 'closed' });
  await guest.isRefused('closed', 'idea.support', { board, idea: 'tent', n: 3, on: false }, { n: 2, on: true });
  for (let n = 1; n < 8; n++) await host.socket.send('board.add', { id: newId('b'), def });
  await host.isRefused('limit_reached', 'board.add', { id: newId('b'), def }, { limit: 'boards' });
  await Promise.all([host, guest].map(({ socket }) => socket.end()));
});

test('what is about points, or oneself, is refused on both roads alike', async () => {
  const room = await makeRoom(server, token);
  const host = await Person.come(room, token, { view: 'host' });
  const guest = await Person.come(room, await device(server));
  const select = { id: 'best', period: 'all', n: 3 };
  await host.socket.send('points.select', select);
  await host.isRefused('exists', 'points.select', { ...select, n: 4 });
  await host.isRefused('bad_field', 'points.select', { ...select, period: 'month' }, { field: 'period' });
  await host.isRefused('bad_field', 'points.select', { ...select, ties: 'perhaps' }, { field: 'ties' });
  for (const period of ['', '2026', '2026-13', '2026-00', '1999-01', '2026-1 ', 'ALL']) {
    await guest.isRefused('bad_field', 'points.board', { period }, { field: 'period' });
  }
  for (const upto of ['', '-', '1', '1-', '-1', '1-x', '99999999999999999999-0', '(1-1', '+']) {
    await guest.isRefused('bad_field', 'me.look', { upto }, { field: 'upto' });
  }
  for (const after of ['tent', '179200000tent', '1792000000', '1792000000T T']) {
    await guest.isRefused('bad_field', 'me.supports', { board: 'wishes', after }, { field: 'after' });
  }
  await guest.isRefused('bad_text', 'me.name', { name: 'x'.repeat(41) }, { field: 'name' });
  await guest.isRefused('forbidden', 'points.log', {});
  const points = (value) => ({ rev: 1, settings: { title: 'Points', points: value } });
  await host.isRefused('bad_field', 'room.update', points([]), { field: 'settings.points' });
  await host.isRefused('bad_field', 'room.update', points({ idea: -1 }), { field: 'points.idea' });
  await host.isRefused('bad_field', 'room.update', points({ gold: 1 }), { field: 'points.gold' });
  await Promise.all([host, guest].map(({ socket }) => socket.end()));
});

test('who may not come in is refused on both roads alike', async () => {
  const [room, locked, closed] = [await makeRoom(server, token), await makeRoom(server, token), await makeRoom(server, token)];
  await locked.call('room.update', { rev: 1, access: 'passcode', passcode: 'summer' });
  await closed.call('room.update', { rev: 1, access: 'invited' });
  const guest = await Person.come(room, await device(server));
  const { secret } = await room.call('link.create', { role: 'host', label: '' });
  await must(server, 'link.exchange', { secret }, await device(server));

  await guest.isRefused('link_spent', 'link.exchange', { secret });
  await guest.isRefused('passcode', 'hello', { room: locked.code });
  await guest.isRefused('invitation', 'hello', { room: closed.code });
  await guest.isRefused('wrong_passcode', 'room.enter', { room: locked.code, passcode: 'winter' });
  await guest.isRefused('not_found', 'hello', { room: '222222' });
  await guest.isRefused('bad_token', 'hello', { room: room.code, token: 'nonsense' });
  refused('http', 'bad_token', await post(server, 'hello', { room: room.code }, 'nonsense'));
  await guest.socket.end();

  const early = new Socket(server, { headers: { authorization: `Bearer ${await device(server)}` } });
  await early.opened;
  refused('socket', 'hello_first', await early.ask('link.list'));
  await early.end();
});

test('what is no command is refused before anything looks at it', async () => {
  const socket = new Socket(server);
  await socket.opened;
  const hears = async (code, bytes, options) => {
    const answer = await socket.raw(bytes, options);
    assert.equal(answer.re, null);
    refused('socket', code, answer);
  };
  for (const text of ['{"mid":1,"mid":1}', '[]', 'not json', '{"mid":1}x', '"\ud800"', '']) {
    refused('http', 'malformed', await raw(text));
    await hears('malformed', text);
  }
  await hears('malformed', Buffer.from('{"mid":1,"cmd":"device.create"}'), { binary: true });
  refused('http', 'too_big', await raw(' '.repeat(8193)));
  await hears('too_big', ' '.repeat(8193));
  await socket.end();

  refused('http', 'bad_request', await raw('{}', { host: 'two hosts' }));
  refused('http', 'header_too_big', await raw('{}', { 'user-agent': 'x'.repeat(5000) }));
  refused('http', 'unsupported_type', await raw('{}', { 'content-type': 'text/plain' }));
  refused('http', 'bad_origin', await raw('{}', { cookie: 'clameur=x', origin: 'http://elsewhere.test' }));
  const got = await http(server, '/api/v1/device.create');
  refused('http', 'method_not_allowed', { status: got.status, ...JSON.parse(got.text) });
});

test('a store that is away or full is told on both roads, and is well again', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(SINGLE);
  await room.move(question, 'open');
  const guest = await Person.come(room, await device(server));
  const cast = { question, round: 1, n: 1, ballot: { options: [0] } };

  server.signalRedis('SIGSTOP');
  const late = [guest.socket.ask('cast', cast), post(server, 'cast', { room: room.code, ...cast }, guest.bearer)];
  const [overSocket, overHttp] = await Promise.all(late).finally(() => server.signalRedis('SIGCONT'));
  refused('socket', 'try_again', overSocket);
  refused('http', 'try_again', overHttp);
  await guest.socket.event('store', ({ up }) => up);

  await server.giveMemory(1);
  await guest.isRefused('store_full', 'cast', { ...cast, n: 2 });
  await guest.socket.event('store', ({ full }) => full);
  const told = guest.socket.heard.length;
  await server.giveMemory(0);
  await guest.socket.until(() => guest.socket.heard.slice(told).find(({ ev, full }) => ev === 'store' && !full), 'a store that is well');
  assert.equal((await guest.socket.send('cast', { ...cast, n: 3 })).state, 'counted');
  await guest.socket.end();
});

test('a PDF is refused where it is sent', async () => {
  const room = await makeRoom(server, token);
  for (const [code, body] of [['bad_pdf', Buffer.from('no PDF')], ['locked_pdf', locked]]) {
    const { path } = await room.call('deck.ticket', { id: newId('d') });
    const { status, text } = await http(server, path, { method: 'POST', body, wait: DRAWING_MS });
    assert.equal(refused('http', code, { status, ...JSON.parse(text) }).page, 1);
  }
});

test('every error of the page was met on each road that it has', () => {
  // The last: too_many is met in limits.test.mjs, timeout in its own time there, going_away in examples.test.mjs.
  const unmet = (road, not) => [...ERRORS.keys()].filter((code) => !seen[road].has(code) && !not.has(code));
  assert.deepEqual(unmet('http', NOT_OVER_HTTP), ['too_many', 'timeout']);
  assert.deepEqual(unmet('socket', NOT_OVER_SOCKET), ['too_many']);
});
