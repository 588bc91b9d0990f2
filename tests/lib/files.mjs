/* SPDX-License-Identifier: Apache-2.0 */
/* Files of a room, as those of different roles are given them. */
import assert from 'node:assert/strict';

import { device, http, must } from './client.mjs';

/** A room of makeRoom as somebody else has it, by a link: a host's files are not full. */
export async function asRole(server, room, role) {
  const bearer = await device(server);
  const { secret } = await room.call('link.create', { role, label: '' });
  await must(server, 'link.exchange', { secret }, bearer);
  return { ...room, token: bearer, call: (cmd, fields) => must(server, cmd, { room: room.code, ...fields }, bearer) };
}

export async function fetchFile(server, room, cmd, fields) {
  const { path } = await room.call(cmd, fields);
  const file = await http(server, path);
  assert.equal(file.status, 200);
  return file;
}

export const fetchRoom = (server, room, what, format) => fetchFile(server, room, 'room.export', { what, format });
export const readDocument = async (server, room, what = 'results') => JSON.parse((await fetchRoom(server, room, what, 'json')).text);
export const readLines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
