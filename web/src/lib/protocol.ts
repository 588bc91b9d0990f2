/* SPDX-License-Identifier: Apache-2.0 */
/* The words of docs/PROTOCOL.md as types: nothing here runs. */

import type { Definition } from './definition';

export type * from './definition';

export type View = 'phone' | 'stage' | 'host' | 'kiosk';
export type Role = 'owner' | 'host' | 'moderator' | 'auditor' | 'participant' | 'stage' | 'kiosk';
export type QuestionState = 'draft' | 'open' | 'closed' | 'revealed';
export type Move = 'open' | 'close' | 'reveal' | 'reopen' | 'reset' | 'restore' | 'time' | 'again';

export type PointsRule = 'idea' | 'comment' | 'support' | 'retained';

export interface RoomSettings {
  title: string;
  lang: string;
  blank: boolean;
  hide_people: boolean;
  /** The stage shows who is most active. */
  ranks?: boolean;
  /** People may react. */
  reactions?: boolean;
  /** `survey`: each goes through the open questions at their own pace; missing: with the host. */
  pace?: 'live' | 'survey';
  /** Another number takes everyone along to what the room looks at. */
  call?: number;
  /** What each rule gives; without it the room gives none. */
  points?: Partial<Record<PointsRule, number>>;
  /** What the stage shows by groups, once it may show it at all. */
  split?: { question: string; by: string } | undefined;
  /** What stands alone on the stage while the room looks at its board. */
  large?: { board: string; idea: string } | undefined;
  theme?: import('./palette').Theme;
  /** This room is a rehearsal of another one. */
  rehearsal?: { of: string; until: number };
}

export interface Room {
  id: string;
  code: string;
  rev: number;
  current: string | null;
  /** The board that it looks at in place of `current`. */
  board?: string | null;
  order: string[];
  access: 'open' | 'passcode' | 'invited';
  /** Since when groups are told however small they are; missing: they are not. */
  small_groups?: number;
  settings: RoomSettings;
}

export interface Question {
  id: string;
  state: QuestionState;
  round: number;
  version: number;
  /** Closing time in ms since 1970 by the store's clock, 0 for none. */
  closes: number;
  before?: number;
  /** To hosts: what takes the last move back, and until when it is offered. */
  undo?: { move: Move; until: number };
  def: Definition;
}

export type BoardKind = 'ideas' | 'questions' | 'products' | 'answers';
export type BoardPhase = 'draft' | 'open' | 'collect' | 'show' | 'group' | 'support' | 'decide' | 'closed';
export type Names = 'none' | 'choice' | 'all';
export type Order = 'top' | 'new' | 'old' | 'trend' | 'needs';

export type GateKind = 'supports' | 'rate' | 'satisfaction' | 'deadline';

/** What an idea has to reach, and by when, so that its status moves by itself. */
export interface Gate {
  kind: GateKind;
  /** Supports; a day, for a rate; opinions. */
  at?: number;
  /** Days that a rate counts. */
  over?: number;
  /** Of the opinions, how many are good. */
  percent?: number;
  /** 0 is as long as it takes. */
  days: number;
  then: IdeaStatus;
  late: IdeaStatus;
  /** Days in which the team answers; 0: it promises no date. */
  answer: number;
}

/** Where an idea stands before the gates of its board. */
export interface GateView {
  n: number;
  of: number;
  late: boolean;
  /** When the team answers, in ms since 1970; 0: no date. */
  by: number;
  /** Of the gate before it; absent when there is none. */
  kind?: GateKind;
  until?: number;
  then?: IdeaStatus;
  answer?: number;
  need?: number;
  over?: number;
  percent?: number;
  good?: number;
  bad?: number;
  own?: boolean | null;
  own_n?: number;
}

export interface BoardDefinition {
  kind: BoardKind;
  title: string;
  about?: string;
  names?: Names;
  checked?: boolean;
  /** How many one participant may give; 0 is any. */
  supports?: number;
  /** How many one may post; 0 is any. */
  ideas?: number;
  order?: Order;
  tags?: string[];
  /** What the host puts ideas together in. */
  groups?: string[];
  /** What people accept before they post; to staff. */
  rules?: string;
  /** May ideas be commented on? */
  comments?: boolean;
  gates?: Gate[];
  /** May ideas have pictures? Missing: once staff has looked at them. */
  images?: 'checked' | 'open' | 'off';
  /** Who may post. Missing: everyone. */
  posts?: 'everyone' | 'staff';
}

export interface IdeaImage {
  id: string;
  state: 'pending' | 'shown' | 'hidden';
  width: number;
  height: number;
  /** What it shows, in words. */
  alt: string;
}

export interface Board {
  id: string;
  version: number;
  place: number;
  phase: BoardPhase;
  /** When it takes nothing in any more, in ms since 1970 by the store's clock; 0 for never. */
  closes: number;
  /** Of the rules, where there are some; grows when they change. */
  rules_version?: number;
  def: BoardDefinition;
}

/** What the rules of a board are now; version 0 without any. */
export interface BoardRulesOk { version: number; rules: string }

export type IdeaState = 'pending' | 'shown' | 'hidden' | 'withdrawn';
export type IdeaStatus =
  | 'new' | 'read' | 'review' | 'planned' | 'making' | 'released' | 'declined' | 'merged';

export interface IdeaWords {
  title: string;
  text?: string;
  name?: string;
  /** Of the team: what it says, who does it, and until when. */
  answer?: string;
  owner?: string;
  by?: number;
  /** Why it is hidden. */
  reason?: string;
  /** By what way it came, if not by its author's own hand. */
  source?: 'import' | 'staff' | 'kiosk';
  /** Of a product. */
  price?: string;
  sizes?: string[];
}

export interface Idea {
  id: string;
  version: number;
  state: IdeaState;
  status: IdeaStatus;
  supports: number;
  /** That everyone may see. */
  comments?: number | undefined;
  /** The board's rev at which one of them changed last. */
  talk?: number | undefined;
  number: number;
  at: number;
  tags: number[];
  /** Its place in the board's groups. */
  group?: number;
  /** The version of the rules that its author accepted; to them and staff. */
  rules?: number;
  mine: boolean;
  /** This participant's own support. */
  n: number;
  on: boolean;
  words: IdeaWords;
  /** Those that this one may see. */
  images?: IdeaImage[];
  gate?: GateView;
  /** To staff: listed words for whose sake it waits. */
  held?: Held;
  /** Merged: the one that it is part of now. */
  into?: string;
  /** Those that are part of it. */
  with?: string[];
}

export interface Held { why: 'word'; words: string[] }

/** What happened to an idea. */
export interface HistoryEntry {
  at: number;
  what: 'posted' | 'edited' | 'state' | 'withdrawn' | 'status' | 'answered' | 'gate' | 'merged' | 'unmerged' | 'joined' | 'parted';
  by: 'author' | 'team' | 'clerk';
  from?: string;
  to?: string;
}

/** What is told of an idea on the screen; one that may not be seen any more has its id and `hidden` alone. */
export interface IdeaNews {
  id: string;
  state: IdeaState;
  version?: number;
  status?: IdeaStatus;
  supports?: number;
  comments?: number;
  talk?: number;
}

/** One that may not be seen any more has its id and `hidden` alone. */
export interface Comment {
  id: string;
  version: number;
  state: IdeaState;
  likes: number;
  number: number;
  at: number;
  mine: boolean;
  /** This participant's own like. */
  n: number;
  on: boolean;
  by?: 'author' | 'team';
  /** Why it is hidden. */
  reason?: string;
  /** As of an idea. */
  held?: Held;
  words: { text: string; name?: string };
}

export type CommentOrder = 'oldest' | 'newest' | 'top';
export type ReportReason = 'spam' | 'rude' | 'private' | 'off_topic' | 'other';

export interface CommentsPage {
  rev: number;
  total: number;
  more: boolean;
  comments: Comment[];
  /** Those that only this one may see. */
  aside: Comment[];
}

export interface CommentOk {
  version: number;
  state: IdeaState;
  number: number;
}

/** What staff should look at: an idea, or a comment on it. */
export interface ReviewThing {
  idea: string;
  comment?: Comment;
  reports: Partial<Record<ReportReason, number>>;
}

export interface ReviewPage {
  total: number;
  things: ReviewThing[];
  /** Behind which the next page begins. */
  next: string | null;
}

/** What staff did. */
export interface Act {
  number: number;
  at: number;
  who: string;
  what: 'state' | 'status' | 'answered' | 'merged' | 'unmerged' | 'comment' | 'ban' | 'unban' | 'words' | 'word' | 'image' | 'closes' | 'imported' | 'fetched' | 'groups';
  board?: string;
  idea?: string;
  from?: string;
  to?: string;
}

export interface Ban {
  ban: string;
  at: number;
  who: string;
  board: string;
  idea: string;
}

export interface IdeasEvent {
  ev: 'ideas';
  epoch: number;
  board: string;
  rev: number;
  /** Ideas that everyone may see. */
  total: number;
  /** To staff: how many wait for a check. */
  pending?: number;
  ideas: IdeaNews[];
}

export interface IdeasPage {
  rev: number;
  total: number;
  /** Supports that one may still give, where they are counted. */
  left?: number;
  pending?: number;
  more: boolean;
  /** Of a search: how many there are on all pages, and whether some could not be looked at. */
  found?: number;
  partial?: boolean;
  ideas: Idea[];
}

export type Ballot = { options: number[] } | { value: number } | { order: number[] } | { points: number[] }
  | { places: [number, number][] } | { words: readonly string[] };

export interface StoredBallot {
  question: string;
  round: number;
  n: number;
  ballot: Ballot;
}

export interface TallyEvent {
  ev: 'tally' | 'voters';
  epoch: number;
  question: string;
  round: number;
  rev: number;
  /** Absent where the host hides the number of voters. */
  voters?: number;
  /** Absent where this role may not see the counts. */
  counts?: number[];
  /** Likewise: of a cloud, the words that most say, and how many. */
  words?: [word: string, n: number][];
}

export interface SnapshotEvent {
  ev: 'snapshot';
  epoch: number;
  seq: number;
  room: Room;
  questions: Question[];
  boards?: Board[];
  people?: number | null;
}

export interface YouEvent {
  ev: 'you';
  role: Role;
  ballots: StoredBallot[];
  /** Their files tell of single people: an owner, an auditor, or one beside that role. */
  audits?: true;
  /** To kiosks: what they are. */
  device?: import('./device').Device;
}

export type QuestionFact =
  | 'added' | 'changed' | 'opened' | 'closed' | 'revealed' | 'reopened' | 'reset' | 'restored';

export type Fact =
  | { ev: 'room.changed'; seq: number; room: Room }
  | { ev: `question.${QuestionFact}`; seq: number; question: Question }
  | { ev: `board.${'added' | 'changed' | 'moved'}`; seq: number; board: Board }
  | { ev: 'question.removed' | 'board.removed'; seq: number; id: string };

/** What became of an idea that one posted or supports. */
export interface News {
  entry: string;
  at: number;
  board: string;
  idea: string;
  what: 'status' | 'answer' | 'merged' | 'shown' | 'hidden';
  status: IdeaStatus;
  state: IdeaState;
  mine: boolean;
}
export interface NoticeEvent extends News { ev: 'notice' }

export interface Standing { points: number; place: number }
/** What went on over time. A row is the place of its step, and its columns. */
export interface DashOk {
  now: number;
  began: number;
  start: number;
  end: number;
  step: number;
  columns: string[];
  rows: [number, ...(number | null)[]][];
  waits: { n: number; median: number };
}
/** A tally over time: when, voters, counts. */
export interface CurveOk { now: number; round: number; step: number; rows: number[][] }

export interface MeOk {
  name: string;
  points: { all: Standing; month: Standing };
  month: string;
  looked: string;
  supports: Record<string, number>;
  news: (News & { new: boolean })[];
}
export interface PlaceOk extends Standing { mine?: boolean; who?: string; name: string | null }
export interface PointsBoardOk { period: string; total: number; own: PlaceOk; places: PlaceOk[] }
export interface SelectionOk {
  id: string; at: number; period: string; n: number; ties: 'in' | 'out'; upto: string; left_out: number;
  chosen?: PlaceOk[];
}

export type ServerEvent =
  | SnapshotEvent
  | YouEvent
  | TallyEvent
  | IdeasEvent
  | Fact
  | NoticeEvent
  | import('./reactions').ReactionsEvent
  | { ev: 'people'; n: number }
  | ({ ev: 'store' } & StoreNews)
  | { ev: 'bye'; again_ms: number };

/** What a counted vote survives: `disk`, at worst a `second` is lost, `memory` only, or nobody knows. */
export type Keeps = 'disk' | 'second' | 'memory' | 'unknown';

/** Somebody's place on the leaderboard of a quiz; `was` 0: there was none before. */
export interface QuizPlace { place: number; was: number; points: number; mine: boolean; name: string }
export interface QuizGuess { place: number; value: number; points: number; mine: boolean; name: string }
export interface QuizAnswer { right: boolean; points: number; ms?: number; place?: number }
export interface QuizBoardOk {
  questions: number;
  players: number;
  own: { place: number; was: number; points: number; name?: string; answer: QuizAnswer | null } | null;
  places: QuizPlace[];
  winners?: number;
  nearest?: QuizGuess[];
}

/** What `question.count` makes of a ranking: each option against each, or in rounds. */
export interface PairsOk {
  ballots: number;
  outcome: 'winner' | 'tie' | 'cycle';
  best: number[];
  /** [a][b]: how many would rather have a than b. */
  rather: number[][];
}
export interface RunOffOk {
  ballots: number;
  /** Null: it is out. */
  rounds: { counts: (number | null)[]; exhausted: number; out: number[]; tied: number[] }[];
  winners: number[];
}

export interface StoreNews {
  up: boolean;
  full: boolean;
  keeps?: Keeps;
  /** How many other machines have it too. */
  replicas?: number;
}

export interface HelloOk {
  room: string;
  role: Role;
  epoch: number;
  seq: number;
  resumed: boolean;
  now: number;
  /** To hosts alone. */
  keeps?: Keeps;
  replicas?: number;
}

export interface SupportOk {
  state: 'counted';
  n: number;
  on: boolean;
  rev: number;
}

export interface PostOk {
  version: number;
  state: IdeaState;
  status: IdeaStatus;
}

export interface CastOk {
  state: 'counted';
  n: number;
  rev: number;
}

/** What a rejected command carries: the server's `err`, or `away` when there was no answer. */
export interface Refusal {
  code: string;
  text?: string;
  field?: string;
  n?: number;
  on?: boolean;
  ballot?: Ballot;
  round?: number;
  again_ms?: number;
  limit?: string;
  [more: string]: unknown;
}

export interface Answer {
  re: number | null;
  ok?: Record<string, unknown>;
  err?: Refusal;
}

/** The JSON the server puts into the page as #state. */
export interface PageState {
  now: number;
  epoch: number;
  seq: number;
  room: Room | null;
  questions: Question[];
  boards?: Board[];
  tallies: TallyEvent[];
  people: number | null;
  code: string | null;
  error: 'not_found' | 'passcode' | 'invitation' | 'try_again' | null;
  join_url: string;
  base_url: string;
  secure: boolean;
  /** Where the address leads: to a board, and to one idea of it. */
  board?: string | null;
  idea?: string | null;
  plain?: unknown;
}
