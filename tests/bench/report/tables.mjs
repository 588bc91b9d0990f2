// SPDX-License-Identifier: Apache-2.0
// The tables of docs/SCALING.md, in Markdown.

import { model, plans } from "./plan.mjs";
import { number, table } from "./table.mjs";

function fanout({ fanout }) {
  const cost = (server, subscribers, window) =>
    fanout.rows.find((row) => row.server === server && row.subscribers === subscribers && row.window === window)?.cpu_each_us;
  const cases = [[1000, 1], [10000, 1], [1000, 8], [10000, 8]];
  const row = (server, name) => [name, ...cases.map(([n, window]) => number(cost(server, n, window), 2))];
  const ratio = (other) => cases.map(([n, window]) => `${number(cost("clameur", n, window) / cost(other, n, window), 2)}×`);
  return table(
    ["µs of processor for each delivery", ...cases.map(([n, window]) => `${number(n)} listen, ${window} under way`)],
    [row("clameur", "**Clameur**"), row("nchan", "nchan 1.3.6 on nginx"), row("ws", "npm ws 8"),
      ["Clameur beside nchan", ...ratio("nchan")], ["Clameur beside ws", ...ratio("ws")]]);
}

function connections({ fanout, crowd }) {
  const join = (server) => fanout.rows.find((row) => row.server === server && row.subscribers === 10000 && row.join_cpu_each_us);
  const one = crowd.one.scenarios.lobby;
  const held = crowd.held.scenarios.lobby;
  return table(["10,000 connections", "µs to accept", "µs for hello", "bytes of memory each"], [
    ["**Clameur**, one worker", number(one.server_cpu_each_accept_us, 1), number(one.server_cpu_each_hello_us, 1), number(one.server_memory_each_bytes)],
    [`**Clameur**, ${number(held.held)} held by two workers`, number(held.server_cpu_each_accept_us, 1), number(held.server_cpu_each_hello_us, 1), number(held.server_memory_each_bytes)],
    ["nchan 1.3.6 on nginx", number(join("nchan").join_cpu_each_us, 1), "–", number(join("nchan").memory_each_bytes)],
    ["npm ws 8", number(join("ws").join_cpu_each_us, 1), "–", number(join("ws").memory_each_bytes)],
  ]);
}

function redis({ cast }) {
  const rows = (store, name) => cast[store].rows.map((row) => [
    `${name}, batches of ${row.batch}`, number(row.first_us, 2), number(row.change_us, 2), `${number(row.ratio, 2)}×`, `${number(row.ratio_off, 2)}×`]);
  return table(["µs of Redis for each vote", "first", "changed", "beside HSET, same file", "beside HSET, no file"], [
    ["HSET in pipelines of 64, no file", number(cast.off.hset_us, 2), "–", "1×", "1×"],
    ...rows("off", "vote, no file"),
    ["HSET in pipelines of 64, on disk", number(cast.always.hset_us, 2), "–", "1×", `${number(cast.always.hset_us / cast.off.hset_us, 2)}×`],
    ...rows("always", "vote, on disk before the answer")]);
}

function votes({ votes: { costs, costs_steady: steady, costs_watched: watched }, crowd }) {
  const most = crowd.most.scenarios.steady_feed;
  return table(["votes through WebSockets", ""], [
    [`µs of the server to receive the message alone, ${number(costs.connections)} connections`, number(costs.receive_us, 2)],
    [`µs of the server for a vote and its acknowledgement, all at once (${number(costs.ratio, 2)}×)`, number(costs.vote_us, 2)],
    [`the same when they come one by one, so that batches are small (${number(steady.ratio, 2)}×)`, number(steady.vote_us, 2)],
    [`the same at once, with a tally that all ${number(watched.connections)} watch (${number(watched.ratio, 2)}×)`, number(watched.vote_us, 2)],
    [`µs of Redis for a vote, at once and one by one, ${number(costs.messages_per_s)} a second`, `${number(costs.redis_us, 2)}, ${number(steady.redis_us, 2)}`],
    ["the most durable votes a second, 10,000 people, generator on the same two cores", number(most.votes_per_s)],
    ["µs of the server and of Redis for each then", `${number(most.server_cpu_each_vote_us, 1)} + ${number(most.redis_cpu_each_vote_us, 1)}`]]);
}

function latency({ votes }) {
  const row = (name, { steady_feed: feed }) => [name,
    ...["counted_p50_ms", "counted_p99_ms", "last_screen_p50_ms", "last_screen_p99_ms"].map((key) => number(feed[key], 1)),
    number(feed.server_cpu_each_vote_us + feed.redis_cpu_each_vote_us)];
  const { people, asked_per_s } = votes.clameur.steady_feed;
  return table([`${number(people)} watch, ${number(asked_per_s)} votes a second (ms)`, "tap to counted, p50", "p99", "tap to the last screen, p50", "p99", "µs for a vote and its screens"],
    [row("**Clameur**", votes.clameur), row("npm ws and Redis, plainly", votes.plain)]);
}

function evening({ evening }) {
  const of = evening.scenarios;
  return table([`${number(evening.size)} people, ${evening.workers} workers, all on one machine`, "p50", "p99", "the last"], [
    ["join: page, WebSocket, where things stand (ms)", ...times(of.join_wave, "join")],
    ["the host opens a question: on a phone (ms)", ...times(of.question_opens, "heard")],
    ["all vote at once: counted (ms)", ...times(of.vote_spike, "counted")],
    ["steady feed: counted (ms)", ...times(of.steady_feed, "counted")],
    ["all are cut off: back again (ms)", ...times(of.reconnect_storm, "back")],
    ["a tenth does not read: counted for the others (ms)", ...times(of.slow_consumers, "counted")]]);
}

const times = (scenario, name) => ["p50", "p99", "max"].map((point) => number(scenario[`${name}_${point}_ms`], 1));

function growth({ growth }) {
  return table(["people", "last phone sees the question (ms)", "all votes counted (s)", "votes a second", "µs of the server a vote", "bytes each", "exact"],
    growth.map(({ size, scenarios: s }) => [number(size), number(s.question_opens.last_screen_p50_ms, 0), number(s.vote_spike.seconds, 2),
      number(s.vote_spike.votes_per_s), number(s.vote_spike.server_cpu_each_vote_us, 1), number(s.lobby.server_memory_each_bytes), s.vote_spike.exact ? "yes" : "**no**"]));
}

const machine = (now) => `Measured on ${now.date} at commit \`${now.commit}\` on ${now.machine}, generator on the same machine.`;

export const tables = (now) => ({
  machine: machine(now), fanout: fanout(now), connections: connections(now), redis: redis(now),
  votes: votes(now), latency: latency(now), evening: evening(now), growth: growth(now),
  model: model(now), plans: plans(now),
});
