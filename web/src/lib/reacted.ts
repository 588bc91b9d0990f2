/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from './client';
import type { Reacted } from './reactions';
import { signal } from './signals';

export const reacted = signal<Reacted | null>(null);

/** For screens that show them; phones are not told. */
export function hearReactions(client: Client): void {
  let base = true;
  client.listen((heard) => {
    if (heard.ev === 'link.down') base = true;
    if (heard.ev !== 'reactions') return;
    reacted.value = { epoch: heard.epoch, sums: heard.sums, base };
    base = false;
  });
}
