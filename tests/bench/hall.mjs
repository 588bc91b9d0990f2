/* SPDX-License-Identifier: Apache-2.0 */
/* A room for the pages' bench: a question, a crowd that keeps changing its mind, and a wire that counts. */
import { connect, createServer } from 'node:net';

import { device, makeRoom, owner, Socket } from '../lib/client.mjs';

const OPTIONS = ['Space station', 'Medieval castle', 'Jungle explorers', 'Retro arcade', 'Under the sea'];
const CROWD = 8;
/** Each of the crowd votes this often: together more often than any page is told. */
const CAST_EVERY_MS = 120;

export async function makeHall(server) {
  const token = await owner(server);
  const room = await makeRoom(server, token, { title: 'Summer club' });
  const question = await room.add({
    kind: 'single', title: 'Which theme should the next collection have?', options: OPTIONS, results: 'always',
  });
  await room.move(question, 'open');
  const stage = await room.call('link.create', { role: 'stage', label: 'bench' });
  const host = await room.call('link.create', { role: 'host', label: 'bench' });
  return { room, question, stage: stage.secret, host: host.secret };
}

/** People who vote without end until stop() is called. */
export async function makeCrowd(server, { room, question }) {
  const people = await Promise.all(Array.from({ length: CROWD },
    async () => Socket.hello(server, room.code, await device(server))));
  let n = 0;
  const timers = people.map((socket, at) => setInterval(() => {
    const ballot = { options: [(++n * 7 + at) % OPTIONS.length] };
    socket.ws.send(JSON.stringify({ mid: n, cmd: 'cast', question, round: 1, n, ballot }));
    // What is heard is of no interest here, and would fill the memory.
    socket.heard.length = socket.frames.length = 0;
  }, CAST_EVERY_MS));
  return async () => {
    timers.forEach(clearInterval);
    await Promise.all(people.map((socket) => socket.end()));
  };
}

/** A port that leads to the server and counts what passes: bytes of TCP payload, and segments as they are read. */
export async function makeWire(server) {
  const wire = { down: 0, up: 0, chunks: 0 };
  const count = (from, to, way) => {
    from.on('data', (chunk) => { wire[way] += chunk.length; wire.chunks++; to.write(chunk); });
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
  };
  const listener = createServer((near) => {
    const far = connect(server.port, server.host);
    count(near, far, 'up');
    count(far, near, 'down');
  });
  await new Promise((resolve) => { listener.listen(0, server.host, resolve); });
  wire.origin = `http://${server.host}:${listener.address().port}`;
  wire.end = () => listener.close();
  return wire;
}
