/* SPDX-License-Identifier: Apache-2.0 */
import type { Model } from '../../lib/model';
import type { Question } from '../../lib/protocol';
import { signal } from '../../lib/signals';

/** Those that this device was told of and does not want to see again. */
export const dismissed = signal<ReadonlySet<string>>(new Set());
export const offerKey = ({ id, version }: Question): string => `${id} ${version}`;

/** What can be taken back at `now` by the store's clock, what can be longest first: a round with votes is not given up. */
export function offers(model: Model, now: number): Question[] {
  return model.questions.value
    .filter((question) => question.undo && question.undo.until > now && !dismissed.value.has(offerKey(question))
      && (question.undo.move === 'reopen' || !((model.tallyOf(question)?.voters ?? 0) > 0)))
    .sort((a, b) => b.undo!.until - a.undo!.until);
}
