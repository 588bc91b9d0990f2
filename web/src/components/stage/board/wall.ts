/* SPDX-License-Identifier: Apache-2.0 */
import type { Client, Heard } from '../../../lib/client';
import { Ideas, type Shown } from '../../../lib/ideas';
import type { Board, Idea, IdeaStatus, IdeasPage, Order } from '../../../lib/protocol';
import { Reader } from '../../../lib/reader';
import { batch, effect, signal } from '../../../lib/signals';

/** News come many times a second in a busy hall; the list behind them is read no more often than this. */
const AGAIN_MS = 1_500;
/** Places change no more often than this: an eye can follow one change at a time. */
const SETTLE_MS = 1_200;
/** As many as one look takes in. */
const MOST = 60;

/** Asked, and dealt with. */
const DONE: readonly IdeaStatus[] = ['released', 'declined', 'merged'];
const OUT: readonly IdeaStatus[] = ['declined', 'merged'];

/** Runs `run` now, or as soon as `ms` have passed since it ran last; never twice for one wait. */
class Pace {
  private _last = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _ms: number, private readonly _run: () => void) {}

  soon(): void {
    this._timer ??= setTimeout(() => {
      this._timer = undefined;
      this._last = Date.now();
      this._run();
    }, Math.max(0, this._last + this._ms - Date.now()));
  }

  stop(): void {
    clearTimeout(this._timer);
  }
}

/** One board as the hall sees it: numbers move at once, places a moment later. */
export class Wall {
  readonly ideas = new Ideas();
  /** In their places, as they stand on the screen. */
  readonly ranked = signal<readonly Shown[]>([]);
  /** The question that is being answered. */
  readonly answering = signal<Shown | null>(null);
  /** The last that came while the hall looked on. */
  readonly newest = signal<Idea | null>(null);
  private readonly _reader: Reader;
  private readonly _again = new Pace(AGAIN_MS, () => { void this._load(); });
  private readonly _settle = new Pace(SETTLE_MS, () => this._rank());
  private readonly _stops: (() => void)[];
  private _order: Order = 'top';
  private _total = -1;

  constructor(private readonly _client: Client, private _board: Board) {
    this._reader = new Reader(_client, _board.id, this.ideas);
    this._stops = [
      _client.listen((heard) => this._hear(heard)),
      effect(() => { if (this.ideas.byId.value && this.ideas.order.value) this._settle.soon(); }),
    ];
  }

  /** The board as it is now: another phase may want another list. */
  turn(board: Board): void {
    const same = this._board === board;
    this._board = board;
    this._order = board.phase === 'show' || board.def.kind === 'answers' ? 'new' : 'top';
    if (!same || !this.ideas.read.value) this._again.soon();
  }

  /** One that stands alone, or none. It is looked at before the others, so that it goes at once when it may not be seen. */
  pin(idea: string | null): void {
    void this._reader.pin(idea);
  }

  close(): void {
    this._stops.forEach((stop) => stop());
    this._reader.close();
    this._again.stop();
    this._settle.stop();
  }

  private _hear(heard: Heard): void {
    if (heard.ev === 'ideas' && heard.board === this._board.id) this._again.soon();
  }

  private async _load(): Promise<void> {
    const { kind } = this._board.def;
    const { order, more } = this.ideas;
    await this._reader.load({ order: this._order });
    while (this._wholeIsShown() && more.value && order.value.length < MOST) {
      const before = order.value.length;
      await this._reader.loadMore();
      if (order.value.length === before) break;
    }
    const total = this.ideas.total.value;
    const [now, last] = await Promise.all([
      kind === 'questions' ? this._first({ status: 'making' }) : null,
      this._total >= 0 && total > this._total ? this._first({ order: 'new' }) : null,
    ]);
    this._total = total;
    batch(() => {
      if (now) this.ideas.put([now]);
      this._answering = now?.id ?? null;
      if (last) this.newest.value = last;
    });
    this._reader.lookAt([...(now ? [now.id] : []), ...order.value]);
    this._settle.soon();
  }

  private _answering: string | null = null;

  private _wholeIsShown(): boolean {
    return this._board.phase === 'show' || this._board.phase === 'group' || this._board.def.kind === 'answers';
  }

  private async _first(query: { status?: IdeaStatus; order?: Order }): Promise<Idea | null> {
    const page = await this._client.send<IdeasPage & Record<string, unknown>>(
      'idea.list', { board: this._board.id, ...query, n: 1 }).catch(() => null);
    return page?.ideas[0] ?? null;
  }

  private _rank(): void {
    const { order, byId } = this.ideas;
    const out = this._board.def.kind === 'questions' ? DONE : OUT;
    const now = this._answering === null ? undefined : byId.value[this._answering];
    const listed = order.value.map((id) => byId.value[id]!)
      .filter(({ gone, state, status, id }) => !gone && state === 'shown' && !out.includes(status) && id !== now?.id);
    // By the rule of the order `top`, with the numbers of this moment.
    if (this._order === 'top') listed.sort((a, b) => b.supports - a.supports || a.number - b.number);
    batch(() => {
      this.ranked.value = listed;
      this.answering.value = now && !now.gone && now.status === 'making' ? now : null;
    });
  }
}
