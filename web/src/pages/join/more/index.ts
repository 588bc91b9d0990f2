/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds that are loaded when the first question of theirs is asked. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { PointResults, RankResults } from './PointResults';
import { Points } from './Points';
import { Ranking } from './Ranking';
import { StepResults } from './StepResults';
import { Steps } from './Steps';
import type { KindView } from '../kinds';

const steps = { Ask: Steps, Results: StepResults } as KindView;

window.clameurMore.come({
  views: {
    scale: steps, nps: steps,
    ranking: { Ask: Ranking, Results: RankResults } as KindView,
    points: { Ask: Points, Results: PointResults } as KindView,
  },
  strings,
  css,
});
