/* SPDX-License-Identifier: Apache-2.0 */
import { goAlong } from '../../lib/along';
import type { Client } from '../../lib/client';
import { effect, signal, untracked } from '../../lib/signals';
import { Place } from './place';

/** One participant on the boards of one room. */
export class Session {
  /** The board of the address, or the room's first, once it is known. */
  readonly place = signal<Place | null>(null);

  constructor(readonly client: Client, readonly code: string, readonly board: string | null, idea: string | null) {
    const stop = effect(() => {
      const { boards } = client.model;
      const record = boards.value.find(({ id }) => board === null || id === board);
      if (!record || this.place.value) return;
      untracked(() => { this._open(record.id, idea); });
      queueMicrotask(() => stop());
    });
    goAlong(client.model, ({ board: shown, current }) => {
      if (shown) return shown === this.place.value?.id ? null : `/b/${code}/${shown}`;
      return current ? `/j/${code}` : null;
    });
    history.scrollRestoration = 'manual';
    addEventListener('popstate', () => {
      this.place.value?.turnTo(location.pathname.split('/')[4] ?? null);
    });
  }

  private _open(id: string, idea: string | null): void {
    const place = new Place(this.client, this.code, id, idea);
    this.place.value = place;
    // A board that is opened while the connection is there has no greeting to wait for.
    if (this.client.model.link.value.phase !== 'live') return;
    void place.reader.load();
    if (idea !== null) void place.reader.pin(idea);
  }
}
