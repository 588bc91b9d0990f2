// SPDX-License-Identifier: Apache-2.0
// A plain broadcaster on npm's ws: what is posted to /pub goes to everyone on /ws; with a
// certificate and its key, to everyone who comes by TLS to another address of this machine.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { WebSocketServer } from "ws";

const clients = new Set();
const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces);
    for (const client of clients) client.send(body, { binary: false });
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 0; // Whoever posts is idle while others are measured.

function takeClients(from) {
  new WebSocketServer({ server: from, path: "/ws", perMessageDeflate: false }).on("connection", (client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    client.on("error", () => clients.delete(client));
  });
}

const [port, cert, key] = process.argv.slice(2);
const secure = cert && createSecureServer({ cert: readFileSync(cert), key: readFileSync(key), minVersion: "TLSv1.3" });
const listen = (on, host) => on.listen({ port: Number(port), host, backlog: 4096 });

takeClients(secure ?? server);
if (secure) listen(secure, "127.0.0.2").on("listening", () => listen(server, "127.0.0.1"));
else listen(server, "127.0.0.1");
