/* SPDX-License-Identifier: Apache-2.0 */
/* What a host seldom opens. */
import strings from 'clameur:locale';
import css from 'clameur:css';

import { ActLog } from '../../../components/host/ActLog';
import { BoardClash, QuestionClash, RoomClash } from '../../../components/host/clashWords';
import { CloudDesk } from '../../../components/host/CloudDesk';
import { CountedOtherwise } from '../../../components/host/Counted';
import { GateFields } from '../../../components/host/GateFields';
import { Beside } from '../../../components/host/Beside';
import { Deck } from '../../../components/host/Deck';
import { Invitations } from '../../../components/host/Invitations';
import { Large } from '../../../components/host/Large';
import { Links } from '../../../components/host/Links';
import { Look } from '../../../components/host/Look';
import type { More } from '../../../components/host/later';
import { OptionPictures } from '../../../components/host/OptionPictures';
import { Points } from '../../../components/host/Points';
import { GuessFields, QuizFields } from '../../../components/host/QuizFields';
import { Reacted } from '../../../components/host/Reacted';
import { Rehearse, Rehearsing } from '../../../components/host/Rehearsal';
import { Shift } from '../../../components/host/Shift';
import { Sites } from '../../../components/host/Sites';
import { Split } from '../../../components/host/Split';
import { SurveyNow } from '../../../components/host/SurveyNow';
import { UndoBar } from '../../../components/host/UndoBar';
import { Webhooks } from '../../../components/host/Webhooks';
import { WordLists } from '../../../components/host/WordLists';

const part: More = {
  strings, css, ActLog, Beside, BoardClash, CloudDesk, CountedOtherwise, Deck, GateFields, GuessFields, Invitations, Large, Links, Look, OptionPictures, Points, QuestionClash, QuizFields, Reacted, Rehearse, Rehearsing, RoomClash, Shift, Sites,
  Split, SurveyNow, UndoBar, Webhooks, WordLists,
};

window.clameurMore.come(part);
