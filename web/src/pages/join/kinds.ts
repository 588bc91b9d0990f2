/* SPDX-License-Identifier: Apache-2.0 */
/* One row a kind of question: how a phone asks it, and what it shows afterwards. */
import type { ComponentType } from 'preact';

import type { Definition, Kind, Question } from '../../lib/protocol';
import { Multiple } from './Multiple';
import { ChoiceResults, StepResults } from './Results';
import { Scale } from './Scale';
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

type Views = { [K in Kind]?: KindView<Extract<Definition, { kind: K }>> };

const VIEWS: Views = {
  single: { Ask: Single, Results: ChoiceResults },
  multiple: { Ask: Multiple, Results: ChoiceResults },
  scale: { Ask: Scale, Results: StepResults },
  pair: { Ask: Single, Results: ChoiceResults },
  nps: { Ask: Scale, Results: StepResults },
};

/** Null for a kind that this page does not know: it is older than the server. */
export const viewOf = (def: Definition): KindView | null => (VIEWS[def.kind] as KindView | undefined) ?? null;
