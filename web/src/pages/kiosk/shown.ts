/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk shows: as staff says of the device, else what the room looks at. */
import type { Show } from '../../lib/device';
import type { Model } from '../../lib/model';
import type { Board, Kind, Question } from '../../lib/protocol';

export type Shown =
  | { what: 'question'; question: Question }
  | { what: 'products' | 'ideas'; board: Board }
  | { what: 'nothing' };

/** What one touch, or a few, can answer standing in a shop; the rest is for phones. */
const KINDS: ReadonlySet<Kind> = new Set<Kind>(['single', 'multiple', 'pair', 'scale', 'nps', 'segment']);
export const isForKiosks = ({ def }: Question): boolean => KINDS.has(def.kind);

const WRITES = new Set(['open', 'collect']);
const SUPPORTS = new Set(['open', 'support']);

const NOTHING: Shown = { what: 'nothing' };
const ofBoard = (board: Board | undefined, what: 'products' | 'ideas'): Shown => (board ? { what, board } : NOTHING);

export function shownOf(model: Model, show: Show | null | undefined): Shown {
  const { byId, boardById, current, board } = model;
  if (show && 'question' in show) {
    const question = byId.value[show.question];
    return question ? { what: 'question', question } : NOTHING;
  }
  if (show && 'products' in show) return ofBoard(boardById.value[show.products], 'products');
  if (show && 'ideas' in show) return ofBoard(boardById.value[show.ideas], 'ideas');
  if (board.value) return ofBoard(board.value, board.value.def.kind === 'products' ? 'products' : 'ideas');
  return current.value && current.value.def.kind !== 'slide' ? { what: 'question', question: current.value } : NOTHING;
}

/** What it says of itself to the server. */
export function showOf(shown: Shown): Show | null {
  if (shown.what === 'nothing') return null;
  return (shown.what === 'question' ? { question: shown.question.id } : { [shown.what]: shown.board.id }) as Show;
}

/** May it be answered now? By `now` of the store's clock, since a kiosk without a network hears of no close. */
export function isOpen(shown: Shown, now: number): boolean {
  if (shown.what === 'nothing') return false;
  const { closes } = shown.what === 'question' ? shown.question : shown.board;
  if (closes > 0 && closes <= now) return false;
  if (shown.what === 'question') return shown.question.state === 'open';
  return (shown.what === 'ideas' ? WRITES : SUPPORTS).has(shown.board.phase);
}

/** Neither by a touch nor by a few: a phone is better. */
export function isForPhones(shown: Shown): boolean {
  if (shown.what === 'question') return !isForKiosks(shown.question);
  // A board that wants names asks for more than is typed where others look on.
  return shown.what === 'ideas' && (shown.board.def.names === 'all' || shown.board.def.kind === 'answers');
}
