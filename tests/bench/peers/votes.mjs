// SPDX-License-Identifier: Apache-2.0
// A plain voting server on npm's ws and Redis, as one would write it: each ballot replaces the
// last one in a hash, counters move with it in one transaction, the answer follows Redis's,
// and everyone is sent the tally five times a second. It speaks as much of the protocol as the
// crowd of the bench does.
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import Redis from "ioredis";
import { WebSocketServer } from "ws";

const [port, socket] = process.argv.slice(2);
const redis = new Redis({ path: socket, enableAutoPipelining: true });
const clients = new Set();
const tally = { rev: 0, voters: 0, counts: [0, 0] };
let shown = 0;

redis.defineCommand("cast", {
  numberOfKeys: 2,
  lua: `local old = redis.call('HGET', KEYS[1], ARGV[1])
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        if old then redis.call('HINCRBY', KEYS[2], old, -1)
        else redis.call('HINCRBY', KEYS[2], 'voters', 1) end
        redis.call('HINCRBY', KEYS[2], ARGV[2], 1)
        return redis.call('HINCRBY', KEYS[2], 'rev', 1)`,
});

async function cast(client, message) {
  const rev = await redis.cast("ballots", "tally", client.id, message.ballot.options[0]);
  client.send(`{"re":${message.mid},"ok":{"state":"counted","n":${message.n},"rev":${rev}}}`);
  tally.rev = Math.max(tally.rev, rev);
}

function receive(client, text) {
  const message = JSON.parse(text);
  if (message.cmd === "cast") return cast(client, message);
  client.send(`{"re":${message.mid},"ok":{"room":"peer","role":"participant","epoch":1,"seq":1}}`);
  client.send('{"ev":"you","role":"participant","ballots":[]}');
}

/** An empty room forgets: the next crowd begins anew. */
async function leave(client) {
  if (!clients.delete(client) || clients.size > 0) return;
  await redis.flushall();
  tally.rev = shown = 0;
}

async function read() {
  const all = await redis.hgetall("tally");
  return { rev: Number(all.rev ?? 0), voters: Number(all.voters ?? 0), counts: [Number(all[0] ?? 0), Number(all[1] ?? 0)] };
}

setInterval(async () => {
  if (tally.rev === shown) return;
  const now = await read();
  shown = now.rev;
  const text = Buffer.from(
    `{"ev":"tally","epoch":1,"question":"tap","round":1,"rev":${now.rev},"voters":${now.voters},"counts":[${now.counts}]}`);
  for (const client of clients) client.send(text, { binary: false });
}, 200);

const server = createServer(async (request, response) => response.end(JSON.stringify(await read())));
new WebSocketServer({ server, path: "/ws", perMessageDeflate: false }).on("connection", (client) => {
  client.id = randomUUID();
  clients.add(client);
  client.on("message", (data) => receive(client, data));
  client.on("close", () => leave(client));
  client.on("error", () => leave(client));
});
server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 });
