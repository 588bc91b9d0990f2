/* SPDX-License-Identifier: Apache-2.0 */
/* A room without a server: answers a page's commands as docs/PROTOCOL.md says, one host, no ballots of its own. */

import { FakeBoards } from './fake-board.mjs';

const MOVES = {
  open: { from: ['draft'], to: 'open', ev: 'opened' },
  close: { from: ['open'], to: 'closed', ev: 'closed' },
  reveal: { from: ['open', 'closed'], to: 'revealed', ev: 'revealed' },
  reopen: { from: ['closed', 'revealed'], to: 'open', ev: 'reopened' },
  reset: { from: ['open', 'closed', 'revealed'], to: 'draft', ev: 'reset' },
  restore: { from: ['draft'], to: 'closed', ev: 'restored' },
  time: { from: ['open'], to: 'open', ev: 'changed' },
};

class Refused extends Error {
  constructor(code, more = {}) {
    super(code);
    this.err = { code, text: code, ...more };
  }
}

export class FakeRoom {
  constructor({ code = 'K7Q42M', settings = {}, questions = [], tallies = {}, current = null, board = null, people = 412, role = 'host', boards = [], ideas = {} } = {}) {
    this.epoch = 1;
    this.seq = 10;
    this.role = role;
    this.people = people;
    this.questions = questions;
    this.tallies = tallies;
    this.boards = new FakeBoards(this, (code, more) => new Refused(code, more), boards, ideas);
    this.links = [];
    this.ballots = [];
    this.rooms = [];
    this.received = [];
    this.socket = null;
    this.up = true;
    this.room = {
      id: 'r7k2m9x4q1tz', code, rev: 1, current, board, order: questions.map(({ id }) => id), access: 'open',
      settings: { title: 'Brick Days 2026', lang: 'en', blank: false, hide_people: false, ...settings },
    };
  }

  /** Everything is seen by hosts; others do not see drafts. */
  seen() {
    const isHost = this.role === 'host' || this.role === 'owner';
    const questions = this.questions.filter(({ state }) => isHost || state !== 'draft');
    const order = questions.map(({ id }) => id);
    const current = order.includes(this.room.current) ? this.room.current : null;
    const board = this.boards.seen().some(({ id }) => id === this.room.board) ? this.room.board : null;
    return { questions, room: { ...this.room, order, current, board } };
  }

  state(more = {}) {
    return {
      now: Date.now(), epoch: this.epoch, seq: this.seq, room: null, questions: [], tallies: [], people: this.people,
      code: this.room.code, error: null, join_url: `http://192.168.1.20:8080/j/${this.room.code}`,
      base_url: 'http://192.168.1.20:8080', secure: false, plain: null, ...more,
    };
  }

  tallyEvent(id) {
    const question = this.find(id);
    const held = this.tallies[id] ?? { rev: 0, voters: 0, counts: undefined };
    const ev = held.counts ? 'tally' : 'voters';
    return { ev, epoch: this.epoch, question: id, round: question.round, ...held };
  }

  attach(socket) {
    if (!this.up) { void socket.close({ code: 1011 }); return; }
    this.socket = socket;
    socket.onMessage((text) => this.hear(JSON.parse(text)));
  }

  /** Breaks the connection, and refuses new ones until `up` is true again. */
  async drop() {
    this.up = false;
    await this.socket.close({ code: 1011 });
    this.socket = null;
  }

  heard(cmd) {
    return this.received.filter((command) => command.cmd === cmd);
  }

  /** What another host does: the change is told as a fact, no command was heard. */
  change(id, fields, ev = 'changed') {
    const question = this.find(id);
    Object.assign(question, fields, { version: question.version + 1 });
    this.fact(`question.${ev}`, { question });
  }

  look(id) {
    this.room.current = id;
    this.roomChanged();
  }

  say(event) {
    this.socket?.send(JSON.stringify(event));
  }

  fact(ev, fields) {
    this.say({ ev, seq: ++this.seq, ...fields });
  }

  roomChanged() {
    this.room.rev++;
    this.room.order = this.questions.map(({ id }) => id);
    this.fact('room.changed', { room: this.seen().room });
  }

  tell(id, tally) {
    this.tallies[id] = tally;
    this.say(this.tallyEvent(id));
  }

  hear({ mid, cmd, ...fields }) {
    this.received.push({ cmd, ...fields });
    try {
      const ok = this.run(cmd, fields);
      this.say({ re: mid, ok });
      if (cmd === 'hello') this.welcome();
      this.after?.();
      this.after = null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.say({ re: mid, err: error.err });
    }
  }

  welcome() {
    const { room, questions } = this.seen();
    this.say({ ev: 'snapshot', epoch: this.epoch, seq: this.seq, room, questions, boards: this.boards.seen(), people: this.people });
    this.say({ ev: 'you', role: this.role, ballots: this.ballots });
    questions.filter(({ state }) => state !== 'draft').forEach(({ id }) => this.say(this.tallyEvent(id)));
  }

  find(id) {
    const question = this.questions.find((one) => one.id === id);
    if (!question) throw new Refused('not_found');
    return question;
  }

  fresh(fields) {
    const question = this.find(fields.question);
    if (question.version !== fields.version) throw new Refused('stale', { record: question });
    return question;
  }

  /** Facts follow their answer. */
  then(...steps) {
    this.after = () => steps.forEach((step) => step());
  }

  run(cmd, fields) {
    if (cmd in this.boards.commands) return this.boards.run(cmd, fields);
    const command = this.commands[cmd];
    if (!command) throw new Refused('unknown_command');
    return command(fields);
  }

  commands = {
    hello: () => {
      if (this.role === null) throw new Refused('forbidden');
      return { room: this.room.id, role: this.role, epoch: this.epoch, seq: this.seq, resumed: false, now: Date.now() };
    },
    'room.update': ({ rev, settings, access, current, board }) => {
      if (rev !== this.room.rev) throw new Refused('stale', { record: this.room });
      Object.assign(this.room.settings, settings ?? {});
      if (access) this.room.access = access;
      if (current !== undefined) Object.assign(this.room, { current, board: null });
      if (board !== undefined) this.room.board = board;
      this.then(() => this.roomChanged());
      return { rev: rev + 1 };
    },
    'question.add': ({ id, def }) => {
      const question = { id, state: 'draft', round: 1, version: 1, closes: 0, def };
      this.questions.push(question);
      this.then(() => this.roomChanged(), () => this.fact('question.added', { question }));
      return { version: 1 };
    },
    'question.update': (fields) => {
      const question = this.fresh(fields);
      Object.assign(question, { def: fields.def, version: question.version + 1 });
      this.then(() => this.fact('question.changed', { question }));
      return { version: question.version };
    },
    'question.remove': (fields) => {
      const question = this.fresh(fields);
      this.questions = this.questions.filter((one) => one !== question);
      this.then(() => this.fact('question.removed', { id: question.id }), () => this.roomChanged());
      return {};
    },
    'question.place': ({ question: id, place }) => {
      const question = this.find(id);
      this.questions = this.questions.filter((one) => one !== question);
      this.questions.splice(place, 0, question);
      this.then(() => this.roomChanged());
      return {};
    },
    'question.move': (fields) => {
      const question = this.fresh(fields);
      const { from, to, ev } = MOVES[fields.move];
      if (!from.includes(question.state)) throw new Refused('wrong_move', { record: question });
      Object.assign(question, { state: to, version: question.version + 1, closes: 0 });
      if (fields.move === 'reset') question.round++;
      if (fields.move === 'restore') question.round--;
      if (to === 'open') {
        question.closes = fields.closes_in ? Date.now() + fields.closes_in : 0;
        this.room.current = question.id;
      }
      this.then(() => this.fact(`question.${ev}`, { question }), () => this.roomChanged(),
        () => { if (to !== 'draft') this.say(this.tallyEvent(question.id)); });
      return { state: to, round: question.round, version: question.version };
    },
    'link.create': ({ role, label }) => {
      const link = `l${this.links.length + 1}`;
      this.links.push({ link, role, label, created: Date.now(), used: false });
      return { link, secret: `${role[0]}-K7Q42M-abcdefghijklmnopqrstuv` };
    },
    'hook.list': () => ({ hooks: [] }),
    'words.list': () => ({ lists: [] }),
    'link.list': () => ({ links: this.links }),
    'link.revoke': ({ link }) => {
      this.links = this.links.filter((one) => one.link !== link);
      return {};
    },
    'link.exchange': ({ secret }) => {
      if (!/^[sho]-/.test(secret)) throw new Refused('link_spent');
      return secret.startsWith('o-') ? { role: 'owner', room: null } : { role: this.role, room: this.room.code };
    },
    'room.list': () => {
      if (this.role !== 'owner') throw new Refused('forbidden');
      return { rooms: this.rooms };
    },
    'room.create': ({ id, settings }) => {
      this.rooms.push({ id, code: 'P4W9XZ', title: settings.title, created: Date.now() });
      return { id, code: 'P4W9XZ' };
    },
    'room.delete': ({ id }) => {
      this.rooms = this.rooms.filter((room) => room.id !== id);
      return {};
    },
  };

  /** The same commands over HTTP, for page.route. */
  http(cmd, fields) {
    this.received.push({ cmd, ...fields, http: true });
    try {
      return { status: 200, body: { ok: this.run(cmd, fields) } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: 403, body: { err: error.err } };
    }
  }
}
