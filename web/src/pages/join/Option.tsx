/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';

import { Bar } from '../../components/Bar';
import { Letter } from '../../components/Letter';
import { Picture } from '../../components/Picture';
import { percent, tidy } from '../../lib/i18n';
import { isMany, type ChoiceDefinition } from '../../lib/kinds';
import type { Tally } from '../../lib/model';
import { percentages, shares } from '../../lib/percent';

/** Whole percent for each option, or null where the counts may not be seen. */
export function percentsOf(def: ChoiceDefinition, tally: Tally | null): number[] | null {
  if (!tally || !tally.counts) return null;
  return isMany(def) ? shares(tally.counts, tally.voters ?? 0) : percentages(tally.counts);
}

interface Props {
  def: ChoiceDefinition;
  place: number;
  percents: readonly number[] | null;
  ticked?: boolean;
  /** The radio or checkbox, where there is one. */
  input?: ComponentChildren;
  /** More words for who cannot see the tick. */
  words?: string;
}

/** What stands in an option's box: bar, letter, text and percentage. */
export function Option({ def, place, percents, ticked = false, input, words }: Props) {
  const share = percents && percents[place]!;
  return (
    <>
      {share === null ? null : <Bar place={place} share={share / 100} />}
      {input}
      <Letter place={place} ticked={ticked} />
      <Picture def={def} place={place} />
      <span class="text">{tidy(def.options[place]!)}{words ? <span class="sr-only"> ({words})</span> : null}</span>
      {share === null ? null : <span class="percent">{percent(share)}</span>}
    </>
  );
}
