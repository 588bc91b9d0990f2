/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of docs/PROTOCOL.md, for the tests that hold them against a running server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './server.mjs';

export const page = readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8');

const section = (name) => new RegExp(`^## ${name}$([^]*?)(?=^## |$(?![^]))`, 'm').exec(page)[1];
const rows = (name) => section(name).split('\n').filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
const word = (cell) => /`([^`]+)`/.exec(cell)[1];

export const MOVES = ['open', 'time', 'close', 'reveal', 'reopen', 'reset', 'restore', 'again'];
export const COMMANDS = rows('Commands').map(([name]) => word(name)).filter((name) => !MOVES.includes(name));
/** Command → the roles that its row names. */
export const ROLES_OF = new Map(rows('Commands').filter(([name]) => !MOVES.includes(word(name)))
  .map(([name, roles]) => [word(name), roles.split(', ')]));
export const EVENTS = rows('Events').flatMap(([names]) => {
  const [first, ...others] = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  return [first, ...others.map((name) => (name.startsWith('.') ? first.split('.')[0] + name : name))];
});
/** Code → HTTP status. */
export const ERRORS = new Map(rows('Errors').map(([code, status]) => [word(code), Number(status)]));
/** Name → what the page says of it. */
export const LIMITS = new Map(rows('Limits').map(([name, text]) => [word(name), text]));
