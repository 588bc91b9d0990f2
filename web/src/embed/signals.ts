/* SPDX-License-Identifier: Apache-2.0 */
/* The few things of @preact/signals-core that this element needs, in a quarter of its bytes: the build puts it in its place. A
 * computed value is made again when it is asked for; an effect runs once for whatever changed together. */
type Watchers = Set<Watcher>;
interface Watcher { _stale: () => void; _seen: Set<Watchers> }

let watching: Watcher | null = null;
let depth = 0;
const due = new Set<Effect>();

export function batch<T>(change: () => T): T {
  depth++;
  try { return change(); } finally {
    try {
      if (depth === 1) for (const one of due) { due.delete(one); one._run(); }
    } finally { depth--; }
  }
}

/** What `make` reads, `watcher` hears of from now on, and of nothing else. */
function watch<T>(watcher: Watcher | null, make: () => T): T {
  const before = watching;
  watcher?._seen.forEach((watchers) => watchers.delete(watcher));
  watcher?._seen.clear();
  watching = watcher;
  try { return make(); } finally { watching = before; }
}

export const untracked = <T>(make: () => T): T => watch(null, make);

export class Signal<T> {
  protected readonly _watchers: Watchers = new Set();
  constructor(protected _held: T) {}

  get value(): T {
    if (watching) {
      this._watchers.add(watching);
      watching._seen.add(this._watchers);
    }
    return this.peek();
  }
  set value(next: T) {
    if (next === this._held) return;
    this._held = next;
    this._tell();
  }
  peek(): T { return this._held; }
  protected _tell(): void { batch(() => { Array.from(this._watchers).forEach((one) => one._stale()); }); }
}

class Computed<T> extends Signal<T> implements Watcher {
  readonly _seen = new Set<Watchers>();
  private _isStale = true;
  constructor(private readonly _make: () => T) { super(undefined as T); }

  override peek(): T {
    if (this._isStale) {
      this._isStale = false;
      this._held = watch(this, this._make);
    }
    return this._held;
  }
  _stale(): void {
    if (this._isStale) return;
    this._isStale = true;
    this._tell();
  }
}

class Effect implements Watcher {
  readonly _seen = new Set<Watchers>();
  constructor(private readonly _make: () => void) {}
  _stale(): void { due.add(this); }
  _run(): void { watch(this, this._make); }
  _end(): void {
    due.delete(this);
    watch(this, () => {});
  }
}

export type ReadonlySignal<T> = Pick<Signal<T>, 'peek'> & { readonly value: T };
export const signal = <T>(held: T): Signal<T> => new Signal(held);
export const computed = <T>(make: () => T): ReadonlySignal<T> => new Computed(make);

/** Runs now, and whenever what it read has changed; what it returns ends it. */
export function effect(make: () => void): () => void {
  const made = new Effect(make);
  made._run();
  return () => made._end();
}
