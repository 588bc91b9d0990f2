/* SPDX-License-Identifier: Apache-2.0 */
/* What a host prepares and carries: notes that nobody else is sent, in bytes, and a closing time that moves. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { root, Server } from '../lib/server.mjs';

const NOTES = 'Whisper-7341: ask "who came" by train,\nthen wait.';
const SECRET = 'Whisper-7341';
const DEF = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: 'always' };

/** Everyone who is no host, in every view that is theirs. */
const SIGHTS = [['phone', 'phone'], ['stage', 'stage'], ['moderator', 'phone'], ['moderator', 'host']];

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

async function linked(room, role) {
  const { secret } = await room.call('link.create', { role, label: '' });
  const bearer = await device(server);
  await must(server, 'link.exchange', { secret }, bearer);
  return bearer;
}

test('notes are in no frame, reply or page but the hosts\'', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({ ...DEF, notes: NOTES });
  const second = await room.add({ ...DEF, notes: NOTES });
  const bearers = { phone: await device(server), stage: await linked(room, 'stage'), moderator: await linked(room, 'moderator') };
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const told = [];
  for (const [role, view] of SIGHTS) told.push(await Socket.hello(server, room.code, bearers[role], { view }));
  const bytes = [];
  for (const move of ['open', 'time', 'close', 'reveal', 'reopen', 'reset', 'restore']) {
    const { version } = await room.move(question, move);
    await Promise.all(told.map((socket) => (move === 'reset' ? socket.event('question.removed')
      : socket.until(() => socket.heard.find((event) => event.question?.version === version), `version ${version}`))));
    for (const bearer of [null, ...Object.values(bearers)]) {
      const headers = bearer ? { authorization: `Bearer ${bearer}` } : {};
      for (const path of [`/j/${room.code}`, `/j/${room.code}?plain=read`, `/stage/${room.code}`, `/host/${room.code}`, `/poster/${room.code}`]) {
        bytes.push((await http(server, path, { headers })).bytes);
      }
      for (const view of ['phone', 'stage', 'host']) {
        if (bearer) bytes.push((await post(server, 'hello', { room: room.code, view }, bearer)).bytes);
      }
    }
  }
  await room.move(second, 'open');
  await Promise.all(told.map((socket) => socket.event('question.opened', ({ question: { id } }) => id === second)));
  const resumed = await post(server, 'hello', { room: room.code, epoch: 1, after: 0 }, bearers.phone);
  for (const heard of [resumed.bytes, ...bytes, ...told.map((socket) => socket.bytes())]) {
    // The program of a page knows the word, too; its state is of another type.
    const text = heard.toString().replace(/<script>.*?<\/script>/gs, '');
    const found = /.{0,80}(?:Whisper-7341|"notes")/s.exec(text);
    assert.equal(found && found[0], null);
  }
  const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.deepEqual(snapshot.questions.map(({ def }) => def.notes), [NOTES, NOTES]);
  assert.equal((await host.event('question.opened', ({ question: { id } }) => id === second)).question.def.notes, NOTES);
  const { path } = await room.call('question.export', { question, what: 'counts', format: 'csv' });
  const file = await http(server, path, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(file.status, 200);
  assert.ok(!file.bytes.includes(SECRET), 'files of answers hold no notes');
  await Promise.all([host, ...told].map((socket) => socket.end()));
});

test('notes are text of a definition, and nothing else', async () => {
  const room = await makeRoom(server, token);
  const add = (notes) => post(server, 'question.add', { room: room.code, id: 'q', def: { ...DEF, notes } }, token);
  for (const notes of [7, null, ['a'], { a: 1 }]) {
    const { err } = await add(notes);
    assert.deepEqual([err.code, err.field], ['bad_field', 'def.notes'], JSON.stringify(notes));
  }
  assert.equal((await add('\u0000\ud800')).err.code, 'malformed');
  const hostile = '</script><b>","notes":"x"}\u202e';
  assert.deepEqual((await add(hostile)).ok, { version: 1 });
  assert.deepEqual((await add(hostile)).ok, { version: 1 }, 'sent again, the same');
  assert.equal((await add('other')).err.code, 'exists');
  await room.call('question.move', { question: 'q', version: 1, move: 'open' });
  const seen = await must(server, 'hello', { room: room.code }, await device(server));
  assert.deepEqual(Object.keys(seen.snapshot.questions[0].def).sort(), ['change', 'hide_voters', 'kind', 'options', 'results', 'title']);
});

test('the closing time moves: sent again it moves once, of two at once the other is told', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add(DEF);
  const phone = await Socket.hello(server, room.code, await device(server));
  const { version } = await room.move(question, 'open', { closes_in: 30_000 });
  const opened = (await phone.event('question.opened')).question;
  await phone.send('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  const time = (more, at = version) => post(server, 'question.move', { room: room.code, question, version: at, move: 'time', ...more }, token);

  assert.equal((await time({ closes_in: 60_000 })).ok.version, version + 1);
  const later = (await phone.event('question.changed')).question;
  assert.ok(later.closes >= opened.closes + 29_000, `${opened.closes} to ${later.closes}`);
  assert.deepEqual([later.state, later.round], ['open', 1]);
  assert.equal((await time({ closes_in: 60_000 })).ok.version, version + 1, 'sent again');
  const { err } = await time({});
  assert.deepEqual([err.code, err.record.closes], ['stale', later.closes], 'another wanted no time at all');

  const both = await Promise.all([time({}, version + 1), time({ closes_in: 90_000 }, version + 1)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], 'one of two is told');
  const { snapshot, tallies } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
  assert.equal(snapshot.questions[0].version, version + 2);
  assert.equal(tallies[0].voters, 1, 'ballots are kept');

  const fields = { room: room.code, question, version: version + 2, move: 'time' };
  for (const closes_in of [0, -1, 1.5, '30', null, 2_678_400_001]) {
    assert.equal((await post(server, 'question.move', { ...fields, closes_in }, token)).err.code, 'bad_field', `${closes_in}`);
  }
  assert.equal((await time({ closes_in: 40 }, version + 2)).ok.version, version + 3);
  await phone.event('question.closed');
  assert.equal((await time({ closes_in: 40 }, version + 4)).err.code, 'wrong_move', 'what is closed is reopened, not timed');
  await phone.end();
});

for (const lang of ['en', 'fr']) {
  test(`every template is taken as it is shipped, opens, and is there once when it came twice (${lang})`, async () => {
    const path = `templates.${lang}.json`;
    const served = await http(server, `/assets/${path}`);
    assert.deepEqual([served.status, served.headers['content-type']], [200, 'application/json']);
    const shipped = JSON.parse(await readFile(join(root, 'web/assets', path), 'utf8'));
    assert.deepEqual(JSON.parse(served.bytes), shipped);
    for (const { title, questions, boards = [] } of shipped) {
      const room = await makeRoom(server, token, { title, lang });
      const bring = async () => {
        for (const [at, { def }] of questions.entries()) await room.call('question.add', { id: `q${at}`, def });
        for (const [at, { def }] of boards.entries()) await room.call('board.add', { id: `b${at}`, def });
      };
      await bring();
      await bring();
      const { snapshot } = await must(server, 'hello', { room: room.code, view: 'host' }, token);
      assert.deepEqual([snapshot.questions.length, snapshot.boards.length], [questions.length, boards.length], title);
      snapshot.questions.forEach(({ def }, at) => assert.deepEqual({ ...def, ...questions[at].def }, def, 'no text was mended'));
      for (const { id } of snapshot.questions) await room.call('question.move', { question: id, version: 1, move: 'open' });
    }
  });
}
