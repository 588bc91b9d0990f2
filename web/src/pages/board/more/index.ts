/* SPDX-License-Identifier: Apache-2.0 */
/* What staff does on a board's page, and how one idea is merged into another. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { MergeInto } from '../../../components/merge/MergeInto';
import type { More } from '../later';
import { ForSomeone, SupportForSomeone } from './Behalf';

const part: More = { strings, css, MergeInto, ForSomeone, SupportForSomeone };

window.clameurMore.come(part);
