/* SPDX-License-Identifier: Apache-2.0 */
/* Where the words of a cloud stand: the same words always in the same places, and a word that stays where it is as
 * long as nothing greater needs its room. In stage units, from the middle. */
import type { Said } from '../../lib/cloud';

export interface Placed { word: string; n: number; x: number; y: number; size: number }
export interface Room { width: number; height: number }

/** The least letters that are read from the back, and the greatest. */
const LEAST = 3;
const MOST = 26;
const LINE = 1.12;
/** Kept free beside a word, in its own letters. */
const BESIDE = 0.35;
const SHRINK = 0.86;
/** Between the turns of the spiral, and from one try to the next. */
const TURN = 1.5;
const TRIES_MOST = 1600;

interface Box { x: number; y: number; width: number; height: number }

const meets = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

const within = (box: Box, room: Room): boolean =>
  Math.abs(box.x) * 2 + box.width <= room.width && Math.abs(box.y) * 2 + box.height <= room.height;

/** A direction of its own for each word. */
function turnOf(word: string): number {
  let hash = 2166136261;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 16777619);
  return ((hash >>> 0) / 2 ** 32) * 2 * Math.PI;
}

/** The first free place on a spiral around where it would rather be; null where there is none. */
function free(box: Box, room: Room, taken: readonly Box[], turn: number): Box | null {
  const wide = Math.max(1, room.width / room.height);
  for (let tried = 0; tried < TRIES_MOST; tried++) {
    const far = TURN * Math.sqrt(tried / Math.PI);
    const angle = turn + (2 * Math.PI * far) / TURN;
    const there = { ...box, x: box.x + far * wide * Math.cos(angle), y: box.y + far * Math.sin(angle) };
    if (within(there, room) && !taken.some((other) => meets(there, other))) return there;
  }
  return null;
}

function placeAll(words: readonly Said[], room: Room, measure: (word: string) => number, before: ReadonlyMap<string, Placed>, most: number): Placed[] {
  const top = words[0]?.[1] ?? 1;
  const taken: Box[] = [];
  const placed: Placed[] = [];
  for (const [word, n] of words) {
    const size = Math.max(LEAST, most * Math.sqrt(n / top));
    const { x = 0, y = 0 } = before.get(word) ?? {};
    const box = { x, y, width: (measure(word) + BESIDE) * size, height: LINE * size };
    const there = free(box, room, taken, turnOf(word));
    if (!there) continue;
    taken.push(there);
    placed.push({ word, n, x: there.x, y: there.y, size });
  }
  return placed;
}

function placeFrom(words: readonly Said[], room: Room, measure: (word: string) => number, before: ReadonlyMap<string, Placed>): Placed[] {
  const widest = Math.max(1, ...words.slice(0, 3).map(([word]) => measure(word) + BESIDE));
  let most = Math.min(MOST, room.height / 2.4, room.width / widest);
  for (;;) {
    const placed = placeAll(words, room, measure, before, most);
    if (placed.length === words.length || most <= LEAST * 2) return placed;
    most *= SHRINK;
  }
}

const NOWHERE: ReadonlyMap<string, Placed> = new Map();
const greatest = (placed: Iterable<Placed>): number => [...placed].reduce((most, { size }) => Math.max(most, size), 0);
/** How much larger the letters have to be for words to leave their places. */
const WORTH = 1.1;

/** As large as lets all of them stand; where even small letters do not, those that fewest say are left out. Where
 * letters had to shrink for words to stay, as on a screen that got another shape, all may find new places. */
export function placeWords(words: readonly Said[], room: Room, measure: (word: string) => number, before: ReadonlyMap<string, Placed> = NOWHERE): Placed[] {
  const kept = placeFrom(words, room, measure, before);
  if (before.size === 0 || (greatest(kept) >= greatest(before.values()) && kept.length === words.length)) return kept;
  const anew = placeFrom(words, room, measure, NOWHERE);
  return greatest(anew) > greatest(kept) * WORTH || anew.length > kept.length ? anew : kept;
}
