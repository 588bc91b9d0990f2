/* SPDX-License-Identifier: Apache-2.0 */
/* Brings what waits to the server: each once, as often as it takes. */
import { backoff } from '../../lib/backoff';
import type { Refusal } from '../../lib/protocol';
import { signal } from '../../lib/signals';
import { REFUSED, type Act, type Keep, type Refusals, type Waiting } from './keep';

/** What became of one: `counted`, `late` (counted, after the close), or why not. */
export type Told = (id: number, fate: string) => void;
export type Send = (cmd: string, fields: object) => Promise<Record<string, unknown>>;

/** Answers after which it waits on and is sent again. `forbidden` and the like are about the device, not the vote. */
const WAITS = new Set([
  'away', 'try_again', 'store_full', 'too_many', 'going_away', 'hello_first', 'internal', 'bad_token', 'forbidden', 'passcode', 'invitation',
]);
/** After these it is no use to try the next one now. */
const STOPS = new Set(['away', 'too_many', 'going_away', 'hello_first', 'store_full', 'forbidden', 'bad_token']);
const AT_ONCE = 8;
/** An answer that came later than this is about something older than it said. */
const SLOW_MS = 500;
const WEEK_MS = 7 * 24 * 3_600_000;

/** A clock that was set back makes nothing older or younger than it can be. */
export const agoOf = (made: number, now: number): number => Math.max(0, Math.min(WEEK_MS, Math.round(now - made)));

export class Outbox {
  readonly waiting = signal(0);
  readonly refused = signal<Refusals>({});
  /** When the last one was taken. */
  readonly sent = signal(0);
  private _live = false;
  private _running = false;
  private _again = false;
  /** Another connection than the one that the attempt under way began with. */
  private _isNew = false;
  private _tries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _keep: Keep, private readonly _send: Send, private readonly _told: Told = () => {}) {}

  /** What was left by the page before. */
  async load(): Promise<void> {
    this.refused.value = await this._keep.get<Refusals>(REFUSED) ?? {};
    this.sent.value = await this._keep.get<number>('sent') ?? 0;
    await this._count();
    this.flush();
  }

  /** Resolves when it is on the disk: from there, nothing loses it. */
  async put(act: Act): Promise<number> {
    const id = await this._keep.add(act);
    this.waiting.value++;
    this.flush();
    return id;
  }

  /** The connection came, or went. */
  link(live: boolean): void {
    this._live = live;
    this._tries = 0;
    this._isNew = live;
    if (live) this.flush();
    else clearTimeout(this._timer);
  }

  flush(): void {
    if (!this._live) return;
    if (this._running) { this._again = true; return; }
    clearTimeout(this._timer);
    this._running = true;
    this._isNew = false;
    void this._all().catch(() => backoff(this._tries++)).then((pause) => {
      this._running = false;
      if (pause !== null && this._live && !this._isNew) this._timer = setTimeout(() => this.flush(), pause);
      else if (this._again || this._isNew) this.flush();
    });
  }

  /** Sends what waits, some at a time; resolves with how long to wait before the next attempt, null: nothing is left. */
  private async _all(): Promise<number | null> {
    this._again = false;
    const waiting = await this._keep.waiting();
    let pause: number | null = null;
    for (let at = 0; at < waiting.length && this._live;) {
      const some = together(waiting, at);
      at += some.length;
      const answers = await Promise.all(some.map((one) => this._one(one)));
      await this._count();
      const refusals = answers.filter((refusal) => refusal !== null) as Refusal[];
      if (refusals.length === 0) continue;
      pause = Math.max(pause ?? 0, ...refusals.map(({ again_ms }) => again_ms ?? 0)) || backoff(this._tries++);
      if (refusals.some(({ code }) => STOPS.has(code))) return pause;
    }
    if (pause === null) this._tries = 0;
    return pause;
  }

  /** The refusal after which it waits on; null: it is dealt with. */
  private async _one(one: Waiting, again = true): Promise<Refusal | null> {
    const { id, cmd, fields, who, made } = one;
    const since = performance.now();
    try {
      const { late } = await this._send(cmd, { ...fields, for: who, ago: agoOf(made, Date.now()) });
      await this._settle(id, null);
      this.sent.value = Date.now();
      void this._keep.set('sent', this.sent.value);
      this._told(id, late === true ? 'late' : 'counted');
      return null;
    } catch (error) {
      const refusal = error as Refusal;
      if (typeof refusal.code !== 'string') throw error;
      if (WAITS.has(refusal.code)) { this._told(id, 'kept'); return refusal; }
      // It lay in a line that was cut while the question closed: by its age on arrival it may have been in time.
      if (again && refusal.code === 'closed' && performance.now() - since > SLOW_MS) return await this._one(one, false);
      // What the same person did after it is there already.
      const isOver = refusal.code === 'stale' && (refusal.n ?? 0) > (fields.n as number);
      await this._settle(id, isOver ? null : refusal.code);
      this._told(id, isOver ? 'counted' : refusal.code);
      return null;
    }
  }

  private async _settle(id: number, refused: string | null): Promise<void> {
    await this._keep.settle(id, refused);
    if (refused !== null) this.refused.value = await this._keep.get<Refusals>(REFUSED) ?? {};
  }

  private async _count(): Promise<void> {
    this.waiting.value = (await this._keep.waiting()).length;
  }
}

/** As many as go at once: of one person no more than one, so that what they did stays in order. */
function together(waiting: readonly Waiting[], from: number): Waiting[] {
  const some: Waiting[] = [];
  const people = new Set<string>();
  for (const one of waiting.slice(from, from + AT_ONCE)) {
    if (people.has(one.who)) break;
    people.add(one.who);
    some.push(one);
  }
  return some;
}

export const refusedOf = (refused: Refusals): number => Object.values(refused).reduce((sum, n) => sum + n, 0);
