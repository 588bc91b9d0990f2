/* SPDX-License-Identifier: Apache-2.0 */
import {
  Client, computed, effect, sameBallot, signal, Voter,
  type Ballot, type Entry, type PageState, type Question, type Room, type Tally,
} from '../../client';
import { goAlong } from '../../lib/along';
import { isAsked } from '../../lib/kinds';

/** Who somebody is is asked before the rest. */
const isGroups = ({ state, def }: Question): boolean => state === 'open' && def.kind === 'segment';

/** One participant in one room: what the screens read, and the few things a person can do. */
/** `?at=Hall+B`, as on the poster of a hall. */
const placeOfLink = () => (new URLSearchParams(location.search).get('at') || '').slice(0, 40);

export class Session {
  readonly client: Client;
  readonly voter: Voter;
  /** The question the person looks at instead of the room's current one. */
  private readonly _chosen = signal<string | null>(null);
  /** The question whose counted ballot is being changed. */
  private readonly _editing = signal<string | null>(null);
  /** Ticks of `multiple` questions that were not confirmed yet, by question and round. */
  private readonly _drafts = signal<Readonly<Record<string, readonly number[]>>>({});

  /** The questions that each goes through at their own pace; none where people follow the host. */
  readonly steps = computed<readonly Question[]>(() => {
    const { room, questions } = this.client.model;
    return room.value?.settings.pace === 'survey' ? questions.value.filter((one) => one.state === 'open' && isAsked(one)) : [];
  });

  /** What is on the screen: the person's choice, who they are, the next of a survey, the room's, or the first that is open. */
  readonly question = computed<Question | null>(() => {
    const { byId, current, questions } = this.client.model;
    const chosen = this._chosen.value;
    const steps = this.steps.value;
    return (chosen !== null && byId.value[chosen])
      || questions.value.find((one) => isGroups(one) && this.ballot(one) === null)
      || steps.find((step) => this.ballot(step) === null) || steps[0]
      || current.value
      || questions.value.find(({ state }) => state === 'open')
      || null;
  });
  readonly others = computed(() => this.client.model.questions.value
    .filter((one) => one.id !== this.question.value?.id && one.state !== 'draft' && isAsked(one)));

  constructor(readonly code: string, state: PageState) {
    this.client = new Client({ room: code, view: 'phone', state, at: placeOfLink() });
    this.voter = new Voter(this.client, code);
    let there: string | null = null;
    effect(() => {
      // Where the room goes, its people go; but not from one question of a survey to another.
      const now = this.steps.value.length > 0 ? '' : placeOf(this.client.model.room.value);
      if (there !== null && there !== now) this._chosen.value = null;
      there = now;
    });
    goAlong(this.client.model, ({ board }) => (board ? `/b/${code}/${board}` : null));
  }

  look(question: string): void {
    this._chosen.value = question;
  }

  /** This round's ballot, or a former round's that a word is due about. */
  entry(question: Question): Entry | null {
    const entry = this.voter.outbox.of(question.id);
    if (!entry || entry.round === question.round) return entry;
    return entry.code === 'round_over' ? entry : null;
  }

  /** The ballot that stands as this person's, counted or on its way. */
  ballot(question: Question): Ballot | null {
    const entry = this.entry(question);
    if (!entry) return null;
    return entry.state === 'refused' ? entry.counted?.ballot ?? null : entry.ballot;
  }

  /** The options of the ballot that stands. */
  options(question: Question): readonly number[] {
    const ballot = this.ballot(question);
    return ballot && 'options' in ballot ? ballot.options : [];
  }

  /** The step of a scale in the ballot that stands. */
  step(question: Question): number | null {
    const ballot = this.ballot(question);
    return ballot && 'value' in ballot ? ballot.value : null;
  }

  tally(question: Question): Tally | null {
    return this.client.model.tallyOf(question);
  }

  isEditing(question: Question): boolean {
    return this._editing.value === question.id || this.ballot(question) === null;
  }

  edit(question: Question | null): void {
    this._editing.value = question?.id ?? null;
  }

  cast(question: Question, ballot: Ballot): void {
    const standing = this.ballot(question);
    this.edit(null);
    if (standing && sameBallot(standing, ballot) && this.entry(question)?.state !== 'refused') return;
    navigator.vibrate?.(10);
    this.voter.cast(question, ballot);
  }

  ticks(question: Question): readonly number[] {
    return this._drafts.value[draftKey(question)] ?? this.options(question);
  }

  tick(question: Question, option: number, on: boolean): void {
    const others = this.ticks(question).filter((other) => other !== option);
    const next = on ? [...others, option].sort((a, b) => a - b) : others;
    this._drafts.value = { ...this._drafts.value, [draftKey(question)]: next };
  }
}

const placeOf = (room: Room | null): string => `${room?.current} ${room?.settings.call ?? 0}`;
const draftKey = ({ id, round }: Question): string => `${id}/${round}`;
