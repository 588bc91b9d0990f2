/* SPDX-License-Identifier: Apache-2.0 */
import { SHOUT_AFTER_MS } from '../../components/Connection';
import { t } from '../../lib/i18n';
import { announce } from '../../lib/live';
import { effect } from '../../lib/signals';
import type { Place } from './place';
import { phaseWords } from './words';

/** Says in words what changes on the screen: never the ticking numbers. Returns how to stop. */
export function announceChanges(place: Place): () => void {
  const stops = [effect(phases(place)), effect(fresh(place)), effect(found(place)), effect(posted(place)), effect(refused(place)), effect(link(place))];
  return () => stops.forEach((stop) => stop());
}

function phases(place: Place): () => void {
  let before: string | null = null;
  return () => {
    const board = place.record.value;
    if (!board) return;
    if (before !== null && before !== board.phase) announce(phaseWords(board, false));
    before = board.phase;
  };
}

function fresh(place: Place): () => void {
  return () => {
    const n = place.ideas.fresh.value;
    const kind = place.record.value?.def.kind;
    if (n > 0 && kind) announce(t(`board.fresh.${kind}`, { n }));
  };
}

function found(place: Place): () => void {
  return () => {
    const n = place.ideas.found.value;
    if (n !== null) announce(t('board.found', { n }));
  };
}

function posted(place: Place): () => void {
  return () => {
    const idea = place.poster.posted.value;
    if (idea) announce(t(idea.state === 'pending' ? 'board.say.pending' : 'board.say.posted'));
  };
}

/** A support that did not count says why, beside the list and aloud. */
function refused(place: Place): () => void {
  const said = new Set<string>();
  let first = true;
  return () => {
    const record = place.record.value;
    for (const { idea, n, state, code } of Object.values(place.supporter.supports.byIdea.value)) {
      if (state !== 'refused' || said.has(`${idea} ${n}`)) continue;
      said.add(`${idea} ${n}`);
      // What a reload found is no news.
      if (first) continue;
      const most = record?.def.supports ?? 0;
      const words = code === 'spent' ? t('board.spent', { n: most })
        : t(code === 'closed' ? 'board.support_closed' : code === 'merged' ? 'board.support_merged' : 'board.support_refused');
      if (code === 'merged') void place.reader.read([idea]);
      place.trouble.value = words;
      announce(words);
    }
    first = false;
  };
}

function link(place: Place): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shouted = false;
  return () => {
    const { phase } = place.client.model.link.value;
    clearTimeout(timer);
    if (phase === 'away') {
      timer = setTimeout(() => { shouted = true; announce(t('board.offline')); }, SHOUT_AFTER_MS);
    } else if (phase === 'live' && shouted) {
      shouted = false;
      announce(t('board.say.back'));
    }
  };
}
