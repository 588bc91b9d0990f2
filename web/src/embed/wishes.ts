/* SPDX-License-Identifier: Apache-2.0 */
/* The ideas or products of a board as they are liked here: the first page of them, whose numbers move by themselves. */
import { signal, Supporter, type Client, type Heard, type Idea } from '../client';
import { backoff } from '../lib/backoff';
import type { Shown } from '../lib/ideas';
import type { IdeasEvent, IdeasPage } from '../lib/protocol';

const MOST = 20;

export class Wishes {
  /** null until they have come. */
  readonly shown = signal<readonly Shown[] | null>(null);
  readonly supporter: Supporter;
  private readonly _stop: () => void;
  private _tries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _client: Client, key: string, private readonly _board: string) {
    this.supporter = new Supporter(_client, key, _board);
    this._stop = _client.listen((heard) => this._hear(heard));
    void this._load();
  }

  close(): void {
    this._stop();
    this.supporter.close();
    clearTimeout(this._timer);
  }

  private async _load(): Promise<void> {
    if (this._client.model.link.peek().phase !== 'live') return;
    const board = this._board;
    try {
      const { ideas, rev } = await this._client.send<IdeasPage & Record<string, unknown>>('idea.list', { board, n: MOST });
      const known = (this.shown.peek() ?? []).map(({ id }) => id);
      const place = ({ id }: Idea): number => (known.indexOf(id) + 1 || MOST + 1);
      ideas.forEach((idea) => this.supporter.heard(idea));
      // Nothing changes places under a finger.
      this.shown.value = ideas.filter(({ state }) => state === 'shown').map((idea) => ({ ...idea, rev, holds: idea.on, gone: false })).sort((a, b) => place(a) - place(b));
      await this._client.send('board.look', { board, ideas: ideas.map(({ id }) => id) });
      this._tries = 0;
    } catch { this._later(backoff(this._tries++)); }
  }

  private _later(ms: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => { void this._load(); }, ms);
  }

  private _hear(heard: Heard): void {
    if (heard.ev === 'you') void this._load();
    else if (heard.ev === 'ideas' && heard.board === this._board) this._news(heard);
  }

  private _news({ ideas, rev }: IdeasEvent): void {
    let isOther = false;
    this.shown.value = (this.shown.peek() ?? []).filter((held) => rev < held.rev || !ideas.some(({ id, version }) => id === held.id && version === undefined)).map((held) => {
      const news = ideas.find(({ id }) => id === held.id);
      if (!news || rev < held.rev) return held;
      const own = this.supporter.supports.of(held.id);
      isOther ||= news.version !== held.version;
      return { ...held, rev, supports: news.supports ?? held.supports, holds: own && own.rev > 0 && rev >= own.rev ? own.stood : held.holds };
    });
    // Other words: a whole hall reads them, not at the same moment.
    if (isOther) this._later(Math.random() * 800);
  }
}
