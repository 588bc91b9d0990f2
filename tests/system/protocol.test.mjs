/* SPDX-License-Identifier: Apache-2.0 */
/* docs/PROTOCOL.md against a running server: its tables are read, and every command and event named
 * there is seen for real, in its shape. Errors, limits and examples have files of their own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { png } from '../lib/pictures.mjs';
import { COMMANDS, EVENTS, MOVES } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const seen = { commands: new Set(), overHttp: new Set(), events: new Set() };
let server;
let token;

before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

const shape = (value, keys) => assert.deepEqual(Object.keys(value).sort(), [...keys].sort());

/** A command on both roads; `fields` may differ between them, as ids are taken once. */
async function both(socket, room, bearer, cmd, fields, keys) {
  const inRoom = !['hello', 'space.theme', 'space.origins', 'room.create', 'room.list', 'room.delete', 'room.enter', 'link.exchange', 'device.create'].includes(cmd);
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

test('every command, over a WebSocket and over HTTP, answers in the documented shape', async () => {
  const room = await makeRoom(server, token);
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const run = (cmd, fields, keys) => both(host, room, token, cmd, fields, keys);
  const ids = [newId('a'), newId('b')];
  const version = [1, 1];
  const question = (more = () => ({})) => (at) => ({ question: ids[at], version: version[at], ...more(at) });

  seen.commands.add('hello');
  const HELLO = ['room', 'role', 'epoch', 'seq', 'resumed', 'now', 'keeps', 'replicas'];
  shape(host.room, HELLO);
  const whole = await must(server, 'hello', { room: room.code }, token);
  shape(whole, [...HELLO, 'snapshot', 'you', 'tallies']);
  seen.overHttp.add('hello');

  await run('device.create', () => ({}), ['token']);
  await run('room.list', () => ({}), ['rooms']);
  await run('question.add', (at) => ({ id: ids[at], def: SINGLE }), ['version']);
  await run('question.update', question(() => ({ def: { ...SINGLE, title: 'Better?' } })), ['version']);
  version.fill(2);
  await run('question.place', (at) => ({ question: ids[at], place: 0 }), []);
  for (const move of [...MOVES, 'restore', 'reopen']) {
    const answers = await run('question.move', question(() => ({ move })), ['state', 'round', 'version']);
    answers.forEach((answer, at) => { version[at] = answer.version; });
  }
  await run('cast', (at) => ({ question: ids[at], round: 1, n: 1, ballot: { options: [at] } }), ['state', 'n', 'rev']);
  await run('question.export', (at) => ({ question: ids[at], what: 'counts', format: 'csv' }), ['path']);
  await run('room.export', () => ({ what: 'results', format: 'json' }), ['path']);
  const [by, of] = await Promise.all([{ kind: 'segment', title: 'You are…', options: ['Buyer', 'User'] }, SINGLE].map((def) => room.add(def)));
  for (const id of [by, of]) for (const move of ['open', 'close']) await room.move(id, move);
  await run('question.split', () => ({ question: of, by }), ['groups']);
  await run('dash.read', () => ({ since: 0 }), ['now', 'began', 'start', 'end', 'step', 'columns', 'rows', 'waits']);
  await run('dash.curve', () => ({ question: of }), ['now', 'round', 'step', 'rows']);
  const order = { kind: 'ranking', title: 'In which order?', options: ['Red', 'Blue'] };
  const ranked = await Promise.all([room.add(order), room.add(order)]);
  for (const id of ranked) for (const move of ['open', 'close']) await room.move(id, move);
  await run('question.count', (at) => ({ question: ranked[at], method: 'condorcet' }), ['ballots', 'outcome', 'best', 'rather']);
  const twice = await Promise.all([room.add({ kind: 'single', title: 'Twice?', options: ['Red', 'Blue'] }), room.add({ kind: 'multiple', title: 'Twice?', options: ['Red', 'Blue'] })]);
  for (const id of twice) for (const move of ['open', 'close', 'again', 'close']) await room.move(id, move);
  await run('question.shift', () => ({ question: twice[0] }), ['before', 'round', 'both', 'voters', 'counts', 'moves']);
  const quiz = await room.add({ kind: 'quiz', title: 'Which?', options: ['Red', 'Blue'], right: [1] });
  for (const move of ['open', 'reveal']) await room.move(quiz, move);
  await run('quiz.board', () => ({ question: quiz }), ['questions', 'players', 'own', 'places']);
  const cloud = await Promise.all([room.add({ kind: 'words', title: 'Which?' }), room.add({ kind: 'words', title: 'Which?' })]);
  for (const id of cloud) await room.move(id, 'open');
  await run('cast', (at) => ({ question: cloud[at], round: 1, n: 1, ballot: { words: ['Sea'] } }), ['state', 'n', 'rev']);
  await run('cloud.list', (at) => ({ question: cloud[at] }), ['rev', 'words', 'different', 'others', 'list']);
  await run('cloud.hide', (at) => ({ question: cloud[at], word: 'Sea', hide: true }), []);
  await run('question.remove', question(), []);
  const tried = await run('rehearsal.begin', (road) => ({ id: `try${road}` }), ['code', 'secret']);
  const trial = await Socket.hello(server, tried[0].code, token, { view: 'host' });
  shape((await trial.ask('rehearsal.end', {})).ok, []);
  shape(await must(server, 'rehearsal.end', { room: tried[1].code }, token), []);
  seen.commands.add('rehearsal.end');
  seen.overHttp.add('rehearsal.end');
  for (const { invites } of await run('invite.add', (road) => ({ id: `road${road}`, labels: ['Anna'] }), ['invites'])) shape(invites[0], ['number', 'secret']);
  for (const { invites } of await run('invite.list', () => ({}), ['total', 'used', 'revoked', 'more', 'invites'])) {
    shape(invites[0], ['number', 'label', 'created', 'used', 'revoked']);
  }
  await run('invite.revoke', (road) => ({ number: road + 1 }), ['revoked']);
  const links = await run('link.create', () => ({ role: 'stage', label: 'Hall' }), ['link', 'secret']);
  await run('link.list', () => ({}), ['links']);
  await run('link.exchange', (at) => ({ secret: links[at].secret }), ['role', 'room']);
  await run('link.revoke', (at) => ({ link: links[at].link }), []);
  const kiosk = await device(server);
  const enrol = (secret) => must(server, 'link.exchange', { secret }, kiosk);
  const { link: door, secret: doorSecret } = await room.call('link.create', { role: 'kiosk', label: 'Door', place: 'Hall' });
  await enrol(doorSecret);
  const DEVICE = ['id', 'name', 'place', 'set', 'made', 'seen', 'version', 'waiting', 'refused', 'shows', 'people', 'votes', 'flagged', 'revoked'];
  const SET = ['show', 'attract', 'idle', 'warn', 'cooldown', 'badge', 'reload'];
  for (const { device: told } of await run('device.set', () => ({ device: door, place: 'Door' }), ['device'])) {
    shape(told, DEVICE);
    shape(told.set, [...SET, 'pin']);
  }
  for (const { devices } of await run('device.list', () => ({}), ['devices'])) shape(devices[0], DEVICE);
  const shown = await Socket.hello(server, room.code, kiosk, { view: 'kiosk' });
  const said = { version: '1', waiting: 0, refused: 0, shows: null };
  for (const { device: told } of await both(shown, room, kiosk, 'device.report', () => said, ['device'])) {
    shape(told, ['id', 'name', 'place', 'set', 'badge_key']);
    shape(told.set, [...SET, 'pin_hash']);
  }
  await run('device.revoke', () => ({ device: door }), []);
  await shown.gone();
  let rev = (await must(server, 'hello', { room: room.code }, token)).snapshot.room.rev;
  await run('room.update', () => ({ rev: rev++, settings: { title: `Title ${rev}`, lang: 'en', reactions: true, blank: false, hide_people: false } }), ['rev']);
  await run('react', () => ({ reaction: 'heart' }), []);
  await run('theme.look', () => ({}), []);
  await run('space.theme', () => ({}), ['theme']);
  await run('space.origins', () => ({}), ['origins']);
  await run('room.enter', () => ({ room: room.code, passcode: 'whatever' }), ['role']);
  const ideas = await Socket.hello(server, room.code, token, { view: 'host' });
  await runIdeas(ideas, room);
  await ideas.end();
  const hooks = [newId('w'), newId('w')];
  await run('hook.add', (at) => ({ id: hooks[at], url: 'https://example.org/', events: ['gate'] }), ['secret']);
  await run('hook.list', () => ({}), ['hooks']);
  await run('hook.log', (at) => ({ hook: hooks[at] }), ['log']);
  await run('hook.test', (at) => ({ hook: hooks[at] }), []);
  await run('hook.remove', (at) => ({ hook: hooks[at] }), []);
  await runGroups(room);
  await runPoints(room);
  const rooms = [newId('r'), newId('r')];
  await run('room.create', (at) => ({ id: rooms[at], settings: { title: 'Another', lang: 'fr', blank: false, hide_people: false } }), ['id', 'code']);
  await run('room.delete', (at) => ({ id: rooms[at] }), []);
  await host.end();
  assert.deepEqual([...seen.commands].sort(), [...COMMANDS].sort());
  // Over HTTP nobody has a screen that is told of changes.
  assert.deepEqual([...seen.overHttp, 'board.look'].sort(), [...COMMANDS].sort());
});

/** What people say of ideas, by the host of somebody else's. */
async function runTalk(room, boards) {
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const anna = await Socket.hello(server, room.code, await device(server));
  const at = (more) => (road) => ({ board: boards[road], ...more });
  const run = (cmd, fields, keys) => both(host, room, token, cmd, at(fields), keys);
  const COMMENT = ['version', 'state', 'number'];
  for (const board of boards) {
    await anna.send('idea.post', { board, id: 'swing', title: 'A swing' });
    await anna.send('comment.post', { board, idea: 'swing', id: 'yes', text: 'Yes' });
  }
  await run('comment.post', { idea: 'swing', id: 'own', text: 'Nice' }, COMMENT);
  await run('comment.like', { idea: 'swing', comment: 'yes', n: 1, on: true }, ['state', 'n', 'on', 'rev']);
  await run('comment.list', { idea: 'swing' }, ['rev', 'total', 'more', 'comments', 'aside']);
  await run('comment.report', { idea: 'swing', comment: 'yes', why: 'rude' }, []);
  await run('idea.report', { idea: 'swing', why: 'spam' }, []);
  await run('review.list', {}, ['total', 'things', 'next']);
  const bans = await run('room.ban', { idea: 'swing', comment: 'yes' }, ['ban']);
  await both(host, room, token, 'ban.list', () => ({}), ['bans']);
  await both(host, room, token, 'room.unban', (road) => ({ ban: bans[road].ban }), []);
  await both(host, room, token, 'log.list', () => ({ n: 5 }), ['log', 'more']);
  await both(host, room, token, 'words.set', () => ({ list: 'fr', on: true, words: ['zut'] }), ['n']);
  await both(host, room, token, 'words.list', () => ({}), ['lists']);
  await run('comment.check', { idea: 'swing', comment: 'yes', version: 1, state: 'hidden' }, COMMENT);
  await run('comment.withdraw', { idea: 'swing', comment: 'own' }, COMMENT);
  await Promise.all([host, anna].map((one) => one.end()));
}

/** The commands of boards and ideas, by the host; the board of each road is its own. */
async function runIdeas(host, room) {
  const run = (cmd, fields, keys) => both(host, room, token, cmd, fields, keys);
  const boards = [newId('b'), newId('b')];
  const def = { kind: 'ideas', title: 'Wishes', tags: ['Food'] };
  const at = (more) => (road) => ({ board: boards[road], ...more });
  const BOARD = ['version', 'phase'];
  const IDEA = ['version', 'state', 'status'];
  const CARD = ['id', 'version', 'state', 'status', 'supports', 'comments', 'number', 'at', 'tags', 'mine', 'n', 'on', 'words'];

  await run('board.add', (road) => ({ id: boards[road], def }), BOARD);
  await run('board.update', at({ version: 1, def: { ...def, about: 'What we want' } }), BOARD);
  await run('board.move', at({ version: 2, phase: 'open', closes_in: 60_000 }), BOARD);
  await run('idea.post', at({ id: 'tent', title: 'A tent', text: 'By the lake', tags: [0] }), IDEA);
  await run('idea.edit', at({ idea: 'tent', version: 1, title: 'A big tent', text: '', name: 'Anna', tags: [] }), IDEA);
  await run('idea.support', at({ idea: 'tent', n: 1, on: true }), ['state', 'n', 'on', 'rev']);
  await run('idea.opinion', at({ idea: 'tent', n: 1, good: true }), ['state', 'n', 'good', 'rev']);
  await run('idea.queue', at({}), ['ideas']);
  await run('idea.check', at({ idea: 'tent', version: 2, state: 'hidden', reason: 'A name' }), IDEA);
  await run('idea.answer', at({ idea: 'tent', version: 3, status: 'planned', answer: 'In May' }), IDEA);
  const pages = await run('idea.list', at({ order: 'new', mine: true, n: 5 }), ['rev', 'total', 'more', 'pending', 'ideas']);
  const reads = await run('idea.read', at({ ideas: ['tent'] }), ['ideas']);
  await run('idea.similar', at({ title: 'Tents' }), ['partial', 'ideas']);
  await run('idea.list', at({ search: 'tent' }), ['rev', 'total', 'more', 'pending', 'found', 'partial', 'ideas']);
  for (const { ideas } of [...pages, ...reads]) {
    shape(ideas[0], CARD);
    assert.deepEqual(ideas[0].words, { title: 'A big tent', name: 'Anna', reason: 'A name', answer: 'In May' });
  }
  for (const { history } of await run('idea.history', at({ idea: 'tent' }), ['history'])) {
    assert.deepEqual(history.map(({ what }) => what), ['posted', 'edited', 'state', 'answered', 'status']);
    history.forEach(({ from, to, ...entry }) => { shape(entry, ['at', 'what', 'by']); assert.equal(from === undefined, to === undefined); });
  }
  await run('idea.post', at({ id: 'tarp', title: 'A tarp' }), IDEA);
  await run('idea.check', at({ idea: 'tent', version: 4, state: 'shown' }), IDEA);
  await run('idea.merge', at({ idea: 'tarp', version: 1, into: 'tent' }), IDEA);
  for (const { ideas: [into, from] } of await run('idea.read', at({ ideas: ['tent', 'tarp'] }), ['ideas'])) {
    shape(into, [...CARD, 'with']);
    shape(from, [...CARD, 'into']);
    assert.deepEqual([into.with, from.into, from.status], [['tarp'], 'tent', 'merged']);
  }
  await run('idea.unmerge', at({ idea: 'tarp', version: 2 }), IDEA);
  await run('board.rules', at({}), ['version', 'rules']);
  shape(await host.send('board.look', at({ ideas: ['tent'] })(0)), []);
  seen.commands.add('board.look');
  const { err } = await post(server, 'board.look', { room: room.code, ...at({ ideas: [] })(1) }, token);
  assert.equal(err.code, 'hello_first');
  await runImages(run, at);
  await runDecks(run);
  await run('board.export', at({ what: 'supports', format: 'ndjson' }), ['path']);
  await run('board.import', at({ dry: true }), ['path']);
  await run('idea.withdraw', at({ idea: 'tent', version: 7 }), IDEA);
  await runTalk(room, boards);
  await run('board.remove', at({ version: 3 }), []);
}

/** A picture on each road. */
async function runImages(run, at) {
  const tickets = await run('image.ticket', at({ id: 'photo' }), ['path']);
  const images = await Promise.all(tickets.map(async ({ path }) =>
    JSON.parse((await http(server, path, { method: 'POST', body: png(20, 20) })).text).ok.image));
  const photo = (road) => ({ ...at({})(road), image: images[road], idea: 'photo' });
  await run('idea.post', (road) => ({ ...at({ id: 'photo', title: 'A photo' })(road), images: [{ id: images[road], alt: 'A lake' }] }),
    ['version', 'state', 'status']);
  await run('image.list', at({}), ['total', 'images']);
  await run('image.check', (road) => ({ ...photo(road), state: 'hidden' }), ['version']);
}

/** A deck of slides. */
async function runDecks(run) {
  const ids = [newId('d'), newId('d')];
  await run('deck.ticket', (road) => ({ id: ids[road] }), ['path']);
  await run('deck.stop', (road) => ({ id: ids[road] }), []);
}

/** What the host puts together. */
async function runGroups(room) {
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const boards = [newId('b'), newId('b')];
  const at = (fields) => (road) => ({ board: boards[road], ...fields });
  for (const board of boards) {
    await host.send('board.add', { id: board, def: { kind: 'ideas', title: 'Wishes', groups: ['By the lake'] } });
    await host.send('board.move', { board, version: 1, phase: 'open' });
    await host.send('idea.post', { board, id: 'tent', title: 'A tent' });
  }
  await both(host, room, token, 'idea.group', at({ idea: 'tent', version: 1, group: 0 }), ['version', 'state', 'status']);
  for (const board of boards) await host.send('board.remove', { board, version: 2 });
}

/** What gives points, and what concerns oneself. */
async function runPoints(room) {
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const run = (cmd, fields, keys) => both(host, room, token, cmd, fields, keys);
  const RULE = ['id', 'at', 'period', 'n', 'ties', 'upto', 'left_out'];
  await run('me.name', () => ({ name: 'Anna' }), []);
  await run('me.read', () => ({}), ['name', 'points', 'month', 'looked', 'supports', 'news']);
  await run('me.supports', () => ({ board: 'wishes', n: 5 }), ['supports', 'next']);
  await run('me.look', () => ({ upto: '0-0' }), []);
  await run('points.board', () => ({ period: 'month', skip: 0, n: 5 }), ['period', 'total', 'own', 'places']);
  await run('points.log', () => ({ n: 5 }), ['moves']);
  await run('points.select', (at) => ({ id: `s${at}`, period: 'all', n: 3, ties: 'out' }), [...RULE, 'chosen']);
  const lists = await run('points.selected', () => ({}), ['selections']);
  for (const { selections } of lists) selections.forEach((selection) => shape(selection, RULE));
  await host.end();
}

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
  const { rev } = (await must(server, 'hello', { room: room.code }, token)).snapshot.room;
  await host.send('room.update', { rev, settings: { title: 'Loud', reactions: true } });
  await phone.send('react', { reaction: 'clap' });
  await host.event('reactions', ({ sums }) => sums[1] === 1);
  const { secret } = await host.send('link.create', { role: 'kiosk', label: 'Door', place: '' });
  await must(server, 'link.exchange', { secret }, await device(server));
  await phone.event('device.changed');
  await boardEvents(host, phone);
  const FIELDS = {
    snapshot: ['epoch', 'seq', 'room', 'questions', 'boards', 'people'], you: ['role', 'ballots'],
    tally: ['epoch', 'question', 'round', 'rev', 'voters', 'counts'], voters: ['epoch', 'question', 'round', 'rev', 'voters'],
    ideas: ['epoch', 'board', 'rev', 'total', 'ideas'], 'board.removed': ['seq', 'id'],
    notice: ['entry', 'at', 'board', 'idea', 'what', 'status', 'state', 'mine'],
    people: ['n'], reactions: ['epoch', 'sums'], 'room.changed': ['seq', 'room'], 'question.removed': ['seq', 'id'],
  };
  for (const event of [...host.heard, ...phone.heard].filter(({ ev }) => ev)) {
    const more = event.ev === 'you' && event.role === 'owner' ? ['audits'] : [];
    shape(event, ['ev', ...(FIELDS[event.ev] ?? ['seq', event.ev.split('.')[0]]), ...more]);
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
    other.signalRedis('SIGKILL');
    await guest.event('store', ({ up }) => up === false);
    const down = await guest.ask('room.enter', { room: there.code, passcode: 'none' });
    if (down.err) assert.equal(down.err.code, 'try_again');
    shape(await guest.event('store', ({ up }) => up === true), ['ev', 'up', 'full', 'keeps', 'replicas']);
    seen.events.add('store');
    const stopped = other.term();
    shape(await guest.event('bye'), ['ev', 'again_ms']);
    seen.events.add('bye');
    assert.equal((await guest.gone()).code, 1001);
    assert.equal(await stopped, 0);
  } finally { await other.end(); }
  assert.deepEqual([...seen.events].sort(), [...EVENTS].sort());
});

/** A board from its beginning to its end, and what a screen is told of its ideas. */
async function boardEvents(host, phone) {
  const def = { kind: 'questions', title: 'Ask us' };
  const board = newId('b');
  await host.send('board.add', { id: board, def });
  await host.event('board.added'); // Whoever is ahead of what a worker heard makes it load, and all take a snapshot.
  await host.send('board.move', { board, version: 1, phase: 'open' });
  await host.event('board.moved');
  await host.send('board.update', { board, version: 2, def: { ...def, about: 'Anything' } });
  const { board: record } = await phone.event('board.changed');
  shape(record, ['id', 'version', 'place', 'phase', 'closes', 'def']);
  shape(record.def, ['kind', 'title', 'about', 'names', 'checked', 'supports', 'ideas', 'order', 'tags', 'comments']);
  await phone.send('board.look', { board, ideas: [] });
  assert.deepEqual((await phone.event('ideas')).ideas, []); // Also of a board without any.
  for (const id of ['tent', 'pool']) await phone.send('idea.post', { board, id, title: id });
  await phone.send('idea.list', { board });
  await phone.send('board.look', { board, ideas: ['tent', 'pool'] });
  const { ideas } = await phone.event('ideas', (event) => event.ideas.length === 2);
  ideas.forEach((idea) => shape(idea, ['id', 'version', 'state', 'status', 'supports', 'comments']));
  await phone.send('idea.withdraw', { board, idea: 'pool', version: 1 });
  const gone = await phone.event('ideas', (event) => event.ideas.some(({ state }) => state === 'hidden'));
  assert.deepEqual(gone.ideas, [{ id: 'pool', state: 'hidden' }]);
  await host.send('idea.answer', { board, idea: 'tent', version: 1, status: 'read' });
  await phone.event('notice', ({ idea, mine }) => idea === 'tent' && mine);
  await host.send('board.remove', { board, version: 3 });
  for (const each of [host, phone]) await each.event('board.removed', ({ id }) => id === board);
}
