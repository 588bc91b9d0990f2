/* SPDX-License-Identifier: Apache-2.0 */
import { useLayoutEffect } from 'preact/hooks';

import type { Key } from '../../lib/i18n';
import type { Desk } from './desk';
import { asking, helpShown, keysOn, note, reviewing, setTimer, timer, TIMERS_MS, writing, writingBoard } from './ui';

interface HostKey { name: Key; run: (desk: Desk) => void }

function cycleTimer(): void {
  const at = TIMERS_MS.findIndex((ms) => ms === timer.value);
  setTimer(TIMERS_MS[(at + 1) % TIMERS_MS.length]!);
}

/** The questions, then one board after the other. */
function cycleScreen(desk: Desk): void {
  const { model } = desk;
  const ways = [null, ...model.boards.value.filter(({ phase }) => phase !== 'draft').map(({ id }) => id)];
  if (ways.length > 1) void desk.show(ways[(ways.indexOf(model.board.value?.id ?? null) + 1) % ways.length]!);
}

/** What the note says, or else what the server offers. */
function undo(desk: Desk): void {
  const { undo: run } = note.value ?? {};
  const { offer } = desk;
  note.value = null;
  if (run) run();
  else if (offer) void desk.takeBack(offer);
}

/** Letters, so that they lie under a key of their own on every layout. */
export const KEYS: Readonly<Record<string, HostKey>> = {
  n: { name: 'host.key.next', run: (desk) => desk.next() },
  w: { name: 'host.key.write', run: () => { writing.value = { question: null, copy: false }; } },
  u: { name: 'host.key.undo', run: undo },
  t: { name: 'host.key.timer', run: cycleTimer },
  b: { name: 'host.key.blank', run: (desk) => { void desk.settings({ blank: !desk.model.room.value?.settings.blank }); } },
  h: {
    name: 'host.key.people',
    run: (desk) => { void desk.settings({ hide_people: !desk.model.room.value?.settings.hide_people }); },
  },
  s: { name: 'host.key.screen', run: cycleScreen },
  '?': { name: 'host.key.help', run: () => { helpShown.value = true; } },
};

/** The keys while ideas are looked through; see Review. */
export const REVIEW_KEYS: Readonly<Record<string, Key>> = {
  j: 'host.key.down', k: 'host.key.up', a: 'host.key.show', h: 'host.key.hide',
};

const TYPED_INTO = 'input:not([type=radio]):not([type=checkbox]), textarea, select';
export const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.matches(TYPED_INTO);

/** From the first painting on: an effect that waits for a frame would miss the key of a quick hand. */
export function useKeys(desk: Desk): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const busy = writing.value || writingBoard.value || asking.value || helpShown.value || isTyping(event.target);
      if (busy || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      // While ideas are looked through, their keys come first.
      if (reviewing.value && event.key.toLowerCase() in REVIEW_KEYS) return;
      const key = KEYS[event.key.toLowerCase()];
      // Moderators go through what people wrote; the rest is the host's.
      if (desk.model.you.value.role === 'moderator' && key !== KEYS['?']) return;
      if (!key || !(keysOn.value || event.key === '?')) return;
      event.preventDefault();
      key.run(desk);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [desk]);
}
