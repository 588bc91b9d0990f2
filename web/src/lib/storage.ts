/* SPDX-License-Identifier: Apache-2.0 */

/** Rooms and boards a phone remembers its ballots and supports of; the oldest gives way. */
const ROOMS_KEPT = 40;
const KEY = 'clameur.outbox';

interface Shelf { [room: string]: { at: number; held: unknown } }

/** Where private browsing or a full disk refuses localStorage, memory must do. */
let memory: Shelf = {};

function shelf(): Shelf {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Shelf;
  } catch {
    return memory;
  }
}

export function recall<T>(room: string): T | null {
  return (shelf()[room]?.held as T | undefined) ?? null;
}

export function remember(room: string, held: unknown, now = Date.now()): void {
  const rooms = Object.entries({ ...shelf(), [room]: { at: now, held } })
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, ROOMS_KEPT);
  memory = Object.fromEntries(rooms);
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    /* Memory has it; it lasts as long as the page. */
  }
}
