/* SPDX-License-Identifier: Apache-2.0 */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { t, type Key } from '../../lib/i18n';
import type { Board, BoardDefinition, BoardPhase, Definition, Idea, IdeaStatus, Move, Question, QuestionState, Refusal, Room, RoomSettings } from '../../lib/protocol';
import { isAsked } from '../../lib/kinds';
import { effect, signal } from '../../lib/signals';
import { useLinkPhase } from '../Connection';
import { newId } from '../../lib/id';
import { NEXT_PHASE, takesIn } from './aboutBoard';
import { nextStep, surveyStep, type Step } from './next';
import { offers } from './undoing';
import { asking, boardTimer, note, say, tab, timer, writing } from './ui';

const SAID: Readonly<Record<string, Key>> = {
  stale: 'host.err.stale', wrong_move: 'host.err.stale', forbidden: 'host.err.forbidden', away: 'host.err.away',
  try_again: 'host.err.away', going_away: 'host.err.away', store_full: 'host.err.full', limit_reached: 'host.err.limit',
  too_many: 'host.err.too_many', not_found: 'host.err.gone', rehearsal: 'host.err.rehearsal', bad_text: 'host.err.text', bad_field: 'host.err.text',
};

export const wordsFor = ({ code }: Refusal): string => t(SAID[code] ?? 'host.err.other', { code });

/** Somebody else was faster: how what they changed stands now. */
function staleWords(record: unknown): string | null {
  if (typeof record !== 'object' || record === null) return null;
  if ('state' in record) {
    const { def, state } = record as Question;
    return t('host.err.faster', { title: def.title, state: t(`host.state.${state}`) });
  }
  if (!('phase' in record)) return null;
  const { def, phase } = record as Board;
  return t('host.err.faster', { title: def.title, state: t(`host.phase.${phase}`) });
}

/** Any other number is another call. */
const CALLS_MOST = 1_000_000_000;

/** What a move says once done, and the move that undoes it. */
const DONE: Partial<Record<Move, { said: Key; undo: Move }>> = {
  close: { said: 'host.done.close', undo: 'reopen' },
  reset: { said: 'host.done.reset', undo: 'restore' },
  again: { said: 'host.done.again', undo: 'restore' },
};

/** What comes this soon after one's own step is its answer; what the button says is read after this. */
const OWN_MS = 3_000;
const READ_MS = 600;
/** What may take a step; the rest asks. */
const ACTS = /^(question|board)\.(add|update|move|place|remove)$/;

type RoomChange = Partial<Omit<Room, 'id' | 'code' | 'rev' | 'order' | 'small_groups'>> & { passcode?: string; small_groups?: boolean };

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);

/** `change`, decided upon `before`, of the room as it is `now`; null where that has changed, too. */
export function bothChanged(before: Room, change: RoomChange, now: Room): RoomChange | null {
  const { settings, ...rest } = change;
  for (const field of Object.keys(rest) as (keyof Room)[]) if (differ(before[field], now[field])) return null;
  if (!settings) return change;
  const merged = { ...now.settings } as Record<string, unknown>;
  const [was, will] = [before.settings, settings] as unknown as Record<string, unknown>[];
  for (const name of new Set([...Object.keys(was!), ...Object.keys(will!)])) {
    if (!differ(was![name], will![name])) continue;
    if (differ(was![name], merged[name]) && differ(will![name], merged[name])) return null;
    merged[name] = will![name];
  }
  return { ...rest, settings: merged as unknown as RoomSettings };
}

/** Everything the host does to a room; each refusal is said, each conflict brings the newest record. */
export class Desk {
  /** Another host just took the step that was on the big button. */
  readonly overtaken = signal(false);
  /** When this page did something itself. */
  private acted = -OWN_MS;

  /** Files tell this one of single people. */
  readonly audits = signal(false);

  constructor(readonly client: Client) {
    this.watchSteps();
    client.listen((heard) => { if (heard.ev === 'you') this.audits.value = heard.audits === true; });
  }

  get model() { return this.client.model; }

  /** True when done. */
  async run(cmd: string, fields: object): Promise<boolean> {
    return (await this.ask(cmd, fields)) !== null;
  }

  async ask<T = Record<string, unknown>>(cmd: string, fields: object): Promise<T | null> {
    if (ACTS.test(cmd)) this.acted = performance.now();
    try {
      return await this.client.send<T & Record<string, unknown>>(cmd, fields);
    } catch (refused) {
      const refusal = refused as Refusal;
      this.reload(refusal.record);
      note.value = { text: staleWords(refusal.record) ?? wordsFor(refusal), undo: null, bad: true };
      return null;
    }
  }

  /** Somebody else was first: show what is there now. */
  private reload(record: unknown): void {
    if (typeof record !== 'object' || record === null) return;
    const { model } = this;
    if ('phase' in record) {
      const board = record as Board;
      model.boardById.value = { ...model.boardById.value, [board.id]: board };
    } else if ('def' in record) {
      const question = record as Question;
      model.byId.value = { ...model.byId.value, [question.id]: question };
    } else if ('settings' in record) {
      model.room.value = record as Room;
    }
  }

  /** Undo acts on the record as it is by then, not as it was. */
  private async moved(id: string, move: Move, more: object = {}): Promise<boolean> {
    const question = this.model.byId.value[id];
    return question ? this.run('question.move', { question: id, version: question.version, move, ...more }) : false;
  }

  async move(question: Question, move: Move): Promise<void> {
    const { id } = question;
    const opens = move === 'open' || move === 'reopen' || move === 'again';
    if (!await this.moved(id, move, opens && timer.value > 0 && isAsked(question) ? { closes_in: timer.value } : {})) return;
    const done = DONE[move];
    if (done) say(t(done.said), () => { void this.moved(id, done.undo); });
    else note.value = null;
    if (opens) tab.value = 'now';
  }

  /** The last move of this question is undone, as the server offers it. */
  async takeBack({ id, undo }: Question): Promise<void> {
    if (undo && await this.moved(id, undo.move)) note.value = { text: t('host.undone'), undo: null, bad: false };
  }

  /** What can be taken back longest. */
  get offer(): Question | undefined {
    return offers(this.model, Date.now() + this.model.clockOffset.value)[0];
  }

  reset(question: Question): void {
    asking.value = {
      title: t('host.ask.reset'), text: t('host.ask.reset_text', { title: question.def.title }),
      yes: t('host.reset'), run: () => { void this.move(question, 'reset'); },
    };
  }

  remove({ id, version, def }: Question): void {
    asking.value = {
      title: t('host.ask.remove'), text: t('host.ask.remove_text', { title: def.title }), yes: t('host.remove'),
      run: () => { void this.run('question.remove', { question: id, version }); },
    };
  }

  place({ id }: Question, place: number): Promise<boolean> {
    return this.run('question.place', { question: id, place });
  }

  /** Saves the form; a new question may be opened at once. */
  async save(held: Question | null, def: Definition, opens: boolean): Promise<boolean> {
    const id = held?.id ?? newId();
    const version = held
      ? (await this.ask<{ version: number }>('question.update', { question: id, version: held.version, def }))?.version
      : (await this.ask<{ version: number }>('question.add', { id, def }))?.version;
    if (version === undefined) return false;
    if (!opens) return true;
    return this.run('question.move', {
      question: id, version, move: 'open', ...(timer.value > 0 && { closes_in: timer.value }),
    });
  }

  /** Drafts, one after the other. */
  async addAll(defs: readonly Definition[]): Promise<boolean> {
    for (const def of defs) if (!await this.run('question.add', { id: newId(), def })) return false;
    return true;
  }

  /** A question that is open closes `ms` later than it would, or, with 0, when the host says so. */
  async extend({ id }: Question, ms: number): Promise<void> {
    const question = this.model.byId.value[id];
    if (!question) return;
    const now = Date.now() + this.model.clockOffset.value;
    const more = ms > 0 ? { closes_in: Math.max(question.closes - now, 0) + ms } : {};
    if (await this.moved(id, 'time', more)) say(t(ms > 0 ? 'host.time.done' : 'host.time.none_done'));
  }

  saveBoard(held: Board | null, def: BoardDefinition): Promise<boolean> {
    return held ? this.run('board.update', { board: held.id, version: held.version, def })
      : this.run('board.add', { id: newId(), def });
  }

  async moveBoard({ id, version, phase: before }: Board, phase: BoardPhase): Promise<void> {
    const closes = takesIn(phase) && boardTimer.value > 0 ? { closes_in: boardTimer.value } : {};
    if (!await this.run('board.move', { board: id, version, phase, ...closes })) return;
    const undo = before === 'draft' ? null : () => {
      const board = this.model.boardById.value[id];
      if (board) void this.run('board.move', { board: id, version: board.version, phase: before });
    };
    say(t(`host.moved.${phase}` as Key), undo);
  }

  /** When the present phase ends by itself; 0: when the host says so. */
  setClosing({ id, version, phase }: Board, ms: number): Promise<boolean> {
    return this.run('board.move', { board: id, version, phase, ...(ms > 0 && { closes_in: ms }) });
  }

  /** What the hall looks at: a board, or the questions. */
  async show(board: string | null): Promise<void> {
    const room = this.model.room.value;
    const before = room?.board ?? null;
    if (!await this.room({ board, ...(room?.settings.ranks && { settings: { ...room.settings, ranks: false } }) })) return;
    say(t(board === null ? 'host.shown.question' : 'host.shown.board'), () => { void this.room({ board: before }); });
  }

  /** The hall looks at who is most active, whatever else there is. */
  async showRanks(): Promise<void> {
    if (await this.settings({ ranks: true })) say(t('host.shown.ranks'), () => { void this.settings({ ranks: false }); });
  }

  /** One question is answered at a time: what was being answered is answered. */
  async answerNow({ id }: Board, idea: Idea, status: 'making' | 'released', before: Idea | null): Promise<void> {
    const set = (one: Idea, to: IdeaStatus) => this.run('idea.answer', { board: id, idea: one.id, version: one.version, status: to });
    if (status === 'making' && before && !await set(before, 'released')) return;
    await set(idea, status);
  }

  removeBoard({ id, version, def }: Board): void {
    asking.value = {
      title: t('host.ask.board'), text: t('host.ask.board_text', { title: def.title }), yes: t('host.remove'),
      run: () => { void this.run('board.remove', { board: id, version }); },
    };
  }

  settings(change: Partial<RoomSettings>): Promise<boolean> {
    const room = this.model.room.value;
    if (!room) return Promise.resolve(false);
    return this.room({ settings: { ...room.settings, ...change } });
  }

  /** Where another host changed something else at the same moment, both are kept. */
  async room(change: RoomChange): Promise<boolean> {
    const room = this.model.room.value;
    if (!room) return false;
    this.acted = performance.now();
    try {
      await this.client.send('room.update', { rev: room.rev, ...change });
      return true;
    } catch (refused) {
      const now = (refused as Refusal).record as Room | undefined;
      const both = now && bothChanged(room, change, now);
      if (both) return this.run('room.update', { rev: now.rev, ...both });
      this.reload(now);
      note.value = { text: wordsFor(refused as Refusal), undo: null, bad: true };
      return false;
    }
  }

  get isSurvey(): boolean {
    return this.model.room.value?.settings.pace === 'survey';
  }

  /** What the big button will do. */
  get step(): Step {
    const questions = this.model.questions.value;
    return this.isSurvey ? surveyStep(questions) : nextStep(questions, this.model.current.value);
  }

  /** What the big button is about: another step is another text. */
  private get stepKey(): string {
    const { board } = this.model;
    const { does, question } = this.step;
    return board.value ? `${board.value.id} ${board.value.phase}` : `${does} ${question?.id ?? ''}`;
  }

  /** Keeps in mind when another host took the step that was on the button. */
  private watchSteps(): void {
    let before = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const key = this.model.room.value ? this.stepKey : '';
      const own = performance.now() - this.acted < OWN_MS;
      if (before !== '' && key !== before && !own) {
        clearTimeout(timer);
        timer = setTimeout(() => { this.overtaken.value = false; }, READ_MS);
        this.overtaken.value = true;
      }
      before = key;
    });
  }

  /** What the big button does. Two hosts who press it at once take one step: the second has not read what it says by now. */
  next(): void {
    if (this.overtaken.value) {
      note.value = { text: t('host.next.overtaken'), undo: null, bad: false };
      return;
    }
    const board = this.model.board.value;
    if (board) { void this.moveBoard(board, NEXT_PHASE[board.phase]); return; }
    const { does, question } = this.step;
    if (does === 'write') writing.value = { question: null, copy: false };
    else if (does === 'open_all') void this.moveAll('draft', 'open');
    else if (does === 'close_all') void this.moveAll('open', 'close');
    else if (question && does !== 'done') void this.walk(question, does);
  }

  /** Each that is in this state, one after the other; what was done stays done. */
  async moveAll(from: QuestionState, move: Move): Promise<void> {
    const all = this.model.questions.value.filter((one) => one.state === from && isAsked(one));
    for (const { id } of all) if (!await this.moved(id, move)) return;
    say(t(`host.done.${move}_all` as Key, { n: all.length }));
  }

  /** A move, and where it is the result of a survey, the room looks at it. */
  private async walk(question: Question, move: Move): Promise<void> {
    await this.move(question, move);
    if (this.isSurvey && this.model.room.value?.current !== question.id) await this.room({ current: question.id });
  }

  /** How people get from one question to the next: with the host, or by themselves. */
  async pace(survey: boolean): Promise<void> {
    if (await this.settings({ pace: survey ? 'survey' : 'live' })) say(t(survey ? 'host.pace.survey_on' : 'host.pace.live_on'));
  }

  /** Every phone goes to what the room looks at, from wherever it is. */
  async takeAlong(change: object = {}): Promise<void> {
    const { settings } = this.model.room.value!;
    const call = ((settings.call ?? 0) % CALLS_MOST) + 1;
    if (await this.room({ ...change, settings: { ...settings, call, pace: 'live' } })) say(t('host.along.done'));
  }
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;
export const useDesk = (): Desk => useContext(DeskContext)!;

/** Nothing can be done to the room for now: the server, or its store, is away. */
export function useStuck(): boolean {
  const { model } = useDesk();
  return useLinkPhase(model) === 'away' || !model.store.value.up;
}
