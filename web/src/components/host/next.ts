/* SPDX-License-Identifier: Apache-2.0 */
import type { Question } from '../../lib/protocol';

/** What the big button will do. */
export interface Step {
  does: 'close' | 'reveal' | 'open' | 'write' | 'done';
  question: Question | null;
}

/** Close what is open, reveal what is closed, then open the next draft, from the present question onwards. */
export function nextStep(questions: readonly Question[], current: Question | null): Step {
  if (current?.state === 'open') return { does: 'close', question: current };
  if (current?.state === 'closed' && current.def.results !== 'never') return { does: 'reveal', question: current };
  const here = current ? questions.indexOf(current) : -1;
  const draft = [...questions.slice(Math.max(0, here)), ...questions.slice(0, Math.max(0, here))]
    .find(({ state }) => state === 'draft');
  if (draft) return { does: 'open', question: draft };
  return { does: questions.length === 0 ? 'write' : 'done', question: null };
}
