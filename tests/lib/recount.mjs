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

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));
const mean = (numbers) => (numbers.length ? sum(numbers) / numbers.length : null);
const chose = (ballots, options) => times(options, (at) => ballots.filter((one) => one.options.includes(at)).length);
const values = (ballots) => ballots.map(({ value }) => value);

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
  grid: (def, ballots) => ({
    across: times(def.options.length, (at) => mean(ballots.map(({ places }) => places[at][0]))),
    up: times(def.options.length, (at) => mean(ballots.map(({ places }) => places[at][1]))),
  }),
};

/** {figure: number, or one for each answer; null: nobody}. */
export const figuresOf = (def, ballots) => (RULES[def.kind] ?? RULES.choice)(def, ballots);
