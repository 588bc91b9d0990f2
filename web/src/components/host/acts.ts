/* SPDX-License-Identifier: Apache-2.0 */
/* What staff did, and who is banned, with the titles of the ideas that it is about. */
import type { Act, Idea } from '../../lib/protocol';
import type { Desk } from './desk';

export const WHATS: readonly Act['what'][] = ['state', 'status', 'answered', 'merged', 'unmerged', 'comment', 'ban', 'unban', 'words', 'word', 'image',
  'closes', 'imported', 'fetched', 'groups'];
/** Ideas that may be asked for at once. */
const AT_ONCE = 20;

export type Titles = Readonly<Record<string, string>>;
export const titleKey = (board: string | undefined, idea: string | undefined): string => `${board} ${idea}`;

/** The titles of these ideas, beside those that are known; of one that is gone there is none. */
export async function learnTitles(desk: Desk, known: Titles, about: readonly { board?: string; idea?: string }[]): Promise<Titles> {
  const learned: Record<string, string> = { ...known };
  const there = (board: string) => desk.model.boardById.value[board] !== undefined;
  const missing = about.filter(({ board, idea }) => board && idea && there(board) && !(titleKey(board, idea) in learned));
  for (const board of new Set(missing.map((one) => one.board!))) {
    const ids = [...new Set(missing.filter((one) => one.board === board).map(({ idea }) => idea!))];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const read = await desk.ask<{ ideas: Idea[] }>('idea.read', { board, ideas: ids.slice(from, from + AT_ONCE) });
      for (const { id, words } of read?.ideas ?? []) learned[titleKey(board, id)] = words.title;
    }
  }
  return learned;
}

/** Another idea that an act names. */
export const otherOf = ({ what, from, to }: Act): string | undefined => (what === 'merged' ? to : what === 'unmerged' ? from : undefined);
