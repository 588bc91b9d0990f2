/* SPDX-License-Identifier: Apache-2.0 */
import { t, type Key } from '../../lib/i18n';
import type { Entry } from '../../lib/outbox';
import type { Question } from '../../lib/protocol';
import type { CardProps } from './QuestionCard';
import type { Session } from './session';

const REFUSED: Readonly<Record<string, Key>> = {
  closed: 'join.refused.closed', final: 'join.refused.final', round_over: 'join.refused.round_over',
};

export function refusedWords({ code, counted }: Entry): string {
  if (code === 'closed' && counted) return t('join.refused.closed_change');
  return t(REFUSED[code ?? ''] ?? 'join.refused.other');
}

/** Why a vote does not count. */
export function Refused({ session, question }: { session: Session; question: Question }) {
  const entry = session.entry(question);
  return entry?.state === 'refused' ? <p class="refused">{refusedWords(entry)}</p> : null;
}

/** Under an answered or closed question: counted, on its way or kept; how many; Change. */
export function Status({ session, question, phase }: CardProps) {
  const { state, def } = question;
  const entry = session.entry(question);
  const voted = session.ballot(question) !== null;
  const mayChange = state === 'open' && voted && (def.change ?? true);
  return (
    <div class="foot">
      <div class="status">
        <p>
          {voted ? <Fate entry={entry} phase={phase} /> : null}
          {voted || entry ? null : <span class="muted">{t('join.not_voted')}</span>}
          <Votes session={session} question={question} voted={voted} />
        </p>
        {mayChange ? <button type="button" class="change" onClick={() => session.edit(question)}>{t('join.change')}</button> : null}
      </div>
      <Next session={session} question={question} />
    </div>
  );
}

function Fate({ entry, phase }: { entry: Entry | null; phase: CardProps['phase'] }) {
  if (!entry || entry.state === 'counted' || entry.state === 'refused') {
    return <strong class="good"><span aria-hidden="true">✓ </span>{t('join.counted')}</strong>;
  }
  if (entry.code === 'store_full') return <strong class="warn">{t('join.kept_full')}</strong>;
  const kept = entry.state === 'kept' && (phase === 'away' || (entry.code !== null && entry.code !== 'away'));
  return kept ? <strong class="warn">{t('join.kept')}</strong> : <span class="muted">{t('join.sending')}</span>;
}

function Votes({ session, question, voted }: { session: Session; question: Question; voted: boolean }) {
  const voters = session.tally(question)?.voters;
  if (voters == null) return null;
  // One's own vote is in the count, even where the number is a moment older.
  const n = voted && session.entry(question)?.state === 'counted' ? Math.max(1, voters) : voters;
  return <span class="votes">{t('votes', { n })}</span>;
}

/** When the numbers will be seen, or what happens next. */
function Next({ session, question }: { session: Session; question: Question }) {
  const { state, def } = question;
  if (def.results === 'never') return <p class="hint">{t('join.never')}</p>;
  if (state === 'open' && def.results === 'after_close') return <p class="hint">{t('join.later')}</p>;
  const hidden = state === 'closed' && !session.tally(question)?.counts;
  if (hidden && session.ballot(question)) return <p class="hint">{t('join.later')}</p>;
  return state === 'open' ? null : <p class="hint">{t('join.wait.between')}</p>;
}
