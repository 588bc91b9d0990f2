/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall seldom sees: fetched when the screen has nothing else to do, or when it is to be shown. */
import type { ComponentType } from 'preact';

import { later as laterOf, type More as Part } from '../../lib/more';
import type { Kind } from '../../lib/protocol';
import type { BoardScene as BoardSceneView } from './board/BoardScene';
import type { ChartProps } from './charts';
import type { QuizScene as QuizSceneView } from './QuizScene';
import type { SplitScene as SplitSceneView } from './SplitScene';
import type { ShiftScene as ShiftSceneView } from './ShiftScene';
import type { Beside as BesideView, SlideScene as SlideSceneView } from './SlideScene';
import type { Ranks as RanksView } from './Ranks';
import type { Reactions as ReactionsView } from './Reactions';

/** What pages/stage/more hands over when it has come. */
export interface More extends Part {
  charts: Partial<Record<Kind, ComponentType<ChartProps>>>;
  BoardScene: typeof BoardSceneView;
  QuizScene: typeof QuizSceneView;
  Ranks: typeof RanksView;
  SplitScene: typeof SplitSceneView;
  Reactions: typeof ReactionsView;
  ShiftScene: typeof ShiftSceneView;
  SlideScene: typeof SlideSceneView;
  Beside: typeof BesideView;
}

export const laterChart = (kind: Kind): ComponentType<ChartProps> => laterOf<More, ChartProps>(({ charts }) => charts[kind], 'link.away');
export const BoardScene = laterOf(({ BoardScene: View }: More) => View, 'link.away');
export const SplitScene = laterOf(({ SplitScene: View }: More) => View, 'link.away');
export const ShiftScene = laterOf(({ ShiftScene: View }: More) => View, 'link.away');
export const SlideScene = laterOf(({ SlideScene: View }: More) => View, 'link.away');
export const Beside = laterOf(({ Beside: View }: More) => View, 'link.away');
export const Ranks = laterOf(({ Ranks: View }: More) => View, 'link.away');
export const Reactions = laterOf(({ Reactions: View }: More) => View);
export const QuizScene = laterOf(({ QuizScene: View }: More) => View, 'link.away');
