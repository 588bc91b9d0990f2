/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import type { Client, Heard } from '../../lib/client';
import { Ideas, type Shown } from '../../lib/ideas';
import type { Idea, IdeasPage, IdeaWords, IdeaStatus, PostOk } from '../../lib/protocol';
import { Reader } from '../../lib/reader';
import { computed, signal } from '../../lib/signals';
import { useDesk, type Desk } from './desk';
import { reviewing } from './ui';

/** Who does it, and until when. */
export interface Decision { owner?: string; by?: number }

export type Filter = 'pending' | 'shown' | 'hidden' | 'due';

/** What is asked again after news comes no sooner than this: a hall that supports is news many times a second. */
const AGAIN_MS = 1_500;
/** So many that were dealt with stay to be seen; a hall that writes without end would fill the screen with them. */
const DONE_KEPT = 20;

/** The ideas of one board as staff goes through them. What was dealt with stays in its place, marked. */
export class Review {
  readonly ideas = new Ideas();
  readonly reader: Reader;
  readonly filter = signal<Filter>('pending');
  /** The one that the keys act on. */
  readonly cursor = signal<string | null>(null);
  /** The one whose reason or answer is being written. */
  readonly writing = signal<{ id: string; what: 'hide' | 'answer' | 'merge' } | null>(null);
  readonly listed = computed<readonly Shown[]>(() => this.ideas.order.value
    .map((id) => this.ideas.byId.value[id]!).filter(({ state }) => state !== 'withdrawn'));
  /** How many wait for a check. */
  readonly waiting = this.ideas.pending;
  private _again: ReturnType<typeof setTimeout> | undefined;
  private readonly _stop: () => void;

  constructor(private readonly _client: Client, readonly board: string) {
    this.reader = new Reader(_client, board, this.ideas);
    this._stop = _client.listen((heard) => this._hear(heard));
    void this.show('pending');
  }

  close(): void {
    this._stop();
    this.reader.close();
    clearTimeout(this._again);
  }

  show(filter: Filter): Promise<void> {
    this.filter.value = filter;
    this.cursor.value = null;
    this.writing.value = null;
    if (filter === 'due') return this._showDue();
    // First what has waited longest; of the rest what came last.
    return this.reader.load({ state: filter, order: filter === 'pending' ? 'old' : 'new' });
  }

  /** What passed a gate and waits for the team, what is due first first. */
  private async _showDue(): Promise<void> {
    const page = await this._client.send<{ ideas: Idea[] } & Record<string, unknown>>('idea.queue', { board: this.board }).catch(() => null);
    if (!page || this.filter.value !== 'due') return;
    this.reader.hold();
    this.ideas.begin({ rev: this.ideas.rev, total: page.ideas.length, more: false, ideas: page.ideas });
    this.reader.lookAt(this.ideas.order.value);
  }

  /** To the next one, or back. */
  step(by: 1 | -1): void {
    const ids = this.listed.value.map(({ id }) => id);
    if (ids.length === 0) return;
    const at = this.cursor.value === null ? -1 : ids.indexOf(this.cursor.value);
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    this.cursor.value = ids[next]!;
  }

  async check(desk: Desk, { id, version }: Shown, state: 'shown' | 'hidden', reason?: string): Promise<void> {
    const ok = await desk.ask<PostOk & Record<string, unknown>>(
      'idea.check', { board: this.board, idea: id, version, state, ...(reason && { reason }) });
    this._done(id, ok, reason ? { reason } : {});
    if (ok && this.cursor.value === id) this._onwards();
  }

  async answer(desk: Desk, { id, version }: Shown, status: IdeaStatus, answer: string, decision: Decision = {}): Promise<void> {
    const ok = await desk.ask<PostOk & Record<string, unknown>>(
      'idea.answer', { board: this.board, idea: id, version, status, answer, ...decision });
    this._done(id, ok, { owner: undefined, by: undefined, answer, ...decision } as Partial<IdeaWords>);
  }

  private _done(id: string, ok: PostOk | null, words: Partial<IdeaWords>): void {
    const held = this.ideas.byId.value[id];
    if (!ok) { void this.reader.read([id]).catch(() => {}); return; }
    this.writing.value = null;
    if (held) this.ideas.change(id, { version: ok.version, state: ok.state, status: ok.status, words: { ...held.words, ...words } });
  }

  /** The next that waits. */
  private _onwards(): void {
    const ids = this.listed.value;
    const at = ids.findIndex(({ id }) => id === this.cursor.value);
    const next = [...ids.slice(at + 1), ...ids.slice(0, at)].find(({ state }) => state === 'pending');
    if (next) this.cursor.value = next.id;
  }

  private _hear(heard: Heard): void {
    if (heard.ev !== 'ideas' || heard.board !== this.board) return;
    this._again ??= setTimeout(() => { this._again = undefined; void this._refresh(); }, AGAIN_MS);
  }

  /** What came since goes to the end, so that nothing moves under the hand. */
  private async _refresh(): Promise<void> {
    const page = await this._client.send<IdeasPage & Record<string, unknown>>(
      'idea.list', { board: this.board, state: 'pending', order: 'old' }).catch(() => null);
    if (!page) return;
    if (this.filter.value !== 'pending') { this.ideas.pending.value = page.pending ?? 0; return; }
    this._clear();
    this.ideas.append(page);
    this.reader.lookAt(this.ideas.order.value);
  }

  /** The first of those that were dealt with leave, but for the one that is at hand. */
  private _clear(): void {
    const done = this.listed.value.filter(({ id, state }) => state !== 'pending' && id !== this.cursor.value && id !== this.writing.value?.id);
    for (const { id } of done.slice(0, -DONE_KEPT)) this.ideas.drop(id);
  }
}

const current = signal<Review | null>(null);

/** The review of the board that is looked through, or else of the first that wants checking: so its number is known. */
export const useReview = () => current;

/** Keeps the review that `useReview` hands out; one component does. */
export function useKeptReview(): void {
  const { client, model } = useDesk();
  const told = model.boards.value.filter(({ phase }) => phase !== 'draft');
  const chosen = told.find(({ id }) => id === reviewing.value);
  const board = (chosen ?? told.find(({ def }) => def.checked))?.id ?? null;
  if (reviewing.value !== null && !chosen) reviewing.value = null;
  useEffect(() => {
    const made = board === null ? null : new Review(client, board);
    current.value = made;
    return () => made?.close();
  }, [board]);
}
