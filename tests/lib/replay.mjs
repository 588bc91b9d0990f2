/* SPDX-License-Identifier: Apache-2.0 */
/* Plays the conversations of docs/PROTOCOL.md on a running server, line by line. What a line says was
 * answered has to be answered: the same fields, the same values, but for those that a server makes up. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { http, Socket } from './client.mjs';

const CODE = /^[2-9A-HJKMNP-Z]{6}$/;
/** What a server makes up, by the field's name: learned when the page first shows it, held to it from then on. */
const MADE = { code: CODE, link: /^[a-z0-9_-]{1,16}$/, token: /^[\w.~-]{20,64}$/, secret: /^[\w.~-]{20,64}$/, who: /^[0-9a-f]{16}$/, ban: /^[0-9a-f]{16}$/,
  image: /^[a-z2-7]{16}$/, badge_key: /^[\w-]{43}$/,
  path: /^\/(export|import|image|deck)\/[2-9A-HJKMNP-Z]{6}\/[\w-]{32}$/ };
/** What follows the clock: any of its kind will do. */
const LIKE = { entry: /^\d+-\d+$/, upto: /^\d+-\d+$/, month: /^\d{4}-\d\d$/ };
const MINUTE = 60_000;
/** A line's JSON; what it leaves out becomes a text. */
const read = (json) => JSON.parse(json.replaceAll(SAME, `"${SAME}"`));
const isNow = (time) => Math.abs(time - Date.now()) < MINUTE;
/** How the page shows such a thing: a code of six, or something shortened. */
const SHOWN = /^[2-9A-HJKMNP-Z]{6}$|…$/;
/** What the page leaves out when it has shown it in full: of which record, and it is the same still. */
const SAME = '{…}';
/** Numbers that are different at each run: what they have to be like. */
const LOOSE = {
  people: (n, shown) => n >= 0 && Math.abs(n - shown) <= 1, // Told twice a second: a snapshot may be before or after.
  now: isNow, created: isNow, made: isNow, seen: (n, shown) => (shown === 0 ? n === 0 : isNow(n)),
  used: (n, shown) => (shown < 1e12 ? n === shown : isNow(n)), // Of invitations, how many; of one, when.
  at: (n, shown) => (shown < 1e12 ? n === shown : isNow(n)), // Of a gate it is how many.
  closes: (time, shown) => (shown === 0 ? time === 0 : time > Date.now()),
  until: (time, shown) => (shown === 0 ? time === 0 : time > Date.now()),
  by: (time, shown) => (shown === 0 ? time === 0 : time > Date.now()),
  began: (time) => time === 0 || isNow(time), end: isNow, start: (n) => n > 0, step: (n) => n >= 0,
  again_ms: (ms) => ms >= 0 && ms <= MINUTE,
};
/** Lists that follow the clock. */
const ROWS = new Set(['rows']);
/** Events that tell how things are: the newest wins, and what was between may never be sent. */
const STATES = new Set(['tally', 'voters', 'ideas', 'people', 'store', 'reactions']);

/** The steps of a page's fenced conversations: {at, kind, actor, text}. */
export function parse(page) {
  const steps = [];
  let fenced = false;
  page.split('\n').forEach((line, index) => {
    if (line.startsWith('```')) { fenced = !fenced && line === '```talk'; return; }
    if (!fenced || !line.trim()) return;
    const at = `docs/PROTOCOL.md:${index + 1}`;
    const [, actor, arrow, text] = /^(\w+) +([→←]) (.+)$/.exec(line) ?? [];
    const deed = /^\* (.+)$/.exec(line)?.[1];
    assert.ok(actor || deed, `${at}: neither said nor done: ${line}`);
    steps.push(deed ? { at, kind: 'done', text: deed } : { at, kind: arrow === '→' ? 'sent' : 'heard', actor, text });
  });
  return steps;
}

/** One of the conversation: a device with its token, a socket, the last reply over HTTP. */
class Actor {
  constructor(name, server) {
    Object.assign(this, { name, server, token: null, socket: null, reply: null, isMany: false, sent: new Map(), taken: new Set(), after: {} });
  }

  async connect() {
    if (this.socket && this.socket.closed === null) return this.socket;
    this.socket = new Socket(this.server, { headers: this.headers() });
    Object.assign(this, { taken: new Set(), after: {} });
    await this.socket.opened;
    return this.socket;
  }

  headers() { return this.token ? { authorization: `Bearer ${this.token}` } : {}; }
}

export class Replay {
  constructor(server, deeds) {
    Object.assign(this, { server, deeds, actors: new Map(), learned: new Map(), full: new Map(), next: {} });
  }

  actor(name) {
    if (!this.actors.has(name)) this.actors.set(name, new Actor(name, this.server));
    return this.actors.get(name);
  }

  async play(steps) {
    for (const step of steps) {
      try { await this[step.kind](step); } catch (error) {
        error.message = `${step.at}: ${step.actor ?? '*'} ${step.text}\n${error.message}`;
        throw error;
      }
    }
  }

  async end() { for (const { socket } of this.actors.values()) await socket?.end(); }

  learn(shown, real) {
    assert.ok(![...this.learned.values()].includes(real), `${real} stands for something else already`);
    this.learned.set(shown, real);
  }

  /** The page's text with what was learned in place of what it shows. */
  real(text) {
    const longest = [...this.learned].sort(([a], [b]) => b.length - a.length); // A link's secret holds the room's code.
    return longest.reduce((said, [shown, real]) => said.replaceAll(shown, real), text);
  }

  /** What was done to the server or a message, in words: a table gives them their meaning. */
  async done({ text }) {
    const [pattern, deed] = this.deeds.find(([words]) => words.test(text)) ?? [];
    assert.ok(deed, 'nobody knows how to do this');
    await deed(this, ...pattern.exec(text).slice(1));
  }

  async sent({ actor: name, text }) {
    const actor = this.actor(name);
    const { headers = {}, pad = 0, times = 1, send = http } = this.next;
    const [, method, path, shown] = /^(GET|POST) (\S+) ?(.*)$/.exec(text) ?? [];
    const body = this.real(shown ?? text).padEnd(pad);
    this.next = {};
    if (method) {
      const json = method === 'POST' && { 'content-type': 'application/json' };
      actor.reply = await send(this.server, this.real(path), {
        method, headers: { ...json, ...actor.headers(), ...headers }, ...(method === 'POST' && { body }),
      });
      return;
    }
    const { ws } = await actor.connect();
    actor.isMany = times > 1;
    actor.sent.set(/^\{"mid":(\d+),/.exec(body)?.[1] | 0, body);
    for (let n = 0; n < times; n++) ws.send(body);
  }

  async heard({ actor: name, text }) {
    const actor = this.actor(name);
    const [, status, json] = /^(\d{3}) (\{.*)$/.exec(text) ?? [];
    const closed = /^closed (\d{4})$/.exec(text)?.[1];
    if (closed) assert.equal((await actor.socket.gone()).code, Number(closed));
    else if (status) this.replied(actor, Number(status), read(json));
    else await this.told(actor, read(text));
  }

  replied(actor, status, shown) {
    const told = JSON.parse(actor.reply.text);
    assert.equal(actor.reply.status, status, actor.reply.text);
    this.compare(shown, told);
    if (shown.ok?.token) actor.token = told.ok.token;
  }

  /** Facts come in the order shown, and so do states; an answer comes when it comes. */
  async told(actor, shown) {
    const lane = shown.re !== undefined ? 'answers' : STATES.has(shown.ev) ? 'states' : 'facts';
    const { socket, after } = actor;
    const isMeant = ({ ev, re, seq }, at) => ev === shown.ev && re === shown.re
      && (shown.seq === undefined || seq === shown.seq) && at > (after[lane] ?? -1) && !actor.taken.has(at);
    const found = await socket.until(() => {
      const meant = [...socket.heard.keys()].filter((at) => isMeant(socket.heard[at], at));
      const at = meant.find((each) => this.isSame(shown, socket.heard[each]));
      // Only of states and of many answers at once may there be others first.
      if (at === undefined && meant.length && lane !== 'states' && !actor.isMany) return { at: meant[0] };
      return at !== undefined && { at };
    }, `message ${JSON.stringify(shown)}`);
    const heard = socket.heard[found.at];
    actor.taken.add(found.at);
    // The page is read faster than anybody types.
    if (heard.err?.code === 'too_many' && shown.err?.code !== 'too_many') {
      await pause(heard.err.again_ms);
      socket.ws.send(actor.sent.get(shown.re));
      await this.told(actor, shown);
      return;
    }
    this.compare(shown, heard);
    if (lane !== 'answers') after[lane] = found.at;
    if (shown.ok?.token) actor.token = socket.heard[found.at].ok.token;
  }

  /** Whether they are the same, without learning from it. */
  isSame(shown, real) {
    const { learned, full } = this;
    Object.assign(this, { learned: new Map(learned), full: new Map(full) });
    try { this.compare(shown, real); return true; } catch { return false; } finally { Object.assign(this, { learned, full }); }
  }

  /** `owner` is the id of the record that `real` is the field `key` of. */
  compare(shown, real, key = '', path = '', owner = '') {
    if (LOOSE[key] && typeof shown !== 'string' && typeof shown !== 'boolean') {
      assert.ok(Number.isInteger(shown) && Number.isInteger(real) && LOOSE[key](real, shown), `${path}: ${real}`);
    } else if (ROWS.has(key) && shown === '…') {
      assert.ok(Array.isArray(real), path);
    } else if (shown === SAME) {
      assert.deepEqual(real, this.full.get(`${owner}.${key}`), `${path} is not as last shown`);
    } else if (shown === null || typeof shown !== 'object') {
      this.compareValue(shown, real, key, path);
    } else {
      assert.ok(real && typeof real === 'object' && Array.isArray(real) === Array.isArray(shown), `${path}: ${JSON.stringify(real)}`);
      assert.deepEqual(Object.keys(real).sort(), Object.keys(shown).sort(), path);
      for (const name of Object.keys(shown)) this.compare(shown[name], real[name], name, `${path}.${name}`, real.id);
      this.full.set(`${owner}.${key}`, real);
    }
  }

  compareValue(shown, real, key, path) {
    if (LIKE[key] && LIKE[key].test(shown)) {
      assert.match(real, LIKE[key], path);
      return;
    }
    if (MADE[key] && SHOWN.test(shown) && !this.learned.has(shown)) {
      assert.match(real, MADE[key], path);
      this.learn(shown, real);
    }
    assert.equal(real, this.learned.get(shown) ?? shown, path);
  }
}
