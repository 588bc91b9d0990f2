/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import type { Client, Heard } from '../../lib/client';
import type { Idea, IdeasPage, IdeaStatus } from '../../lib/protocol';
import { batch, signal } from '../../lib/signals';
import { useDesk } from './desk';

/** The desk's one look is that of its review, so this reads; as often as a host glances. */
const EVERY_MS = 2_500;
const FIRST = 6;
const OUT: readonly IdeaStatus[] = ['declined', 'merged'];
const ANSWERED: readonly IdeaStatus[] = [...OUT, 'released', 'making'];

/** What leads on the board that the hall looks at, and the question that is being answered. */
export class Leading {
  readonly first = signal<readonly Idea[]>([]);
  readonly answering = signal<Idea | null>(null);
  readonly total = signal(0);
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isOver = false;
  private readonly _stop: () => void;

  constructor(private readonly _client: Client, readonly board: string, private readonly _isAsked: boolean) {
    this._stop = _client.listen((heard) => this._hear(heard));
    void this.read();
  }

  close(): void {
    this._isOver = true;
    this._stop();
    clearTimeout(this._timer);
  }

  private _hear(heard: Heard): void {
    if (heard.ev === 'you' || heard.ev === 'board.moved') void this.read();
  }

  async read(): Promise<void> {
    clearTimeout(this._timer);
    const [top, now] = await Promise.all([
      this._list({ order: 'top', state: 'shown' }), this._isAsked ? this._list({ status: 'making', state: 'shown', n: 1 }) : null,
    ]);
    if (this._isOver) return;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => { void this.read(); }, EVERY_MS);
    if (!top) return;
    const out = this._isAsked ? ANSWERED : OUT;
    batch(() => {
      this.total.value = top.total;
      this.answering.value = now?.ideas[0] ?? null;
      this.first.value = top.ideas.filter(({ status }) => !out.includes(status)).slice(0, FIRST);
    });
  }

  private _list(query: object): Promise<IdeasPage | null> {
    if (document.hidden) return Promise.resolve(null);
    return this._client.send<IdeasPage & Record<string, unknown>>('idea.list', { board: this.board, ...query }).catch(() => null);
  }
}

const current = signal<Leading | null>(null);

export const useLeading = () => current;

/** Keeps what `useLeading` hands out; one component does. */
export function KeptLeading() {
  const { client, model } = useDesk();
  const board = model.board.value;
  const id = board?.id ?? null;
  useEffect(() => {
    const made = board ? new Leading(client, board.id, board.def.kind === 'questions') : null;
    current.value = made;
    return () => { made?.close(); current.value = null; };
  }, [id]);
  return null;
}
