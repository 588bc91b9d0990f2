/* SPDX-License-Identifier: Apache-2.0 */
/* Is somebody still there? Told by touches alone; nothing here has a timer, whoever asks says what time it is. */

export type Presence = { state: 'nobody' | 'here' | 'over' } | { state: 'warned'; left: number };

const SECOND = 1000;
const IDLE = { usual: 30, least: 10, most: 300 };
/** Twenty seconds are what everyone is given to say that they are still there (WCAG 2.2.1). */
const WARN = { usual: 20, least: 20, most: 120 };

const within = (seconds: number | undefined, { usual, least, most }: typeof IDLE): number =>
  SECOND * Math.max(least, Math.min(most, seconds ?? usual));

export class Idle {
  private _last: number | null = null;
  private _idle = within(undefined, IDLE);
  private _warn = within(undefined, WARN);

  set(idle: number | undefined, warn: number | undefined): void {
    this._idle = within(idle, IDLE);
    this._warn = within(warn, WARN);
  }

  /** Somebody comes, or touches it. */
  touch(now: number): void {
    this._last = now;
  }

  leave(): void {
    this._last = null;
  }

  at(now: number): Presence {
    if (this._last === null) return { state: 'nobody' };
    const left = this._last + this._idle + this._warn - now;
    if (left <= 0) return { state: 'over' };
    return left > this._warn ? { state: 'here' } : { state: 'warned', left: Math.ceil(left / SECOND) };
  }
}
