/* SPDX-License-Identifier: Apache-2.0 */
/* The products of a board: as the server has them, else as they were. */
import type { Client } from '../../lib/client';
import type { Idea, IdeasPage } from '../../lib/protocol';
import { signal } from '../../lib/signals';
import type { Keep } from './keep';
import { keepPictures } from './offline';

const PAGE = 20;
/** As many as are told live at once; who has more products has more kiosks. */
const MOST = 60;
const REST_MS = 3_000;

export interface Product { id: string; title: string; text: string; price: string; sizes: readonly string[]; image: { path: string; small: string; alt: string } | null }

function productOf(code: string, board: string, { id, words, images }: Idea): Product {
  const image = images?.find(({ state }) => state === 'shown');
  const path = image && `/image/${code}/${board}/${image.id}`;
  return {
    id, title: words.title, text: words.text ?? '', price: words.price ?? '', sizes: words.sizes ?? [],
    image: path ? { path, small: `${path}/small`, alt: image.alt } : null,
  };
}

export class Products {
  readonly list = signal<readonly Product[] | null>(null);
  private _board: string | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _due = false;

  /** `rests`: nobody is looking, so that nothing moves under a finger. */
  constructor(private readonly _client: Client, private readonly _code: string, private readonly _keep: Keep, private readonly _rests: () => boolean) {
    _client.listen((heard) => {
      if (heard.ev === 'you') this.refresh();
      else if (heard.ev === 'ideas' && heard.board === this._board) this._news(heard.total, heard.ideas);
    });
  }

  /** The board whose products are shown; null: none are. */
  async of(board: string | null): Promise<void> {
    if (board === this._board) return;
    this._board = board;
    this.list.value = null;
    if (board === null) return;
    const kept = await this._keep.get<readonly Product[]>(`products/${board}`);
    if (kept && this._board === board && this.list.value === null) this.list.value = kept;
    this.refresh();
  }

  /** Nobody is there any more. */
  rest(): void {
    if (this._due) this.refresh();
  }

  refresh(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      if (this._board === null) return;
      this._due = !this._rests() && this.list.value !== null;
      if (!this._due) void this._load(this._board).catch(() => { /* The next connection asks again. */ });
    }, this.list.value === null ? 0 : REST_MS);
  }

  private _news(total: number, ideas: readonly { id: string; version?: number; state: string }[]): void {
    const known = new Set((this.list.value ?? []).map(({ id }) => id));
    const differs = Math.min(total, MOST) !== known.size || ideas.some(({ id, state, version }) => state !== 'shown' || (version ?? 0) !== (this._versions.get(id) ?? 0));
    if (differs) this.refresh();
  }

  private readonly _versions = new Map<string, number>();

  private async _load(board: string): Promise<void> {
    const ideas: Idea[] = [];
    for (let more = true; more && ideas.length < MOST;) {
      const after = ideas[ideas.length - 1]?.id;
      const page = await this._client.send<IdeasPage & Record<string, unknown>>('idea.list', { board, order: 'old', n: PAGE, ...(after && { after }) });
      ideas.push(...page.ideas);
      more = page.more && page.ideas.length > 0;
    }
    if (board !== this._board) return;
    const shown = ideas.filter(({ state, status }) => state === 'shown' && status !== 'merged');
    this._versions.clear();
    shown.forEach(({ id, version }) => this._versions.set(id, version));
    const list = shown.map((idea) => productOf(this._code, board, idea));
    if (JSON.stringify(list) !== JSON.stringify(this.list.value)) this.list.value = list;
    await this._client.send('board.look', { board, ideas: shown.map(({ id }) => id) });
    await this._keep.set(`products/${board}`, list);
    await keepPictures(list.flatMap(({ image }) => (image ? [pictureOf(list, image)] : [])));
  }
}

/** Few are shown large. */
const FEW = 6;
export const pictureOf = (list: readonly Product[], image: { path: string; small: string }): string =>
  (list.length > FEW ? image.small : image.path);
