/* SPDX-License-Identifier: Apache-2.0 */
/* Boards, who has most points, and the kinds of question that few halls are asked. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { BoardScene } from '../../../components/stage/board/BoardScene';
import { CloudChart } from '../../../components/stage/CloudChart';
import { GridChart } from '../../../components/stage/GridChart';
import type { More } from '../../../components/stage/later';
import { NumberChart } from '../../../components/stage/NumberChart';
import { PairChart } from '../../../components/stage/PairChart';
import { QuizScene } from '../../../components/stage/QuizScene';
import { Ranks } from '../../../components/stage/Ranks';
import { Reactions } from '../../../components/stage/Reactions';
import { ShiftScene } from '../../../components/stage/ShiftScene';
import { SplitScene } from '../../../components/stage/SplitScene';
import { Beside, SlideScene } from '../../../components/stage/SlideScene';
import type { Kind } from '../../../lib/protocol';

const CHARTS: Readonly<Partial<Record<Kind, unknown>>> = { pair: PairChart, number: NumberChart, grid: GridChart, words: CloudChart };

const part: More = { charts: CHARTS as More['charts'], strings, css, BoardScene, QuizScene, Ranks, Reactions, ShiftScene, SlideScene, Beside, SplitScene };

window.clameurMore.come(part);
