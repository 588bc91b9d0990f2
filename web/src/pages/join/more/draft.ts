/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import type { Question } from '../../../lib/protocol';

/** What was put together and not confirmed, by question and round: kept while somebody looks at another question. */
const drafts = new Map<string, unknown>();

export function useDraft<Value>({ id, round }: Question, standing: Value): [Value, (next: Value) => void] {
  const [, draw] = useState(0);
  const key = `${id}/${round}`;
  const value = drafts.has(key) ? drafts.get(key) as Value : standing;
  return [value, (next) => { drafts.set(key, next); draw((times) => times + 1); }];
}
