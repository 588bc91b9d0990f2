/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists as the host writes them, one entry a line, and as the server takes them, in pieces. */

export const LISTED_MOST = 2000;
export const LISTS_MOST = 8;
const CHARS = 40;
const STEMS = 3;
const AT_ONCE = 100;
const BYTES = 6000;

/** What a list may be called: a language, or any word of the same letters. */
export const listName = (typed: string): string => typed.trim().toLowerCase().replace(/[^a-z0-9_-]+/g, '-').slice(0, 16);

const tidied = (line: string): string => line.normalize('NFC').replace(/\s+/gu, ' ').trim();
const length = (text: string): number => [...text].length;

function mayBeListed(word: string): boolean {
  const parts = word.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return parts.length > 0 && parts.length <= STEMS && length(word) <= CHARS;
}

/** Each entry once; `wrong` are lines that are none. */
export function readLines(text: string): { words: string[]; wrong: string[] } {
  const lines = [...new Set(text.split(/\r?\n/).map(tidied).filter((line) => line !== ''))];
  return { words: lines.filter(mayBeListed), wrong: lines.filter((line) => !mayBeListed(line)) };
}

export interface Piece { on: boolean; words: string[] }

function pieces(on: boolean, words: readonly string[]): Piece[] {
  const made: Piece[] = [];
  const size = (list: readonly string[]) => new TextEncoder().encode(JSON.stringify(list)).length;
  for (const word of words) {
    const last = made[made.length - 1];
    if (last && last.words.length < AT_ONCE && size([...last.words, word]) <= BYTES) last.words.push(word);
    else made.push({ on, words: [word] });
  }
  return made;
}

/** What makes one list the other: first what goes, so that there is room for what comes. */
export function changes(before: readonly string[], after: readonly string[]): Piece[] {
  const [had, has] = [new Set(before), new Set(after)];
  return [...pieces(false, before.filter((word) => !has.has(word))), ...pieces(true, after.filter((word) => !had.has(word)))];
}
