/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board } from '../../lib/protocol';
import { lookForAlike } from './similar';
import type { Place } from './place';
import type { Draft } from './poster';
import { SupportButton } from './SupportButton';

/** What is there already and like the draft, to be supported in its stead. Its room is kept from the beginning, so
 * that nothing below moves. */
export function Alike({ place, board, draft }: { place: Place; board: Board; draft: Draft }) {
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => lookForAlike(place, draft, setIds), [draft.title, draft.text]);
  const ideas = ids.map((id) => place.ideas.byId.value[id]).filter((idea) => idea && !idea.gone);
  const isDone = ideas.some((idea) => !idea!.mine && place.isOn(idea!));
  const words = ideas.length === 0 ? t('board.alike.hint') : t(isDone ? 'board.alike.done' : 'board.alike', { n: ideas.length });
  return (
    <section class={ideas.length === 0 ? 'alike none' : 'alike'} aria-label={t('board.alike.name')}>
      <p class="alike-head" role="status">{words}</p>
      {ideas.length === 0 ? null : (
        <ul>
          {ideas.map((idea) => (
            <li key={idea!.id}>
              <SupportButton place={place} board={board} idea={idea!} />
              <a href={place.address(idea!.id)} onClick={(event) => open(event, place, idea!.id)}><span>{tidy(idea!.words.title)}</span></a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The draft is kept while one reads the other. */
function open(event: MouseEvent, place: Place, id: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  place.poster.close();
  place.go(id);
}
