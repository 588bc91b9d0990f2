/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what: every command of docs/PROTOCOL.md by every role, over HTTP, as the table of the page says. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, makeRoom, must, owner, post } from '../lib/client.mjs';
import { COMMANDS, ROLES_OF } from '../lib/protocol.mjs';
import { Server } from '../lib/server.mjs';

/** Who else may do what is named for a role. */
const ALSO = {
  any: ['none', 'stage', 'kiosk', 'participant', 'auditor', 'moderator', 'host', 'owner'], owner: [], auditor: [], host: ['owner'],
  moderator: ['host', 'owner'], participant: ['moderator', 'host', 'owner'], stage: ['kiosk', 'auditor'], kiosk: [], none: [],
};
const QUESTION = { question: 'nothing', version: 1 };
const BOARD = { board: 'nothing', version: 1 };
const IDEA = { ...BOARD, idea: 'nothing' };
const COMMENT = { board: 'nothing', idea: 'nothing', comment: 'nothing' };
const DEF = { kind: 'single', title: 'Which?', options: ['Red', 'Blue'] };
/** Well-formed, and of no effect where it may be done: what it is about is not there. */
const FIELDS = {
  hello: {}, 'room.enter': { passcode: 'summer' }, 'device.create': {}, 'link.exchange': { secret: 'nothing' },
  cast: { question: 'nothing', round: 1, n: 1, ballot: { options: [0] } },
  'room.create': { id: 'roles', settings: { title: 'Roles' } }, 'room.list': {}, 'room.delete': { id: 'nothing' },
  'room.update': { rev: 99, current: null },
  'question.add': { id: 'roles', def: DEF }, 'question.update': { ...QUESTION, def: DEF }, 'question.remove': QUESTION,
  'question.place': { question: 'nothing', place: 0 }, 'question.move': { ...QUESTION, move: 'open' },
  'board.add': { id: 'roles', def: { kind: 'ideas', title: 'Roles' } }, 'board.update': { ...BOARD, def: { kind: 'ideas', title: 'Roles' } },
  'board.rules': { board: 'nothing' }, 'board.move': { ...BOARD, phase: 'open' }, 'board.remove': BOARD, 'board.look': { board: 'nothing', ideas: [] },
  'idea.list': { board: 'nothing' }, 'idea.read': { board: 'nothing', ideas: [] },
  'idea.similar': { board: 'nothing', title: 'A tent' },
  'idea.post': { board: 'nothing', id: 'tent', title: 'A tent' }, 'idea.edit': { ...IDEA, title: 'A tent' }, 'idea.withdraw': IDEA,
  'idea.support': { board: 'nothing', idea: 'nothing', n: 1, on: true },
  'idea.check': { ...IDEA, state: 'shown' }, 'idea.answer': { ...IDEA, status: 'read' },
  'idea.group': { ...IDEA, group: null },
  'room.ban': { board: 'nothing', idea: 'nothing' }, 'room.unban': { ban: 'nothing' }, 'ban.list': {}, 'log.list': {},
  'words.set': { list: 'fr', on: false, words: ['nothing'] }, 'words.list': {},
  'idea.merge': { ...IDEA, into: 'another' }, 'idea.unmerge': IDEA,
  'idea.history': { board: 'nothing', idea: 'nothing' },
  'idea.opinion': { board: 'nothing', idea: 'nothing', n: 1, good: true }, 'idea.queue': { board: 'nothing' },
  'idea.report': { board: 'nothing', idea: 'nothing', why: 'spam' }, 'comment.list': { board: 'nothing', idea: 'nothing' },
  'comment.post': { board: 'nothing', idea: 'nothing', id: 'c1', text: 'Yes' }, 'comment.withdraw': COMMENT,
  'comment.like': { ...COMMENT, n: 1, on: true }, 'comment.report': { ...COMMENT, why: 'spam' },
  'comment.check': { ...COMMENT, version: 1, state: 'shown' }, 'review.list': { board: 'nothing' },
  'board.export': { board: 'nothing', what: 'ideas', format: 'csv' }, 'board.import': { board: 'nothing' },
  'question.export': { question: 'nothing', what: 'ballots', format: 'xlsx' },
  'cloud.list': { question: 'nothing' }, 'cloud.hide': { question: 'nothing', word: 'Sea', hide: true },
  'dash.read': {}, 'dash.curve': { question: 'nothing' },
  'quiz.board': {}, 'question.count': { question: 'nothing', method: 'condorcet' }, 'question.shift': { question: 'nothing' },
  'room.export': { what: 'results', format: 'csv' }, 'question.split': { question: 'nothing', by: 'nothing' },
  'image.ticket': { board: 'nothing', id: 'photo' }, 'image.list': { board: 'nothing' },
  'image.check': { board: 'nothing', idea: 'nothing', image: 'nothing', state: 'shown' },
  'deck.ticket': { id: 'roles' }, 'deck.stop': { id: 'roles' },
  'hook.add': { id: 'roles', url: 'https://example.org/', events: ['gate'] }, 'hook.list': {},
  'hook.log': { hook: 'nothing' }, 'hook.test': { hook: 'nothing' }, 'hook.remove': { hook: 'nothing' },
  'points.board': {}, 'points.log': {}, 'points.select': { id: 'roles', period: 'all', n: 1 }, 'points.selected': {},
  'me.read': {}, 'me.supports': { board: 'nothing' }, 'me.name': { name: '' }, 'me.look': { upto: '0-0' },
  'invite.add': { id: 'roles', labels: [''] }, 'invite.list': {}, 'invite.revoke': { number: 4711 },
  'rehearsal.begin': { id: 'roles' }, 'rehearsal.end': {},
  react: { reaction: 'heart' }, 'theme.look': {}, 'space.theme': {}, 'space.origins': {},
  'link.create': { role: 'stage', label: '' }, 'link.list': {}, 'link.revoke': { link: 'nothing' },
  'device.list': {}, 'device.set': { device: 'nothing' }, 'device.revoke': { device: 'nothing' },
  'device.report': { version: '1', waiting: 0, refused: 0, shows: null },
};
const IN_NO_ROOM = new Set(['space.theme', 'space.origins', 'room.create', 'room.list', 'room.delete', 'link.exchange', 'device.create']);

let server;
let room;
const people = {};

/** Someone who came by a link of that role. */
async function comeBy(role) {
  const token = await device(server);
  const { secret } = await room.call('link.create', { role, label: role === 'kiosk' ? 'Door' : '' });
  await must(server, 'link.exchange', { secret }, token);
  return token;
}

before(async () => {
  server = await Server.start({ workers: 1 });
  people.owner = await owner(server);
  room = await makeRoom(server, people.owner);
  await room.call('room.update', { rev: 1, access: 'passcode', passcode: 'summer' });
  people.moderator = await comeBy('moderator');
  people.auditor = await comeBy('auditor');
  people.stage = await comeBy('stage');
  people.kiosk = await comeBy('kiosk');
  people.host = await comeBy('host');
  people.participant = await device(server);
  await must(server, 'room.enter', { room: room.code, passcode: 'summer' }, people.participant);
  people.none = await device(server);
});
after(() => server?.end());

const say = (cmd, token) => post(server, cmd, { ...(!IN_NO_ROOM.has(cmd) && { room: room.code }), ...FIELDS[cmd] }, token);

test('the table names every command', () => {
  assert.deepEqual([...ROLES_OF.keys()], COMMANDS);
  assert.deepEqual(Object.keys(FIELDS).sort(), [...COMMANDS].sort());
});

for (const role of ['none', 'participant', 'stage', 'kiosk', 'auditor', 'moderator', 'host', 'owner']) {
  test(`${role}: what the page says, and nothing else`, async () => {
    const wrong = [];
    for (const cmd of COMMANDS) {
      if (role === 'none' && cmd === 'room.enter') continue; // It would be a participant from then on.
      const allowed = (ROLES_OF.get(cmd).flatMap((named) => [named, ...ALSO[named]]).includes(role) || cmd === 'device.create') && !(role === 'kiosk' && ['question.split', 'dash.read', 'dash.curve'].includes(cmd));
      const { err } = await say(cmd, people[role]);
      // Who is not in the room is asked for its passcode, before anything else.
      const isRefused = err?.code === 'forbidden' || (role === 'none' && err?.code === 'passcode' && cmd !== 'hello');
      if (isRefused === allowed || ['bad_field', 'bad_text', 'internal'].includes(err?.code)) wrong.push([cmd, err?.code]);
    }
    assert.deepEqual(wrong, []);
  });
}

test('without a token there is nothing but to ask for one', async () => {
  for (const cmd of COMMANDS) {
    const { err } = await say(cmd, null);
    assert.equal(err?.code, cmd === 'device.create' ? undefined : 'bad_token', cmd);
  }
});
