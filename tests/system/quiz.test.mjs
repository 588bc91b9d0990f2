/* SPDX-License-Identifier: Apache-2.0 */
/* Quizzes on a running server of several workers: what is right is a secret until it is revealed, in every byte
 * that leaves; points and places are what a recount says; what is taken back is taken back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

const QUIZ = { kind: 'quiz', title: 'Which is the longest river?', options: ['Rhône', 'Loire', 'Seine'], right: [1], duration: 0, speed: false };
/** Long after the last news between workers. */
const NEWS_MS = 30_000;
let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const people = (n) => Promise.all(Array.from({ length: n }, () => device(server)));
const answer = (room, question, who, ballot, more = {}) =>
  must(server, 'cast', { room: room.code, question, round: 1, n: 1, ballot, ...more }, who);
const board = (room, who, fields = {}) => must(server, 'quiz.board', { room: room.code, ...fields }, who);
/** Opened, answered by each with these options, and revealed. */
async function played(room, def, options) {
  const question = await room.add(def);
  await room.move(question, 'open');
  await Promise.all(options.map(([who, ...ticked]) => answer(room, question, who, { options: ticked })));
  await room.move(question, 'reveal');
  return question;
}

/** Points by the rule as the page has it. */
const worth = (points, duration, ms) => {
  const gone = Math.min(Math.max(ms / 1000 - 0.5, 0), duration - 0.5);
  return Math.floor(points * (1 - gone / (2 * (duration - 0.5))) + 0.5);
};

test('what is right is in no byte that anybody but a host is sent, before it is revealed', async () => {
  const room = await makeRoom(server, token);
  const [anna] = await people(1);
  const staff = await device(server);
  const { secret } = await room.call('link.create', { role: 'moderator', label: '' });
  await must(server, 'link.exchange', { secret }, staff);
  const screen = await device(server);
  const link = await room.call('link.create', { role: 'stage', label: '' });
  await must(server, 'link.exchange', { secret: link.secret }, screen);

  const sockets = await Promise.all([[anna, {}], [staff, { view: 'host' }], [staff, {}], [screen, { view: 'stage' }]]
    .map(([who, view]) => Socket.hello(server, room.code, who, view)));
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const question = await room.add({ ...QUIZ, notes: 'It is "right":[1], says the atlas' });
  const guess = await room.add({ kind: 'number', title: 'How long?', from: 0, to: 1_000_000, right: 987_654 });
  const states = ['open', 'close', 'reopen', 'close', 'reset', 'restore'];
  const looked = [];
  const pages = async () => {
    for (const who of [null, anna, staff, screen]) {
      const headers = who ? { authorization: `Bearer ${who}` } : {};
      for (const address of [`/j/${room.code}`, `/j/${room.code}?plain=counted`, `/stage/${room.code}`, `/host/${room.code}`, `/poster/${room.code}`]) {
        const { text } = await http(server, address, { headers });
        looked.push(text.replace(/<script>.*?<\/script>/gs, ''));
      }
      for (const view of ['phone', 'stage', 'host']) {
        if (who) looked.push((await post(server, 'hello', { room: room.code, view }, who)).bytes.toString());
      }
      if (who) looked.push((await post(server, 'quiz.board', { room: room.code, question: guess }, who)).bytes.toString());
    }
  };
  for (const move of states) {
    await Promise.all([room.move(question, move), room.move(guess, move)]);
    if (move === 'open') {
      await answer(room, question, anna, { options: [1] });
      await answer(room, guess, anna, { value: 1000 });
      looked.push(JSON.stringify((await post(server, 'question.move', { room: room.code, question, version: 1, move: 'close' }, anna))));
    }
    await pages();
  }
  const last = await room.move(question, 'reveal');
  await Promise.all([...sockets.map((socket) => socket.event('question.revealed', (event) => event.question.version === last.version)),
    host.event('question.revealed')]);
  for (const socket of sockets) {
    const said = socket.heard.filter(({ ev }) => ev !== 'question.revealed');
    looked.push(JSON.stringify(said));
    const { question: told } = socket.heard.find(({ ev }) => ev === 'question.revealed');
    assert.deepEqual(told.def.right, [1]);
    assert.equal(told.def.notes, undefined);
  }
  for (const text of looked) assert.ok(!/\\?"right\\?":|987654|atlas/.test(text), text.slice(0, 600));
  assert.ok(looked.length > 50);
  // The host knew all along, and when it is reopened the others are told no more of it than at first.
  assert.deepEqual(host.heard.find(({ ev }) => ev === 'question.added').question.def.right, [1]);
  const again = await room.move(question, 'reopen');
  const { question: reopened } = await sockets[0].event('question.reopened', (event) => event.question.version === again.version);
  assert.equal(reopened.def.right, undefined);
  await Promise.all([...sockets, host].map((socket) => socket.end()));
});

test('without a script: answered, and what is right is marked once it is revealed', async () => {
  const room = await makeRoom(server, token);
  const one = await room.add(QUIZ);
  await room.move(one, 'open');
  const { headers, text: form } = await http(server, `/j/${room.code}?plain=read`);
  const cookie = headers['set-cookie'].find((line) => line.startsWith('clameur=')).split(';')[0];
  assert.match(form, /type="radio" name="option" value="1"/);
  const { status } = await http(server, `/j/${room.code}`, {
    method: 'POST', headers: { cookie, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: `question=${one}&round=1&n=1&option=1`,
  });
  assert.equal(status, 303);
  await room.move(one, 'reveal');
  // Whichever worker answers: one that has not heard yet marks nothing.
  const began = Date.now();
  let text = '';
  while (!text.includes('class="right"') && Date.now() - began < NEWS_MS) ({ text } = await http(server, `/j/${room.code}?plain=read`, { headers: { cookie } }));
  assert.deepEqual([...text.matchAll(/([^>]+) <strong class="right">/g)].map(([, option]) => option), ['Loire']);
});

test('all that is right and nothing else counts; ties share a place; places move', async () => {
  const room = await makeRoom(server, token);
  const [anna, ben, cleo, dan] = await people(4);
  await must(server, 'me.name', { room: room.code, name: 'Anna' }, anna);
  const both = { ...QUIZ, right: [0, 2] };
  const pair = await played(room, both, [[anna, 0, 2], [ben, 0], [cleo, 0, 1, 2], [dan, 0, 2]]);
  const first = await board(room, anna, { question: pair });
  assert.deepEqual([first.questions, first.players], [1, 4]);
  assert.deepEqual(first.places.map(({ place, was, points }) => [place, was, points]), [[1, 0, 1000], [1, 0, 1000], [3, 0, 0], [3, 0, 0]]);
  assert.equal(first.own.name, 'Anna');
  const question = await played(room, { ...QUIZ, points: 300 }, [[anna, 0], [ben, 1], [cleo, 1]]);
  for (const [who, place, was, points, right] of [[anna, 1, 1, 1000, false], [ben, 3, 3, 300, true], [cleo, 3, 3, 300, true]]) {
    const { own } = await board(room, who, { question, n: 0 });
    assert.deepEqual([own.place, own.was, own.points, own.answer.right], [place, was, points, right]);
    assert.equal(own.name, undefined);
  }
  const { own } = await board(room, dan, { question });
  assert.deepEqual([own.place, own.points, own.answer], [1, 1000, null]);
  assert.match(own.name, /^[A-Z]\w+ [A-Z]\w+ \d+$/);
  assert.equal((await board(room, dan, { question })).own.name, own.name);
});

test('one page after the other has everyone once, the same from both workers', async () => {
  const room = await makeRoom(server, token);
  const crowd = await people(25);
  const question = await played(room, QUIZ, crowd.map((who, at) => [who, at % 3]));
  const all = async () => {
    const places = [];
    for (let skip = 0; skip < 30; skip += 10) places.push(...(await board(room, crowd[0], { question, skip, n: 10 })).places);
    return places;
  };
  const read = await Promise.all([all(), all(), all(), all()]);
  assert.equal(read[0].length, 25);
  assert.equal(new Set(read[0].map(({ name }) => name)).size >= 20, true);
  assert.deepEqual(read[0].map(({ place }) => place), [...Array(8).fill(1), ...Array(17).fill(9)]);
  for (const one of read) assert.deepEqual(one, read[0]);
  assert.equal(read[0].filter(({ mine }) => mine).length, 1);
});

test('points fall with the time that the server took, whatever is sent again', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...QUIZ, duration: 5, speed: true });
  const [anna, ben] = await people(2);
  const socket = await Socket.hello(server, room.code, anna);
  const { version } = await room.move(question, 'open');
  const { question: opened } = await socket.event('question.opened', (event) => event.question.version === version);
  assert.ok(opened.closes > 0);
  await socket.send('cast', { question, round: 1, n: 1, ballot: { options: [1] } });
  await answer(room, question, ben, { options: [0] });
  await answer(room, question, ben, { options: [1] }, { n: 2 });
  // The timer closes it, and what comes then is too late.
  await socket.event('question.closed');
  const late = await post(server, 'cast', { room: room.code, question, round: 1, n: 2, ballot: { options: [0] } }, anna);
  assert.equal(late.err.code, 'closed');
  await socket.send('cast', { question, round: 1, n: 1, ballot: { options: [1] } });
  await must(server, 'question.move', { room: room.code, question, version: version + 1, move: 'reveal' }, token);
  await socket.event('question.revealed');
  const { own } = await socket.send('quiz.board', { question });
  assert.deepEqual([own.answer.right, own.answer.points], [true, worth(1000, 5, own.answer.ms)]);
  assert.ok(own.answer.ms < 5000);
  const other = await board(room, ben, { question });
  assert.deepEqual([other.own.answer.right, other.own.answer.points], [true, worth(1000, 5, other.own.answer.ms)]);
  await socket.end();
});

test('an own time to close takes the place of the duration', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...QUIZ, duration: 300 });
  const began = Date.now();
  await room.move(question, 'open', { closes_in: 60_000 });
  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  const { closes } = snapshot.questions[0];
  assert.ok(closes - began < 120_000, `${closes - began}`);
});

test('an opening that is sent again is answered again; a second vote has the same time', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...QUIZ, duration: 300 });
  const open = { room: room.code, question, version: room.version(question), move: 'open' };
  const first = await must(server, 'question.move', open, token);
  assert.deepEqual(await must(server, 'question.move', open, token), first);
  await room.move(question, 'close', { version: first.version });
  await room.move(question, 'again');
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const known = ({ questions, question: one }) => questions?.[0] ?? one;
  const asked = await host.until(() => host.heard.map(known).find((one) => one?.round === 2), 'the second vote');
  assert.ok(asked.closes > Date.now(), `${asked.closes}`);
  await host.end();
});

test('what is reopened, reset or removed gives its points back; revealed again, they are there again', async () => {
  const room = await makeRoom(server, token);
  const [anna, ben] = await people(2);
  const first = await played(room, QUIZ, [[anna, 1], [ben, 0]]);
  const second = await played(room, QUIZ, [[anna, 1], [ben, 1]]);
  const points = async (question) => Promise.all([anna, ben].map(async (who) => {
    const at = await Socket.hello(server, room.code, who);
    const { own } = await at.send('quiz.board', question ? { question } : {});
    await at.end();
    return own?.points ?? null;
  }));
  assert.deepEqual(await points(second), [2000, 1000]);
  const told = async (move, question) => {
    const watchers = await Promise.all([anna, ben, anna, ben].map((who) => Socket.hello(server, room.code, who)));
    const { version } = await room.move(question, move);
    await Promise.all(watchers.map((socket) => socket.until(() => socket.heard.find(({ question: one, id }) =>
      one?.version === version || id === question), move)));
    const read = await Promise.all(watchers.map((socket) => socket.send('quiz.board')));
    await Promise.all(watchers.map((socket) => socket.end()));
    return read.map(({ own }) => own?.points ?? null);
  };
  assert.deepEqual(await told('reopen', second), [1000, 0, 1000, 0]);
  await answer(room, second, ben, { options: [2] }, { n: 2 });
  assert.deepEqual(await told('reveal', second), [2000, 0, 2000, 0]);
  assert.deepEqual(await told('reset', second), [1000, 0, 1000, 0]);
  await room.move(second, 'restore');
  assert.deepEqual(await told('reveal', second), [2000, 0, 2000, 0]);
  const watcher = await Socket.hello(server, room.code, anna);
  await room.call('question.remove', { question: first, version: room.version(first) });
  await watcher.event('question.removed');
  const { questions, own } = await watcher.send('quiz.board');
  assert.deepEqual([questions, own.points], [1, 1000]);
  await watcher.end();
});

test('the nearest to a number win, whoever is equally near shares', async () => {
  const room = await makeRoom(server, token);
  const crowd = await people(5);
  const question = await room.add({ kind: 'number', title: 'How many?', from: -100, to: 100, right: -7, nearest: 3 });
  await room.move(question, 'open');
  const guesses = [-7, -9, -5, 90, -7];
  await Promise.all(crowd.map((who, at) => answer(room, question, who, { value: guesses[at] })));
  await room.move(question, 'reveal');
  const { winners, nearest, own } = await board(room, crowd[1], { question });
  assert.equal(winners, 4);
  assert.deepEqual(nearest.map(({ place, value, points }) => [place, Math.abs(value + 7), points]),
    [[1, 0, 1000], [1, 0, 1000], [3, 2, 333], [3, 2, 333]]);
  assert.deepEqual([own.answer.right, own.answer.place, own.answer.points], [true, 3, 333]);
  assert.deepEqual((await board(room, crowd[3], { question })).own.answer, { right: false, points: 0, place: 5 });
});

test('points as a file: everyone once, with what the leaderboard says', async () => {
  const room = await makeRoom(server, token);
  const crowd = await people(7);
  await played(room, QUIZ, crowd.slice(0, 5).map((who) => [who, 1]));
  const last = await played(room, { ...QUIZ, points: 10 }, crowd.slice(2).map((who, at) => [who, at % 2]));
  const { places } = await board(room, token, { question: last });
  // Whichever worker answers may not have heard that it is revealed.
  const began = Date.now();
  let file = { status: 404 };
  while (file.status === 404 && Date.now() - began < NEWS_MS) {
    file = await http(server, (await room.call('question.export', { question: last, what: 'points', format: 'ndjson' })).path);
  }
  const rows = file.text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ place, total }) => [place, total]), places.map(({ place, points }) => [place, points]));
  assert.equal(new Set(rows.map(({ voter }) => voter)).size, 7);
  assert.deepEqual(rows.filter(({ right }) => right === '').length, 2);
  assert.equal(rows.reduce((sum, { points }) => sum + (points || 0), 0), 20);
  assert.ok(rows.every(({ right, ms }) => (right === '') === (ms === '')));
  const open = await room.add(QUIZ);
  await room.move(open, 'open');
  const early = await room.call('question.export', { question: open, what: 'points', format: 'csv' });
  assert.equal((await http(server, early.path)).status, 404);
});

test('what is refused', async () => {
  const room = await makeRoom(server, token);
  const [anna] = await people(1);
  const draft = await room.add(QUIZ);
  const ask = (fields) => post(server, 'quiz.board', { room: room.code, ...fields }, anna);
  for (const [fields, code] of [[{ question: draft }, 'not_found'], [{ question: 'nothing' }, 'not_found'], [{ n: 51 }, 'bad_field'],
    [{ skip: 200_001 }, 'bad_field'], [{ n: -1 }, 'bad_field'], [{ question: 7 }, 'bad_field'], [{ more: 1 }, 'bad_field']]) {
    assert.equal((await ask(fields)).err?.code, code, JSON.stringify(fields));
  }
  const empty = await ask({});
  assert.deepEqual(empty.ok, { questions: 0, players: 0, own: null, places: [] });
  await room.move(draft, 'open');
  for (const ballot of [{ options: [0, 1] }, { options: [] }, { options: [3] }, { value: 1 }]) {
    assert.equal((await post(server, 'cast', { room: room.code, question: draft, round: 1, n: 1, ballot }, anna)).err.code, 'bad_ballot');
  }
  const changed = await post(server, 'question.update', { room: room.code, question: draft, version: room.version(draft), def: { ...QUIZ, right: [0] } }, token);
  assert.equal(changed.err.code, 'wrong_move');
});
