/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds that are loaded when the first question of theirs is asked, and the doors. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { Door } from '../../../components/phone/Door';
import { GridAsk } from './GridAsk';
import { GridResults } from './GridResults';
import { Home } from './Home';
import { NumberAsk } from './NumberAsk';
import { NumberResults } from './NumberResults';
import { Over } from './Over';
import { PairAsk, PairResults } from './PairAsk';
import { PointResults, RankResults } from './PointResults';
import { Points } from './Points';
import { QuizAsk, QuizResults } from './Quiz';
import { Ranking } from './Ranking';
import { Reactions } from './Reactions';
import { SegmentAsk, SegmentResults } from './Segment';
import { Slide } from './Slide';
import { Survey } from './Survey';
import { WordsAsk, WordsResults } from './Words';
import { StepResults } from './StepResults';
import { Steps } from './Steps';
import type { Kind } from '../../../lib/protocol';
import type { More } from '../later';

const VIEWS: Readonly<Partial<Record<Kind, unknown>>> = {
  scale: { Ask: Steps, Results: StepResults },
  nps: { Ask: Steps, Results: StepResults },
  pair: { Ask: PairAsk, Results: PairResults },
  number: { Ask: NumberAsk, Results: NumberResults },
  grid: { Ask: GridAsk, Results: GridResults },
  ranking: { Ask: Ranking, Results: RankResults },
  words: { Ask: WordsAsk, Results: WordsResults },
  points: { Ask: Points, Results: PointResults },
  quiz: { Ask: QuizAsk, Results: QuizResults },
  segment: { Ask: SegmentAsk, Results: SegmentResults },
  slide: { Ask: Slide, Results: Slide },
};

const part: More = { views: VIEWS as More['views'], strings, css, Home, Door, Over, Survey, Reactions };

window.clameurMore.come(part);
