/* SPDX-License-Identifier: Apache-2.0 */
import { Client, type ClientOptions, type Guest } from '../lib/client';
import type { View } from '../lib/protocol';

export interface JoinOptions extends Omit<ClientOptions, 'view' | 'guest' | 'state'> {
  /** Where the server is, as `https://vote.example.org`. */
  server: string;
  /** `phone`, a participant's, unless said otherwise. */
  view?: View;
  /** Who this is, from an earlier time; without it, somebody new. */
  token?: string | null;
  /** Is told the token of whoever is new, to keep it; null when the server does not know it any more. */
  onToken?: (token: string | null) => void;
}

/** A client of a server elsewhere; it begins with `connect()`. */
export function joinRoom({ token = null, onToken, view = 'phone', server, ...options }: JoinOptions): Client {
  let known = token;
  const keep = (now: string | null): void => { known = now; onToken?.(now); };
  const guest: Guest = {
    async token(ask) {
      if (known === null) keep((await ask()).token);
      return known!;
    },
    forget: () => keep(null),
  };
  return new Client({ ...options, view, guest, server: server.replace(/\/+$/, '') });
}
