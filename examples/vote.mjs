/* SPDX-License-Identifier: Apache-2.0 */
/* Answers what a room is asked: node vote.mjs https://vote.example.org K7Q42M 1
 *
 * In a folder of its own, with both packages: (cd web && npm ci && npm run build), then there
 * npm install /path/to/clameur/web/dist-client ws */
import { effect, joinRoom, Voter } from 'clameur-client';
import WebSocket from 'ws';

const [server, room, option] = process.argv.slice(2);
const client = joinRoom({ server, room, WebSocket });
const voter = new Voter(client, room);
const fate = new Promise((done) => effect(() => {
  const { current: { value: question }, door } = client.model;
  if (door.value !== 'open') done(door.value); // not_found, passcode, …: it does not let us in.
  const { state, code } = (question && voter.outbox.of(question.id)) ?? {};
  if (question && !state) voter.cast(question, { options: [Number(option)] });
  if (state === 'counted' || state === 'refused') done(code ?? state);
}));
client.connect();
console.log(await fate);
client.close();
