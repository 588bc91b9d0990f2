/* SPDX-License-Identifier: Apache-2.0 */
import { backoff } from '../../../lib/backoff';
import type { Client, Heard } from '../../../lib/client';
import { newId } from '../../../lib/id';
import type { Board, Comment, CommentOk, CommentOrder, CommentsPage, Refusal, ReportReason } from '../../../lib/protocol';
import { batch, signal } from '../../../lib/signals';
import { recall, remember } from '../../../lib/storage';
import { Supporter } from '../../../lib/supporter';
import type { Support } from '../../../lib/supports';

/** What a whole hall reads at the same news is spread over this. */
const SPREAD_MS = 400;
/** News of one idea is asked for no sooner than this. */
const AGAIN_MS = 500;
const KEEP = new Set(['away', 'try_again', 'store_full', 'too_many', 'going_away', 'hello_first', 'internal', 'bad_token']);
const TAKES: ReadonlySet<string> = new Set(['open', 'show', 'group', 'support', 'decide']);

/** May ideas be commented on: at all, and now? */
export function commentsOn({ def, phase, closes }: Board, now: number): { at_all: boolean; now: boolean } {
  const at_all = def.comments ?? def.kind === 'ideas';
  return { at_all, now: at_all && TAKES.has(phase) && (closes === 0 || now < closes) };
}

/** A comment as it is on this screen. */
export interface Said extends Comment { gone: boolean }

interface Draft { id: string; text: string; name: string }
/** editing: in the person's hands. kept: waits for the connection. refused: see `code`. */
export interface Written { draft: Draft; state: 'editing' | 'sending' | 'kept' | 'refused'; code: string | null }

/** Likes are kept and sent like supports. */
class Liker extends Supporter {
  constructor(client: Client, key: string, private readonly _at: object) { super(client, key, 'likes'); }

  protected override command({ idea, n, on }: Support): [string, object] {
    return ['comment.like', { ...this._at, comment: idea, n, on }];
  }
}

/** What is said of one idea. Which comments are listed, and in which order, changes below what is read, or by a tap. */
export class Talk {
  readonly liker: Liker;
  readonly order = signal<readonly string[]>([]);
  readonly byId = signal<Readonly<Record<string, Said>>>({});
  readonly sort = signal<CommentOrder>('oldest');
  readonly more = signal(false);
  readonly total = signal(0);
  readonly read = signal(false);
  /** Comments of others that came since the list was read. */
  readonly fresh = signal<readonly string[]>([]);
  readonly written = signal<Written>({ draft: this._draft(), state: 'editing', code: null });
  private _rev = 0;
  private _epoch = 0;
  private _asked = 0;
  private _busy = false;
  private _again = false;
  private _tries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _resend: ReturnType<typeof setTimeout> | undefined;
  private readonly _at: { board: string; idea: string };
  private readonly _stop: () => void;

  constructor(private readonly _client: Client, private readonly _key: string, board: string, readonly idea: string) {
    this._at = { board, idea };
    this.liker = new Liker(_client, _key, this._at);
    this._stop = _client.listen((heard) => this._hear(heard));
    this._epoch = _client.model.epoch;
    void this.load();
  }

  close(): void {
    this._stop();
    this.liker.close();
    clearTimeout(this._timer);
    clearTimeout(this._resend);
  }

  /** Reads the list from its beginning. */
  async load(sort: CommentOrder = this.sort.value): Promise<void> {
    const asked = ++this._asked;
    const page = await this._page({ order: sort });
    if (!page || asked !== this._asked) return;
    batch(() => {
      this.sort.value = sort;
      this.read.value = true;
      this.fresh.value = [];
      this._rev = page.rev;
      this.total.value = page.total;
      this.more.value = page.more;
      this._put([...page.aside, ...page.comments]);
      const listed = [...page.comments, ...page.aside.filter(({ id }) => !page.comments.some((one) => one.id === id))];
      // What only this one sees stands where it will be when everyone does.
      if (sort !== 'top') listed.sort((a, b) => (sort === 'oldest' ? a.number - b.number : b.number - a.number));
      this.order.value = listed.map(({ id }) => id);
    });
  }

  async loadMore(): Promise<void> {
    const asked = this._asked;
    const last = [...this.order.value].reverse().find((id) => this.byId.value[id]!.state === 'shown');
    const page = await this._page({ order: this.sort.value, after: last });
    if (!page || asked !== this._asked) return;
    batch(() => { this._put(page.comments); this._list(page.comments.map(({ id }) => id)); this.more.value = page.more; });
  }

  /** The idea says that its comments are at this rev. */
  heard(rev: number | undefined): void {
    if (rev !== undefined && rev > this._rev && this.read.value) this._soon(Math.random() * SPREAD_MS);
  }

  isOn(one: Said): boolean { return this.liker.supports.isOn(one); }

  count(one: Said): number { return one.likes + Number(this.isOn(one)) - Number(one.on); }

  like(one: Said): void {
    navigator.vibrate?.(10);
    this.liker.give(one, !this.isOn(one));
  }

  write(change: Partial<Draft>): void {
    const draft = { ...this.written.value.draft, ...change };
    this.written.value = { draft, state: 'editing', code: null };
    remember(`${this._key}/draft`, draft.text ? draft : null);
  }

  async send(): Promise<void> {
    const { draft, state } = this.written.value;
    const [text, name] = [draft.text.trim(), draft.name.trim()];
    if (state === 'sending' || text === '') return;
    this.written.value = { draft, state: 'sending', code: null };
    const words = name ? { text, name } : { text };
    try {
      const ok = await this._client.send<CommentOk & Record<string, unknown>>('comment.post', { ...this._at, id: draft.id, ...words });
      this._tries = 0;
      if (name) remember('name', name);
      remember(`${this._key}/draft`, null);
      this.written.value = { draft: this._draft(), state: 'editing', code: null };
      this._own({ id: draft.id, words, ...ok });
    } catch (refusal) {
      this._refused(draft, refusal as Refusal);
    }
  }

  async withdraw({ id }: Said): Promise<void> {
    await this._client.send('comment.withdraw', { ...this._at, comment: id });
    this.order.value = this.order.value.filter((one) => one !== id);
  }

  /** By staff, who still sees it here, to undo it. */
  async check({ id, version }: Said, state: 'shown' | 'hidden', reason = ''): Promise<void> {
    const ok = await this._client.send<CommentOk & Record<string, unknown>>(
      'comment.check', { ...this._at, comment: id, version, state, ...(reason && { reason }) });
    this._change(id, { state: ok.state, version: ok.version });
  }

  report(why: ReportReason, comment?: string): Promise<unknown> {
    return this._client.send(comment ? 'comment.report' : 'idea.report', { ...this._at, ...(comment && { comment }), why });
  }

  private _draft(): Draft {
    return recall<Draft>(`${this._key}/draft`) ?? { id: newId(), text: '', name: recall<string>('name') ?? '' };
  }

  private _own({ id, words, version, state, number }: Pick<Comment, 'id' | 'words'> & CommentOk): void {
    if (this.byId.value[id]) return;
    const at = Date.now() + this._client.model.clockOffset.value;
    batch(() => {
      this._put([{ id, words, version, state, number, at, likes: 0, mine: true, n: 0, on: false }]);
      this._list([id]);
    });
  }

  private _refused(draft: Draft, { code, again_ms }: Refusal): void {
    // It arrived once already with other words: these are another comment.
    if (code === 'exists') { this.write({ ...draft, id: newId() }); return; }
    const keeps = KEEP.has(code);
    this.written.value = { draft, state: keeps ? 'kept' : 'refused', code };
    if (keeps && code !== 'away') this._sendSoon(again_ms ?? backoff(this._tries++));
  }

  private _sendSoon(ms: number): void {
    clearTimeout(this._resend);
    this._resend = setTimeout(() => { if (this.written.value.state === 'kept') void this.send(); }, ms);
  }

  private async _page(fields: object): Promise<CommentsPage | null> {
    try {
      const page = await this._client.send<CommentsPage & Record<string, unknown>>('comment.list', { ...this._at, ...fields });
      [...page.comments, ...page.aside].forEach((one) => { if (one.words) this.liker.heard(one); });
      return page;
    } catch {
      return null; // The next connection, or the next news, tries again.
    }
  }

  private _soon(ms: number): void {
    if (this._busy) { this._again = true; return; }
    this._busy = true;
    this._timer = setTimeout(() => { void this._catchUp(); }, ms);
  }

  private async _catchUp(): Promise<void> {
    const page = await this._page({ since: this._rev });
    if (page) this._changed(page);
    this._busy = false;
    if (page?.more || this._again) { this._again = false; this._soon(AGAIN_MS); }
  }

  private _changed({ rev, total, comments }: CommentsPage): void {
    const known = this.byId.value;
    const came = comments.filter(({ id, words }) => words && !known[id]);
    batch(() => {
      this._rev = rev;
      this.total.value = total;
      this._put(comments.filter(({ words }) => words));
      // Staff that has hidden one here still sees it, to undo that.
      for (const { id, words } of comments) if (!words && this.byId.value[id]?.state === 'shown') this._change(id, { gone: true });
      if (this.sort.value === 'oldest' && !this.more.value) this._list(came.map(({ id }) => id));
      this.fresh.value = [...this.fresh.value, ...came.filter(({ mine }) => !mine).map(({ id }) => id)];
    });
  }

  private _list(ids: readonly string[]): void {
    this.order.value = [...this.order.value, ...ids.filter((id) => !this.order.value.includes(id))];
  }

  private _put(comments: readonly Comment[]): void {
    const next: Record<string, Said> = { ...this.byId.value };
    for (const one of comments) next[one.id] = { ...one, gone: false };
    this.byId.value = next;
  }

  private _change(id: string, change: Partial<Said>): void {
    const held = this.byId.value[id];
    if (held) this.byId.value = { ...this.byId.value, [id]: { ...held, ...change } };
  }

  private _hear(heard: Heard): void {
    if (heard.ev !== 'you') return;
    if (this.written.value.state === 'kept') this._sendSoon(0);
    const { epoch } = this._client.model;
    // In another epoch the store may have gone back in time.
    if (!this.read.value || epoch !== this._epoch) { this._epoch = epoch; void this.load(); }
    else this._soon(0);
  }
}
