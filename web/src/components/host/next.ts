/* SPDX-License-Identifier: Apache-2.0 */
import { isAsked } from '../../lib/kinds';
import type { Question } from '../../lib/protocol';

/** What the big button will do. */
export interface Step {
  does: 'close' | 'reveal' | 'open' | 'write' | 'done' | 'open_all' | 'close_all';
  question: Question | null;
}

/** A survey is opened and closed as a whole; then its results are gone through one by one. */
export function surveyStep(all: readonly Question[]): Step {
  const questions = all.filter(isAsked);
  if (questions.length === 0) return { does: 'write', question: null };
  const asked = questions.filter(({ state }) => state !== 'draft');
  if (asked.some(({ state }) => state === 'open')) return { does: 'close_all', question: null };
  if (asked.length === 0) return { does: 'open_all', question: null };
  const next = asked.find(({ state, def }) => state === 'closed' && def.results !== 'never');
  return next ? { does: 'reveal', question: next } : { does: 'done', question: null };
}

/** Close what is open, reveal what is closed, then open the next draft, from the present question onwards. */
export function nextStep(questions: readonly Question[], current: Question | null): Step {
  if (current?.state === 'open' && isAsked(current)) return { does: 'close', question: current };
  if (current?.state === 'closed' && current.def.results !== 'never') return { does: 'reveal', question: current };
  const here = current ? questions.indexOf(current) : -1;
  const draft = [...questions.slice(Math.max(0, here)), ...questions.slice(0, Math.max(0, here))]
    .find(({ state }) => state === 'draft');
  if (draft) return { does: 'open', question: draft };
  return { does: questions.length === 0 ? 'write' : 'done', question: null };
}
