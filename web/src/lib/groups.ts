/* SPDX-License-Identifier: Apache-2.0 */
import type { BoardDefinition, Idea } from './protocol';

export interface Group { name: string; at: number }

/** The groups of a board, by their places; one without a name was removed. */
export const groupsOf = ({ groups = [] }: BoardDefinition): Group[] =>
  groups.map((name, at) => ({ name, at })).filter(({ name }) => name !== '');

/** The place of an idea's group; null: it is in none, or that was removed. */
export const groupOf = ({ groups = [] }: BoardDefinition, { group }: Pick<Idea, 'group'>): number | null =>
  (group !== undefined && groups[group] ? group : null);

/** With one more: a name at the end, or where there is no room, in the place of one that was removed. */
export function withGroup({ groups = [] }: BoardDefinition, name: string, most: number): string[] {
  if (groups.length < most) return [...groups, name];
  const free = groups.indexOf('');
  return free < 0 ? groups : groups.map((held, at) => (at === free ? name : held));
}
