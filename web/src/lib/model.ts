/* SPDX-License-Identifier: Apache-2.0 */
import type { Said } from './cloud';
import type {
  Board, Fact, HelloOk, PageState, Question, Role, Room, ServerEvent, SnapshotEvent, StoredBallot, StoreNews,
  TallyEvent,
} from './protocol';
import { batch, computed, signal } from './signals';

export interface Tally {
  epoch: number;
  round: number;
  rev: number;
  voters: number | null;
  counts: readonly number[] | null;
  words?: readonly Said[];
}

export interface Link {
  phase: 'connecting' | 'live' | 'away';
  /** When this phase began, by this device's clock. */
  since: number;
}

/** Why the room cannot be shown: `gone` is a room that was here and is no more. */
/** Not everybody may come in: what the page was made for is the door. */
export const asksAtDoor = ({ error }: PageState): boolean => error === 'passcode' || error === 'invitation';

export type Door = 'open' | 'passcode' | 'invitation' | 'not_found' | 'gone' | 'forbidden';

export interface You {
  role: Role | null;
  /** This participant's ballots as the server last told them, by question. */
  ballots: Readonly<Record<string, StoredBallot>>;
}

const NOBODY: You = { role: null, ballots: {} };

const byIds = <T extends { id: string }>(records: readonly T[]): Record<string, T> =>
  Object.fromEntries(records.map((record) => [record.id, record]));

/** What the page knows of one room. Only events change it; pages read the signals. */
export class Model {
  readonly room = signal<Room | null>(null);
  readonly byId = signal<Readonly<Record<string, Question>>>({});
  readonly boardById = signal<Readonly<Record<string, Board>>>({});
  readonly tallies = signal<Readonly<Record<string, Tally>>>({});
  readonly you = signal<You>(NOBODY);
  readonly people = signal<number | null>(null);
  readonly link = signal<Link>({ phase: 'connecting', since: Date.now() });
  readonly door = signal<Door>('open');
  readonly store = signal<StoreNews>({ up: true, full: false });
  /** Add it to Date.now() for the store's clock. */
  readonly clockOffset = signal(0);

  /** The questions in the order the host gave them. */
  readonly questions = computed<readonly Question[]>(() => {
    const order = this.room.value?.order ?? [];
    const place = (question: Question) => (order.indexOf(question.id) + 1 || order.length + 1);
    return Object.values(this.byId.value).sort((a, b) => place(a) - place(b));
  });
  readonly current = computed<Question | null>(() => {
    const id = this.room.value?.current;
    return (id && this.byId.value[id]) || null;
  });

  /** The boards in their places. */
  readonly boards = computed<readonly Board[]>(
    () => Object.values(this.boardById.value).sort((a, b) => a.place - b.place));

  /** The board that the room looks at in place of a question. */
  readonly board = computed<Board | null>(() => {
    const id = this.room.value?.board;
    return (id && this.boardById.value[id]) || null;
  });

  epoch = 0;
  seq = 0;
  /** Between the sight of another epoch and its snapshot, facts have nothing to stand on. */
  private _waiting = false;

  /** Starts from what the server put into the page. */
  load(state: PageState, clock = Date.now()): void {
    batch(() => {
      this.clockOffset.value = state.now - clock;
      if (state.room) this._snapshot({ ...state, ev: 'snapshot', room: state.room });
      state.tallies.forEach((tally) => this._tally(tally));
      if (asksAtDoor(state) || state.error === 'not_found') this.door.value = state.error as Door;
    });
  }

  hello(ok: HelloOk, clock = Date.now()): void {
    this.clockOffset.value = ok.now - clock;
    this.you.value = { ...this.you.value, role: ok.role };
    if (ok.keeps) this.store.value = { ...this.store.value, keeps: ok.keeps, replicas: ok.replicas ?? 0 };
    this._see(ok.epoch);
    if (ok.resumed) this._waiting = false;
  }

  /** Applies events in the order they came, as one change. */
  apply(events: readonly ServerEvent[]): void {
    batch(() => events.forEach((event) => this._one(event)));
  }

  private _one(event: ServerEvent): void {
    switch (event.ev) {
      case 'snapshot': return this._snapshot(event);
      case 'tally':
      case 'voters': return this._tally(event);
      case 'people': this.people.value = event.n; return;
      case 'store': this.store.value = event; return;
      case 'you': {
        const ballots = Object.fromEntries(event.ballots.map((stored) => [stored.question, stored]));
        this.you.value = { role: event.role, ballots };
        return;
      }
      case 'ideas':
      case 'notice':
      case 'bye': return;
      default: if (typeof (event as Fact).seq === 'number') this._fact(event as Fact);
    }
  }

  private _see(epoch: number): void {
    if (epoch === this.epoch) return;
    this._waiting = this.epoch !== 0;
    this.epoch = epoch;
    this.seq = 0;
  }

  private _snapshot(event: SnapshotEvent): void {
    this._waiting = false;
    this.epoch = event.epoch;
    this.seq = event.seq;
    this.room.value = event.room;
    this.byId.value = byIds(event.questions);
    this.boardById.value = byIds(event.boards ?? []);
    this.people.value = event.people ?? null;
    // The last numbers stay on the screen until their own epoch ends or their question goes.
    this.tallies.value = Object.fromEntries(Object.entries(this.tallies.value).filter(
      ([id, held]) => held.epoch === event.epoch && this.byId.value[id]?.round === held.round));
  }

  private _tally(event: TallyEvent): void {
    this._see(event.epoch);
    const held = this.tallies.value[event.question];
    const older = held && held.epoch === event.epoch
      && (event.round < held.round || (event.round === held.round && event.rev < held.rev));
    if (older) return;
    const { epoch, round, rev } = event;
    const next = { epoch, round, rev, voters: event.voters ?? null, counts: event.counts ?? null, ...(event.words && { words: event.words }) };
    this.tallies.value = { ...this.tallies.value, [event.question]: next };
  }

  private _fact(event: Fact): void {
    // What a move did to the room is told after it, with the same number.
    const told = event.ev === 'room.changed' ? this.seq - 1 : this.seq;
    if (this._waiting || event.seq <= told) return;
    this.seq = event.seq;
    if (event.ev === 'room.changed') {
      this.room.value = event.room;
    } else if ('id' in event) {
      const held = event.ev === 'board.removed' ? this.boardById : this.byId;
      const { [event.id]: _removed, ...rest } = held.value as Record<string, never>;
      held.value = rest;
    } else if ('board' in event) {
      this.boardById.value = { ...this.boardById.value, [event.board.id]: event.board };
    } else if (event.question) {
      this.byId.value = { ...this.byId.value, [event.question.id]: event.question };
      if (event.ev === 'question.restored') this._forget(event.question.id);
    }
  }

  /** A restored round is lower than the one that was to follow it: its tally must not seem old. */
  private _forget(question: string): void {
    const { [question]: held, ...rest } = this.tallies.value;
    if (held && held.round > this.byId.value[question]!.round) this.tallies.value = rest;
  }

  /** The tally of a question's present round, if anything was told of it. */
  tallyOf(question: Question): Tally | null {
    const held = this.tallies.value[question.id];
    return held && held.round === question.round ? held : null;
  }
}
