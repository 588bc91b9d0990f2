/* SPDX-License-Identifier: Apache-2.0 */
/* One connection for each room, however many elements show it; it ends with the last of them. */
import { joinRoom, Voter, type Client } from '../client';
import { knock } from './door';
import { Wishes } from './wishes';

const TOKEN_KEY = 'clameur.token';

export interface Session {
  client: Client;
  voter: Voter;
  /** The board that is shown. */
  wishes: (board: string) => Wishes;
  /** Into a room with a passcode; resolves with why not, or ''. */
  enter: (passcode: string) => Promise<string>;
}

/** Where the page refuses localStorage, memory must do. */
const memory = new Map<string, string>();

/* Third-party cookies are blocked: who somebody is, is kept by the page around. */
function recall(key: string): string | null {
  try { return localStorage.getItem(key); } catch { return memory.get(key) ?? null; }
}
function keep(key: string, token: string | null): void {
  if (token === null) memory.delete(key);
  else memory.set(key, token);
  try {
    if (token === null) localStorage.removeItem(key);
    else localStorage.setItem(key, token);
  } catch { /* Memory has it. */ }
}

const open = new Map<string, Session & { users: number }>();

export function take(server: string, room: string): Session {
  const key = `${server} ${room}`;
  const held = open.get(key);
  if (held) {
    held.users++;
    return held;
  }
  const who = `${TOKEN_KEY} ${server}`;
  const client = joinRoom({ server, room, via: 'embed', token: recall(who), onToken: (token) => keep(who, token) });
  let shown: [string, Wishes] | null = null;
  const made = {
    client, voter: new Voter(client, key), users: 1,
    wishes(board: string) {
      if (shown?.[0] !== board) {
        shown?.[1].close();
        shown = [board, new Wishes(client, `${key}/${board}`, board)];
      }
      return shown![1];
    },
    async enter(passcode: string) {
      const code = await knock(server, room, recall(who), passcode);
      if (!code) {
        client.model.door.value = 'open';
        client.connect();
      }
      return code;
    },
  };
  open.set(key, made);
  client.connect();
  return made;
}

export function leave(server: string, room: string): void {
  const key = `${server} ${room}`;
  const held = open.get(key);
  if (!held || --held.users > 0) return;
  open.delete(key);
  held.client.close();
}
