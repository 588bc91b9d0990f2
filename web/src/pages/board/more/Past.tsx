/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t, tidy, type Key } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import type { Board, HistoryEntry, IdeaState, IdeaStatus } from '../../../lib/protocol';
import type { Place } from '../place';
import { ago, statusWords } from '../words';

interface Props { place: Place; board: Board; idea: Shown }

/** What happened to an idea, read when somebody opens it, and again when the idea changes. */
export function Past({ place, board, idea }: Props) {
  const [open, setOpen] = useState(false);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const { id, version } = idea;
  useEffect(() => {
    let over = false;
    if (!open) return;
    place.client.send<{ history: HistoryEntry[] }>('idea.history', { board: board.id, idea: id }).then(({ history }) => {
      if (!over) setEntries(history);
      const others = history.flatMap(({ what, from, to }) => (IDEAS.has(what) ? [from ?? to!] : []));
      const unknown = [...new Set(others)].filter((one) => !place.ideas.byId.value[one]);
      if (unknown.length > 0) void place.reader.read(unknown.slice(0, 20));
    }).catch(() => { if (!over) setEntries((held) => held ?? []); });
    return () => { over = true; };
  }, [open, id, version]);
  return (
    <details class="past" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('board.past')}</summary>
      {entries === null ? <p class="muted">{t('board.loading')}</p> : (
        <ol>
          {[...entries].reverse().map((entry) => (
            <li key={`${entry.at} ${entry.what}`}>
              <span>{said(place, board, entry)}</span> <time class="muted" dateTime={new Date(entry.at).toISOString()}>{ago(entry.at, place.now())}</time>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** Those that name another idea. */
const IDEAS = new Set(['merged', 'unmerged', 'joined', 'parted']);

function said(place: Place, board: Board, { what, by, from, to }: HistoryEntry): string {
  if (what === 'status') return t('board.past.status', { status: statusWords(to as IdeaStatus, board.def.kind) });
  if (what === 'state') return t(`board.past.state.${to as IdeaState}` as Key);
  if (IDEAS.has(what)) {
    const other = place.ideas.byId.value[from ?? to!];
    const title = other && !other.gone ? tidy(other.words.title) : t('board.past.another');
    return t(`board.past.${what}${by === 'author' ? '.author' : ''}` as Key, { title });
  }
  return t(`board.past.${what}` as Key);
}
