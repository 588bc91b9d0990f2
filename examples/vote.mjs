/* SPDX-License-Identifier: Apache-2.0 */
/* Answers what a room is asked: node vote.mjs https://vote.example.org K7Q42M 1 */
import { effect, joinRoom, Voter } from 'clameur-client';
import WebSocket from 'ws';

const [server, room, option] = process.argv.slice(2);
const client = joinRoom({ server, room, WebSocket });
const voter = new Voter(client, room);
const fate = new Promise((done) => effect(() => {
  const question = client.model.current.value;
  const { state, code } = (question && voter.outbox.of(question.id)) ?? {};
  if (question && !state) voter.cast(question, { options: [Number(option)] });
  if (state === 'counted' || state === 'refused') done(code ?? state);
}));
client.connect();
console.log(await fate);
client.close();
