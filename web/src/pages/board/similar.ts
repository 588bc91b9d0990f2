/* SPDX-License-Identifier: Apache-2.0 */
import type { Idea, Refusal } from '../../lib/protocol';
import type { Place } from './place';
import type { Draft } from './poster';

/** A pause in typing, and what is long enough to be like anything. */
const PAUSE_MS = 350;
const LETTERS_LEAST = 4;
const AGAIN_MS = 1000;

/** Asks what is like a draft once its writer pauses; `found` is told the ids, the likest first. Returns how to stop. */
export function lookForAlike(place: Place, { title, text }: Draft, found: (ids: readonly string[]) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  const words = { title: title.trim(), ...(text.trim() && { text: text.trim() }) };
  const ask = async () => {
    try {
      const { ideas } = await place.client.send<{ ideas: Idea[] }>('idea.similar', { board: place.id, ...words });
      if (over) return;
      ideas.forEach((idea) => place.supporter.heard(idea));
      place.ideas.put(ideas);
      found(ideas.map(({ id }) => id));
    } catch (refusal) {
      // A courtesy: where it cannot be had, one writes without it.
      const { code, again_ms } = refusal as Refusal;
      if (!over && code === 'too_many') timer = setTimeout(() => { void ask(); }, again_ms ?? AGAIN_MS);
    }
  };
  if (words.title.length < LETTERS_LEAST) found([]);
  else timer = setTimeout(() => { void ask(); }, PAUSE_MS);
  return () => { over = true; clearTimeout(timer); };
}
