/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../../lib/i18n';
import type { SegmentDefinition, SingleDefinition } from '../../../lib/protocol';
import { ChoiceResults } from '../Results';
import { Single } from '../Single';
import type { KindProps } from '../kinds';

/** A choice with one more option, for who would rather not say. */
const asChoice = (def: SegmentDefinition): SingleDefinition => ({ ...def, kind: 'single', options: [...def.options, t('rather_not')] });

export const SegmentAsk = ({ session, question, def }: KindProps<SegmentDefinition>) => (
  <Single session={session} question={question} def={asChoice(def)} />
);

export const SegmentResults = ({ session, question, def }: KindProps<SegmentDefinition>) => (
  <ChoiceResults session={session} question={question} def={asChoice(def)} />
);
