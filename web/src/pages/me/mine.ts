/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from '../../lib/client';
import type { Idea, MeOk, PointsBoardOk } from '../../lib/protocol';
import { effect, signal } from '../../lib/signals';

export type Period = 'all' | 'month';

/** Leaderboards move with every support, and nobody needs to see each of them. */
const LOOK_MS = 5_000;
const PAGE = 20;
const MOST_PLACES = 50;
const MERGES_FOLLOWED = 8;

/** What one posted, or supports, on one board: as many pages as were asked for. */
export interface Shelf { ideas: readonly Idea[]; next: string | null }

const EMPTY: Shelf = { ideas: [], next: null };

/** What concerns one participant of a room. */
export class Mine {
  readonly me = signal<MeOk | null>(null);
  readonly ranks = signal<PointsBoardOk | null>(null);
  readonly period = signal<Period>('all');
  /** By board. */
  readonly posted = signal<Readonly<Record<string, Shelf>>>({});
  readonly supported = signal<Readonly<Record<string, Shelf>>>({});
  /** Titles of ideas that were told of, by board and id. */
  readonly titles = signal<Readonly<Record<string, string>>>({});
  /** What ideas became part of, by board and id. */
  readonly ends = signal<Readonly<Record<string, Idea | undefined>>>({});
  private _places = PAGE;

  constructor(readonly client: Client, readonly code: string) {
    client.listen((heard) => { if (heard.ev === 'notice') void this.load(); });
    effect(() => {
      const ready = client.model.link.value.phase === 'live' && client.model.room.value !== null;
      const ids = client.model.boards.value.map(({ id }) => id).join();
      if (ready && ids !== null) void this.load();
    });
    setInterval(() => { if (!document.hidden && client.model.link.value.phase === 'live') void this._rank(); }, LOOK_MS);
  }

  /** Everything anew; what fails comes with the next time. */
  async load(): Promise<void> {
    try {
      const me = await this.client.send<MeOk & Record<string, unknown>>('me.read', {});
      this.me.value = me;
      await this._rank();
      for (const { id } of this.client.model.boards.value) await this._board(id, (me.supports[id] ?? 0) > 0);
      await this._name(me);
    } catch { /* The connection mends itself, and then it is loaded. */ }
  }

  private async _rank(): Promise<void> {
    try {
      const fields = { period: this.period.value, n: this._places };
      this.ranks.value = await this.client.send<PointsBoardOk & Record<string, unknown>>('points.board', fields);
    } catch { /* Likewise. */ }
  }

  private async _board(board: string, supports: boolean): Promise<void> {
    const { ideas, more } = await this.client.send<{ ideas: Idea[]; more: boolean }>(
      'idea.list', { board, mine: true, order: 'new', n: PAGE });
    this._learn(board, ideas);
    await this._follow(board, ideas);
    this.posted.value = { ...this.posted.value, [board]: { ideas, next: more ? ideas[ideas.length - 1]!.id : null } };
    if (supports) await this.support(board, null);
    else this.supported.value = { ...this.supported.value, [board]: EMPTY };
  }

  /** One page of what one supports on a board, behind those that are there. */
  async support(board: string, after: string | null): Promise<void> {
    const { supports, next } = await this.client.send<{ supports: { idea: string }[]; next: string | null }>(
      'me.supports', { board, n: PAGE, ...(after !== null && { after }) });
    const order = supports.map(({ idea }) => idea);
    const { ideas } = await this.client.send<{ ideas: Idea[] }>('idea.read', { board, ideas: order });
    const before = after === null ? [] : this.supported.value[board]?.ideas ?? [];
    const sorted = [...ideas].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    this._learn(board, ideas);
    await this._follow(board, ideas);
    this.supported.value = { ...this.supported.value, [board]: { ideas: [...before, ...sorted], next } };
  }

  async post(board: string, after: string): Promise<void> {
    const { ideas, more } = await this.client.send<{ ideas: Idea[]; more: boolean }>(
      'idea.list', { board, mine: true, order: 'new', n: PAGE, after });
    const before = this.posted.value[board]?.ideas ?? [];
    this._learn(board, ideas);
    await this._follow(board, ideas);
    this.posted.value = {
      ...this.posted.value, [board]: { ideas: [...before, ...ideas], next: more ? ideas[ideas.length - 1]!.id : null } };
  }

  private _learn(board: string, ideas: readonly Idea[]): void {
    const learned = Object.fromEntries(ideas.map(({ id, words }) => [`${board}/${id}`, words.title]));
    this.titles.value = { ...this.titles.value, ...learned };
  }

  /** What merged ideas are part of now, and that in its turn. */
  private async _follow(board: string, ideas: readonly Idea[]): Promise<void> {
    const ends = new Map(ideas.filter(({ into }) => into).map((idea) => [idea.id, idea]));
    for (let step = 0; step < MERGES_FOLLOWED; step++) {
      const wanted = [...new Set([...ends.values()].flatMap(({ into }) => into ?? []))];
      if (wanted.length === 0) break;
      const read = await this.client.send<{ ideas: Idea[] }>('idea.read', { board, ideas: wanted });
      for (const [id, { into }] of ends) {
        const next = into && read.ideas.find((one) => one.id === into);
        if (next) ends.set(id, next);
        else if (into) ends.delete(id); // It may not be seen.
      }
    }
    const found = Object.fromEntries(ideas.map(({ id }) => [`${board}/${id}`, ends.get(id)]));
    this.ends.value = { ...this.ends.value, ...found };
  }

  /** The titles of what is told of and is not on a page. */
  private async _name(me: MeOk): Promise<void> {
    const missing = me.news.filter(({ board, idea }) => this.titles.value[`${board}/${idea}`] === undefined);
    for (const board of new Set(missing.map((news) => news.board))) {
      const ids = [...new Set(missing.filter((news) => news.board === board).map(({ idea }) => idea))].slice(0, PAGE);
      this._learn(board, (await this.client.send<{ ideas: Idea[] }>('idea.read', { board, ideas: ids })).ideas);
    }
  }

  show(period: Period): void {
    this.period.value = period;
    this._places = PAGE;
    void this._rank();
  }

  /** More places, as many as are shown at once. */
  more(): void {
    this._places = MOST_PLACES;
    void this._rank();
  }

  hasMore(ranks: PointsBoardOk): boolean {
    return ranks.total > ranks.places.length && this._places < MOST_PLACES;
  }

  /** What was told is not new any more. */
  async look(): Promise<void> {
    const last = this.me.value?.news[0];
    if (!last) return;
    await this.client.send('me.look', { upto: last.entry });
    await this.load();
  }

  async rename(name: string): Promise<void> {
    await this.client.send('me.name', { name: name.trim() });
    await this.load();
  }
}
