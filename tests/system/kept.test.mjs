/* SPDX-License-Identifier: Apache-2.0 */
/* What belongs to the formats (times of a quiz, words, segments, second votes, invitations, reactions, slides) is the same after a
 * kill, and after a backup that is restored to a folder or to a cluster; what is sent again there changes nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { DRAWING_MS, drawn, pdf } from '../lib/pdfs.mjs';
import { BINARY, freePort, Server } from '../lib/server.mjs';
import { Cluster } from '../lib/stores.mjs';

const run = promisify(execFile);
const PEOPLE = 6;
const KINDS = {
  quiz: [{ kind: 'quiz', title: 'Which is right?', options: ['This', 'That', 'Neither'], right: [1], duration: 60 },
    (at) => ({ options: [at % 3] })],
  words: [{ kind: 'words', title: 'What do you see?', max: 3, results: 'always' },
    (at) => ({ words: [['Sea', 'Sun'], ['sea'], ['SEA', 'tents'], ['tent'], ['wind'], ['wind', 'sun', 'lake']][at] })],
  who: [{ kind: 'segment', title: 'You are…', options: ['Sailor', 'Swimmer'] }, (at) => ({ options: [at % 3] })],
  twice: [{ kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always' }, (at) => ({ options: [at % 2] })],
};
const SETTINGS = { title: 'Summer club', lang: 'en', reactions: true };

/** A room after an evening, and what its phones sent. */
async function evening(server) {
  const token = await owner(server);
  const room = await makeRoom(server, token, SETTINGS);
  const tokens = await Promise.all(Array.from({ length: PEOPLE }, () => device(server)));
  const sent = [];
  const cast = async (who, fields) => {
    sent.push([who, fields]);
    assert.equal((await must(server, 'cast', { room: room.code, ...fields }, who)).state, 'counted');
  };
  for (const [id, [def, ballot]] of Object.entries(KINDS)) {
    const question = await room.add(def, id);
    await room.move(question, 'open');
    for (const [at, who] of tokens.entries()) await cast(who, { question, round: 1, n: 1, ballot: ballot(at) });
    if (id !== 'who') await cast(tokens[0], { question, round: 1, n: 2, ballot: ballot(3) }); // Changed.
    await room.move(question, 'close');
  }
  await room.move('twice', 'again');
  for (const [at, who] of tokens.slice(1).entries()) await cast(who, { question: 'twice', round: 2, n: 1, ballot: { options: [at % 3 % 2] } });
  await room.move('twice', 'close');
  await room.move('quiz', 'reveal');
  const { invites } = await room.call('invite.add', { id: 'guests', labels: ['Anna', 'Ben', 'Zoe'] });
  await must(server, 'link.exchange', { secret: invites[0].secret }, tokens[0]);
  await room.call('invite.revoke', { number: 3 });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const phone = await Socket.hello(server, room.code, tokens[1]);
  for (const reaction of ['heart', 'heart', 'clap']) await phone.send('react', { reaction });
  await host.event('reactions', ({ sums }) => sums[0] === 2 && sums[1] === 1); // They are in the store.
  const { path } = await host.send('deck.ticket', { id: 'deck' });
  assert.equal(JSON.parse((await http(server, path, { method: 'POST', body: pdf([drawn('The lake')]), wait: DRAWING_MS })).text).ok.pages, 1);
  await Promise.all([host, phone].map((one) => one.end()));
  return { room, token, tokens, sent, invites };
}

/** All that is told of it. */
async function told(server, { room, token, tokens, invites }) {
  const ask = (cmd, fields, who = token) => must(server, cmd, { room: room.code, ...fields }, who);
  const file = await http(server, (await ask('room.export', { what: 'results', format: 'json' })).path);
  const { questions, segments } = JSON.parse(file.text);
  for (const question of questions) {
    delete question.at; // When it was read.
    for (const round of question.rounds) round.ballots = round.ballots?.map(({ ballot }) => JSON.stringify(ballot)).sort();
  }
  const own = await Promise.all(tokens.map((who) => ask('quiz.board', { question: 'quiz', n: 50 }, who)));
  const cloud = await ask('cloud.list', { question: 'words' });
  const { snapshot: { questions: agenda } } = await ask('hello', { view: 'host' });
  const slide = agenda.find(({ id }) => id === 'deck-1').def.slide;
  const drawn = await Promise.all(['', '/small'].map(async (size) => {
    const { status, bytes } = await http(server, `/image/${room.code}/~/${slide.id}${size}`, { headers: { cookie: `clameur=${token}` } });
    return [status, createHash('sha256').update(bytes).digest('hex')];
  }));
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const { sums } = await host.event('reactions');
  await host.end();
  const taken = await post(server, 'link.exchange', { secret: invites[0].secret }, tokens[5]);
  return { questions, segments, own, cloud: { ...cloud, rev: 0 }, sums, slide, drawn, invites: await ask('invite.list', {}), taken: taken.err?.code,
    split: await ask('question.split', { question: 'quiz', by: 'who' }), shift: await ask('question.shift', { question: 'twice' }) };
}

/** What phones sent before is sent again, late: each is told what it was, or that it is over; nothing comes of it. */
async function sendAgain(server, { room, sent, tokens, invites }) {
  for (const [who, fields] of sent) {
    const { ok, err } = await post(server, 'cast', { room: room.code, ...fields }, who);
    assert.ok(ok?.state === 'counted' || ['stale', 'round_over', 'closed'].includes(err?.code), JSON.stringify([fields, ok, err]));
  }
  assert.deepEqual(await must(server, 'link.exchange', { secret: invites[0].secret }, tokens[0]), { role: 'participant', room: room.code });
}

async function isThere(server, kept, before) {
  assert.deepEqual(await told(server, kept), before);
  await sendAgain(server, kept);
  assert.deepEqual(await told(server, kept), before);
}

test('after a kill, and in a folder made of a backup, everything is there once', async () => {
  const server = await Server.start();
  const folder = `${server.data}-backup`;
  const other = new Server();
  Object.assign(other, { data: `${server.data}-restored`, port: await freePort() });
  try {
    const kept = await evening(server);
    const before = await told(server, kept);
    assert.equal(before.cloud.words, 9);
    assert.deepEqual(before.drawn.map(([status]) => status), [200, 200]);
    assert.deepEqual(before.sums.slice(0, 2), [2, 1]);
    await server.kill();
    await server.start();
    await isThere(server, kept, before);

    await run(BINARY, ['backup', folder, '--data', server.data]);
    await sendAgain(server, kept);
    await run(BINARY, ['restore', folder, '--data', other.data]);
    await other.start();
    await isThere(other, kept, before);
  } finally {
    if (other.child) await other.end();
    await server.end();
    await Promise.all([folder, other.data].map((path) => rm(path, { recursive: true, force: true })));
  }
});

test('a cluster takes all of it from a backup', async () => {
  const server = await Server.start();
  const cluster = await Cluster.make();
  const folder = `${server.data}-backup`;
  const other = new Server({ flags: ['--redis', cluster.address, '--ack-replicas', '1'] });
  Object.assign(other, { data: `${server.data}-restored`, port: await freePort() });
  try {
    const kept = await evening(server);
    const before = await told(server, kept);
    await run(BINARY, ['backup', folder, '--data', server.data]);
    await run(BINARY, ['restore', folder, '--data', other.data, '--redis', cluster.address]);
    await other.start();
    await isThere(other, kept, before);
    const { err } = await post(other, 'cast', { room: kept.room.code, question: 'twice', round: 2, n: 1, ballot: { options: [0] } }, kept.tokens[0]);
    assert.equal(err.code, 'closed');
  } finally {
    if (other.child) await other.end();
    await server.end();
    await cluster.end();
    await Promise.all([folder, other.data].map((path) => rm(path, { recursive: true, force: true })));
  }
});
