/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { MergeInto } from './later';
import { t, tidy } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import { announce } from '../../lib/live';
import type { Board, Idea, Refusal } from '../../lib/protocol';
import type { Place } from './place';

/** Reads what is named here and not known yet. */
function useKnown(place: Place, ids: readonly string[]): (Shown | undefined)[] {
  const known = ids.map((id) => place.ideas.byId.value[id]);
  const missing = ids.filter((_, i) => !known[i]).join();
  useEffect(() => {
    if (missing !== '') place.reader.read(missing.split(',')).catch(() => { /* The next connection reads again. */ });
  }, [missing]);
  return known;
}

function Link({ place, idea }: { place: Place; idea: Shown }) {
  const go = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    place.go(idea.id);
  };
  return <a href={place.address(idea.id)} onClick={go}>{tidy(idea.words.title)}</a>;
}

/** In the place of an idea that became part of another while it was on the screen. */
export function MergedCard({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const [into] = useKnown(place, [idea.into!]);
  return (
    <div class="merged">
      <p>{t(`board.merged.${board.def.kind}`, { title: tidy(idea.words.title) })}</p>
      {into && !into.gone ? <p><Link place={place} idea={into} /></p> : null}
      {idea.mine ? <Undo place={place} board={board} idea={idea} /> : null}
    </div>
  );
}

/** What was merged into an idea, and by whom it was written. */
export function Together({ place, idea }: { place: Place; idea: Shown }) {
  const parts = useKnown(place, idea.with ?? []).filter((one) => one && !one.gone);
  if (parts.length === 0) return null;
  return (
    <section class="together">
      <h2>{t('merge.with')}</h2>
      <ul>
        {parts.map((one) => (
          <li key={one!.id}>
            {one!.mine ? <span class="badge mine">{t('board.mine')}</span> : null}
            <span>{tidy(one!.words.title)}</span>{one!.words.name ? <b> · {one!.words.name}</b> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whoever merged their own may take it back; where staff did, the server says no. */
function Undo({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const [refused, setRefused] = useState(false);
  const undo = async () => {
    try {
      await place.client.send('idea.unmerge', { board: board.id, idea: idea.id, version: idea.version });
      announce(t('merge.undone'));
      await place.reader.read([idea.id, idea.into!]);
    } catch (refusal) {
      setRefused((refusal as Refusal).code === 'forbidden');
      void place.reader.read([idea.id]);
    }
  };
  return refused ? <p class="muted">{t('board.merged.by_team')}</p>
    : <button type="button" class="change" onClick={() => { void undo(); }}>{t('merge.undo')}</button>;
}

/** An author says that their own is the same as another. */
export function MergeOwn({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const [open, setOpen] = useState(false);
  const merge = async (into: Idea): Promise<string | null> => {
    try {
      await place.client.send('idea.merge', { board: board.id, idea: idea.id, version: idea.version, into: into.id });
    } catch (refusal) {
      void place.reader.read([idea.id]);
      return (refusal as Refusal).code;
    }
    announce(t('merge.done', { title: tidy(into.words.title) }));
    await place.reader.read([idea.id, into.id]);
    return null;
  };
  return open
    ? <MergeInto client={place.client} board={board.id} idea={idea} merge={merge} onClose={() => setOpen(false)} />
    : <button type="button" class="change" onClick={() => setOpen(true)}>{t('merge.start')}</button>;
}
