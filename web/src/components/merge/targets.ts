/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from '../../lib/client';
import type { Idea, Refusal } from '../../lib/protocol';

/** Limit of the protocol, for what is searched. */
export const TARGET_CHARS = 80;
const SHOWN_AT_ONCE = 6;
const PAUSE_MS = 300;
const AGAIN_MS = 1000;

/** What an idea may be merged into: what is like it, or what a search finds. Returns how to stop. */
export function lookForTargets(
  client: Client, board: string, idea: Idea, search: string, found: (ideas: readonly Idea[]) => void,
): () => void {
  let over = false;
  const words = search.trim();
  let timer = setTimeout(ask, words === '' ? 0 : PAUSE_MS);
  async function ask(): Promise<void> {
    try {
      const { ideas } = words === ''
        ? await client.send<{ ideas: Idea[] }>('idea.similar', { board, title: idea.words.title })
        : await client.send<{ ideas: Idea[] }>('idea.list', { board, search: words, state: 'shown', n: SHOWN_AT_ONCE + 1 });
      if (!over) found(ideas.filter(({ id, state, status }) => id !== idea.id && state === 'shown' && status !== 'merged').slice(0, SHOWN_AT_ONCE));
    } catch (refusal) {
      const { code, again_ms } = refusal as Refusal;
      if (over) return;
      if (code === 'too_many') timer = setTimeout(ask, again_ms ?? AGAIN_MS);
      else found([]);
    }
  }
  return () => { over = true; clearTimeout(timer); };
}
