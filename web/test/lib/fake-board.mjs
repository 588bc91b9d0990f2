/* SPDX-License-Identifier: Apache-2.0 */
/* The boards of a FakeRoom: what docs/PROTOCOL.md says of boards and ideas, for one person and the others they hear of. */

const SHOWS = new Set(['open', 'show', 'group', 'support', 'decide', 'closed']);
const POSTS = new Set(['open', 'collect']);
const SUPPORTS = new Set(['open', 'support']);
const HOUR = 3_600_000;

export const def = (more = {}) => ({
  kind: 'ideas', title: 'What would make the club better?', about: 'Small or big, all of it is read.', names: 'choice',
  checked: false, supports: 0, ideas: 20, order: 'top', tags: ['Food', 'Sport', 'Evenings'], ...more,
});
export const board = (more = {}) => ({ id: 'wishes', version: 2, place: 0, phase: 'open', closes: 0, def: def(), ...more });

const saidBy = ({ title, text = '' }) => `${title} ${text}`.toLowerCase();

let numbers = 0;
export const idea = (id, title, more = {}) => {
  const { text, name, answer, reason, source, ...rest } = more;
  const words = { title, ...(text && { text }), ...(name && { name }), ...(answer && { answer }), ...(reason && { reason }), ...(source && { source }) };
  return {
    id, version: 1, state: 'shown', status: 'new', supports: 0, number: ++numbers, at: Date.now() - HOUR, tags: [],
    mine: false, n: 0, on: false, words, ...rest,
  };
};

/** Gives a FakeRoom boards; `refuse` makes its errors. */
export class FakeBoards {
  constructor(room, refuse, boards = [], ideas = {}) {
    Object.assign(this, { room, refuse, boards, ideas, rev: 100, looks: { board: null, ideas: [] }, refused: {} });
  }

  get isStaff() { return ['host', 'owner', 'moderator'].includes(this.room.role); }

  seen() {
    return this.boards.filter(({ phase }) => this.isStaff || phase !== 'draft');
  }

  find(id) {
    const found = this.boards.find((one) => one.id === id);
    if (!found || !this.seen().includes(found)) throw this.refuse('not_found');
    return found;
  }

  may({ state, mine }, { phase }) {
    if (this.isStaff) return true;
    return (mine && state !== 'withdrawn') || (state === 'shown' && SHOWS.has(phase));
  }

  all(id) {
    return (this.ideas[id] ??= []);
  }

  one({ board: id, idea: ideaId }) {
    const on = this.find(id);
    const found = this.all(id).find((other) => other.id === ideaId);
    if (!found || !this.may(found, on)) throw this.refuse('not_found');
    return found;
  }

  total(id) {
    return this.all(id).filter(({ state }) => state === 'shown').length;
  }

  /** To staff: how many wait. */
  pending(id) {
    return this.isStaff ? { pending: this.all(id).filter(({ state }) => state === 'pending').length } : {};
  }

  /** News of these ideas, to whoever looks at the board. */
  tell(id, ids = []) {
    this.rev++;
    if (this.looks.board === id) this.news(id, ids.filter((one) => this.looks.ideas.includes(one)));
  }

  news(id, ids) {
    const on = this.boards.find((one) => one.id === id);
    const ideas = this.all(id).filter((one) => ids.includes(one.id)).map((one) => (this.may(one, on)
      ? { id: one.id, version: one.version, state: one.state, status: one.status, supports: one.supports }
      : { id: one.id, state: 'hidden' }));
    this.room.say({ ev: 'ideas', epoch: this.room.epoch, board: id, rev: this.rev, total: this.total(id), ...this.pending(id), ideas });
  }

  /** What others do: post, support, hide. */
  add(id, ...ideas) {
    this.all(id).push(...ideas);
    this.tell(id);
  }

  change(id, ideaId, change, words = {}) {
    const found = this.all(id).find((one) => one.id === ideaId);
    Object.assign(found, change);
    Object.assign(found.words, words);
    if (!('supports' in change)) found.version++;
    this.tell(id, [ideaId]);
  }

  phase(id, phase, more = {}) {
    const found = this.boards.find((one) => one.id === id);
    const wasTold = this.seen().includes(found);
    Object.assign(found, { phase, version: found.version + 1, ...more });
    if (wasTold || this.seen().includes(found)) this.room.fact('board.moved', { board: found });
  }

  page({ board: id, order, tag, status, state, mine, search, after, n = 20 }) {
    const on = this.find(id);
    const sorted = this.all(id).filter((one) => this.may(one, on) && (tag === undefined || one.tags.includes(tag))
      && (status === undefined || one.status === status) && (state === undefined || one.state === state) && (!mine || one.mine)
      && (search === undefined || search.toLowerCase().split(' ').every((word) => saidBy(one.words).includes(word))));
    const by = { new: (a, b) => b.number - a.number, old: (a, b) => a.number - b.number, trend: (a, b) => b.at - a.at, needs: (a, b) => a.supports - b.supports };
    sorted.sort(by[order ?? on.def.order] ?? ((a, b) => b.supports - a.supports || a.number - b.number));
    const from = after === undefined ? 0 : sorted.findIndex((one) => one.id === after) + 1;
    const ideas = structuredClone(sorted.slice(from, from + n));
    const found = search === undefined ? {} : { found: sorted.length, partial: this.partial ?? false };
    return { rev: this.rev, total: this.total(id), ...this.pending(id), more: from + n < sorted.length, ...found, ideas };
  }

  fresh(fields, found) {
    if (found.version !== fields.version) throw this.refuse('stale', { record: found });
    return found;
  }

  answer({ version, state, status }) {
    return { version, state, status };
  }

  /** Each command; a code put into `refused` is its next answers' until taken away. */
  run(cmd, fields) {
    if (this.refused[cmd]) throw this.refuse(this.refused[cmd]);
    return this.commands[cmd](fields);
  }

  commands = {
    'board.add': ({ id, def: given }) => {
      const made = board({ id, version: 1, place: this.boards.length, phase: 'draft', def: given });
      this.boards.push(made);
      this.room.then(() => this.room.fact('board.added', { board: made }));
      return { version: 1, phase: 'draft' };
    },
    'board.update': (fields) => {
      const found = this.fresh(fields, this.find(fields.board));
      Object.assign(found, { def: fields.def, version: found.version + 1 });
      this.room.then(() => this.room.fact('board.changed', { board: found }));
      return { version: found.version, phase: found.phase };
    },
    'board.move': (fields) => {
      const found = this.fresh(fields, this.find(fields.board));
      Object.assign(found, { phase: fields.phase, version: found.version + 1, closes: fields.closes_in ? Date.now() + fields.closes_in : 0 });
      this.room.then(() => this.room.fact('board.moved', { board: found }));
      return { version: found.version, phase: found.phase };
    },
    'board.remove': (fields) => {
      const found = this.fresh(fields, this.find(fields.board));
      this.boards = this.boards.filter((one) => one !== found);
      this.room.then(() => this.room.fact('board.removed', { id: found.id }));
      return {};
    },
    'board.rules': ({ board: id }) => {
      const { rules_version: version = 0, def: { rules = '' } } = this.find(id);
      return { version, rules };
    },
    'board.look': ({ board: id, ideas }) => {
      this.find(id);
      this.looks = { board: id, ideas };
      this.room.then(() => this.news(id, ideas));
      return {};
    },
    'idea.list': (fields) => this.page(fields),
    'idea.similar': ({ board: id, title }) => {
      const words = title.toLowerCase().split(/\W+/).filter((word) => word.length > 3);
      const like = this.all(id).filter(({ state, words: has }) => state === 'shown' && words.some((word) => saidBy(has).includes(word)));
      return { partial: false, ideas: structuredClone(like.slice(0, 5)) };
    },
    'idea.read': ({ board: id, ideas }) => {
      const on = this.find(id);
      return { ideas: structuredClone(this.all(id).filter((one) => ideas.includes(one.id) && this.may(one, on))) };
    },
    'idea.post': ({ board: id, id: ideaId, tags = [], for: behalf, ...words }) => {
      const on = this.find(id);
      const known = this.all(id).find((one) => one.id === ideaId);
      if (known) return this.answer(known);
      if (!POSTS.has(on.phase)) throw this.refuse('closed');
      if (on.rules_version && words.rules !== on.rules_version) throw this.refuse('rules');
      const { title, rules: accepted, ...more } = words;
      const made = idea(ideaId, title, {
        ...more, ...(behalf && { source: 'staff' }), tags, mine: !behalf, at: Date.now(), state: on.def.checked ? 'pending' : 'shown' });
      this.all(id).push(made);
      this.room.then(() => this.tell(id));
      return this.answer(made);
    },
    'idea.edit': ({ board: id, idea: ideaId, version, tags = [], ...words }) => {
      const found = this.fresh({ version }, this.one({ board: id, idea: ideaId }));
      Object.assign(found, { version: version + 1, tags, words: { ...words, ...(found.words.answer && { answer: found.words.answer }) } });
      this.room.then(() => this.tell(id, [ideaId]));
      return this.answer(found);
    },
    'idea.withdraw': (fields) => {
      const found = this.fresh(fields, this.one(fields));
      Object.assign(found, { version: found.version + 1, state: 'withdrawn' });
      this.room.then(() => this.tell(fields.board, [fields.idea]));
      return this.answer(found);
    },
    'idea.support': (fields) => {
      const found = this.one(fields);
      const { n, on } = fields;
      if (!SUPPORTS.has(this.find(fields.board).phase)) throw this.refuse('closed');
      if (fields.for) {
        found.supports += on ? 1 : -1;
        this.room.then(() => this.tell(fields.board, [fields.idea]));
        return { state: 'counted', n, on, rev: this.rev + 1 };
      }
      if (n < found.n || (n === found.n && on !== found.on)) throw this.refuse('stale', { n: found.n, on: found.on });
      found.supports += Number(on) - Number(found.on);
      Object.assign(found, { n, on });
      this.room.then(() => this.tell(fields.board, [fields.idea]));
      return { state: 'counted', n, on, rev: this.rev + 1 };
    },
    'idea.check': (fields) => {
      const found = this.fresh(fields, this.one(fields));
      Object.assign(found, { version: found.version + 1, state: fields.state });
      if (fields.reason !== undefined) found.words.reason = fields.reason;
      this.room.then(() => this.tell(fields.board, [fields.idea]));
      return this.answer(found);
    },
    'idea.group': (fields) => {
      const found = this.fresh(fields, this.one(fields));
      Object.assign(found, { version: found.version + 1, group: fields.group ?? undefined });
      this.room.then(() => this.tell(fields.board, [fields.idea]));
      return this.answer(found);
    },
    'idea.answer': (fields) => {
      const found = this.fresh(fields, this.one(fields));
      Object.assign(found, { version: found.version + 1, status: fields.status });
      if (fields.answer !== undefined) found.words.answer = fields.answer;
      this.room.then(() => this.tell(fields.board, [fields.idea]));
      return this.answer(found);
    },
  };
}
