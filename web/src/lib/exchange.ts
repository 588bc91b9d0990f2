/* SPDX-License-Identifier: Apache-2.0 */
import { api } from './api';
import type { Refusal, Role } from './protocol';

export interface Exchanged {
  role: Role | null;
  room: string | null;
  /** Why the link gave nothing; null when it did, or when there was none. */
  refused: Refusal | null;
}

/** Trades the secret of a link, which stands in the address after #, for rights of this device. */
export async function exchangeLink(): Promise<Exchanged> {
  const secret = location.hash.slice(1);
  if (!secret) return { role: null, room: null, refused: null };
  try {
    const { role, room } = await api<{ role: Role; room: string | null }>('link.exchange', { secret });
    history.replaceState(null, '', location.pathname + location.search);
    return { role, room, refused: null };
  } catch (refusal) {
    return { role: null, room: null, refused: refusal as Refusal };
  }
}
