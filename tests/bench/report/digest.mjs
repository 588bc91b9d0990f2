// SPDX-License-Identifier: Apache-2.0
// What a bench measured in rounds, A B C A B C ..., as medians with the least and the most, and as
// ratios: each taken within a round, where both had the same weather, then the median of those.
//
//   bench_fanout | node digest.mjs
//
// In: {"rows":[{"case":…,"of":…,"round":…,figures…}]}. Out, in place of the rows:
// "figures": {case: {of: {figure: {median, min, max}}}}, "ratios": {case: {of: {beside: {figure: …}}}}.
import { readFileSync } from "node:fs";

/** Who is held against whom, by bench. */
const BESIDE = {
  fanout: ["nchan", "ws", "bare"].map((other) => ["clameur", other]),
  tls: [["clameur", "ws"]],
  votes: [["vote", "receive"], ["vote", "bare receive and answer"], ["bare receive and answer", "bare receive"], ["clameur", "plain"]],
  supports: ["64", "256"].map((batch) => [`support ${batch}`, "hset"]),
  cast: ["off", "always"].flatMap((store) => ["16", "64", "256"].flatMap((batch) =>
    [...new Set([store, "off"])].map((other) => [`${store} ${batch}`, `${other} hset`]))).concat([["always hset", "off hset"]]),
};

const round = (value) => Number(value.toPrecision(4));

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median: round(median), min: round(sorted[0]), max: round(sorted.at(-1)) };
}

/** [{a: 1}, {a: 3, b: 2}] to {a: [1, 3], b: [2]}; what is no number is left out. */
function gather(rows) {
  const all = {};
  for (const row of rows)
    for (const [name, value] of Object.entries(row))
      if (typeof value === "number" && Number.isFinite(value)) (all[name] ??= []).push(value);
  return all;
}

const spreads = (rows) => Object.fromEntries(Object.entries(gather(rows)).map(([name, values]) => [name, spread(values)]));
function by(rows, key) {
  const all = {};
  for (const row of rows) (all[row[key]] ??= []).push(row);
  return all;
}
const mapped = (object, how) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, how(value)]));
const bare = ({ case: _case, of: _of, round: _round, ...figures }) => figures;

/** Figure by figure, of the same round. */
function paired(rows, others) {
  return spreads(rows.flatMap((row) => others.filter((other) => other.round === row.round)
    .map((other) => divide(bare(row), bare(other)))));
}

const divide = (a, b) => Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value / b[name]]));

function ratios(ofs, pairs) {
  const out = {};
  for (const [of, beside] of pairs)
    if (ofs[of] && ofs[beside]) (out[of] ??= {})[beside] = paired(ofs[of], ofs[beside]);
  return out;
}

export function digest({ rows, ...rest }) {
  const cases = mapped(by(rows, "case"), (some) => by(some, "of"));
  return {
    ...rest,
    rounds: new Set(rows.map((row) => row.round)).size,
    figures: mapped(cases, (ofs) => mapped(ofs, (some) => spreads(some.map(bare)))),
    ratios: mapped(cases, (ofs) => ratios(ofs, BESIDE[rest.bench])),
  };
}

console.log(JSON.stringify(digest(JSON.parse(readFileSync(0, "utf8"))), null, 1));
