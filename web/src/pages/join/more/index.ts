/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds that are loaded when the first question of theirs is asked. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { StepResults } from './StepResults';
import { Steps } from './Steps';
import type { KindView } from '../kinds';

const steps = { Ask: Steps, Results: StepResults } as KindView;

window.clameurMore.come({ views: { scale: steps, nps: steps }, strings, css });
