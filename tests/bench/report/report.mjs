// SPDX-License-Identifier: Apache-2.0
// Turns what scripts/bench measured into tests/bench/baseline.json, the tables of
// docs/SCALING.md (between its markers) and docs/scaling.svg; says what moved since the last time.
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { plot } from "./plot.mjs";
import { tables } from "./tables.mjs";

const MOVED = 0.1; // Less is noise, even on one machine.
const PAGE = "docs/SCALING.md";
const BASELINE = "tests/bench/baseline.json";
const PARTS = ["fanout", "tls", "cast", "votes", "ideas", "evening", "crowd", "growth"];

function read(folder) {
  const parts = PARTS.map((name) => [name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))]);
  return {
    commit: process.env.CLAMEUR_COMMIT ?? "unknown",
    machine: process.env.CLAMEUR_MACHINE ?? "unknown",
    date: new Date().toISOString().slice(0, 10),
    ...Object.fromEntries(parts),
  };
}

/** [["fanout.rows.0.cpu_each_us", 2.9], …] */
function flat(value, path = []) {
  if (typeof value === "number") return [[path.join("."), value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, [...path, key]));
}

/** Costs that moved, on the same machine only. */
function tellChanges(before, now) {
  if (before.machine !== now.machine) return console.error("another machine than the last baseline's");
  const old = new Map(flat(before));
  for (const [name, value] of flat(now)) {
    const was = old.get(name);
    if (!/(_us|_bytes|_p99_ms)(\.median)?$/.test(name) || !was) continue;
    const change = value / was - 1;
    if (Math.abs(change) > MOVED) console.error(`${change > 0 ? "+" : ""}${Math.round(change * 100)} %  ${name}: ${was} -> ${value}`);
  }
}

/** The text between <!-- bench:NAME --> and <!-- /bench --> of each name. */
function fill(page, texts) {
  return Object.entries(texts).reduce((text, [name, table]) => {
    const begin = `<!-- bench:${name} -->`;
    const at = text.indexOf(begin);
    if (at < 0) throw new Error(`${PAGE} has no place for ${name}`);
    const end = text.indexOf("<!-- /bench -->", at);
    return `${text.slice(0, at)}${begin}\n${table}\n${text.slice(end)}`;
  }, page);
}

const now = read(process.argv[2]);
if (existsSync(BASELINE)) tellChanges(JSON.parse(readFileSync(BASELINE, "utf8")), now);
writeFileSync(PAGE, fill(readFileSync(PAGE, "utf8"), tables(now)));
writeFileSync("docs/scaling.svg", plot(now.growth));
writeFileSync(BASELINE, `${JSON.stringify(now, null, 1)}\n`);
