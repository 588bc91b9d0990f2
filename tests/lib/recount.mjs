/* SPDX-License-Identifier: Apache-2.0 */
/* What the ballots that Redis keeps add up to, by rules of its own: nothing here is asked of the server. */

const HEX = `local function hex(s) return (string.gsub(s, '.', function(c) return string.format('%02x', string.byte(c)) end)) end
local out, all = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do out[#out + 1] = { hex(all[i]), string.match(all[i + 1], '{.*$') } end
return #out > 0 and cjson.encode(out) or '[]'`;

/** Participant → ballot, of a round. */
export async function ballotsOf(server, room, question, round) {
  const text = await server.redis('EVAL', HEX, 1, `{${room}}:ballots:${question}:${round}`);
  return new Map(JSON.parse(text).map(([who, json]) => [who, JSON.parse(json)]));
}

const NUMBERS = `local function hex(s) return (string.gsub(s, '.', function(c) return string.format('%02x', string.byte(c)) end)) end
local out, all = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do out[#out + 1] = { hex(all[i]), tonumber(all[i + 1]) } end
return #out > 0 and cjson.encode(out) or '[]'`;

/** Participant → how many ms a quiz's answer took. */
export async function timesOf(server, room, question, round) {
  return new Map(JSON.parse(await server.redis('EVAL', NUMBERS, 1, `{${room}}:times:${question}:${round}`)));
}

/** Participant → where the ballot came from, of those that are no plain phones'. */
export async function sourcesOf(server, room, question, round) {
  const numbers = JSON.parse(await server.redis('EVAL', NUMBERS, 1, `{${room}}:from:${question}:${round}`));
  const sources = new Map();
  for (const number of new Set(numbers.map(([, one]) => one))) {
    const [channel, place, device] = (await server.redis('HGET', `{${room}}:sources`, number)).split('\t');
    sources.set(number, { channel, place, device });
  }
  return new Map(numbers.map(([who, number]) => [who, sources.get(number)]));
}

/** As if answers had taken so long: `ms` for each participant. */
export async function takeTime(server, room, question, round, ms) {
  const SET = "for i = 1, #ARGV, 2 do redis.call('HSET', KEYS[1], (string.gsub(ARGV[i], '..', function(h) return string.char(tonumber(h, 16)) end)), ARGV[i + 1]) end return 'ok'";
  await server.redis('EVAL', SET, 1, `{${room}}:times:${question}:${round}`, ...[...ms].flat());
}

/** What a quiz's answer is worth, by the page that says so (docs/PROTOCOL.md). */
export function pointsOf({ right, points = 1000, speed = true, duration = 0 }, { options }, ms) {
  if (options.length !== right.length || options.some((one) => !right.includes(one))) return 0;
  if (!speed || !duration || ms <= 500) return points;
  const late = Math.min(1, (ms / 1000 - 0.5) / (duration - 0.5));
  return Math.floor(points * (1 - late / 2) + 0.5 + 1e-9);
}

/** A word without capitals, accents, signs and the ending of a plural. */
export const folded = (word) => word.normalize('NFD').replace(/[^\p{L}]/gu, '').toLowerCase().replace(/[sx]$/, '');

/** Folded word → by how many people it was said. */
export function cloudOf(ballots) {
  const said = new Map();
  for (const { words } of ballots) {
    for (const word of new Set(words.map(folded))) said.set(word, (said.get(word) ?? 0) + 1);
  }
  return said;
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));
const mean = (numbers) => (numbers.length ? sum(numbers) / numbers.length : null);
const chose = (ballots, options) => times(options, (at) => ballots.filter((one) => one.options.includes(at)).length);
const values = (ballots) => ballots.map(({ value }) => value);

/** Words without capitals, accents, and the s of the plural. */
const plain = (word) => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/s$/, '');

const RULES = {
  choice: (def, ballots) => ({ votes: chose(ballots, def.options.length) }),
  segment: (def, ballots) => ({ votes: chose(ballots, def.options.length + 1) }),
  scale: (def, ballots) => ({
    votes: times(def.to - def.from + 1, (at) => ballots.filter(({ value }) => value === def.from + at).length),
    mean: mean(values(ballots)),
  }),
  nps(_, ballots) {
    const [promoters, detractors] = [(v) => v >= 9, (v) => v <= 6].map((is) => values(ballots).filter(is).length);
    return {
      votes: times(11, (at) => ballots.filter(({ value }) => value === at).length),
      promoters, detractors, passives: ballots.length - promoters - detractors,
      score: ballots.length ? (promoters - detractors) / ballots.length * 100 : null,
    };
  },
  ranking: (def, ballots) => ({
    borda: times(def.options.length, (option) => sum(ballots.map(({ order }) => {
      const at = order.indexOf(option);
      return at < 0 ? 0 : def.options.length - 1 - at;
    }))),
    first: times(def.options.length, (option) => ballots.filter(({ order }) => order[0] === option).length),
  }),
  points: (def, ballots) => ({
    points: times(def.options.length, (at) => sum(ballots.map(({ points }) => points[at]))),
    mean: times(def.options.length, (at) => mean(ballots.map(({ points }) => points[at]))),
  }),
  number(def, ballots) {
    const width = Math.ceil((def.to - def.from + 1) / 20);
    const bins = Math.ceil((def.to - def.from + 1) / width);
    return {
      votes: times(bins, (at) => ballots.filter(({ value }) => Math.floor((value - def.from) / width) === at).length),
      mean: mean(values(ballots)),
    };
  },
  words(_, ballots) {
    const said = ballots.flatMap(({ words }) => words.map(plain));
    return { words: said.length, different: new Set(said).size, others: 0 };
  },
  grid: (def, ballots) => ({
    across: times(def.options.length, (at) => mean(ballots.map(({ places }) => places[at][0]))),
    up: times(def.options.length, (at) => mean(ballots.map(({ places }) => places[at][1]))),
  }),
};

/** {figure: number, or one for each answer; null: nobody}. */
export const figuresOf = (def, ballots) => (RULES[def.kind] ?? RULES.choice)(def, ballots);
