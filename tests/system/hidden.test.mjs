/* SPDX-License-Identifier: Apache-2.0 */
/* "Who is sent the counts" of docs/PROTOCOL.md, cell by cell, in bytes: every frame, reply and page of
 * every viewer, through the life of a question. A count that may not be seen is in none of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, must, owner, post, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

/** Numbers that no id, time or revision of this test holds where these are looked for. */
const CROWD = [23, 14];
const STATES = ['open', 'closed', 'revealed'];
const ALL = { open: true, closed: true, revealed: true };
const NONE = { open: false, closed: false, revealed: false };
const REVEALED = { open: false, closed: false, revealed: true };
/** The table: result mode, viewer, and in which states the counts are there. */
const TABLE = {
  always: { watcher: ALL, voter: ALL, stage: ALL, host: ALL },
  after_vote: { watcher: NONE, voter: ALL, stage: REVEALED, host: ALL },
  after_close: { watcher: NONE, voter: REVEALED, stage: REVEALED, host: ALL },
  never: { watcher: NONE, voter: NONE, stage: NONE, host: ALL },
};

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

/** In frames and replies, in a page's state, and in the list of a page without JavaScript. */
const holdsCounts = (bytes, counts) => {
  // The program of a page knows these words, too; its state is of another type.
  const text = bytes.toString('latin1').replace(/<script>.*?<\/script>/gs, '');
  const named = /"counts"|class="results"|class="count"/.test(text);
  const numbers = counts.some((count, at) => (
    text.includes(`[${counts.join()}]`) || new RegExp(`class="count">${counts[at]}\\b`).test(text)));
  assert.equal(named, numbers, `counts are told with their names and numbers, or not at all: ${text}`);
  return named;
};

/** What a reply knows of the room: the answer to `hello`, or the state of a page. */
const known = ({ ok, text }) => (ok ? { ...ok.snapshot, tallies: ok.tallies } : JSON.parse(/id="state">([^<]*)</.exec(text)[1]));
/** Long after the last news between workers. */
const NEWS_MS = 10_000;

/** The reply of this moment: asked for until the worker that answers has heard what happened at the other. */
async function current(ask, { state, rev }) {
  const began = Date.now();
  for (;;) {
    const reply = await ask();
    const { questions = [], tallies = [] } = known(reply);
    if (questions.every((one) => one.state === state) && tallies.every((one) => one.rev >= rev)) return reply;
    assert.ok(Date.now() - began < NEWS_MS, `revision ${rev}, ${state}, is still not known: ${JSON.stringify({ questions, tallies })}`);
  }
}

const cookieOf = (reply) => reply.headers['set-cookie'].find((line) => line.startsWith('clameur=')).split(';')[0];

/** Someone who looks at the room in every way there is; `bytes` is all they were ever sent. */
class Viewer {
  static async join(room, view, { bearer = null, headers = {} } = {}) {
    const viewer = new Viewer();
    Object.assign(viewer, { room, view, bearer, headers });
    viewer.socket = new Socket(server);
    await viewer.socket.opened;
    await viewer.socket.send('hello', { room: room.code, view, token: bearer });
    await viewer.socket.event('you');
    return viewer;
  }

  /** Every reply and page of this moment, as one heap of bytes by name. */
  async replies(now) {
    const { code } = this.room;
    const hello = await current(() => post(server, 'hello', { room: code, view: this.view }, this.bearer), now);
    assert.equal(hello.status, 200);
    const headers = { authorization: `Bearer ${this.bearer}` };
    const pages = ['', '?plain=counted', '?plain=closed', '?lang=fr'].map((query) => `/j/${code}${query}`);
    const addresses = [...pages, `/stage/${code}`, `/host/${code}`, `/poster/${code}`];
    const heard = { hello: hello.bytes };
    for (const address of addresses) {
      for (const [how, given] of [['bare', {}], ['known', { ...headers, ...this.headers }]]) {
        heard[`${address} ${how}`] = (await current(() => http(server, address, { headers: given }), now)).bytes;
      }
    }
    return heard;
  }

  /** All frames since the last time this was asked. */
  async frames(rev) {
    await this.socket.until(() => this.socket.heard.findLast(
      ({ ev, rev: at }) => (ev === 'tally' || ev === 'voters') && at >= rev), `revision ${rev}`);
    const from = this.seen ?? 0;
    this.seen = this.socket.frames.length;
    return Buffer.concat(this.socket.frames.slice(from));
  }
}

async function crowd(room, question) {
  const casts = CROWD.flatMap((n, option) => Array(n).fill(option));
  const answers = await Promise.all(casts.map(async (option) => must(server, 'cast', {
    room: room.code, question, round: 1, n: 1, ballot: { options: [option] },
  }, await device(server))));
  return Math.max(...answers.map(({ rev }) => rev));
}

async function voterByForm(room, question) {
  const cookie = cookieOf(await http(server, `/j/${room.code}`));
  const reply = await http(server, `/j/${room.code}`, {
    method: 'POST', body: `question=${question}&round=1&n=1&option=0`,
    headers: { cookie, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(reply.status, 303);
  assert.equal(reply.headers.location, `/j/${room.code}?plain=counted`);
  assert.ok(!holdsCounts(reply.bytes, CROWD));
  return cookie;
}

async function cast(who, room, question) {
  const answer = await who.socket.ask('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  assert.equal(answer.ok.state, 'counted');
}

/** What a page holds goes by who asks: without a cookie nobody has voted. */
const expected = (mode, viewer, state, name) => {
  const byPage = name.startsWith('/');
  if (!byPage) return TABLE[mode][viewer][state];
  if (!name.startsWith('/j/')) return TABLE[mode].watcher[state];
  return null;
};

for (const mode of Object.keys(TABLE)) {
  test(`results ${mode}: each viewer in each state, in every frame, reply and page`, async () => {
    const room = await makeRoom(server, token);
    const question = await room.add({ kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: mode });
    const { secret } = await room.call('link.create', { role: 'stage', label: '' });
    const screen = await device(server);
    await must(server, 'link.exchange', { secret }, screen);
    await room.move(question, 'open');
    const viewers = {
      watcher: await Viewer.join(room, 'phone', { bearer: await device(server) }),
      voter: await Viewer.join(room, 'phone', { bearer: await device(server) }),
      stage: await Viewer.join(room, 'stage', { bearer: screen }),
      host: await Viewer.join(room, 'host', { bearer: token }),
    };
    await cast(viewers.voter, room, question);
    const cookie = await voterByForm(room, question);
    const rev = await crowd(room, question);
    const counts = [CROWD[0] + 2, CROWD[1]];

    for (const state of STATES) {
      if (state === 'closed') await room.move(question, 'close');
      if (state === 'revealed') await room.move(question, 'reveal');
      for (const [name, viewer] of Object.entries(viewers)) {
        const where = `${mode}, ${name}, ${state}`;
        const may = TABLE[mode][name][state];
        if (state !== 'open') await viewer.socket.event(`question.${state}`);
        await viewer.socket.until(() => {
          const last = viewer.socket.heard.filter(({ rev: at }) => at !== undefined && at >= rev).at(-1);
          return last && (last.ev === 'tally') === may;
        }, `${may ? 'a tally' : 'the voters alone'} (${where})`);
        const frames = await viewer.frames(rev);
        if (!may) assert.ok(!frames.includes('"counts"'), `${where}, frames: ${frames}`);
        for (const [reply, bytes] of Object.entries(await viewer.replies({ state, rev }))) {
          const wanted = expected(mode, name, state, reply);
          const told = holdsCounts(bytes, counts);
          if (wanted !== null && !reply.startsWith('/')) assert.equal(told, wanted, `${where}, ${reply}`);
          else if (reply.endsWith('bare')) assert.ok(!told || TABLE[mode].watcher[state], `${where}, ${reply}`);
          else assert.ok(!told || may || TABLE[mode].watcher[state], `${where}, ${reply}`);
        }
      }
      // The browser without JavaScript has voted: its page is a voter's.
      const page = await current(() => http(server, `/j/${room.code}?plain=counted`, { headers: { cookie } }), { state, rev });
      assert.equal(holdsCounts(page.bytes, counts), TABLE[mode].voter[state], `${mode}, page of a voter, ${state}`);
      const bare = await current(() => http(server, `/j/${room.code}`), { state, rev });
      assert.equal(holdsCounts(bare.bytes, counts), TABLE[mode].watcher[state], `${mode}, page, ${state}`);
    }
    await Promise.all(Object.values(viewers).map(({ socket }) => socket.end()));
  });
}

test('hide_voters: the number of voters is in no frame, reply or page but the host\'s', async () => {
  const room = await makeRoom(server, token);
  const question = await room.add({
    kind: 'single', title: 'Which?', options: ['Red', 'Blue'], results: 'never', hide_voters: true,
  });
  await room.move(question, 'open');
  const watcher = await Viewer.join(room, 'phone', { bearer: await device(server) });
  const host = await Viewer.join(room, 'host', { bearer: token });
  const rev = await crowd(room, question);
  await host.socket.event('tally', (event) => event.rev >= rev && event.voters === CROWD[0] + CROWD[1]);
  await watcher.socket.send('cast', { question, round: 1, n: 1, ballot: { options: [0] } });
  await room.move(question, 'close');
  await watcher.socket.event('question.closed');
  const heard = [watcher.socket.bytes(), ...Object.values(await watcher.replies({ state: 'closed', rev }))];
  for (const bytes of heard) assert.ok(!/"voters":\d/.test(bytes.toString('latin1')), bytes.toString());
  await Promise.all([watcher, host].map(({ socket }) => socket.end()));
});
