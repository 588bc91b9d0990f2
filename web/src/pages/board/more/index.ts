/* SPDX-License-Identifier: Apache-2.0 */
/* What is done with one idea beside reading and supporting it, and what staff does on a board's page. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { MergeInto } from '../../../components/merge/MergeInto';
import type { More } from '../later';
import { Active } from './Active';
import { ForSomeone, SupportForSomeone } from './Behalf';
import { Comments } from './Comments';
import { Past } from './Past';
import { Picker } from './Picker';
import { Report } from './Report';
import { Share } from './Share';

const part: More = {
  strings, css, Active, Comments, ForSomeone, MergeInto, Past, Picker, Report, Share, SupportForSomeone,
};

window.clameurMore.come(part);
