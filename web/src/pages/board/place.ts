/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from '../../lib/client';
import { Ideas, supportsOf, type Shown } from '../../lib/ideas';
import { mayDo, type May } from '../../lib/phases';
import { isStaff } from './staff';
import type { Board, Idea } from '../../lib/protocol';
import { Reader, SPREAD_MS, type Query } from '../../lib/reader';
import { computed, effect, signal, untracked } from '../../lib/signals';
import { Supporter } from '../../lib/supporter';
import { Poster } from './poster';

/** One board on this screen: what it shows, and the few things a person can do. */
export class Place {
  readonly supporter: Supporter;
  readonly ideas: Ideas;
  readonly reader: Reader;
  readonly poster: Poster;
  /** Did the person go from one address to another within the page? */
  hasMoved = false;
  /** Where the list was left, and for which idea. */
  leftOff = { at: 0, idea: '' };
  readonly query = signal<Query>({});
  /** Said beside the list until the next tap: why a support did not count. */
  readonly trouble = signal<string | null>(null);
  /** Has its time run out under the reader's eyes? */
  readonly over = signal(false);
  readonly record = computed<Board | null>(() => this.client.model.boardById.value[this.id] ?? null);

  private readonly _most = signal<number | null>(null);

  constructor(readonly client: Client, readonly code: string, readonly id: string, idea: string | null) {
    this.supporter = new Supporter(client, code, id);
    const { supports } = this.supporter;
    this.ideas = new Ideas((one) => supports.of(one));
    this.reader = new Reader(client, id, this.ideas, (one) => this.supporter.heard(one));
    this.poster = new Poster(client, code, id, this.ideas);
    this.reader.pinned.value = idea;
    effect(this._phases());
    effect(() => this._look(this.poster.posted.value));
    effect(() => {
      const left = this.ideas.left.value;
      // What was given elsewhere is not known here one by one, but is in what is left.
      this._most.value = left && untracked(() => left.n + supports.stood());
    });
  }

  /** Where all is shown that was not, or the other way round, it is another list. */
  private _phases(): () => void {
    let before: boolean | null = null;
    return () => {
      const record = this.record.value;
      const shows = record && mayDo(record, 0).shows;
      if (before !== null && shows !== null && shows !== before) this._reloadSoon();
      before = shows ?? before;
    };
  }

  /** What is new has its first gate before it. */
  private _look(posted: Idea | null): void {
    if (posted && this.record.peek()?.def.gates?.length) void this.reader.read([posted.id]).catch(() => {});
  }

  private _reloadSoon(): void {
    setTimeout(() => { void this.reader.load(); }, Math.random() * SPREAD_MS);
  }

  /** The address of a picture. */
  picture(id: string): string {
    return `/image/${this.code}/${this.id}/${id}`;
  }

  may(board: Board): May {
    const may = mayDo(board, this.over.value ? board.closes : this.now());
    return board.def.posts === 'staff' && !isStaff(this) ? { ...may, post: false } : may;
  }

  now(): number {
    return Date.now() + this.client.model.clockOffset.value;
  }

  ask(change: Query): void {
    this.query.value = change;
    void this.reader.load(change);
  }

  /** What fits best comes first, unless another order is asked for. */
  search(text: string): void {
    const { search, order, ...rest } = this.query.value;
    const next = /[\p{L}\p{N}]/u.test(text) ? text.trim() : undefined;
    if (next === search) return;
    const same = search !== undefined && order ? { order } : {};
    this.ask(next === undefined ? rest : { ...rest, ...same, search: next });
  }

  isOn(idea: Shown): boolean {
    return this.supporter.supports.isOn(idea);
  }

  count(idea: Shown): number {
    const { supports } = this.supporter;
    return supportsOf(idea, supports.isOn(idea), supports.of(idea.id));
  }

  /** Supports left to give; null where any number may be given. */
  left(board: Board): number | null {
    const { supports = 0 } = board.def;
    return supports === 0 ? null : Math.max(0, (this._most.value ?? supports) - this.supporter.supports.given());
  }

  support(idea: Shown): void {
    navigator.vibrate?.(10);
    this.supporter.give(idea, !this.isOn(idea));
  }

  address(idea: string | null = null): string {
    return `/b/${this.code}/${this.id}${idea === null ? '' : `/${idea}`}`;
  }

  /** The address has changed. */
  turnTo(idea: string | null): void {
    this.hasMoved = true;
    if (idea !== null && this.reader.pinned.value === null) this.leftOff = { at: scrollY, idea };
    void this.reader.pin(idea);
  }

  /** The address is another's now. */
  follow(idea: string): void {
    history.replaceState(null, '', this.address(idea));
    this.turnTo(idea);
  }

  /** Shows one idea alone, or all of them, without loading the page. */
  go(idea: string | null): void {
    history.pushState(null, '', this.address(idea));
    this.turnTo(idea);
  }
}

/** What the views of a board are given. */
export interface ViewProps { place: Place; board: Board; phase: 'connecting' | 'live' | 'away' }
