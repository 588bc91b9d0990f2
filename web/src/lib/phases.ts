/* SPDX-License-Identifier: Apache-2.0 */
import type { Board, BoardPhase } from './protocol';

export interface May { post: boolean; support: boolean; shows: boolean }

const may = (post: boolean, support: boolean, shows: boolean): May => ({ post, support, shows });
const PHASES: Readonly<Record<BoardPhase, May>> = {
  draft: may(false, false, false),
  open: may(true, true, true),
  collect: may(true, false, false),
  show: may(false, false, true),
  group: may(false, false, true),
  support: may(false, true, true),
  decide: may(false, false, true),
  closed: may(false, false, true),
};

/** What a participant may do on a board; by its closing time it takes nothing in. */
export function mayDo({ phase, closes }: Board, now: number): May {
  const { post, support, shows } = PHASES[phase];
  const over = closes > 0 && now >= closes;
  return { post: post && !over, support: support && !over, shows };
}
