/* SPDX-License-Identifier: Apache-2.0 */
/* Files out of a room and into it: what they hold, who may have them, and that hostile ones do no harm. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, newId, owner, post } from '../lib/client.mjs';
import { LIMITS } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

const DEF = { kind: 'ideas', title: 'What would make the club better?', tags: ['Food', 'Sport; and games'], ideas: 0 };
const MARK = '\uFEFF';

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

/** A room with an open board "wishes". */
async function makeBoard(def = {}) {
  const room = await makeRoom(server, token);
  await addBoard(room, 'wishes', def);
  return room;
}

async function addBoard(room, id, def = {}) {
  const { version } = await room.call('board.add', { id, def: { ...DEF, ...def } });
  await room.call('board.move', { board: id, version, phase: 'open' });
}

const take = async (room, cmd, fields) => http(server, (await room.call(cmd, fields)).path);
const fetchBoard = (room, more = {}) =>
  take(room, 'board.export', { board: 'wishes', what: 'ideas', format: 'csv', ...more });
const postIdea = (room, who, id, more) =>
  must(server, 'idea.post', { room: room.code, board: 'wishes', id, ...more }, who);
const supportIdea = (room, who, idea, n, on) =>
  must(server, 'idea.support', { room: room.code, board: 'wishes', idea, n, on }, who);

/** Sends a file; {status, ok, err}. */
async function sendFile(room, body, { board = 'wishes', dry = false, headers = {} } = {}) {
  const { path } = await room.call('board.import', { board, dry });
  const reply = await http(server, path, { method: 'POST', headers: { 'content-type': 'text/csv', ...headers }, body });
  return { status: reply.status, ...JSON.parse(reply.text) };
}

/** What a spreadsheet would make of it. Its own small reader, so that ours is not its own judge. */
function readCsv(text) {
  assert.equal(text[0], MARK);
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  cell.lastIndex = 1;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  const [names, ...rest] = rows;
  return rest.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])));
}

const readLines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

test('a board is fetched as CSV, NDJSON and a workbook', async () => {
  const room = await makeBoard();
  const [anna, ben] = [await device(server), await device(server)];
  await postIdea(room, anna, 'tent', { title: 'A "big" tent, by the lake', text: 'Line one\nline two', name: 'Anna', tags: [0, 1] });
  await postIdea(room, ben, 'sum', { title: '=1+1' });
  await postIdea(room, ben, 'gone', { title: 'Nothing' });
  await must(server, 'idea.withdraw', { room: room.code, board: 'wishes', idea: 'gone', version: 1 }, ben);
  await room.call('idea.answer', { board: 'wishes', idea: 'tent', version: 1, status: 'planned', answer: '@all: in May' });
  await supportIdea(room, ben, 'tent', 1, true);

  const csv = await fetchBoard(room);
  assert.equal(csv.status, 200);
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
  assert.match(csv.headers['content-disposition'], new RegExp(`^attachment; filename="${room.code}-ideas-[-0-9]+\\.csv"$`));
  const rows = readCsv(csv.text);
  assert.deepEqual(rows.map(({ id }) => id), ['tent', 'sum']);
  assert.equal(rows[0].title, 'A "big" tent, by the lake');
  assert.equal(rows[0].text, 'Line one\nline two');
  assert.equal(rows[0].tags, 'Food; Sport; and games');
  assert.equal(rows[0].supports, '1');
  assert.equal(rows[0].status, 'planned');
  assert.equal(rows[0].answer, "'@all: in May");
  assert.equal(rows[1].title, "'=1+1");
  assert.match(rows[0].created, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

  const lines = readLines((await fetchBoard(room, { format: 'ndjson' })).text);
  assert.equal(lines[1].title, '=1+1');
  assert.deepEqual(lines[0].tags, ['Food', 'Sport; and games']);
  assert.equal(lines[0].supports, 1);

  const book = await fetchBoard(room, { format: 'xlsx' });
  assert.equal(book.status, 200);
  assert.equal(book.bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  assert.ok(book.bytes.includes('xl/worksheets/sheet1.xml'));
});

test('people are named by pseudonyms: the same in one file, others in the next', async () => {
  const room = await makeBoard();
  const [anna, ben] = [await device(server), await device(server)];
  for (const id of ['tent', 'pool']) await postIdea(room, anna, id, { title: id });
  await supportIdea(room, ben, 'tent', 1, true);
  await supportIdea(room, ben, 'pool', 1, true);
  await supportIdea(room, anna, 'pool', 1, true);
  await supportIdea(room, anna, 'pool', 2, false);

  const [one, two] = [await fetchBoard(room, { what: 'supports' }), await fetchBoard(room, { what: 'supports' })]
    .map(({ text }) => readCsv(text));
  assert.deepEqual(one.map(({ idea }) => idea), ['tent', 'pool']);
  assert.equal(one[0].supporter, one[1].supporter);
  assert.notEqual(one[0].supporter, two[0].supporter);
  assert.match(one[0].since, /^20\d\d-.*\.000Z$/);
  const ideas = readCsv((await fetchBoard(room)).text);
  assert.equal(ideas[0].author, ideas[1].author);
  assert.match(ideas[0].author, /^[0-9a-f]{16}$/);
});

test('what is said of ideas is fetched, but for what was withdrawn', async () => {
  const room = await makeBoard();
  const [anna, ben] = [await device(server), await device(server)];
  const said = (who, idea, id, text, more) =>
    must(server, 'comment.post', { room: room.code, board: 'wishes', idea, id, text, ...more }, who);
  for (const id of ['tent', 'pool', 'zoo']) await postIdea(room, anna, id, { title: id });
  await said(ben, 'tent', 'c1', '=Yes\nplease', { name: 'Ben' });
  await said(anna, 'zoo', 'c1', 'No');
  await said(ben, 'zoo', 'c2', 'Gone');
  await must(server, 'comment.withdraw', { room: room.code, board: 'wishes', idea: 'zoo', comment: 'c2' }, ben);
  await must(server, 'comment.like', { room: room.code, board: 'wishes', idea: 'tent', comment: 'c1', n: 1, on: true }, anna);
  for (let n = 0; n < 150; n++) await said(n % 2 ? anna : ben, 'pool', `p${n}`, `Number ${n}`);

  const rows = readCsv((await fetchBoard(room, { what: 'comments' })).text);
  assert.equal(rows.length, 152);
  assert.equal(new Set(rows.map(({ idea, id }) => `${idea} ${id}`)).size, 152);
  const one = (idea, id) => rows.find((row) => row.idea === idea && row.id === id);
  assert.deepEqual([one('tent', 'c1').text, one('tent', 'c1').name, one('tent', 'c1').likes], ["'=Yes\nplease", 'Ben', '1']);
  assert.equal(one('zoo', 'c2'), undefined);
  assert.equal(one('zoo', 'c1').author, one('pool', 'p1').author);
  assert.notEqual(one('zoo', 'c1').author, one('pool', 'p0').author);
});

test('what a question was answered is fetched, by voter and counted', async () => {
  const room = await makeRoom(server, token);
  const which = await room.add({ kind: 'multiple', title: 'Which?', options: ['Red, or so', '-Blue', 'Green'] });
  const mood = await room.add({ kind: 'scale', title: 'Mood?', from: 2, to: 5 });
  for (const question of [which, mood]) await room.move(question, 'open');
  const cast = (who, question, ballot) => must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot }, who);
  const [anna, ben] = [await device(server), await device(server)];
  await cast(anna, which, { options: [0, 1] });
  await cast(ben, which, { options: [1] });
  await cast(ben, mood, { value: 4 });

  const out = async (question, what, format = 'ndjson') => (await take(room, 'question.export', { question, what, format })).text;
  const ballots = readLines(await out(which, 'ballots')).map(({ answers }) => answers).sort((a, b) => a.length - b.length);
  assert.deepEqual(ballots, [['-Blue'], ['Red, or so', '-Blue']]);
  assert.deepEqual(readLines(await out(mood, 'ballots')).map(({ answers }) => answers), [['4']]);
  assert.deepEqual(readCsv(await out(which, 'counts', 'csv')), [
    { answer: 'Red, or so', votes: '1' }, { answer: "'-Blue", votes: '2' }, { answer: 'Green', votes: '0' }]);
  assert.deepEqual(readLines(await out(mood, 'counts')).map(({ votes }) => votes), [0, 0, 1, 0]);
});

test('a ticket works once, for its own way, and only while its bearer is a host', async () => {
  const room = await makeBoard();
  const path = async () => (await room.call('board.export', { board: 'wishes', what: 'ideas', format: 'csv' })).path;
  const first = await path();
  assert.equal((await http(server, first, { method: 'HEAD' })).status, 405);
  assert.equal((await http(server, first)).status, 200);
  assert.equal((await http(server, first)).status, 410);
  for (const wrong of ['/export/x', `/export/${room.code}/`, `/export/${room.code}/${'A'.repeat(32)}`]) {
    assert.equal((await http(server, wrong)).status, 410, wrong);
  }
  const other = await path();
  const sent = await http(server, other.replace('export', 'import'), {
    method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'title\nA\n' });
  assert.equal(sent.status, 410);

  const host = await device(server);
  const link = await room.call('link.create', { role: 'host', label: '' });
  await must(server, 'link.exchange', { secret: link.secret }, host);
  const theirs = (await must(server, 'board.export', { room: room.code, board: 'wishes', what: 'ideas', format: 'csv' }, host)).path;
  await room.call('link.revoke', { link: link.link });
  assert.equal((await http(server, theirs)).status, 403);
});

test('a file put into a board is there once, however often it is sent', async () => {
  const room = await makeBoard();
  const file = 'Titre;Description;Étiquettes;Créé;Autre\r\nUn bal;"Avec ""musique"";\r\net danse";food;2026-01-02;x\r\n'
    + "'=1+1;;;;\r\n\r\nLe lac;;Sport; and games;;\r\n".replace('Sport; and games', '"Sport; and games"');
  const dry = await sendFile(room, file, { dry: true });
  assert.deepEqual(dry.ok, { rows: 3, new: 3, known: 0, over: 0, bad: 0, errors: [] });
  assert.equal(readCsv((await fetchBoard(room)).text).length, 0);

  const [one, two] = await Promise.all([sendFile(room, file), sendFile(room, file)]);
  assert.equal(one.ok.new + two.ok.new, 3);
  assert.equal(one.ok.known + two.ok.known, 3);
  assert.equal((await sendFile(room, file)).ok.known, 3);

  const { ideas } = await room.call('idea.list', { board: 'wishes', order: 'new' });
  assert.deepEqual(ideas.map(({ words }) => words.title), ['Le lac', '=1+1', 'Un bal']);
  assert.deepEqual(ideas[2].words, { title: 'Un bal', text: 'Avec "musique";\net danse', source: 'import' });
  assert.deepEqual(ideas.map(({ tags }) => tags), [[1], [], [0]]);
  assert.equal(ideas[2].at, Date.UTC(2026, 0, 2));
  assert.equal(ideas[2].mine, false);
  await room.call('idea.answer', { board: 'wishes', idea: ideas[2].id, version: 1, status: 'read', answer: 'Oui.' });
});

test('the log tells of each file once, with what it brought', async () => {
  const room = await makeBoard();
  const file = (name, n) => `title\r\n${Array.from({ length: n }, (_, i) => `${name} ${i}\r\n`).join('')}`;
  const log = async () => (await room.call('log.list', { what: 'imported' })).log.map(({ board, to }) => [board, to]);
  await sendFile(room, file('tried', 3), { dry: true });
  assert.deepEqual(await log(), []);
  assert.equal((await sendFile(room, file('first', 1_000))).ok.new, 1_000);
  await sendFile(room, file('first', 1_000)); // Nothing new.
  await sendFile(room, file('second', 2));
  assert.deepEqual(await log(), [['wishes', '2'], ['wishes', '1000']]);
});

test('what was fetched from one board makes the same of an empty one', async () => {
  const room = await makeBoard({ checked: true });
  const anna = await device(server);
  const texts = ['=1+1', "'=2", "''@x", '+33 1', 'a "b" c', 'a; b', 'one, two', 'x\ny', 'اب\u200f', '👩‍👩‍👧‍👦', '<b>&amp;'];
  for (const [i, title] of texts.entries()) {
    await postIdea(room, anna, `i${i}`, { title: title.replace('\n', ' '), text: title, name: i % 2 ? title.replace('\n', ' ') : undefined, tags: i % 3 ? [i % 2] : [] });
  }
  await room.call('idea.check', { board: 'wishes', idea: 'i1', version: 1, state: 'shown' });
  await room.call('idea.check', { board: 'wishes', idea: 'i2', version: 1, state: 'hidden', reason: '- no' });
  await room.call('idea.answer', { board: 'wishes', idea: 'i1', version: 2, status: 'declined', answer: '=no' });
  const file = (await fetchBoard(room)).text;

  assert.deepEqual((await sendFile(room, file)).ok, { rows: texts.length, new: 0, known: texts.length, over: 0, bad: 0, errors: [] });
  await addBoard(room, 'empty', { checked: true });
  assert.equal((await sendFile(room, file, { board: 'empty' })).ok.new, texts.length);
  const copy = (await fetchBoard(room, { board: 'empty' })).text;
  const bare = (text) => readCsv(text).map((row) => ({ ...row, id: '', author: '', source: '' }));
  assert.deepEqual(bare(copy), bare(file));
});

test('groups and decisions come along; what was merged is not put in on its own', async () => {
  const groups = ['By the lake', '=In; the house'];
  const room = await makeBoard({ groups });
  const anna = await device(server);
  for (const id of ['tent', 'tarp', 'pool']) await postIdea(room, anna, id, { title: `A ${id}` });
  await room.call('idea.group', { board: 'wishes', idea: 'tent', version: 1, group: 1 });
  await room.call('idea.answer', { board: 'wishes', idea: 'tent', version: 2, status: 'planned', answer: 'Yes', owner: '@Zoe', by: Date.UTC(2027, 4, 1, 8) });
  await room.call('idea.merge', { board: 'wishes', idea: 'tarp', version: 1, into: 'pool' });
  const file = (await fetchBoard(room)).text;
  const rows = readCsv(file);
  assert.deepEqual(rows.map(({ id, status, into }) => [id, status, into]), [['tent', 'planned', ''], ['tarp', 'merged', 'pool'], ['pool', 'new', '']]);
  assert.deepEqual(rows.map(({ group, owner, by }) => [group, owner, by]), [["'=In; the house", "'@Zoe", '2027-05-01T08:00:00.000Z'], ['', '', ''], ['', '', '']]);
  const [line] = readLines((await fetchBoard(room, { format: 'ndjson' })).text);
  assert.deepEqual([line.group, line.owner], ['=In; the house', '@Zoe']);

  await addBoard(room, 'empty', { groups: ['Other', ...groups] });
  const once = { rows: 3, new: 2, known: 1, over: 0, bad: 0, errors: [] };
  assert.deepEqual((await sendFile(room, file, { board: 'empty' })).ok, once);
  assert.deepEqual((await sendFile(room, file, { board: 'empty' })).ok, { ...once, new: 0, known: 3 });
  const copy = readCsv((await fetchBoard(room, { board: 'empty' })).text);
  const bare = (all) => all.map((row) => ({ ...row, id: '', number: '', author: '', source: '' }));
  assert.deepEqual(bare(copy), bare(rows.filter(({ status }) => status !== 'merged')));
  const { ideas } = await room.call('idea.list', { board: 'empty', order: 'old' });
  assert.deepEqual([ideas[0].group, ideas[0].words.owner, ideas[0].words.by], [2, '@Zoe', Date.UTC(2027, 4, 1, 8)]);

  const wrong = ['title,group,by,status,into', 'A,Elsewhere,,,', 'B,,yesterday,,', 'C,,,merged,', 'D,,,merged,pool'].join('\n');
  assert.deepEqual((await sendFile(room, wrong)).ok.errors.map(({ row, field }) => [row, field]), [[2, 'group'], [3, 'by'], [4, 'status']]);
});

test('how far ideas came is fetched: gates, opinions and how many are good', async () => {
  const room = await makeBoard({ gates: [{ kind: 'supports', at: 2, days: 0, answer: 5 }, { kind: 'satisfaction', at: 5, percent: 70, days: 30, answer: 5 }] });
  const people = await Promise.all(Array.from({ length: 3 }, () => device(server)));
  for (const id of ['tent', 'pool']) await postIdea(room, people[0], id, { title: id });
  const before = Date.now();
  for (const who of people.slice(1)) await supportIdea(room, who, 'tent', 1, true);
  const opine = (who, good) => must(server, 'idea.opinion', { room: room.code, board: 'wishes', idea: 'tent', n: 1, good }, who);
  for (const [i, who] of people.entries()) await opine(who, i > 0);
  const read = async () => readCsv((await fetchBoard(room)).text);
  let rows;
  do rows = await read(); while (rows[0].gate === '0');
  assert.deepEqual(rows.map(({ gate, opinions, satisfaction }) => [gate, opinions, satisfaction]), [['1', '3', '66'], ['0', '0', '']]);
  const reached = Date.parse(rows[0].reached);
  assert.ok(reached >= before - 1000 && reached <= Date.now() + 1000, rows[0].reached);
  assert.equal(rows[1].reached, '');
  const [tent, pool] = readLines((await fetchBoard(room, { format: 'ndjson' })).text);
  assert.deepEqual([tent.gate, tent.opinions, tent.satisfaction], [1, 3, 66]);
  assert.deepEqual([pool.gate, pool.opinions], [0, 0]);
});

test('rows with a listed word wait as if they had been posted; what is hidden stays so', async () => {
  const room = await makeBoard();
  await room.call('words.set', { list: 'fr', on: true, words: ['zut', 'tas de neige'] });
  const file = 'id,title,text,name,state,answer\na,Oh ZUT !,,,,\nb,Un bal,Des tas de neiges,,,\nc,Un lac,,Zut,,\nd,Zut,,,hidden,\ne,Un tas,de neige,,,Zut\nf,Zut,,,pending,\n';
  assert.equal((await sendFile(room, file, { dry: true })).ok.new, 6);
  const [one, two] = await Promise.all([sendFile(room, file), sendFile(room, file)]);
  assert.equal(one.ok.new + two.ok.new, 6);
  assert.equal((await sendFile(room, file)).ok.known, 6);
  const rows = readCsv((await fetchBoard(room)).text);
  assert.deepEqual(rows.map(({ title, state }) => [title, state]), [
    ['Oh ZUT !', 'pending'], ['Un bal', 'pending'], ['Un lac', 'pending'], ['Zut', 'hidden'], ['Un tas', 'shown'], ['Zut', 'pending']]);
  const { ideas } = await room.call('idea.read', { board: 'wishes', ideas: rows.map(({ id }) => id) });
  assert.deepEqual(ideas.map(({ held }) => held?.words.join()), ['zut', 'tas de neige', 'zut', undefined, undefined, 'zut']);
  const shown = await must(server, 'idea.list', { room: room.code, board: 'wishes' }, await device(server));
  assert.deepEqual(shown.ideas.map(({ words }) => words.title), ['Un tas']);
});

test('a hostile file is refused in words, or kept as text', async () => {
  const room = await makeBoard();
  const long = 'x'.repeat(3000);
  const rows = ['title,text,tags,status,created', ',no title,,,', `${long},,,,`, `A,${'l\r'.repeat(10)},,,`,
    `B,"${'line\n'.repeat(10_000)}",,,`, 'C,,Nothing,,', 'D,,,merged,', 'E,,,new,yesterday', '\u202Eevil\u200B,<script>alert(1)</script>,,,'];
  const { ok } = await sendFile(room, `${rows.join('\n')}\nlast,,,,`.replace('l\r'.repeat(10), 'l'));
  assert.equal(ok.new, 3);
  assert.equal(ok.bad, 6);
  assert.deepEqual(ok.errors.slice(0, 2), [{ row: 2, code: 'bad_text', field: 'title' }, { row: 3, code: 'bad_text', field: 'title' }]);
  assert.deepEqual(ok.errors.map(({ field }) => field), ['title', 'title', 'text', 'tags', 'status', 'created']);

  const refused = async (body, headers) => (await sendFile(room, body, { headers })).err?.code;
  assert.equal(await refused('text\nno title\n'), 'bad_field');
  assert.equal(await refused('title,Titre\na,b\n'), 'bad_field');
  assert.equal(await refused(''), 'bad_field');
  assert.equal(await refused('title\na\n', { 'content-type': 'application/json' }), 'unsupported_type');
  assert.equal(await refused('title\na\n', { origin: 'http://elsewhere.example' }), 'bad_origin');
  const broken = async (body) => (await sendFile(room, body)).ok.errors;
  assert.deepEqual(await broken('title\n"never ends\n'), [{ row: 2, code: 'malformed' }]);
  assert.deepEqual(await broken('title\n"a"b\n'), [{ row: 2, code: 'malformed' }]);
  assert.deepEqual(await broken('title\na\0b\n'), [{ row: 2, code: 'malformed' }]);
  assert.deepEqual(await broken(Buffer.from('7469746c650aff0a', 'hex')), [{ row: 2, code: 'bad_text', field: 'title' }]);
  assert.equal((await broken(`title\n${'"'.repeat(3)}\n`)).length, 1);
  assert.equal((await broken(`title${','.repeat(63)}\na${','.repeat(99)}\n`))[0].code, 'malformed');
  const many = await sendFile(room, `title\n${'"",\n'.repeat(2)}${`${long}\n`.repeat(2000)}`);
  assert.equal(many.ok.bad, 2000);
  assert.equal(many.ok.errors.length, 50);

  const { path } = await room.call('board.import', { board: 'wishes' });
  const huge = await http(server, path, { method: 'POST', headers: { 'content-type': 'text/csv', 'content-length': 8388609 }, body: 'title\n' })
    .catch((error) => ({ status: error.message }));
  assert.equal(huge.status, 413);
});

/** Sends the head of a request and reads nothing until `go`; resolves with all bytes. */
function slowly(path) {
  const socket = connect(server.port, server.host);
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return {
    go: () => new Promise((resolve, reject) => {
      const chunks = [];
      socket.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
      socket.resume();
    }),
    /** As soon as something came; the rest stays where it is. */
    status: () => new Promise((resolve, reject) => {
      socket.once('error', reject).once('readable', () => resolve(Number(socket.read(12).toString().slice(9))));
    }),
    end: () => socket.destroy(),
  };
}

/** What was sent in pieces, without their lengths; plain ASCII. */
function unchunked(text) {
  let whole = '';
  for (let at = text.indexOf('\r\n\r\n') + 4; ;) {
    const end = text.indexOf('\r\n', at);
    const length = parseInt(text.slice(at, end), 16);
    if (length === 0) return whole;
    whole += text.slice(end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}

test('a file leaves as fast as it is taken, and whoever goes away is forgotten', async () => {
  const room = await makeBoard();
  const rows = Array.from({ length: 3000 }, (_, i) => `idea ${i},${'word '.repeat(399)}`);
  assert.equal((await sendFile(room, `title,text\n${rows.join('\n')}\n`)).ok.new, 3000);
  const path = async (format) => (await room.call('board.export', { board: 'wishes', what: 'ideas', format })).path;
  const [slow, gone, book] = [slowly(await path('ndjson')), slowly(await path('csv')), slowly(await path('xlsx'))];
  const whole = await fetchBoard(room, { format: 'ndjson' });
  assert.equal(readLines(whole.text).length, 3000);
  gone.end();
  book.end();
  const taken = (await slow.go()).toString();
  assert.match(taken, /\r\nTransfer-Encoding: chunked\r\n/);
  assert.match(taken, /\r\n0\r\n\r\n$/);
  assert.equal(unchunked(taken).match(/"title":"idea /g).length, 3000);
  assert.equal((await fetchBoard(room)).status, 200);

  // Each process has so many at once, whoever they are for; whoever goes away makes room.
  const [most] = LIMITS.get('transfers').match(/\d+/).map(Number);
  const many = [];
  for (let n = 0; n <= 2 * most; n++) many.push(slowly(await path('ndjson')));
  const statuses = await Promise.all(many.map(({ status }) => status()));
  assert.ok(statuses.filter((status) => status === 200).length <= 2 * most);
  assert.ok(statuses.includes(429));
  many.forEach(({ end }) => end());
  let again;
  do again = await fetchBoard(room); while (again.status === 429);
  assert.equal(again.status, 200);
});

test('many files at once: each gets its own, and the server goes on', async () => {
  const room = await makeBoard();
  const rows = Array.from({ length: 3000 }, (_, i) => `${newId('idea')},"Text number ${i}, ${'word '.repeat(40)}"`);
  assert.equal((await sendFile(room, `title,text\n${rows.join('\n')}\n`)).ok.new, 3000);
  const files = await Promise.all(['csv', 'ndjson', 'xlsx', 'csv'].map((format) => fetchBoard(room, { format })));
  assert.equal(readCsv(files[0].text).length, 3000);
  assert.equal(files[0].text, files[3].text);
  assert.equal(readLines(files[1].text).length, 3000);
  assert.equal(files[2].status, 200);
  const { err } = await post(server, 'board.export', { room: room.code, board: 'wishes', what: 'money', format: 'csv' }, token);
  assert.deepEqual([err.code, err.field], ['bad_field', 'what']);
});
