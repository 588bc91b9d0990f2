/* SPDX-License-Identifier: Apache-2.0 */
/* One row a kind of question: how a phone asks it, and what it shows afterwards. */
import type { ComponentType } from 'preact';

import type { Definition, Kind, Question } from '../../lib/protocol';
import { later } from './later';
import { Multiple } from './Multiple';
import { ChoiceResults } from './Results';
import { Single } from './Single';
import type { Session } from './session';

export interface KindProps<D extends Definition = Definition> {
  session: Session;
  question: Question;
  def: D;
}

export interface KindView<D extends Definition = Definition> {
  Ask: ComponentType<KindProps<D>>;
  Results: ComponentType<KindProps<D>>;
}

const AT_ONCE: Readonly<Partial<Record<Kind, KindView>>> = {
  single: { Ask: Single, Results: ChoiceResults } as KindView,
  multiple: { Ask: Multiple, Results: ChoiceResults } as KindView,
};
const waiting: Partial<Record<Kind, KindView>> = {};

/** The others are in more/, and loaded when they are needed. */
export function viewOf({ kind }: Definition): KindView {
  return AT_ONCE[kind] ?? (waiting[kind] ??= { Ask: later(kind, 'Ask'), Results: later(kind, 'Results') });
}
