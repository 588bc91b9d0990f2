// SPDX-License-Identifier: Apache-2.0
// A plain broadcaster on npm's ws: what is posted to /pub goes to everyone on /ws.
import { createServer } from "node:http";
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
const sockets = new WebSocketServer({ server, path: "/ws", perMessageDeflate: false });
sockets.on("connection", (client) => {
  clients.add(client);
  client.on("close", () => clients.delete(client));
  client.on("error", () => clients.delete(client));
});
server.keepAliveTimeout = 0; // Whoever posts is idle while others are measured.
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
