/* SPDX-License-Identifier: Apache-2.0 */
import type { Idea, IdeaState, IdeaStatus, IdeasEvent, IdeasPage } from './protocol';
import { batch, signal } from './signals';

/** An idea as it is on this screen. */
export interface Shown extends Idea {
  /** The board's rev that `supports` is of. */
  rev: number;
  /** Is this person's own support in `supports`? */
  holds: boolean;
  /** It was on the screen and may not be seen any more. */
  gone: boolean;
}

/** A support that was counted, and the board's rev by which it is in the numbers; 0 when unknown. */
export interface Stood { stood: boolean; rev: number }

const isShown = (state?: IdeaState, status?: IdeaStatus): boolean => state === 'shown' && status !== 'merged';
const counts = ({ gone, state, status }: Shown): boolean => !gone && isShown(state, status);

type ById = Readonly<Record<string, Shown>>;

/** The ideas on one screen. Numbers and states move by themselves; which ideas, and in which order,
 * changes only when the reader asks for it. */
export class Ideas {
  readonly order = signal<readonly string[]>([]);
  readonly byId = signal<ById>({});
  readonly more = signal(false);
  /** Ideas that everyone may see. */
  readonly total = signal(0);
  /** Supports that were left to give when a page came; null: not counted. */
  readonly left = signal<{ n: number } | null>(null);
  /** To staff: how many wait for a check. */
  readonly pending = signal(0);
  /** How many came since the list was read. */
  readonly fresh = signal(0);
  /** How many a search has found; null: there is none. */
  readonly found = signal<number | null>(null);
  readonly partial = signal(false);
  /** False until the first page has come. */
  readonly read = signal(false);
  /** The highest of the board that was heard. */
  rev = 0;
  private _base = 0;
  private _epoch = 0;

  /** `own` is this person's support of an idea as the server holds it. */
  constructor(private readonly _own: (id: string) => Stood | null = () => null) {}

  /** A list from its beginning. */
  begin(page: IdeasPage): void {
    batch(() => {
      this.rev = Math.max(this.rev, page.rev);
      this._base = page.total;
      this.order.value = [];
      this._add(page);
      this.total.value = page.total;
      this._wait(page.pending);
      this.left.value = page.left === undefined ? null : { n: page.left };
      this.found.value = page.found ?? null;
      this.partial.value = page.partial ?? false;
      this.fresh.value = 0;
      this.read.value = true;
    });
  }

  /** The next page of it. */
  append(page: IdeasPage): void {
    batch(() => { this._wait(page.pending); this._add(page); });
  }

  private _wait(pending: number | undefined): void {
    if (pending !== undefined) this.pending.value = pending;
  }

  private _add({ ideas, more, rev }: IdeasPage): void {
    const known = new Set(this.order.value);
    this.put(ideas, rev);
    this.order.value = [...this.order.value, ...ideas.map(({ id }) => id).filter((id) => !known.has(id))];
    this.more.value = more;
  }

  /** What was read of single ideas: their words, or one's own support after a break. */
  put(ideas: readonly Idea[], rev = this.rev): void {
    const next: Record<string, Shown> = { ...this.byId.value };
    for (const idea of ideas) {
      const held = next[idea.id];
      // A count that was told with a higher rev stays.
      const told = held && !held.gone && held.rev > rev
        ? { supports: held.supports, comments: held.comments, talk: held.talk, rev: held.rev, holds: held.holds } : { rev, holds: idea.on };
      next[idea.id] = { ...idea, gone: false, ...told };
    }
    this.byId.value = next;
  }

  /** One's own, just posted: it stands first until the list is read again. */
  first(idea: Idea): void {
    batch(() => {
      this.put([idea]);
      this.order.value = [idea.id, ...this.order.value.filter((id) => id !== idea.id)];
      if (idea.state === 'shown') { this._base++; this._count(Math.max(this.total.value, this._base)); }
    });
  }

  /** One's own words, mended or taken back. */
  change(id: string, change: Partial<Shown>): void {
    const held = this.byId.value[id];
    if (held) this.byId.value = { ...this.byId.value, [id]: { ...held, ...change } };
  }

  /** Gone for good from this screen. */
  drop(id: string): void {
    this.order.value = this.order.value.filter((one) => one !== id);
  }

  /** News of the board. Returns the ideas whose words have to be read again. */
  hear(event: IdeasEvent): string[] {
    if (event.epoch !== this._epoch) { this._epoch = event.epoch; this.rev = 0; }
    if (event.rev < this.rev) return [];
    this.rev = event.rev;
    const next: Record<string, Shown> = { ...this.byId.value };
    const again: string[] = [];
    for (const news of event.ideas) {
      const held = next[news.id];
      if (!held) continue;
      const isGone = news.version === undefined;
      this._base += Number(isShown(news.state, news.status)) - Number(counts(held));
      if (!isGone && news.version !== held.version) again.push(news.id);
      const own = this._own(news.id);
      next[news.id] = {
        ...held, gone: isGone, state: isGone ? held.state : news.state, status: news.status ?? held.status,
        supports: news.supports ?? held.supports, rev: event.rev,
        comments: news.comments ?? held.comments, talk: news.talk ?? held.talk,
        holds: own && own.rev > 0 && event.rev >= own.rev ? own.stood : held.holds,
      };
    }
    batch(() => { this.byId.value = next; this._count(event.total); this._wait(event.pending); });
    return again;
  }

  private _count(total: number): void {
    this.total.value = total;
    this.fresh.value = Math.max(0, total - this._base);
  }
}

/** The number on the button: what was told, with one's own support as the button shows it. */
export function supportsOf({ supports, holds, rev }: Shown, on: boolean, own: Stood | null): number {
  const held = own && own.rev > 0 && rev >= own.rev ? own.stood : holds;
  return Math.max(0, supports + Number(on) - Number(held));
}
