/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { number, t, tidy, type Key } from '../../../lib/i18n';
import type { Board } from '../../../lib/protocol';
import type { Wall } from './wall';

/** What comes within this is one piece of news, */
const GATHER_MS = 800;
/** which stays long enough to be read from the back. */
const BREATH_MS = 5_000;

/** How many came in the last breath; what comes while it lasts is kept for the next. */
function useBreath(wall: Wall): number {
  const total = wall.ideas.total.value;
  const isRead = wall.ideas.read.value;
  const told = useRef<number | null>(null);
  const breathing = useRef(false);
  const [came, setCame] = useState(0);
  const [breaths, setBreaths] = useState(0);
  useEffect(() => {
    if (!isRead || breathing.current) return;
    if (told.current === null || total < told.current) told.current = total;
    if (total === told.current) { setCame(0); return; }
    const tell = () => {
      const { value } = wall.ideas.total;
      setCame(Math.max(0, value - told.current!));
      told.current = value;
      setTimeout(() => { breathing.current = false; setBreaths(breaths + 1); }, BREATH_MS);
    };
    breathing.current = true;
    setTimeout(tell, GATHER_MS);
  }, [total, isRead, breaths]);
  return came;
}

/** Beside the list: how many there are, and calmly what came last. */
export function Arrivals({ wall, board }: { wall: Wall; board: Board }) {
  const total = wall.ideas.total.value;
  const n = useBreath(wall);
  const title = wall.newest.value?.words.title ?? '';
  const { kind } = board.def;
  const shows = board.phase !== 'collect';
  return (
    <div class="votes arrivals">
      <div class={`breath${n > 0 ? ' on' : ''}`} aria-hidden="true">
        <p class="fresh">{n > 0 ? t(`stage.fresh.${kind}` as Key, { n }) : ''} ↑</p>
        {shows && <p class="newest">{tidy(title)}</p>}
      </div>
      <p class="voters"><strong>{number(total)}</strong> {t(`stage.count.${kind}` as Key, { n: total })}</p>
    </div>
  );
}
