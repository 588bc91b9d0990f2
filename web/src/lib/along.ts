/* SPDX-License-Identifier: Apache-2.0 */
import type { Model } from './model';
import type { Room } from './protocol';
import { effect } from './signals';

/** A hall does not load its next page in one instant. */
const SPREAD_MS = 2_500;

const isWriting = (): boolean => {
  const { activeElement: at } = document;
  return at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type === 'text');
};

/** Goes where the host takes everyone: to the address that `wayTo` says, if it is another page. Nobody is torn from what they write. */
export function goAlong(model: Model, wayTo: (room: Room) => string | null): void {
  let known: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = (): void => {
    const room = model.room.peek();
    const way = room && wayTo(room);
    if (!way) return;
    if (isWriting()) document.addEventListener('focusout', () => { setTimeout(go); }, { once: true });
    else location.assign(way);
  };
  effect(() => {
    const room = model.room.value;
    if (!room) return;
    const call = room.settings.call ?? 0;
    const called = known !== null && known !== call;
    known = call;
    if (!called) return;
    clearTimeout(timer);
    if (wayTo(room)) timer = setTimeout(go, Math.random() * SPREAD_MS);
  });
}
