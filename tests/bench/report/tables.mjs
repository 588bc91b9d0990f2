// SPDX-License-Identifier: Apache-2.0
// The tables of docs/SCALING.md, in Markdown.

import { model, plans } from "./plan.mjs";
import { figure, number, ratio, table, times } from "./table.mjs";

const NAMES = { clameur: "**Clameur**", nchan: "nchan 1.3.6 on nginx", ws: "npm ws 8", bare: "the kernel alone" };

function fanout({ fanout }) {
  const cases = [1, 8].flatMap((window) => [1000, 10000].map((n) =>
    ({ head: `${number(n)} listen, ${window} under way`, name: `${window === 1 ? "one" : "eight"} under way ${n}` })));
  const cost = (of) => [NAMES[of], ...cases.map(({ name }) => number(figure(fanout, name, of, "delivery_us"), 2))];
  const beside = (other) => [`Clameur beside ${other === "bare" ? NAMES.bare : other}`, ...cases.map(({ name }) => times(ratio(fanout, name, "clameur", other, "delivery_us")))];
  const calls = (key, what) => [what, ...cases.map(({ name }) => number(figure(fanout, name, "clameur", key), 2))];
  return table(["µs of processor for each delivery", ...cases.map(({ head }) => head)],
    [...Object.keys(NAMES).map(cost), beside("nchan"), beside("ws"), beside("bare"),
      calls("writes_each", "writes of Clameur for each delivery"), calls("epoll_ctls_each", "calls of epoll_ctl for each")]);
}

function connections({ fanout, crowd }) {
  const held = crowd.held.scenarios.lobby;
  const of = (server) => (key, decimals = 0) => number(figure(fanout, "seats 10000", server, key), decimals);
  const beside = (server) => (server === "clameur" ? "–" : times(ratio(fanout, "seats 10000", "clameur", server, "accept_us")));
  const row = (server) => [NAMES[server], of(server)("accept_us", 1), beside(server), of(server)("hello_us", 1), of(server)("memory_bytes")];
  return table(["10,000 connections, one worker", "µs to accept", "Clameur beside it", "µs for hello", "bytes of memory each"], [
    ...Object.keys(NAMES).map(row),
    [`**Clameur**, ${number(held.held)} held by two workers`, number(held.server_cpu_each_accept_us, 1), "–", number(held.server_cpu_each_hello_us, 1), number(held.server_memory_each_bytes)],
  ]);
}

function tls({ tls }) {
  const cases = [1, 8].flatMap((window) => [1000, 2000].map((n) =>
    ({ head: `${number(n)} listen, ${window} under way`, name: `${window === 1 ? "one" : "eight"} under way ${n}` })));
  const seats = (of, key, decimals) => number(figure(tls, "seats 2000", of, key), decimals);
  const cost = (of) => [NAMES[of], ...cases.map(({ name }) => number(figure(tls, name, of, "delivery_us"), 2)), seats(of, "accept_us", 0), seats(of, "memory_bytes")];
  const beside = (other) => [`Clameur beside ${other}`, ...cases.map(({ name }) => times(ratio(tls, name, "clameur", other, "delivery_us"))),
    times(ratio(tls, "seats 2000", "clameur", other, "accept_us")), times(ratio(tls, "seats 2000", "clameur", other, "memory_bytes"))];
  return table(["TLS 1.3, µs of processor for each", ...cases.map(({ head }) => head), "µs to accept", "bytes of memory each"],
    [cost("clameur"), cost("ws"), beside("ws")]);
}

function redis({ cast }) {
  const stores = [["off", "no file"], ["always", "on disk before the answer"]];
  const us = (of, key) => number(figure(cast, "redis", of, key), 2);
  const beside = (of, other) => (of === other ? "1×" : times(ratio(cast, "redis", of, other, "first_us")));
  const row = (name, store, of) => [name, us(of, "first_us"), us(of, "change_us"), beside(of, `${store} hset`), beside(of, "off hset")];
  return table(["µs of Redis for each vote", "first", "changed", "beside HSET, same file", "beside HSET, no file"],
    stores.flatMap(([store, how]) => [row(`HSET in pipelines of 64, ${how}`, store, `${store} hset`),
      ...["16", "64", "256"].map((batch) => row(`vote, ${how}, batches of ${batch}`, store, `${store} ${batch}`))]));
}

function votes({ votes, crowd }) {
  const most = crowd.most.scenarios.steady_feed;
  const us = (name, of, key = "server_us") => number(figure(votes, name, of, key), 2);
  const beside = (name) => times(ratio(votes, name, "vote", "receive", "server_us"));
  const bare = (name) => times(ratio(votes, name, "vote", "bare receive and answer", "server_us"));
  const row = (what, name) => [what, us(name, "bare receive"), us(name, "bare receive and answer"), us(name, "receive"), us(name, "vote"),
    beside(name), bare(name), us(name, "vote", "redis_us")];
  return table([`${number(votes.connections)} connections, ${number(votes.messages_per_s)} votes a second`, "the kernel alone: received", "and answered", "µs to receive alone",
    "µs counted and acknowledged", "beside receiving", "beside the kernel", "µs of Redis"], [
    row("all at once", "at once"),
    row("one by one, so that batches are small", "one by one"),
    row(`at once, with a tally that all ${number(votes.connections)} watch`, "watched"),
    [`the most durable votes a second, 10,000 people, generator on the same two cores: ${number(most.votes_per_s)}`,
      "–", "–", "–", number(most.server_cpu_each_vote_us, 2), "–", "–", number(most.redis_cpu_each_vote_us, 2)]]);
}

function latency({ votes }) {
  const keys = ["counted_p50_ms", "counted_p99_ms", "last_screen_p50_ms", "last_screen_p99_ms", "server_cpu_each_vote_us", "redis_cpu_each_vote_us"];
  const row = (name, of) => [name, ...keys.map((key) => number(figure(votes, "latency", of, key), 1))];
  return table([`${number(votes.people)} watch, ${number(votes.rate)} votes a second (ms)`, "tap to counted, p50", "p99", "tap to the last screen, p50", "p99", "µs of the server for a vote and its screens", "µs of Redis"], [
    row("**Clameur**", "clameur"), row("npm ws and Redis, plainly", "plain"),
    ["Clameur beside it", ...keys.map((key) => times(ratio(votes, "latency", "clameur", "plain", key)))]]);
}

function ideas({ ideas }) {
  const row = (what, of) => [what, number(of.supports_per_s), number(of.counted_p50_ms, 1), number(of.counted_p99_ms, 1), number(of.screens_drawn),
    number(of.server_cpu_each_support_us, 1), number(of.redis_cpu_each_support_us, 1), of.exact ? "yes" : "**no**"];
  const { spike, most } = ideas;
  const rows = (people, { hot_ideas: hot, cold_ideas: cold }) =>
    [row(`${people}, over 50 ideas`, hot), row(`${people}, over 10,000 ideas`, cold)];
  return table(["everyone looks at 8 ideas", "supports a second", "tap to counted (ms), p50", "p99", "screens told", "µs of the server each, screens included", "µs of Redis each", "exact"], [
    ...rows(`${number(spike.size)} people, 2,000 supports a second for five seconds`, spike.scenarios),
    ...rows(`${number(most.size)} people, as many as come`, most.scenarios)]);
}

function supports({ ideas: { redis } }) {
  const row = (n) => ["64", "256"].map((batch) => [`over ${number(n)} ideas, batches of ${batch}`,
    ...["on_us", "off_us"].map((key) => number(figure(redis, `${n} ideas`, `support ${batch}`, key), 2)),
    times(ratio(redis, `${n} ideas`, `support ${batch}`, "hset", "on_us"))]);
  return table(["µs of Redis for each support, no file", "on", "off", "beside HSET"], [50, 10000].flatMap(row));
}

function evening({ evening }) {
  const of = evening.scenarios;
  return table([`${number(evening.size)} people, ${evening.workers} workers, all on one machine`, "p50", "p99", "the last"], [
    ["join: page, WebSocket, where things stand (ms)", ...points(of.join_wave, "join")],
    ["the host opens a question: on a phone (ms)", ...points(of.question_opens, "heard")],
    ["all vote at once: counted (ms)", ...points(of.vote_spike, "counted")],
    ["steady feed: counted (ms)", ...points(of.steady_feed, "counted")],
    ["all are cut off: back again (ms)", ...points(of.reconnect_storm, "back")],
    ["a tenth does not read: counted for the others (ms)", ...points(of.slow_consumers, "counted")]]);
}

const points = (scenario, name) => ["p50", "p99", "max"].map((point) => number(scenario[`${name}_${point}_ms`], 1));

function growth({ growth }) {
  return table(["people", "last phone sees the question (ms)", "all votes counted (s)", "votes a second", "µs of the server a vote", "bytes each", "exact"],
    growth.map(({ size, scenarios: s }) => [number(size), number(s.question_opens.last_screen_p50_ms, 0), number(s.vote_spike.seconds, 2),
      number(s.vote_spike.votes_per_s), number(s.vote_spike.server_cpu_each_vote_us, 1), number(s.lobby.server_memory_each_bytes), s.vote_spike.exact ? "yes" : "**no**"]));
}

const machine = (now) => `Measured on ${now.date} at commit \`${now.commit}\` on ${now.machine}, generator on the same machine.`;

export const tables = (now) => ({
  machine: machine(now), fanout: fanout(now), connections: connections(now), tls: tls(now), redis: redis(now),
  votes: votes(now), ideas: ideas(now), supports: supports(now), latency: latency(now), evening: evening(now), growth: growth(now),
  model: model(now), plans: plans(now),
});
