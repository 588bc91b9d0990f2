/* SPDX-License-Identifier: Apache-2.0 */
/* Which kinds of question the stage draws in a way of their own; the others are rows of options. */
import type { ComponentType } from 'preact';

import type { Tally } from '../../lib/model';
import type { Definition, Kind } from '../../lib/protocol';
import { GridChart } from './GridChart';
import { NumberChart } from './NumberChart';
import { OptionRows, type Shown } from './OptionRows';
import { PairChart } from './PairChart';
import type { Row } from './rows';
import { ScaleChart } from './ScaleChart';

export interface ChartProps<D extends Definition = Definition> {
  def: D;
  tally: Tally | null;
  rows: readonly Row[];
  shown: Shown;
}

const CHARTS: Readonly<Partial<Record<Kind, unknown>>> = {
  scale: ScaleChart, nps: ScaleChart, pair: PairChart, number: NumberChart, grid: GridChart,
};

export const chartOf = ({ kind }: Definition): ComponentType<ChartProps> =>
  (CHARTS[kind] ?? OptionRows) as ComponentType<ChartProps>;
