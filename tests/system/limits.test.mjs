/* SPDX-License-Identifier: Apache-2.0 */
/* The limits of docs/PROTOCOL.md, each met at its edge on a running server: what still fits, and the
 * first that does not. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, newId, owner, post, Socket } from '../lib/client.mjs';
import { ERRORS, LIMITS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

/** Limits that are met where they are cheap to meet. */
const ELSEWHERE = {
  origins: 'origins.test.mjs',
  rooms: 'ten thousand rooms', batch: 'tests/integration/store_cast.c',
  replies: 'tests/integration, a client that does not read',
  pending_per_address: 'a thousand connections', connections: 'all descriptors of a process',
  ring_bytes: 'tests/unit/test_live_mirror.c', ideas: 'tests/integration/store_ideas_late.c',
  gates: 'gates.test.mjs', webhooks: 'hooks.test.mjs', webhook_ms: 'three days', idea_edit_ms: 'tests/integration/store_ideas_late.c',
  index_bytes: 'tests/unit/test_word_index.c',
  comments: 'tests/integration/store_talk.c', comments_each: 'tests/integration/store_talk.c',
  import_bytes: 'carry.test.mjs', import_errors: 'carry.test.mjs', ticket_ms: 'a minute', transfers: 'carry.test.mjs',
  listed: 'words.test.mjs', word_lists: 'words.test.mjs', bans: 'tests/integration/store_bans.c', idea_history: 'tests/integration/store_history.c', merged_into: 'tests/integration/store_merges.c',
  images: 'images.test.mjs', alt_chars: 'images.test.mjs', image_bytes: 'images.test.mjs and press.test.mjs', image_sides: 'press.test.mjs',
  image_ms: 'tests/integration/store_images.c', images_loose: 'images.test.mjs',
  images_each: 'tests/integration/store_images.c', images_bytes: 'tests/integration/store_images.c', images_out: 'tests/integration/net_pages.c',
  selected: 'tests/integration/store_ranks.c', idea_history: 'tests/integration/store_history.c',
  images_hour: 'options.test.mjs', option_images: 'tests/integration/store_options.c',
  deck_bytes: 'slides.test.mjs', slides: 'slides.test.mjs', slide_sides: 'slides.test.mjs', slide_alt_chars: 'slides.test.mjs',
  invites: 'tests/integration/store_invites.c', rehearsals: 'a hundred rehearsals', ballots_counted: 'tests/unit/test_ranked.c',
  product: 'products.test.mjs', devices: 'tests/integration/store_devices.c', kiosk_attract: 'devices.test.mjs', kiosk_idle: 'devices.test.mjs', kiosk_warn: 'devices.test.mjs',
  kiosk_pin: 'devices.test.mjs', kiosk_says: 'devices.test.mjs', for_chars: 'devices.test.mjs', kiosk_crowd: 'sources.test.mjs', sources: 'tests/integration/store_devices.c', grace: 'sources.test.mjs', ago_ms: 'devices.test.mjs',
  quiz_delay_ms: 'tests/unit/test_trips.c', quiz_players: 'two hundred thousand players',
  series: 'dash.test.mjs', series_slots: 'tests/integration/store_series.c', series_shared: 'tests/integration/store_series.c',
  words: 'cloud.test.mjs', cloud: 'cloud.test.mjs', reactions: 'reactions.test.mjs',
  segments: 'results.test.mjs', segment_people: 'tests/unit/test_split.c', result_rounds: 'tests/integration/store_results.c',
};

const SINGLE = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
const met = new Set();
/** The numbers that the page gives for a limit. */
const numbers = (name) => LIMITS.get(name).replaceAll(',', '').match(/\d+/g).map(Number);
let server;
let token;
let room;

before(async () => {
  server = await Server.start({ workers: 1 });
  token = await owner(server);
  room = await makeRoom(server, token);
});
after(() => server?.end());

const call = (cmd, fields) => post(server, cmd, { room: room.code, ...fields }, token);
const add = (def) => call('question.add', { id: newId('q'), def: { ...SINGLE, ...def } });
const passes = ({ ok, err }, what) => assert.ok(ok, `${what} is refused: ${JSON.stringify(err)}`);
const refuses = ({ status, err }, code, what) => {
  assert.equal(err?.code, code, what);
  if (status) assert.equal(status, ERRORS.get(code));
  return err;
};

/** `send` makes a command of that size; it fits from `least` to `most`. */
async function edges(name, { least, most, code, send }) {
  for (const size of [least, most]) if (size !== undefined) passes(await send(size), `${name} of ${size}`);
  if (least !== undefined) refuses(await send(least - 1), code, `${name} of ${least - 1}`);
  refuses(await send(most + 1), code, `${name} of ${most + 1}`);
  met.add(name);
}

test('texts', async () => {
  const [title, titleBytes] = numbers('title_chars');
  const [option, optionBytes] = numbers('option_chars');
  const [label, labelBytes, end] = numbers('label_chars');
  const [shortest, longest] = numbers('passcode_chars');
  const family = '👩‍👩‍👧‍👦'; // One character, 25 bytes.
  const filled = (bytes) => family.repeat(Math.floor(bytes / 25)) + 'x'.repeat(bytes % 25);
  const setPasscode = async (n) => {
    const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
    return call('room.update', { rev: snapshot.room.rev, passcode: 'é'.repeat(n) });
  };
  const addEnd = (low) => call('question.add', { id: newId('q'), def: { kind: 'scale', title: 'How?', from: 1, to: 5, low } });
  const addLabel = (text) => call('link.create', { role: 'stage', label: text });
  const code = 'bad_text';

  await edges('title_chars', { least: 1, most: title, code, send: (n) => add({ title: 'é'.repeat(n) }) });
  await edges('title_chars', { most: titleBytes, code, send: (n) => add({ title: filled(n) }) });
  await edges('title_chars', { least: 1, most: title, code,
    send: (n) => post(server, 'room.create', { id: newId('r'), settings: { title: 'é'.repeat(n) } }, token) });
  await edges('option_chars', { least: 1, most: option, code, send: (n) => add({ options: ['a', 'é'.repeat(n)] }) });
  await edges('option_chars', { most: optionBytes, code, send: (n) => add({ options: ['a', filled(n)] }) });
  const [notes, notesBytes, notesLines] = numbers('notes_chars');
  const addNotes = (text) => add({ notes: text });
  await edges('notes_chars', { most: notes, code, send: (n) => addNotes('é'.repeat(n)) });
  await edges('notes_chars', { most: notesBytes, code, send: (n) => addNotes(filled(n)) });
  await edges('notes_chars', { most: notesLines, code, send: (n) => addNotes(Array(n).fill('a').join('\n')) });
  await edges('label_chars', { most: label, code, send: (n) => addLabel('é'.repeat(n)) });
  await edges('label_chars', { most: labelBytes, code, send: (n) => addLabel(filled(n)) });
  await edges('label_chars', { most: end, code, send: (n) => addEnd('é'.repeat(n)) });
  await edges('passcode_chars', { least: shortest, most: longest, code, send: setPasscode });
});

test('texts of boards and ideas', async () => {
  const place = await makeRoom(server, token);
  const def = { kind: 'ideas', title: 'Wishes', ideas: 0, tags: ['Food'] };
  const board = 'wishes';
  const say = (cmd, fields) => post(server, cmd, { room: place.code, ...fields }, token);
  const family = '👩‍👩‍👧‍👦';
  const filled = (bytes) => family.repeat(Math.floor(bytes / 25)) + 'x'.repeat(bytes % 25);
  const code = 'bad_text';
  let version = 1;
  passes(await say('board.add', { id: board, def }), 'a board');
  const change = async (cmd, fields) => {
    const reply = await say(cmd, { board, version, ...fields });
    ({ version } = reply.ok ?? { version });
    return reply;
  };
  passes(await change('board.move', { phase: 'open' }), 'a move');
  const postIdea = (fields) => say('idea.post', { board, id: newId('i'), title: 'A tent', ...fields });
  const answer = async (text) => {
    const id = newId('i');
    await say('idea.post', { board, id, title: 'A tent' });
    return say('idea.answer', { board, idea: id, version: 1, status: 'read', answer: text });
  };
  const about = (text) => change('board.update', { def: { ...def, about: text } });
  const rules = (text) => change('board.update', { def: { ...def, rules: text } });
  const tag = (text) => change('board.update', { def: { ...def, tags: [text] } });
  const lines = (n) => Array.from({ length: n }, (_, at) => `${at}`).join('\n');

  const [title, titleBytes] = numbers('idea_title_chars');
  await edges('idea_title_chars', { least: 1, most: title, code, send: (n) => postIdea({ title: 'é'.repeat(n) }) });
  await edges('idea_title_chars', { most: titleBytes, code, send: (n) => postIdea({ title: filled(n) }) });
  const [text, textBytes, textLines] = numbers('idea_text_chars');
  await edges('idea_text_chars', { most: text, code, send: (n) => postIdea({ text: 'é'.repeat(n) }) });
  await edges('idea_text_chars', { most: textBytes, code, send: (n) => postIdea({ text: filled(n) }) });
  await edges('idea_text_chars', { most: textLines, code, send: (n) => postIdea({ text: lines(n) }) });
  const [long, longBytes, longLines] = numbers('about_chars');
  for (const send of [about, answer]) {
    await edges('about_chars', { most: long, code, send: (n) => send('é'.repeat(n)) });
    await edges('about_chars', { most: longBytes, code, send: (n) => send(filled(n)) });
    await edges('about_chars', { most: longLines, code, send: (n) => send(lines(n)) });
  }
  const [all, allBytes, allLines] = numbers('rules_chars');
  await edges('rules_chars', { most: all, code, send: (n) => rules('a'.repeat(n)) });
  await edges('rules_chars', { most: allBytes, code, send: (n) => rules(filled(n)) });
  await edges('rules_chars', { most: allLines, code, send: (n) => rules(lines(n)) });
  await rules('');
  await say('idea.post', { board, id: 'talked', title: 'A tent' });
  const comment = (fields) => say('comment.post', { board, idea: 'talked', id: newId('c'), text: 'Yes', ...fields });
  const [said, saidBytes, saidLines] = numbers('comment_chars');
  await edges('comment_chars', { least: 1, most: said, code, send: (n) => comment({ text: 'é'.repeat(n) }) });
  await edges('comment_chars', { most: saidBytes, code, send: (n) => comment({ text: filled(n) }) });
  await edges('comment_chars', { most: saidLines, code, send: (n) => comment({ text: lines(n) }) });
  const [name, nameBytes] = numbers('name_chars');
  await edges('name_chars', { most: nameBytes, code, send: (n) => comment({ name: filled(n) }) });
  await edges('name_chars', { most: name, code, send: (n) => postIdea({ name: 'é'.repeat(n) }) });
  await edges('name_chars', { most: nameBytes, code, send: (n) => postIdea({ name: filled(n) }) });
  await edges('name_chars', { least: 1, most: name, code, send: (n) => tag('é'.repeat(n)) });
  await edges('name_chars', { most: nameBytes, code, send: (n) => tag(filled(n)) });
  const many = (n) => Array.from({ length: n }, (_, at) => `i${at}`);
  // A worker lets through so many searches a second, from everyone together.
  const search = (text) => say('idea.list', { board, search: text });
  const [words, wordsBytes] = numbers('search_chars');
  await edges('search_chars', { least: 1, most: words, code, send: (n) => search('é'.repeat(n)) });
  await edges('search_chars', { most: wordsBytes, code, send: (n) => search(filled(n)) });
  await edges('idea_title_chars', { least: 1, most: title, code, send: (n) => say('idea.similar', { board, title: 'é'.repeat(n) }) });
  await edges('idea_text_chars', { most: text, code, send: (n) => say('idea.similar', { board, title: 'A tent', text: 'é'.repeat(n) }) });
  const [similar] = numbers('similar');
  for (let i = 0; i <= similar; i++) passes(await postIdea({ title: 'A sauna in the forest' }), 'an idea');
  assert.equal((await say('idea.similar', { board, title: 'A forest sauna' })).ok.ideas.length, similar);
  met.add('similar');
  await edges('idea.read', { least: undefined, most: 20, code: 'bad_field', send: (n) => say('idea.read', { board, ideas: many(n) }) });
  await edges('idea.list', { least: 1, most: 20, code: 'bad_field', send: (n) => say('idea.list', { board, n }) });
  await edges('tags', { most: 12, code: 'bad_field', send: (n) => change('board.update', { def: { ...def, tags: many(n) } }) });
  await edges('comment.list', { least: 1, most: 20, code: 'bad_field', send: (n) => say('comment.list', { board, idea: 'talked', n }) });
  for (const each of ['supports', 'ideas']) {
    await edges(each, { least: 0, most: 1000, code: 'bad_field', send: (n) => change('board.update', { def: { ...def, [each]: n } }) });
  }
  const socket = await Socket.hello(server, place.code, token);
  await edges('board.look', { most: 60, code: 'bad_field', send: (n) => socket.ask('board.look', { board, ideas: many(n) }) });
  await socket.end();
});

test('numbers and ids', async () => {
  const [shortest, longest] = numbers('id_bytes');
  const [most] = numbers('options');
  const code = 'bad_field';
  const options = (n) => Array.from({ length: n }, (_, at) => `Option ${at}`);

  await edges('options', { least: 2, most, code, send: (n) => add({ options: options(n) }) });
  await edges('id_bytes', { least: shortest, most: longest, code,
    send: (n) => call('question.add', { id: 'z'.repeat(n), def: SINGLE }) });
  const openFor = async (ms) => call('question.move', { question: await room.add(SINGLE), version: 1, move: 'open', closes_in: ms });
  await edges('closes_in', { least: 1, most: 31 * 86_400_000, code, send: openFor });
});

test('messages', async () => {
  const [bytes] = numbers('message_bytes');
  const [depth] = numbers('json_depth');
  const [header] = numbers('header_bytes');
  const socket = new Socket(server);
  await socket.opened;
  const spaces = (n) => `{}${' '.repeat(n - 2)}`;
  const command = '{"mid":1,"cmd":"device.create"}';
  await edges('message_bytes', { most: bytes, code: 'too_big', send: (n) => post(server, 'device.create', spaces(n)) });
  await edges('message_bytes', { most: bytes, code: 'too_big', send: (n) => socket.raw(command.padEnd(n)) });
  await socket.end();

  const nested = (levels) => post(server, 'cast', `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`, token);
  refuses(await nested(depth), 'bad_field');
  refuses(await nested(depth + 1), 'malformed');
  met.add('json_depth');

  const host = `${server.host}:${server.port}`;
  const line = (n) => `POST /api/v1/device.create HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nUser-Agent: ${'x'.repeat(n)}\r\n\r\n`;
  const ofLength = async (n) => (await spoken(`${line(n - line(0).length)}{}`)).answer;
  passes(await ofLength(header - 16), 'a header'); // The server's own reckoning, by the parser's parts, is a little higher.
  refuses(await ofLength(header + 1), 'header_too_big');
  met.add('header_bytes');
});

/** What comes back when `text` is sent and nothing more. */
function spoken(text) {
  const began = Date.now();
  return new Promise((resolve, reject) => {
    let all = '';
    const socket = connect(server.port, server.host).on('error', reject).on('data', (bytes) => { all += bytes; });
    socket.on('close', () => {
      const body = all.slice(all.indexOf('\r\n\r\n') + 4);
      resolve({ ms: Date.now() - began, answer: body.startsWith('{') && { status: Number(all.split(' ')[1]), ...JSON.parse(body) } });
    });
    socket.write(text);
  });
}

test('points', async () => {
  const setPoints = (n) => post(server, 'room.create', { id: newId('r'), settings: { title: 'Points', points: { idea: n } } }, token);
  await edges('points_each', { least: 0, most: numbers('points_each')[0], code: 'bad_field', send: setPoints });
  for (const cmd of ['points.board', 'points.log']) {
    await edges('places', { least: 1, most: numbers('places')[0], code: 'bad_field', send: (n) => call(cmd, { n }) });
  }
});

test('what a room holds', async () => {
  const full = await makeRoom(server, token);
  const put = (cmd, fields) => post(server, cmd, { room: full.code, ...fields() }, token);
  const fill = async (limit, cmd, fields) => {
    for (let n = 0; n < numbers(limit)[0]; n++) passes(await put(cmd, fields), `${limit} ${n}`);
    assert.equal(refuses(await put(cmd, fields), 'limit_reached').limit, limit);
    met.add(limit);
  };
  await fill('questions', 'question.add', () => ({ id: newId('q'), def: SINGLE }));
  await fill('boards', 'board.add', () => ({ id: newId('b'), def: { kind: 'ideas', title: 'Wishes' } }));
  await fill('links', 'link.create', () => ({ role: 'stage', label: '' }));
  await fill('selections', 'points.select', () => ({ id: newId('s'), period: 'all', n: 1 }));
});

/** The same command `n` times at once: how many were not too many, and in what time. */
async function burst(n, ask) {
  const began = Date.now();
  const answers = await Promise.all(Array.from({ length: n }, ask));
  const refused = answers.filter(({ err }) => err?.code === 'too_many');
  assert.ok(refused.length > 0 && refused.every((answer) => refuses(answer, 'too_many').again_ms > 0));
  return { passed: n - refused.length, ms: Date.now() - began };
}

test('how fast', async () => {
  const [perSecond, atOnce] = numbers('commands_per_s');
  const [onSocket, ofAddress] = numbers('exchanges_per_minute');
  const bearer = await device(server);
  const open = async () => {
    const socket = new Socket(server, { headers: { authorization: `Bearer ${bearer}` } });
    await socket.opened;
    return socket;
  };
  /** What is given back meanwhile may pass as well; `spent` is what others had used of it. */
  const within = ({ passed, ms }, most, interval, spent = 0) => {
    assert.ok(passed >= most - spent && passed <= most + ms / interval + 1, `${passed} in ${ms} ms`);
  };

  const quick = await open();
  within(await burst(60, () => quick.ask('device.create')), atOnce, 1000 / perSecond);
  const guessing = await open();
  within(await burst(12, () => guessing.ask('link.exchange', { secret: 'no' })), onSocket, 60_000 / onSocket);
  const [searches, searchesAtOnce, ofWorker] = numbers('searches_per_s');
  const searching = await Socket.hello(server, room.code, bearer);
  const look = (send) => send('idea.similar', { board: 'none', title: 'A tent' });
  within(await burst(20, () => look((cmd, fields) => searching.ask(cmd, fields)), 'not_found'), searchesAtOnce, 1000 / searches);
  const overHttp = (cmd, fields) => post(server, cmd, { room: room.code, ...fields }, bearer);
  within(await burst(2 * ofWorker, () => look(overHttp), 'not_found'), ofWorker, 1000 / ofWorker, searchesAtOnce + 1);
  met.add('searches_per_s');
  await Promise.all([quick, guessing, searching].map((socket) => socket.end()));
  const guess = () => post(server, 'link.exchange', { secret: 'no' }, bearer);
  within(await burst(2 * ofAddress, guess), ofAddress, 60_000 / ofAddress, onSocket + 1);
  for (const name of ['commands_per_s', 'exchanges_per_minute']) met.add(name);
});

test('how long', async () => {
  const [hello] = numbers('hello_ms');
  const [header, body] = numbers('request_ms');
  const began = Date.now();
  const silent = new Socket(server);
  await silent.opened;
  const lasts = (ms, most) => assert.ok(ms > most * 0.9 && ms < most * 1.5 + 1000, `${ms} ms of ${most}`);
  const start = `POST /api/v1/device.create HTTP/1.1\r\nHost: ${server.host}:${server.port}\r\n`;
  const [headless, bodiless, { code }] = await Promise.all([
    spoken(start),
    spoken(`${start}Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{`),
    silent.until(() => silent.closed !== null && { code: silent.closed }, 'the close', hello * 2),
  ]);
  lasts(headless.ms, header);
  lasts(bodiless.ms, body);
  refuses(bodiless.answer, 'timeout');
  assert.equal(code, 1008);
  lasts(Date.now() - began, hello);
  for (const name of ['hello_ms', 'request_ms']) met.add(name);
});

test('every limit of the page was met, here or elsewhere', () => {
  assert.deepEqual([...LIMITS.keys()].filter((name) => !ELSEWHERE[name] && !met.has(name)), []);
});
