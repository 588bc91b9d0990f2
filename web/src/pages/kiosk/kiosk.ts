/* SPDX-License-Identifier: Apache-2.0 */
import { version } from 'clameur:version';

import type { Client, Heard } from '../../lib/client';
import type { Device } from '../../lib/device';
import { lang, speak, type Tongue } from '../../lib/i18n';
import { newId } from '../../lib/id';
import type { Ballot, Board, PageState, Question, SnapshotEvent } from '../../lib/protocol';
import { computed, effect, signal, untracked } from '../../lib/signals';
import { chime, wakeSound } from './chime';
import { freshPerson, personOfBadge } from './hashes';
import { Idle } from './idle';
import type { Act, Keep } from './keep';
import { mayReadBadges, readBadges } from './nfc';
import { forgetOffline, prepareOffline } from './offline';
import { Outbox, refusedOf } from './outbox';
import { personOf, withAnswer, withHeart, type Person } from './person';
import { Products } from './products';
import { isOpen, shownOf, showOf } from './shown';

/** `stranger`: this device is not let in as a kiosk of the room. `revoked`: it was told that it is none any more. */
export type Screen = 'starting' | 'setup' | 'stranger' | 'revoked' | 'attract' | 'inside' | 'thanks' | 'left';
export type Said = 'scanned' | 'blurred' | 'again' | 'unread' | 'final' | 'needed' | 'failed';
export interface Thanks { for: 'answer' | 'hearts' | 'idea'; ids: readonly number[] }

const TICK_MS = 250;
const REPORT_MS = 15_000;
const SAID_MS = 4_000;
const THANKS_MS = 8_000;
const UNHEARD_MS = 30_000;
const COOLDOWN_S = 5;

/** One kiosk: what it is, what it shows, and who stands before it. */
export class Kiosk {
  readonly device = signal<Device | null>(null);
  readonly screen = signal<Screen>('starting');
  readonly person = signal<Person | null>(null);
  /** Changes with each person: what was drawn for the last one is drawn anew, and not changed. */
  readonly turn = signal(0);
  /** Seconds until the person is forgotten, once they are asked. */
  readonly warned = signal<number | null>(null);
  readonly said = signal<Said | null>(null);
  readonly thanks = signal<Thanks | null>(null);
  /** What became of what this person gave. */
  readonly fates = signal<Readonly<Record<number, string>>>({});
  /** What is being written. */
  readonly draft = signal('');
  /** The options that are ticked. */
  readonly ticks = signal<readonly number[]>([]);
  readonly spoken = signal(lang);
  /** What waits for a badge. */
  readonly wanted = signal<(() => void) | null>(null);
  readonly staff = signal(false);
  readonly lost = signal(0);
  readonly version = version;
  readonly outbox: Outbox;
  readonly products: Products;
  readonly shown = computed(() => shownOf(this.client.model, this.device.value?.set.show));
  private readonly _idle = new Idle();
  /** When which badge was here last. */
  private readonly _seen = new Map<string, number>();
  private _ticking: ReturnType<typeof setInterval> | undefined;
  private _saying: ReturnType<typeof setTimeout> | undefined;
  private _leaving: ReturnType<typeof setTimeout> | undefined;
  private _silence: ReturnType<typeof setTimeout> | undefined;
  private _since = 0;

  constructor(readonly client: Client, readonly code: string, readonly keep: Keep, readonly lasts: boolean, readonly state: PageState) {
    this.outbox = new Outbox(keep, (cmd, fields) => client.send(cmd, fields), (id, fate) => { this.fates.value = { ...this.fates.value, [id]: fate }; });
    this.products = new Products(client, code, keep, () => this.person.value === null);
    client.listen((heard) => this._heard(heard));
    effect(() => { if (client.model.door.value === 'forbidden') untracked(() => { this._leave('stranger'); }); });
    effect(() => {
      const shown = this.shown.value;
      untracked(() => { void this.products.of(shown.what === 'products' ? shown.board.id : null); });
    });
    // What it shows was another a moment ago: whoever stands there begins anew.
    let before = '';
    effect(() => {
      const now = JSON.stringify(showOf(this.shown.value));
      if (before !== now && this.screen.peek() === 'inside') untracked(() => this.wipe());
      before = now;
    });
    setInterval(() => { void this.report(); }, REPORT_MS);
  }

  /** Begins with what the disk has; `isNew`: it came by its link just now. */
  async start(isNew: boolean): Promise<void> {
    this.device.value = await this.keep.get<Device>('device') ?? null;
    await this.outbox.load();
    if (this.device.value) this._come(isNew);
    if (await mayReadBadges()) this.readBadges();
    this._isNew = isNew;
    this.client.connect();
  }
  private _isNew = false;

  get now(): number { return Date.now() + this.client.model.clockOffset.value; }
  get isOpen(): boolean { return isOpen(this.shown.value, this.now); }
  get badges(): 'off' | 'may' | 'must' { return this.device.value?.set.badge ?? 'off'; }
  get cooldownMs(): number { return 1000 * (this.device.value?.set.cooldown ?? COOLDOWN_S); }
  /** Nothing is under way that a new page would end. */
  get rests(): boolean { return this.screen.value === 'attract' && this.person.value === null && !this.staff.value && this.outbox.waiting.value === 0; }

  // ---- The server ------------------------------------------------------------------

  private _heard(heard: Heard): void {
    if (heard.ev === 'link.down') this.outbox.link(false);
    else if (heard.ev === 'you') this._told(heard.role, heard.device);
    else if ((heard as { ev: string }).ev === 'device.changed') void this.report();
  }

  private _told(role: string, device: Device | undefined): void {
    if (role !== 'kiosk') { void this._revoked(); return; }
    if (device) this._adopt(device);
    if (this.device.value) this._come(this._isNew);
    this.outbox.link(true);
    void prepareOffline();
    void this.report();
  }

  private _come(isNew: boolean): void {
    if (this.screen.value === 'starting' || this.screen.value === 'stranger') this.screen.value = isNew ? 'setup' : 'attract';
  }

  private _adopt(device: Device): void {
    if (JSON.stringify(device) === JSON.stringify(this.device.value)) return;
    this.device.value = device;
    void mayReadBadges().then((may) => { if (may) this.readBadges(); });
    void this.keep.set('device', device);
  }

  /** Says what it is and has, and hears what it is to do. */
  async report(): Promise<void> {
    if (this.client.model.link.value.phase !== 'live' || !this.device.value) return;
    const fields = { version, waiting: this.outbox.waiting.value, refused: refusedOf(this.outbox.refused.value), shows: showOf(this.shown.value) };
    try {
      const { device } = await this.client.send<{ device: Device }>('device.report', fields);
      this._adopt(device);
    } catch { /* In 15 s again; whether it was revoked, the next hello says. */ }
  }

  /** It was told, while it was here, that it is no kiosk any more: nothing of it stays. */
  private async _revoked(): Promise<void> {
    if (!this._leave('revoked')) return;
    await this.keep.drop().catch(() => {});
    await forgetOffline();
  }

  /** A `stranger` may have lost its cookie, no more: what waits stays, for the link that makes it a kiosk again. */
  private _leave(as: 'stranger' | 'revoked'): boolean {
    if (this.screen.value === 'revoked' || this.screen.value === 'stranger') return false;
    this.screen.value = as;
    this.lost.value = this.outbox.waiting.value;
    this._forget();
    this.outbox.link(false);
    this.device.value = null;
    this.client.close();
    return true;
  }

  // ---- Who is there ----------------------------------------------------------------

  /** The first touch. */
  begin(person: Person = personOf(freshPerson(), false)): void {
    this._forget();
    this.person.value = person;
    this.screen.value = 'inside';
    this._idle.set(this.device.value?.set.idle, this.device.value?.set.warn);
    this.touch();
    this._ticking = setInterval(() => this._tick(), TICK_MS);
    wakeSound();
    this.readBadges();
  }

  readBadges(): void {
    if (this.badges !== 'off') void readBadges((number) => { if (number) this.scanned(number); else if (this.badges !== 'off') this.say('blurred'); });
  }

  /** Somebody is there still. */
  touch(): void {
    if (this.person.value === null) return;
    this._idle.touch(performance.now());
    this.warned.value = null;
  }

  private _tick(): void {
    const presence = this._idle.at(performance.now());
    if (presence.state === 'over') this.wipe();
    else this.warned.value = presence.state === 'warned' ? presence.left : null;
  }

  /** All of the last person goes: what they wrote, what is on the screen, who they were. */
  private _forget(): void {
    clearInterval(this._ticking);
    clearTimeout(this._leaving);
    this._idle.leave();
    this.person.value = null;
    this.thanks.value = null;
    this.wanted.value = null;
    this.warned.value = null;
    this.draft.value = '';
    this.ticks.value = [];
    this.fates.value = {};
    this._given = [];
    this._giving = false;
    this.said.value = null;
    this.turn.value++;
    (document.activeElement as HTMLElement | null)?.blur?.();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
  }

  wipe(): void {
    const badge = this.person.value?.badge ? this.person.value.who : null;
    if (badge) this._seen.set(badge, performance.now());
    this._forget();
    this.speak(null);
    if (this.screen.value === 'inside' || this.screen.value === 'thanks') this.screen.value = 'attract';
    this.products.rest();
  }

  /** In another language, for whoever is there: null is the room's own. */
  speak(tongue: Tongue | null): void {
    clearTimeout(this._silence);
    if (!tongue && this.spoken.value === lang) return;
    speak(tongue);
    this.spoken.value = document.documentElement.lang = tongue ? tongue.lang : lang;
    // Whoever chose it may walk on without a touch.
    this._silence = setTimeout(() => { if (!this.person.value) this.speak(null); }, UNHEARD_MS);
  }

  /** A badge, by a reader or by NFC. */
  scanned(number: string): void {
    const key = this.device.value?.badge_key;
    if (!key || this.badges === 'off' || !['attract', 'inside', 'thanks'].includes(this.screen.value)) return;
    const who = personOfBadge(key, number);
    const { value: person } = this.person;
    if (person?.who === who) { this.touch(); return this.say(this.screen.value === 'thanks' ? 'again' : 'scanned'); }
    const last = this._seen.get(who);
    if (last !== undefined && performance.now() - last < this.cooldownMs) return this.say('again');
    if (!this.isOpen) return this.say('unread');
    if (this.screen.value === 'thanks') this.wipe();
    const wanted = this.wanted.value;
    // Whoever came without one and has not given anything yet is that person.
    if (person && !person.gave && !person.badge) { this.person.value = { ...person, who, badge: true }; this.touch(); }
    else this.begin(personOf(who, true));
    this.wanted.value = null;
    this.say('scanned');
    if (person && !person.gave) wanted?.();
  }

  say(what: Said): void {
    chime(what === 'scanned' ? 'good' : 'warn');
    clearTimeout(this._saying);
    this.said.value = what;
    this._saying = setTimeout(() => { this.said.value = null; }, SAID_MS);
  }

  /** True when it may be done now; else it is done once there is a badge. */
  private _may(act: () => void): boolean {
    const { value: person } = this.person;
    if (!person || !this.isOpen) return false;
    if (this.badges !== 'must' || person.badge) return true;
    this.wanted.value = act;
    this.say('needed');
    return false;
  }

  // ---- What people give ------------------------------------------------------------

  async answer(question: Question, ballot: Ballot): Promise<void> {
    if (this._giving || !this._may(() => { void this.answer(question, ballot); })) return;
    const person = withAnswer(this.person.value!);
    if (!person) return this.say('final');
    this.person.value = person;
    const { id, round } = question;
    await this._give('answer', { cmd: 'cast', fields: { question: id, round, n: person.answers, ballot }, who: person.who, made: Date.now() });
  }

  /** Back to the question that was answered just now. */
  change(): void {
    this.thanks.value = null;
    clearTimeout(this._leaving);
    this.screen.value = 'inside';
    this.touch();
  }

  async heart(board: Board, product: string, on: boolean): Promise<void> {
    if (!this._may(() => { void this.heart(board, product, on); })) return;
    const person = withHeart(this.person.value!, product, on);
    if (!person) return this.say('final');
    this.person.value = person;
    const { n } = person.hearts[product]!;
    const id = await this._put({ cmd: 'idea.support', fields: { board: board.id, idea: product, n, on }, who: person.who, made: Date.now() });
    if (id !== null) this._given = [...this._given, id];
  }
  private _given: readonly number[] = [];
  private _giving = false;

  async post(board: Board, rules: number | undefined): Promise<void> {
    const title = this.draft.value.trim();
    if (!title || this._giving || !this._may(() => { void this.post(board, rules); })) return;
    const person = this.person.value!;
    this.person.value = { ...person, gave: true };
    const fields = { board: board.id, id: newId(), title, ...(rules !== undefined && { rules }) };
    await this._give('idea', { cmd: 'idea.post', fields, who: person.who, made: Date.now() });
  }

  private async _give(what: Thanks['for'], act: Act): Promise<void> {
    this._giving = true; // A second tap of the same finger gives nothing.
    const id = await this._put(act);
    if (id === null) return;
    this._giving = false;
    this.draft.value = '';
    this._thank(what, [id]);
  }

  /** Its number on the disk; null: the person has gone meanwhile, or it could not be kept, which is said. */
  private async _put(act: Act): Promise<number | null> {
    const turn = this.turn.peek();
    const id = await this.outbox.put(act).catch(() => null);
    if (turn !== this.turn.peek()) return null;
    if (id === null) { this._giving = false; this.say('failed'); }
    return id;
  }

  /** Whoever gave hearts says that they are done. */
  done(): void {
    if (this.person.value?.gave) this._thank('hearts', this._given);
    else this.wipe();
  }

  private _thank(what: Thanks['for'], ids: readonly number[]): void {
    this.thanks.value = { for: what, ids };
    this.screen.value = 'thanks';
    this._given = [];
    this._since = performance.now();
    chime('good');
    clearTimeout(this._leaving);
    this._leaving = setTimeout(() => this.wipe(), Math.max(THANKS_MS, this.cooldownMs));
  }

  /** A touch on the thanks: the next one, once it is no second tap of the same finger. */
  next(): void {
    if (performance.now() - this._since >= Math.min(this.cooldownMs, THANKS_MS)) this.wipe();
  }

  /** What became of all that the thanks are for: the worst of it. */
  readonly fate = computed(() => {
    const fates = (this.thanks.value?.ids ?? []).map((id) => this.fates.value[id] ?? 'sending');
    return fates.find((fate) => !['counted', 'late', 'kept', 'sending'].includes(fate))
      ?? fates.find((fate) => fate === 'kept') ?? fates.find((fate) => fate === 'sending') ?? 'counted';
  });

  // ---- The disk --------------------------------------------------------------------

  /** Keeps the room as it is, for a start without a network. */
  keepRoom(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return effect(() => {
      const { room, byId, boardById } = this.client.model;
      const snapshot = { room: room.value, questions: Object.values(byId.value), boards: Object.values(boardById.value) };
      if (!snapshot.room) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (this.screen.value === 'revoked' || this.screen.value === 'stranger') return;
        const { epoch, seq } = this.client.model;
        void this.keep.set('room', { ev: 'snapshot', epoch, seq, ...snapshot } as SnapshotEvent);
      }, TICK_MS);
    });
  }
}
