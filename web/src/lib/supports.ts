/* SPDX-License-Identifier: Apache-2.0 */
import type { Idea, Refusal } from './protocol';
import { signal } from './signals';
import { recall, remember } from './storage';

/** What a support is of, and this person's own as the server holds it. */
export type Given = Pick<Idea, 'id' | 'n' | 'on'>;

/** kept: on this phone, to be sent. sending: on its way. counted: the server has it. */
export type SupportState = 'kept' | 'sending' | 'counted' | 'refused';

export interface Support {
  idea: string;
  n: number;
  on: boolean;
  state: SupportState;
  /** Why it was refused, or why it is still kept. */
  code: string | null;
  /** Outlived a connection or a page: no longer a fresh tap. */
  old: boolean;
  /** What the server is known to hold; what stands if a tap is refused. */
  stood: boolean;
  /** The board's rev with which `stood` came to be counted; 0 when unknown. */
  rev: number;
  /** The epoch in which it was counted. */
  epoch: number;
}

/** Answers after which a support waits on the phone and is sent again. */
const KEEP = new Set([
  'away', 'try_again', 'store_full', 'too_many', 'going_away', 'hello_first', 'internal', 'bad_token',
]);

/** One person's supports on one board, kept until counted or refused; the rule is that of ballots. */
export class Supports {
  readonly byIdea = signal<Readonly<Record<string, Support>>>({});

  /** The present one. */
  epoch = 0;

  constructor(private readonly _key: string) {
    const held = recall<Record<string, Support>>(_key) ?? {};
    for (const one of Object.values(held)) {
      one.old = true;
      if (one.state === 'sending') one.state = 'kept';
    }
    this.byIdea.value = held;
  }

  of(idea: string): Support | null {
    return this.byIdea.value[idea] ?? null;
  }

  /** What the button shows. */
  isOn({ id, on }: Given): boolean {
    const held = this.of(id);
    if (!held) return on;
    return held.state === 'refused' ? held.stood : held.on;
  }

  /** How many are given, as far as this device knows. */
  given(): number {
    return Object.values(this.byIdea.value)
      .filter(({ state, on, stood }) => (state === 'refused' ? stood : on)).length;
  }

  /** How many of those the server is known to hold. */
  stood(): number {
    return Object.values(this.byIdea.value).filter(({ stood }) => stood).length;
  }

  /** A fresh tap. */
  put({ id, n, on: known }: Given, on: boolean): void {
    const held = this.of(id);
    this._set({
      idea: id, n: Math.max(held?.n ?? 0, n) + 1, on, state: 'kept', code: null, old: false,
      stood: held ? held.stood : known, rev: held?.rev ?? 0, epoch: this.epoch,
    });
  }

  waiting(): Support[] {
    return Object.values(this.byIdea.value).filter(({ state }) => state === 'kept');
  }

  sending(one: Support): void {
    this._patch(one, { state: 'sending', code: null });
  }

  /** The connection broke: what was on its way may or may not have arrived. */
  lost(): void {
    for (const one of Object.values(this.byIdea.value)) {
      if (one.state === 'sending' || one.state === 'kept') this._patch(one, { state: 'kept', old: true });
    }
  }

  counted(sent: Support, rev: number): void {
    const stood = { stood: sent.on, rev, epoch: this.epoch };
    this._patch(sent, this._still(sent) ? { ...stood, state: 'counted', code: null } : stood);
  }

  refused(sent: Support, { code, n, on }: Refusal): void {
    if (!this._still(sent)) return;
    if (KEEP.has(code)) { this._patch(sent, { state: 'kept', code }); return; }
    if (code !== 'stale' || n === undefined || on === undefined) {
      this._patch(sent, { state: 'refused', code });
      return;
    }
    // Something newer is known: a fresh tap goes over it, an old one gives way.
    const known = { n, stood: on, rev: 0 };
    if (sent.old || sent.on === on) this._patch(sent, { ...known, on, state: 'counted', code: null });
    else this._patch(sent, { ...known, n: n + 1, state: 'kept', code: null });
  }

  /** What the server holds, as it came with an idea. */
  heard({ id, n, on }: Given): void {
    const held = this.of(id);
    const known = { n, on, stood: on, rev: 0 };
    if (!held) {
      if (n > 0) this._set({ ...known, idea: id, state: 'counted', code: null, old: true, epoch: this.epoch });
    } else if (held.state !== 'counted') {
      if (held.n > n) this._patch(held, { stood: on });
      else if (held.n === n && held.on !== on) this._patch(held, { n: n + 1, stood: on });
      else if (held.state !== 'sending') this._patch(held, { ...known, state: 'counted', code: null });
    } else if (held.n > n && held.epoch !== this.epoch) {
      // The store went back in time.
      this._patch(held, { state: 'kept', old: true, stood: on });
    } else if (held.n < n || held.epoch === this.epoch) {
      this._patch(held, { ...known, rev: held.n === n ? held.rev : 0 });
    }
  }

  /** Is this the tap that was sent, and not a later one? */
  private _still(sent: Support): boolean {
    const held = this.of(sent.idea);
    return held !== null && held.n === sent.n && held.state !== 'counted';
  }

  private _patch({ idea }: Support, change: Partial<Support>): void {
    const held = this.of(idea);
    if (held) this._set({ ...held, ...change });
  }

  private _set(one: Support): void {
    this.byIdea.value = { ...this.byIdea.value, [one.idea]: one };
    remember(this._key, this.byIdea.value);
  }
}
