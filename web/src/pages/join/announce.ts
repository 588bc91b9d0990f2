/* SPDX-License-Identifier: Apache-2.0 */
import { letterOf } from '../../components/Letter';
import { SHOUT_AFTER_MS } from '../../components/Connection';
import { minutes } from '../../lib/clock';
import { percent, t } from '../../lib/i18n';
import { announce } from '../../lib/live';
import { isChoice } from '../../lib/kinds';
import { percentages } from '../../lib/percent';
import type { Question } from '../../lib/protocol';
import { effect, untracked } from '../../lib/signals';
import { refusedWords } from './Status';
import type { Session } from './session';

/** Says in words what changes on the screen: never the ticking numbers. Returns how to stop. */
export function announceChanges(session: Session): () => void {
  const stops = [effect(questions(session)), effect(times(session)), effect(votes(session)), effect(link(session))];
  return () => stops.forEach((stop) => stop());
}

function questions(session: Session): () => void {
  let before = '';
  return () => {
    const question = session.question.value;
    const now = question ? `${question.id}/${question.round}/${question.state}` : '';
    if (now === before) return;
    const first = before === '';
    before = now;
    if (!question) { if (!first) announce(t('join.wait.between')); return; }
    untracked(() => announce(stateWords(session, question)));
  };
}

/** More time while a question is open: whoever cannot see the clock needs it most. */
function times(session: Session): () => void {
  let before: Question | null = null;
  return () => {
    const now = session.question.value;
    const moved = now?.closes && now.state === 'open' && before?.state === 'open' && before.id === now.id && before.closes !== now.closes;
    before = now;
    if (moved) untracked(() => announce(t('timer.left', { time: minutes(now.closes - Date.now() - session.client.model.clockOffset.value) })));
  };
}

function stateWords(session: Session, question: Question): string {
  if (question.state === 'closed') return t('join.closed');
  if (question.state === 'revealed') return summary(session, question);
  return t('join.say.new', { title: question.def.title });
}

/** "A, Madagascar leads with 32%, 120 votes" */
function summary(session: Session, question: Question): string {
  const tally = session.tally(question);
  const { def } = question;
  if (!tally?.counts || !isChoice(def) || !tally.voters) return t('join.revealed');
  const best = tally.counts.indexOf(Math.max(...tally.counts));
  return t('join.say.lead', {
    label: `${letterOf(best)}, ${def.options[best]}`,
    share: percent(percentages(tally.counts)[best]!),
    votes: t('votes', { n: tally.voters }),
  });
}

function votes(session: Session): () => void {
  let before = '';
  return () => {
    const question = session.question.value;
    const entry = question && session.entry(question);
    const now = entry ? `${entry.question}/${entry.round}/${entry.n}/${entry.state}` : '';
    if (now === before) return;
    const first = before === '';
    before = now;
    // What a reload found is no news.
    if (!entry || (first && entry.old)) return;
    if (entry.state === 'counted') announce(t('join.counted'));
    if (entry.state === 'refused') announce(refusedWords(entry));
  };
}

function link(session: Session): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shouted = false;
  return () => {
    const { phase } = session.client.model.link.value;
    clearTimeout(timer);
    if (phase === 'away') {
      timer = setTimeout(() => { shouted = true; announce(t('join.offline')); }, SHOUT_AFTER_MS);
    } else if (phase === 'live' && shouted) {
      shouted = false;
      announce(t('join.say.back'));
    }
  };
}
