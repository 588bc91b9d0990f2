// SPDX-License-Identifier: Apache-2.0
// From what was measured to what a large evening needs: the cost model of docs/SCALING.md, and
// two plans worked out with it.
import { figure, number, table } from "./table.mjs";

const SECOND = 1e6; // Processor time in a second of one core, in µs.
const PHONE_UPDATES = 5; // A second, at most: docs/PROTOCOL.md.
const DESCRIPTORS = 32768; // Of one worker, at most: docs/OPERATIONS.md.
const PULSE_S = 2; // How often a worker compares each watched room with Redis.
const BUSY = 0.7; // Of a core, so that there is room for what comes at once.

/** What one of each costs, in µs and bytes. */
function costs({ fanout, cast, votes, evening }) {
  const listener = (name) => figure(fanout, `${name} under way 10000`, "clameur", "delivery_us");
  const batch = (size) => figure(cast, "redis", `always ${size}`, "first_us");
  return {
    delivery: listener("one"), coalesced: listener("eight"), vote: figure(votes, "at once", "vote", "server_us"), redisVote: batch(256), redisVote64: batch(64),
    join: evening.scenarios.join_wave.server_cpu_each_join_us, redisJoin: evening.scenarios.join_wave.redis_cpu_each_join_us,
    memory: figure(fanout, "seats 10000", "clameur", "memory_bytes"),
  };
}

export function model(now) {
  const c = costs(now);
  return table(["what", "costs", "so one core does"], [
    ["a vote, in a worker", `${number(c.vote, 1)} µs`, `${number(SECOND / c.vote)} a second`],
    ["a vote, in Redis, batches of 256 on disk", `${number(c.redisVote, 1)} µs`, `${number(SECOND / c.redisVote)} a second`],
    ["a vote, in Redis, batches of 64 on disk", `${number(c.redisVote64, 1)} µs`, `${number(SECOND / c.redisVote64)} a second`],
    ["telling one watcher one thing", `${number(c.delivery, 1)} µs`, `${number(SECOND / c.delivery)} a second`],
    ["telling one watcher one of eight things at once", `${number(c.coalesced, 2)} µs`, `${number(SECOND / c.coalesced)} a second`],
    [`a watcher of a tally that moves all the time (${PHONE_UPDATES} times a second)`, `${number(c.delivery * PHONE_UPDATES)} µs a second`, `${number(SECOND / c.delivery / PHONE_UPDATES)} watchers`],
    ["someone who comes in: page, WebSocket, where things stand", `${number(c.join)} µs, and ${number(c.redisJoin)} of Redis`, `${number(SECOND / c.join)} a second`],
    ["someone who is there", `${number(c.memory)} bytes of a worker`, "–"],
  ]);
}

/** `people` in rooms of `inRoom`; a tenth of the rooms have a question open, all of whose people vote within `seconds`. */
function plan(c, people, inRoom, open, seconds) {
  const watching = people * open;
  const votes = watching / seconds;
  const cores = Math.ceil((watching * PHONE_UPDATES * c.delivery + votes * c.vote) / SECOND / BUSY);
  const workers = Math.max(cores, Math.ceil(people / DESCRIPTORS));
  const watched = Math.min(people, workers * (people / inRoom) * (1 - (1 - 1 / workers) ** inRoom));
  return { votes, cores, workers, memory: people * c.memory, redis: (votes * c.redisVote64) / SECOND,
    hear: (inRoom * c.delivery) / workers / 1000, join: (people * c.join) / SECOND / workers / BUSY, pulses: watched / PULSE_S };
}

export function plans(now) {
  const c = costs(now);
  const one = plan(c, 1e6, 1e6, 1, 20);
  const many = plan(c, 1e6, 100, 0.1, 20);
  const row = (name, of, unit = "") => [name, `${of(one)}${unit}`, `${of(many)}${unit}`];
  return table(["a million people", "in one room, all vote within 20 s", "in 10,000 rooms of 100, one in ten voting"], [
    row("votes a second", (p) => number(p.votes)),
    row("worker cores at 70 %", (p) => number(p.cores)),
    row("workers, descriptors counted", (p) => number(p.workers)),
    row("memory of the workers", (p) => number(p.memory / 1e9, 1), " GB"),
    row("cores of Redis for the votes", (p) => number(p.redis, 2)),
    row("the last phone sees the question after", (p) => number(p.hear, p.hear < 10 ? 2 : 0), " ms"),
    row("all are in after", (p) => number(p.join), " s"),
    row("comparisons with Redis a second", (p) => number(p.pulses)),
  ]);
}
