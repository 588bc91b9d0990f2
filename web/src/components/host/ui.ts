/* SPDX-License-Identifier: Apache-2.0 */
/* What the console shows besides the room: a tab, a form, a question to confirm, a note with its undo. */
import type { Board, Question } from '../../lib/protocol';
import { signal } from '../../lib/signals';

export type Tab = 'now' | 'questions' | 'boards' | 'share';
export const tab = signal<Tab>('now');

/** The question in the form: a record, a copy of one to add, or nothing. */
export const writing = signal<{ question: Question | null; copy: boolean } | null>(null);
/** The board in its form: a record, a new one, or nothing. */
export const writingBoard = signal<{ board: Board | null } | null>(null);
/** The board whose ideas are looked through. */
export const reviewing = signal<string | null>(null);
export const unfolded = signal<string | null>(null);
export const helpShown = signal(false);
/** Whether something prepared is being chosen. */
export const bringing = signal(false);

export interface Note { text: string; undo: (() => void) | null; bad: boolean }
export const note = signal<Note | null>(null);

export function say(text: string, undo: (() => void) | null = null): void {
  note.value = { text, undo, bad: false };
}

export interface Asking { title: string; text: string; yes: string; run: () => void }
export const asking = signal<Asking | null>(null);

const KEYS_OFF = 'clameur.host.keys_off';
const TIMER = 'clameur.host.timer';

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* It lasts as long as the page. */
  }
}

export const TIMERS_MS = [0, 30_000, 60_000, 120_000] as const;
/** How long the next question stays open; 0 until it is closed by hand. */
export const timer = signal(Number(recall(TIMER)) || 0);
const BOARD_TIMER = 'clameur.host.board_timer';
/** How long the next phase of a board takes something in; 0 until the host moves on. */
export const boardTimer = signal(Number(recall(BOARD_TIMER)) || 0);
export const keysOn = signal(recall(KEYS_OFF) === null);

export function setTimer(ms: number): void {
  timer.value = ms;
  keep(TIMER, String(ms));
}

export function setBoardTimer(ms: number): void {
  boardTimer.value = ms;
  keep(BOARD_TIMER, String(ms));
}

export function setKeys(on: boolean): void {
  keysOn.value = on;
  if (on) try { localStorage.removeItem(KEYS_OFF); } catch { /* as above */ }
  else keep(KEYS_OFF, '1');
}
