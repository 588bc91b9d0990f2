/* SPDX-License-Identifier: Apache-2.0 */
/* What the dashboard knows besides the room: what went on over time, asked for as it grows. */
import { Client } from '../../client';
import { isAsked } from '../../lib/kinds';
import type { CurveOk, DashOk, Idea, PageState, Question, YouEvent } from '../../lib/protocol';
import { computed, effect, signal, type Signal } from '../../lib/signals';
import { followTheme } from '../../lib/theme';
import { folded, startOf, type Folded } from './fold';

/** How far back, in ms; 0: all there is. */
export const RANGES = [900_000, 3_600_000, 86_400_000, 0] as const;
export type Range = (typeof RANGES)[number];

const LOOK_MS = 5_000;
const IDEAS_MS = 15_000;
const TOP = 5;
/** After that long the controls leave the wall. */
const REST_MS = 6_000;

export interface Board { id: string; title: string; top: readonly Idea[]; movers: readonly Idea[] }

export class Dash {
  readonly client: Signal<Client>;
  readonly wall: Signal<boolean>;
  readonly range = signal<Range>(3_600_000);
  readonly told = signal<Folded | null>(null);
  readonly curve = signal<(CurveOk & { question: string }) | null>(null);
  /** Whose screen it is, and whether files may tell them of single people. */
  readonly you = signal<Pick<YouEvent, 'audits'> & { role: YouEvent['role'] | null }>({ role: null });
  readonly boards = signal<readonly Board[]>([]);
  /** Chosen by hand; null: what the room looks at. */
  readonly chosen = signal<string | null>(null);
  /** Tables are open while it is printed. */
  readonly printing = signal(false);
  /** On a wall nobody touches it. */
  readonly still = signal(false);
  readonly question = computed<Question | null>(() => {
    const { model } = this.client.value;
    const asked = model.questions.value.filter((one) => isAsked(one) && one.state !== 'draft');
    const wanted = this.chosen.value ?? model.room.value?.current;
    return asked.find(({ id }) => id === wanted) ?? asked[asked.length - 1] ?? null;
  });
  private _state: PageState;
  private _asking = false;
  private _ideasAt = 0;
  /** When anything was kept first: all there is is not asked for by the day where it is of an hour. */
  private _began = 0;

  constructor(state: PageState, readonly code: string, wall: boolean) {
    this._state = state;
    this.wall = signal(wall);
    this.client = signal(new Client({ room: code, view: wall ? 'stage' : 'host', state }));
    setInterval(() => { if (!document.hidden) void this.look(); }, LOOK_MS);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.look(); });
    addEventListener('beforeprint', () => { this.printing.value = true; });
    addEventListener('afterprint', () => { this.printing.value = false; });
    effect(() => { document.documentElement.classList.toggle('wall', this.wall.value); });
    effect(() => { document.documentElement.classList.toggle('still', this.wall.value && this.still.value); });
    let rest: ReturnType<typeof setTimeout>;
    const wake = () => {
      clearTimeout(rest);
      this.still.value = false;
      rest = setTimeout(() => { this.still.value = true; }, REST_MS);
    };
    for (const what of ['pointermove', 'pointerdown', 'keydown']) addEventListener(what, wake);
    wake();
    effect(() => {
      const ready = this.client.value.model.link.value.phase === 'live' && this.client.value.model.room.value !== null;
      if (ready && this.range.value >= 0) void this.look(true);
    });
    effect(() => { if (this.question.value) void this._read(); });
  }

  /** Staff's view, and the stage's for who may not have that. */
  open(view: 'stage' | null): void {
    const wanted = view ?? (this.wall.value ? 'stage' : 'host');
    const client = new Client({ room: this.code, view: wanted, state: this._state, paceMs: 250 });
    client.model.door.value = 'open';
    this.client.value = client;
    client.listen((heard) => { if (heard.ev === 'you') this.you.value = heard; });
    followTheme(client, this._state, 'page');
    client.connect();
    client.model.door.subscribe((door) => {
      if (door === 'forbidden' && client === this.client.value && wanted === 'host') this.open('stage');
    });
  }

  /** On a wall nobody sees more than on the stage, even by a host's screen. */
  async hang(on: boolean): Promise<void> {
    this.wall.value = on;
    this.client.value.close();
    this.curve.value = null;
    this.told.value = null;
    this.open(null);
    if (on) await document.documentElement.requestFullscreen?.().catch(() => undefined);
    else if (document.fullscreenElement) await document.exitFullscreen();
  }

  choose(range: Range): void {
    this.told.value = null;
    this.range.value = range;
  }

  /** What is new; everything after a change of range. What fails comes with the next look. */
  async look(all = false): Promise<void> {
    const client = this.client.value;
    if (this._asking || client.model.link.value.phase !== 'live') return;
    this._asking = true;
    const range = this.range.value;
    const now = Date.now() + client.model.clockOffset.value;
    const known = all ? null : this.told.value;
    try {
      const since = known ? startOf(known) : range === 0 ? this._began : now - range;
      const ok = await client.send<DashOk & Record<string, unknown>>('dash.read', { since });
      this._began = ok.began;
      if (client === this.client.value && range === this.range.value) this.told.value = folded(known, ok, range);
      await this._read();
      await this._ideas();
    } catch { /* The connection mends itself. */ } finally { this._asking = false; }
    if (range !== this.range.value) void this.look(true);
  }

  private async _read(): Promise<void> {
    const client = this.client.value;
    const question = this.question.value;
    const counted = question && client.model.tallyOf(question)?.counts;
    if (!counted || client.model.link.value.phase !== 'live') { this.curve.value = null; return; }
    const ok = await client.send<CurveOk & Record<string, unknown>>('dash.curve', { question: question.id }).catch(() => null);
    if (client === this.client.value) this.curve.value = ok && { ...ok, question: question.id };
  }

  private async _ideas(): Promise<void> {
    const client = this.client.value;
    if (Date.now() - this._ideasAt < IDEAS_MS) return;
    this._ideasAt = Date.now();
    const list = (board: string, order: string) => client.send<{ ideas: Idea[] }>('idea.list', { board, order, n: TOP }).then(({ ideas }) => ideas, () => []);
    const shown = client.model.boards.value.filter(({ phase }) => phase !== 'draft');
    this.boards.value = await Promise.all(shown.map(async ({ id, def }) => ({ id, title: def.title, top: await list(id, 'top'), movers: await list(id, 'trend') })));
  }
}
