/* SPDX-License-Identifier: Apache-2.0 */
/* Which kinds of question the stage draws in a way of their own; the others are rows of options. */
import type { ComponentType } from 'preact';

import type { Tally } from '../../lib/model';
import type { Definition, Kind } from '../../lib/protocol';
import { laterChart } from './later';
import { OptionRows, type Shown } from './OptionRows';
import type { Row } from './rows';
import { ScaleChart } from './ScaleChart';

export interface ChartProps<D extends Definition = Definition> {
  def: D;
  tally: Tally | null;
  rows: readonly Row[];
  shown: Shown;
}

/** Those of pages/stage/more are asked for when the first question of theirs is there. */
const CHARTS: Readonly<Partial<Record<Kind, unknown>>> = {
  scale: ScaleChart, nps: ScaleChart, pair: laterChart('pair'), number: laterChart('number'), grid: laterChart('grid'),
  words: laterChart('words'),
};

export const chartOf = ({ kind }: Definition): ComponentType<ChartProps> =>
  (CHARTS[kind] ?? OptionRows) as ComponentType<ChartProps>;
