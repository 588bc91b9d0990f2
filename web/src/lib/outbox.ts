/* SPDX-License-Identifier: Apache-2.0 */
import type { Ballot, Refusal, StoredBallot } from './protocol';
import { signal } from './signals';
import { recall, remember } from './storage';

/** kept: on this phone, to be sent. sending: on its way. counted: on the server's disk. */
export type EntryState = 'kept' | 'sending' | 'counted' | 'refused';

interface Counted { round: number; n: number; ballot: Ballot; epoch: number }

export interface Entry {
  question: string;
  round: number;
  n: number;
  ballot: Ballot;
  state: EntryState;
  /** Why it was refused, or why it is still kept. */
  code: string | null;
  /** Outlived a connection or a page: no longer a fresh tap. */
  old: boolean;
  /** The last ballot the server is known to hold; what stands if a change is refused. */
  counted: Counted | null;
}

/** Answers after which the ballot waits on the phone and is sent again. */
const KEEP = new Set([
  'away', 'try_again', 'store_full', 'too_many', 'going_away', 'hello_first', 'internal', 'bad_token',
]);

export const sameBallot = (a: Ballot, b: Ballot): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The ballots of one room, kept until counted or refused; the rules of PROTOCOL.md "Ballots". */
export class Outbox {
  readonly entries = signal<Readonly<Record<string, Entry>>>({});
  /** The epoch counted ballots belong to. */
  epoch = 0;

  constructor(private readonly _code: string) {
    const held = recall<Record<string, Entry>>(_code) ?? {};
    for (const entry of Object.values(held)) {
      entry.old = true;
      if (entry.state === 'sending') entry.state = 'kept';
    }
    this.entries.value = held;
  }

  of(question: string): Entry | null {
    return this.entries.value[question] ?? null;
  }

  /** A fresh tap. */
  put(question: string, round: number, ballot: Ballot): void {
    const held = this.of(question);
    const n = (held?.n ?? 0) + 1;
    const counted = held?.counted?.round === round ? held.counted : null;
    this._set({ question, round, n, ballot, state: 'kept', code: null, old: false, counted });
  }

  waiting(): Entry[] {
    return Object.values(this.entries.value).filter(({ state }) => state === 'kept');
  }

  sending(entry: Entry): void {
    this._patch(entry, { state: 'sending', code: null });
  }

  /** The connection broke: what was on its way may or may not have arrived. */
  lost(): void {
    for (const entry of Object.values(this.entries.value)) {
      if (entry.state === 'sending') this._patch(entry, { state: 'kept', old: true });
      else if (entry.state === 'kept') this._patch(entry, { old: true });
    }
  }

  counted(sent: Entry, n: number): void {
    const { round, ballot } = sent;
    const counted = { round, n, ballot, epoch: this.epoch };
    if (this._still(sent)) this._patch(sent, { n, state: 'counted', code: null, counted });
    else if (this.of(sent.question)?.round === round) this._patch(sent, { counted });
  }

  refused(sent: Entry, refusal: Refusal): void {
    const { question, round } = sent;
    if (!this._still(sent)) return;
    if (KEEP.has(refusal.code)) {
      this._patch(sent, { state: 'kept', code: refusal.code });
      return;
    }
    const stored = refusal.ballot && refusal.n !== undefined
      ? { question, round, n: refusal.n, ballot: refusal.ballot } : null;
    if (refusal.code === 'stale' && stored) this._stale(sent, stored);
    else this._patch(sent, {
      state: 'refused', code: refusal.code,
      ...(stored && { n: stored.n, counted: { ...stored, epoch: this.epoch } }),
    });
  }

  /** What the server holds, in `you` after every hello: it is the truth. */
  heard(ballots: readonly StoredBallot[], epoch: number): void {
    this.epoch = epoch;
    const told = new Set(ballots.map(({ question }) => question));
    for (const entry of Object.values(this.entries.value)) {
      if (!told.has(entry.question) && entry.state === 'counted') this._missing(entry);
    }
    ballots.forEach((stored) => this._reconcile(stored));
  }

  /** Another round began: a ballot of the former one cannot count any more. */
  newRound(question: string, round: number): void {
    const entry = this.of(question);
    if (!entry || entry.round >= round || entry.state === 'refused') return;
    this._patch(entry, { state: 'refused', code: 'round_over', counted: null });
  }

  private _reconcile(stored: StoredBallot): void {
    const held = this.of(stored.question);
    if (!held || held.round < stored.round) { this._adopt(stored); return; }
    if (held.round > stored.round) return;
    if (held.state === 'kept' || held.state === 'sending') { this._settle(held, stored); return; }
    const lost = held.state === 'counted' && held.n > stored.n && this._wentBack(held);
    if (lost) this._patch(held, { state: 'kept', old: true });
    else this._adopt(stored);
  }

  /** A ballot that waits meets the one the server holds. */
  private _settle(held: Entry, stored: StoredBallot): void {
    if (stored.n < held.n) this._patch(held, { counted: { ...stored, epoch: this.epoch } });
    else if (stored.n === held.n && sameBallot(stored.ballot, held.ballot)) this._adopt(stored);
    else this._stale(held, stored);
  }

  /** The server holds nothing for a counted ballot: send it again, or believe it (another device token). */
  private _missing(entry: Entry): void {
    if (this._wentBack(entry)) this._patch(entry, { state: 'kept', old: true });
    else this._drop(entry.question);
  }

  /** Was it counted before the store went back in time? */
  private _wentBack({ counted }: Entry): boolean {
    return counted !== null && counted.epoch !== this.epoch;
  }

  /** Something newer is stored: a fresh tap goes over it, an old entry gives way. */
  private _stale(held: Entry, stored: StoredBallot): void {
    if (held.old || stored.round !== held.round) { this._adopt(stored); return; }
    const counted = { ...stored, epoch: this.epoch };
    this._patch(held, { n: stored.n + 1, state: 'kept', code: null, counted });
  }

  private _adopt({ question, round, n, ballot }: StoredBallot): void {
    const counted = { round, n, ballot, epoch: this.epoch };
    this._set({ question, round, n, ballot, state: 'counted', code: null, old: true, counted });
  }

  /** Is this the entry that was sent, and not a later tap? */
  private _still(sent: Entry): boolean {
    const held = this.of(sent.question);
    return held !== null && held.round === sent.round && held.n === sent.n && held.state !== 'counted';
  }

  private _patch(entry: Entry, change: Partial<Entry>): void {
    const held = this.of(entry.question);
    if (held) this._set({ ...held, ...change });
  }

  private _drop(question: string): void {
    const { [question]: _dropped, ...rest } = this.entries.value;
    this._save(rest);
  }

  private _set(entry: Entry): void {
    this._save({ ...this.entries.value, [entry.question]: entry });
  }

  private _save(entries: Readonly<Record<string, Entry>>): void {
    this.entries.value = entries;
    remember(this._code, entries);
  }
}
