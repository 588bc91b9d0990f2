/* SPDX-License-Identifier: Apache-2.0 */
/* What a host seldom opens: fetched when it is. */
import { later, type More as Part } from '../../lib/more';
import type { ActLog as ActLogView } from './ActLog';
import type { Beside as BesideView } from './Beside';
import type { CloudDesk as CloudDeskView } from './CloudDesk';
import type { BoardClash as BoardClashView, QuestionClash as QuestionClashView, RoomClash as RoomClashView } from './clashWords';
import type { CountedOtherwise as CountedOtherwiseView } from './Counted';
import type { GateFields as GateFieldsView } from './GateFields';
import type { Deck as DeckView } from './Deck';
import type { Invitations as InvitationsView } from './Invitations';
import type { Large as LargeView } from './Large';
import type { Look as LookView } from './Look';
import type { OptionPictures as OptionPicturesView } from './OptionPictures';
import type { Points as PointsView } from './Points';
import type { Reacted as ReactedView } from './Reacted';
import type { Rehearse as RehearseView, Rehearsing as RehearsingView } from './Rehearsal';
import type { Shift as ShiftView } from './Shift';
import type { Split as SplitView } from './Split';
import type { SurveyNow as SurveyNowView } from './SurveyNow';
import type { GuessFields as GuessFieldsView, QuizFields as QuizFieldsView } from './QuizFields';
import type { UndoBar as UndoBarView } from './UndoBar';
import type { Webhooks as WebhooksView } from './Webhooks';
import type { WordLists as WordListsView } from './WordLists';

/** What pages/host/more hands over when it has come. */
export interface More extends Part {
  ActLog: typeof ActLogView;
  RoomClash: typeof RoomClashView;
  QuestionClash: typeof QuestionClashView;
  BoardClash: typeof BoardClashView;
  CloudDesk: typeof CloudDeskView;
  CountedOtherwise: typeof CountedOtherwiseView;
  GateFields: typeof GateFieldsView;
  Beside: typeof BesideView;
  Deck: typeof DeckView;
  Invitations: typeof InvitationsView;
  Large: typeof LargeView;
  Look: typeof LookView;
  OptionPictures: typeof OptionPicturesView;
  Reacted: typeof ReactedView;
  Rehearse: typeof RehearseView;
  Rehearsing: typeof RehearsingView;
  Shift: typeof ShiftView;
  Split: typeof SplitView;
  SurveyNow: typeof SurveyNowView;
  GuessFields: typeof GuessFieldsView;
  Points: typeof PointsView;
  QuizFields: typeof QuizFieldsView;
  UndoBar: typeof UndoBarView;
  Webhooks: typeof WebhooksView;
  WordLists: typeof WordListsView;
}

export const ActLog = later(({ ActLog: View }: More) => View, 'host.err.away');
export const RoomClash = later(({ RoomClash: View }: More) => View, 'host.err.away');
export const QuestionClash = later(({ QuestionClash: View }: More) => View, 'host.err.away');
export const BoardClash = later(({ BoardClash: View }: More) => View, 'host.err.away');
export const CloudDesk = later(({ CloudDesk: View }: More) => View, 'host.err.away');
export const CountedOtherwise = later(({ CountedOtherwise: View }: More) => View, 'host.err.away');
export const GateFields = later(({ GateFields: View }: More) => View, 'host.err.away');
export const Beside = later(({ Beside: View }: More) => View, 'host.err.away');
export const Deck = later(({ Deck: View }: More) => View, 'host.err.away');
export const Invitations = later(({ Invitations: View }: More) => View, 'host.err.away');
export const GuessFields = later(({ GuessFields: View }: More) => View, 'host.err.away');
export const QuizFields = later(({ QuizFields: View }: More) => View, 'host.err.away');
export const Large = later(({ Large: View }: More) => View, 'host.err.away');
export const Look = later(({ Look: View }: More) => View, 'host.err.away');
export const OptionPictures = later(({ OptionPictures: View }: More) => View, 'host.err.away');
export const Points = later(({ Points: View }: More) => View, 'host.err.away');
export const Reacted = later(({ Reacted: View }: More) => View, 'host.err.away');
export const Rehearse = later(({ Rehearse: View }: More) => View, 'host.err.away');
export const Rehearsing = later(({ Rehearsing: View }: More) => View, 'host.err.away');
export const Shift = later(({ Shift: View }: More) => View, 'host.err.away');
export const Split = later(({ Split: View }: More) => View, 'host.err.away');
export const SurveyNow = later(({ SurveyNow: View }: More) => View, 'host.err.away');
export const UndoBar = later(({ UndoBar: View }: More) => View, 'host.err.away');
export const Webhooks = later(({ Webhooks: View }: More) => View, 'host.err.away');
export const WordLists = later(({ WordLists: View }: More) => View, 'host.err.away');
