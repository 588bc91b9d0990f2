/* SPDX-License-Identifier: Apache-2.0 */
import { backoff } from './backoff';
import type { Client, Heard } from './client';
import type { Ideas } from './ideas';
import type { Idea, IdeasPage, IdeaState, IdeaStatus, Order, Refusal } from './protocol';
import { signal } from './signals';

export interface Query {
  order?: Order;
  tag?: number;
  group?: number;
  status?: IdeaStatus;
  state?: IdeaState;
  mine?: boolean;
  search?: string;
}

/** Limits of the protocol. */
const LOOKED_AT = 60;
const READ_AT_ONCE = 20;
/** What a whole hall reads at the same news is spread over this. */
export const SPREAD_MS = 800;

/** Fills a list of ideas over a client, and keeps it true over breaks. */
export class Reader {
  /** Something is on its way, and for long enough to say so. */
  readonly busy = signal(false);
  /** Why nothing came: the code of a refusal that does not pass by itself. */
  readonly failed = signal<string | null>(null);
  /** The one idea that the address is about, and whether it may not be seen. */
  readonly pinned = signal<string | null>(null);
  readonly missing = signal(false);
  private _query: Query = {};
  /** A list was asked for and has not come. */
  private _due = true;
  private _asked = 0;
  /** Their words have changed. */
  private readonly _stale = new Set<string>();
  private _soon: ReturnType<typeof setTimeout> | undefined;
  private _looks: readonly string[] | null = null;
  private _tries = 0;
  private _again: ReturnType<typeof setTimeout> | undefined;
  private readonly _stop: () => void;

  /** `heard` is told of every idea that was read, with this person's own support. */
  constructor(
    private readonly _client: Client, readonly board: string, readonly ideas: Ideas,
    private readonly _heard: (idea: Idea) => void = () => {},
  ) {
    this._stop = _client.listen((heard) => this._hear(heard));
  }

  close(): void {
    this._stop();
    clearTimeout(this._again);
    clearTimeout(this._soon);
  }

  /** Reads the list from its beginning. */
  async load(query: Query = this._query): Promise<void> {
    this._query = query;
    this._due = true;
    const asked = ++this._asked;
    const page = await this._page({});
    // Another order was asked for meanwhile.
    if (page && asked === this._asked) {
      this._due = false;
      this.ideas.begin(page);
      this.lookAt(this.ideas.order.value);
    }
  }

  /** Another list takes its place: what was asked for is not waited for. */
  hold(): void {
    this._asked++;
    this._due = false;
  }

  /** Reads the next page of it. */
  async loadMore(): Promise<void> {
    if (this.busy.value) return;
    const asked = this._asked;
    const { order, byId } = this.ideas;
    const after = [...order.value].reverse().find((id) => !byId.value[id]!.gone);
    const page = await this._page({ after });
    if (page && asked === this._asked) this.ideas.append(page);
  }

  /** Reads single ideas. Resolves with those that may be seen. */
  async read(ids: readonly string[]): Promise<Idea[]> {
    const all: Idea[] = [];
    for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
      const { ideas } = await this._client.send<{ ideas: Idea[] }>(
        'idea.read', { board: this.board, ideas: ids.slice(at, at + READ_AT_ONCE) });
      all.push(...ideas);
    }
    all.forEach(this._heard);
    this.ideas.put(all);
    return all;
  }

  /** What is on the screen: its numbers and states come by themselves from now on. */
  lookAt(ids: readonly string[]): void {
    const pinned = this.pinned.value;
    const next = (pinned === null ? ids : [pinned, ...ids.filter((id) => id !== pinned)]).slice(0, LOOKED_AT);
    if (this._looks && next.join() === this._looks.join()) return;
    this._looks = next;
    this._look();
  }

  /** Shows one idea alone, or the list again. */
  async pin(id: string | null): Promise<void> {
    this.pinned.value = id;
    this.missing.value = false;
    if (id === null) return;
    this.lookAt(this._looks ?? []);
    try {
      const found = await this.read([id]);
      if (id === this.pinned.value) this.missing.value = found.length === 0;
    } catch {
      // The next connection tries again.
    }
  }

  private _look(): void {
    if (!this._looks) return;
    this._client.send('board.look', { board: this.board, ideas: this._looks }).catch(() => {
      // After a break the look is sent again.
    });
  }

  private async _page(more: { after?: string | undefined }): Promise<IdeasPage | null> {
    this.busy.value = true;
    try {
      const page = await this._client.send<IdeasPage & Record<string, unknown>>(
        'idea.list', { board: this.board, ...this._query, ...more });
      this._tries = 0;
      this.failed.value = null;
      page.ideas.forEach(this._heard);
      return page;
    } catch (refusal) {
      this._refused(refusal as Refusal, more.after === undefined);
      return null;
    } finally {
      this.busy.value = false;
    }
  }

  /** A list that did not come is asked for again; a further page is asked for by hand. */
  private _refused({ code, again_ms }: Refusal, first: boolean): void {
    if (code === 'not_found' || code === 'forbidden') { this.failed.value = code; return; }
    if (!first || code === 'away') return;
    clearTimeout(this._again);
    this._again = setTimeout(() => { void this.load(); }, again_ms ?? backoff(this._tries++));
  }

  private _hear(heard: Heard): void {
    if (heard.ev === 'you') this._back();
    else if (heard.ev === 'ideas' && heard.board === this.board) {
      this.ideas.hear(heard).forEach((id) => this._stale.add(id));
      if (this._stale.size > 0) this._soon ??= setTimeout(() => this._readStale(), Math.random() * SPREAD_MS);
    }
  }

  private _readStale(): void {
    const ids = [...this._stale];
    this._soon = undefined;
    this._stale.clear();
    this.read(ids).catch(() => {
      // After a break all are read again.
    });
  }

  /** A new connection: what the screen shows may be old, and the server does not know what that is. */
  private _back(): void {
    if (this.pinned.value !== null) void this.pin(this.pinned.value);
    if (this._due) { void this.load(); return; }
    this._look();
    this.read(this._looks ?? []).catch(() => {
      // The next connection tries again.
    });
  }
}
