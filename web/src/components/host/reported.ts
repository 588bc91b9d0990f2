/* SPDX-License-Identifier: Apache-2.0 */
import type { Client, Heard } from '../../lib/client';
import { t } from '../../lib/i18n';
import type { Idea, ReviewPage, ReviewThing } from '../../lib/protocol';
import { signal } from '../../lib/signals';
import type { Desk } from './desk';
import { say } from './ui';

/** What is asked again after news comes no sooner than this: a hall that likes is news many times a second. */
const AGAIN_MS = 1_500;

type Page = ReviewPage & Record<string, unknown>;
/** What was reported, or a comment that waits, with the idea that it is about. */
export interface Reported extends ReviewThing { key: string; of: Idea | null }

/** What staff should look at on one board: first what was reported most. */
export class Reports {
  readonly total = signal(0);
  readonly things = signal<readonly Reported[]>([]);
  /** The one whose reason is being written. */
  readonly hiding = signal<string | null>(null);
  readonly more = signal(false);
  private _next: string | null = null;
  private _pages = 1;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _stop: () => void;

  constructor(private readonly _client: Client, readonly board: string) {
    this._stop = _client.listen((heard) => this._hear(heard));
    void this.read();
  }

  close(): void {
    this._stop();
    clearTimeout(this._timer);
  }

  /** As many pages as are shown, and from the beginning: what was reported most may have come to the front. */
  async read(): Promise<void> {
    try {
      const things: Reported[] = [];
      let next: string | null = null;
      for (let at = 0; at < this._pages && (at === 0 || next !== null); at++) {
        const page: Page = await this._page(next);
        things.push(...await this._named(page.things));
        next = page.next;
      }
      this._next = next;
      this.more.value = next !== null;
      this.things.value = things;
    } catch {
      // The next connection, or the next news, tries again.
    }
  }

  /** One page more behind those that are there, whatever has left the queue since. */
  async loadMore(): Promise<void> {
    if (this._next === null) return;
    try {
      const page = await this._page(this._next);
      const known = new Set(this.things.value.map(({ key }) => key));
      const added = (await this._named(page.things)).filter(({ key }) => !known.has(key));
      this._next = page.next;
      this._pages++;
      this.more.value = page.next !== null;
      this.things.value = [...this.things.value, ...added];
    } catch {
      // Likewise.
    }
  }

  private async _page(after: string | null): Promise<Page> {
    const page = await this._client.send<Page>('review.list', { board: this.board, ...(after !== null && { after }) });
    this.total.value = page.total;
    return page;
  }

  private async _named(things: readonly ReviewThing[]): Promise<Reported[]> {
    const ids = [...new Set(things.map(({ idea }) => idea))];
    const { ideas } = ids.length === 0 ? { ideas: [] }
      : await this._client.send<{ ideas: Idea[] } & Record<string, unknown>>('idea.read', { board: this.board, ideas: ids });
    return things.map((thing) => ({
      ...thing, key: `${thing.idea} ${thing.comment?.id ?? ''}`, of: ideas.find(({ id }) => id === thing.idea) ?? null,
    }));
  }

  /** Shown, whatever was reported of it; or hidden. */
  async check(desk: Desk, { idea, comment, of, key }: Reported, state: 'shown' | 'hidden', reason = ''): Promise<void> {
    const version = comment?.version ?? of?.version;
    if (version === undefined) return;
    const [cmd, at] = comment ? ['comment.check', { comment: comment.id }] : ['idea.check', {}];
    const put = (to: 'shown' | 'hidden', held: number, why = '') => desk.ask<{ version: number } & Record<string, unknown>>(
      cmd, { board: this.board, idea, ...at, version: held, state: to, ...(why && { reason: why }) });
    const ok = await put(state, version, reason);
    if (this.hiding.value === key) this.hiding.value = null;
    if (ok && state === 'hidden') say(t('host.reported.hid'), () => { void put('shown', ok.version); });
    await this.read();
  }

  private _hear(heard: Heard): void {
    if (heard.ev !== 'you' && (heard.ev !== 'ideas' || heard.board !== this.board)) return;
    this._timer ??= setTimeout(() => { this._timer = undefined; void this.read(); }, AGAIN_MS);
  }
}
