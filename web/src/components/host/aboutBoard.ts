/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the form of a board, and the definition it makes; and where a board goes next. */
import type { BoardDefinition, BoardKind, BoardPhase, Gate, Names, Order } from '../../lib/protocol';

export const ABOUT_CHARS = 600;
const TAGS_MOST = 12;
const TAG_CHARS = 40;
export const EACH_MOST = 1000;

export interface BoardFields {
  kind: BoardKind;
  title: string;
  about: string;
  names: Names;
  checked: boolean;
  comments: boolean;
  supports: number;
  ideas: number;
  order: Order;
  /** One a line. */
  tags: string;
  gates: Gate[];
  groups: string[];
  rules: string;
  images: 'checked' | 'open' | 'off';
  posts: 'everyone' | 'staff';
}
export const RULES_CHARS = 4000;

export const NEW_BOARD: BoardFields = {
  kind: 'ideas', title: '', about: '', names: 'choice', checked: false, comments: true, supports: 0, ideas: 20, order: 'top', tags: '',
  gates: [], groups: [], rules: '', images: 'checked', posts: 'everyone',
};

/** Who posts on such a board unless the host says otherwise. */
export const usualPosts = (kind: BoardDefinition['kind']): BoardFields['posts'] => (kind === 'products' ? 'staff' : 'everyone');

/** Each of them is decided by itself where two write at once. */
export const BOARD_UNITS = (Object.keys(NEW_BOARD) as (keyof BoardFields)[]).map((field) => [field]);

export function fieldsOf(def: BoardDefinition): BoardFields {
  return { ...NEW_BOARD, comments: def.kind === 'ideas', ...def, tags: (def.tags ?? []).join('\n') };
}

const tagsOf = ({ tags }: BoardFields): string[] => [...new Set(tags.split('\n').map((tag) => tag.trim()).filter(Boolean))];

export type BoardFault = 'title' | 'tags';

/** What is missing before it can be saved. */
export function boardFault(fields: BoardFields): BoardFault | null {
  if (fields.title.trim() === '') return 'title';
  const tags = tagsOf(fields);
  return tags.length > TAGS_MOST || tags.some((tag) => [...tag].length > TAG_CHARS) ? 'tags' : null;
}

const each = (n: number): number => Math.min(EACH_MOST, Math.max(0, Math.round(n) || 0));

export function boardDefinition(fields: BoardFields): BoardDefinition {
  const { kind, names, checked, comments, order } = fields;
  return {
    kind, title: fields.title.trim(), about: fields.about.trim(), names, checked, comments, supports: each(fields.supports),
    ideas: each(fields.ideas), order, tags: tagsOf(fields),
    ...(fields.gates.length > 0 && { gates: fields.gates }),
    ...(fields.groups.length > 0 && { groups: fields.groups }), ...(fields.rules.trim() && { rules: fields.rules.trim() }),
    ...(fields.posts !== usualPosts(kind) && { posts: fields.posts }),
    ...(fields.images !== 'checked' && { images: fields.images }),
  };
}

/** The phase that follows as a rule; the host may go to any. */
export const NEXT_PHASE: Readonly<Record<BoardPhase, BoardPhase>> = {
  draft: 'open', open: 'closed', collect: 'show', show: 'group', group: 'support', support: 'decide', decide: 'closed',
  closed: 'open',
};
export const PHASES: readonly BoardPhase[] = ['open', 'collect', 'show', 'group', 'support', 'decide', 'closed'];
/** The way of a board that the host leads. */
export const STEPS: readonly BoardPhase[] = ['collect', 'show', 'group', 'support', 'decide', 'closed'];
/** Something may come in, so a closing time has a meaning. */
export const takesIn = (phase: BoardPhase): boolean => phase === 'open' || phase === 'collect' || phase === 'support';
