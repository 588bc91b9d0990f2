/* SPDX-License-Identifier: Apache-2.0 */
/* Is this staff's PIN? Asked of the device alone, which may have no network: slowly, and not often. */
import { scryptAsync } from '@noble/hashes/scrypt';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils';

import type { Device } from '../../../lib/device';
import { base64url, bytesOf } from '../hashes';
import type { Keep } from '../keep';

const KEY = 'pin';
const FREE = 3;
const FIRST_MS = 30_000;
const MOST_MS = 3_600_000;

interface Tries { wrong: number; until: number }

export const hashOfPin = async (key: string, id: string, pin: string): Promise<string> =>
  base64url(await scryptAsync(pin, concatBytes(bytesOf(key), utf8ToBytes(id)), { N: 2 ** 14, r: 8, p: 1, dkLen: 32 }));

/** How long nothing is tried after so many that were wrong. */
export const restOf = (wrong: number): number => (wrong < FREE ? 0 : Math.min(MOST_MS, FIRST_MS * 2 ** (wrong - FREE)));

/** How long until the next try, in ms; a clock that was set back makes it no longer than it can be. */
export async function restsFor(keep: Keep, now: number): Promise<number> {
  const { wrong, until } = await keep.get<Tries>(KEY) ?? { wrong: 0, until: 0 };
  return Math.max(0, Math.min(restOf(wrong), until - now));
}

/** Noted as wrong before it is known to be right: pulling the plug is a try, too. */
export async function isPin({ id, badge_key: key, set }: Device, keep: Keep, pin: string): Promise<boolean> {
  const wrong = (await keep.get<Tries>(KEY))?.wrong ?? 0;
  await keep.set(KEY, { wrong: wrong + 1, until: Date.now() + restOf(wrong + 1) } satisfies Tries);
  if (await hashOfPin(key, id, pin) !== set.pin_hash) return false;
  await keep.set(KEY, { wrong: 0, until: 0 } satisfies Tries);
  return true;
}
