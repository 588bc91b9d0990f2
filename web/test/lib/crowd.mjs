/* SPDX-License-Identifier: Apache-2.0 */
/* People who answer whatever is asked, and what their answers come to: counted here from what each of them sent last,
 * with nothing of the server's. */
import { device, Socket } from '../../../tests/lib/client.mjs';

/** The same numbers for the same seed (Mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, from: (low, high) => low + below(high - low + 1), mixed: (list) => list.map((one) => [next(), one]).sort(([a], [b]) => a - b).map(([, one]) => one) };
}

const indexes = (def) => def.options.map((_, at) => at);
const most = (def) => def.max ?? def.options.length;
/** More like the first ones than the last: a hall is seldom of all opinions equally. */
const leaning = (n, luck) => Math.min(luck.below(n), luck.below(n));

/** One answer of each kind. */
const ANSWERS = {
  single: (def, luck) => ({ options: [leaning(def.options.length, luck)] }),
  pair: (def, luck) => ({ options: [leaning(2, luck)] }),
  multiple: (def, luck) => ({ options: luck.mixed(indexes(def)).slice(0, luck.from(def.min ?? 1, most(def))).sort((a, b) => a - b) }),
  scale: (def, luck) => ({ value: def.to - leaning(def.to - def.from + 1, luck) }),
  number: (def, luck) => ({ value: def.from + leaning(def.to - def.from + 1, luck) }),
  nps: (def, luck) => ({ value: 10 - leaning(11, luck) }),
  ranking: (def, luck) => ({ order: luck.mixed(indexes(def)).slice(0, luck.from(def.min ?? 1, most(def))) }),
  points: (def, luck) => {
    const points = def.options.map(() => 0);
    for (let left = 100; left > 0; left -= 10) points[leaning(points.length, luck)] += 10;
    return { points };
  },
  words: (def, luck) => {
    const said = new Set(Array.from({ length: luck.from(1, def.max) }, () => SAID[leaning(SAID.length, luck)]));
    return { words: [...said].map((word) => spelled(word, luck)) };
  },
  quiz: (def, luck) => ({ options: [leaning(def.options.length, luck)] }),
  // One behind the last would rather not say.
  segment: (def, luck) => ({ options: [luck.below(def.options.length + 1)] }),
  grid: (def, luck) => ({ places: def.options.map((_, at) => [luck.from(at, 10), luck.below(11 - at)]) }),
};

const SAID = ['Sea', 'Sun', 'Tent', 'Campfire', 'Ice cream', 'Sand', 'Friends', 'Night', 'Lake', 'Sailing', 'Music', 'Freedom'];
/** Two spellings of one word are one. */
const spelled = (word, luck) => (luck.below(3) === 0 ? word.toUpperCase() : word);

const add = (counts, at, by = 1) => { counts[at] += by; };
const zeros = (n) => new Array(n).fill(0);
const steps = (from, to) => (def, ballots, counts = zeros(to(def) - from(def) + 1)) => {
  ballots.forEach(({ value }) => add(counts, value - from(def)));
  return counts;
};
const chosen = (def, ballots, counts = zeros(def.options.length)) => {
  ballots.forEach(({ options }) => options.forEach((at) => add(counts, at)));
  return counts;
};
const BINS = 20;

/** What all ballots of a question add up to, as the page of the protocol has it. */
const COUNTS = {
  single: chosen, pair: chosen, multiple: chosen, quiz: chosen,
  segment: (def, ballots) => chosen(def, ballots, zeros(def.options.length + 1)),
  scale: steps((def) => def.from, (def) => def.to),
  nps: steps(() => 0, () => 10),
  number: (def, ballots) => {
    const width = Math.ceil((def.to - def.from + 1) / BINS);
    const counts = zeros(Math.ceil((def.to - def.from + 1) / width) + 1);
    for (const { value } of ballots) {
      add(counts, Math.floor((value - def.from) / width));
      add(counts, counts.length - 1, value - def.from);
    }
    return counts;
  },
  ranking: (def, ballots) => {
    const n = def.options.length;
    const counts = zeros(2 * n);
    for (const { order } of ballots) {
      order.forEach((option, place) => add(counts, option, n - 1 - place));
      add(counts, n + order[0]);
    }
    return counts;
  },
  points: (def, ballots) => def.options.map((_, at) => ballots.reduce((sum, { points }) => sum + points[at], 0)),
  words: (def, ballots) => {
    const said = ballots.flatMap(({ words }) => words.map((word) => word.toLowerCase()));
    return [said.length, new Set(said).size, 0];
  },
  grid: (def, ballots) => def.options.flatMap((_, at) => [0, 1].map((axis) => ballots.reduce((sum, { places }) => sum + places[at][axis], 0))),
};

/** What somebody might answer. */
export const ballotOf = (def, luck) => ANSWERS[def.kind](def, luck);
export const recount = (def, ballots) => COUNTS[def.kind](def, ballots);

/** One of the crowd: its connection, and what it answered last to each question. */
class Person {
  constructor(socket, luck) { Object.assign(this, { socket, luck, sent: new Map() }); }

  async cast({ id, round, def }) {
    const n = (this.sent.get(id)?.n ?? 0) + 1;
    const ballot = ANSWERS[def.kind](def, this.luck);
    this.sent.set(id, { n, ballot });
    const send = () => this.socket.send('cast', { question: id, round, n, ballot });
    // One of ten sends it twice, as phones do whose answer was lost.
    await Promise.all(this.luck.below(10) === 0 ? [send(), send()] : [send()]);
  }

  /** Answers once it is asked; one of four thinks again. */
  async answer(id) {
    const { question } = await this.socket.event('question.opened', ({ question: { id: opened } }) => opened === id);
    await this.cast(question);
    if (this.luck.below(4) === 0) await this.cast(question);
  }
}

export async function makeCrowd(server, code, n, seed) {
  const luck = dice(seed);
  const people = [];
  // A few at a time: what is tried is the session, not the door.
  for (let at = 0; at < n; at += 20) {
    people.push(...await Promise.all(Array.from({ length: Math.min(20, n - at) }, async () => (
      new Person(await Socket.hello(server, code, await device(server)), dice(luck.below(2 ** 31)))))));
  }
  return {
    people,
    answer: (id) => Promise.all(people.map((person) => person.answer(id))),
    ballots: (id) => people.filter(({ sent }) => sent.has(id)).map(({ sent }) => sent.get(id).ballot),
    async end() { for (const { socket } of people) await socket.end(); },
  };
}
