/* SPDX-License-Identifier: Apache-2.0 */
import { backoff } from '../../lib/backoff';
import type { Client, Heard } from '../../lib/client';
import type { Ideas, Shown } from '../../lib/ideas';
import { newId } from '../../lib/id';
import type { Idea, IdeaImage, IdeaWords, PostOk, Refusal } from '../../lib/protocol';
import { signal } from '../../lib/signals';
import { recall, remember } from '../../lib/storage';

export type DraftImage = Omit<IdeaImage, 'state'>;

export interface Draft {
  /** Made here, so that a draft sent twice is one idea. */
  id: string;
  title: string;
  text: string;
  name: string;
  tags: readonly number[];
  /** Of the idea that is mended; null for a new one. */
  version: number | null;
  /** Of whom the team writes it; made here. */
  behalf?: string | null;
  /** Those that the server has already. */
  images?: readonly DraftImage[] | undefined;
  /** Is a picture on its way? */
  busy?: boolean;
  /** Of a product; sizes as they are typed. */
  price?: string;
  sizes?: string;
  /** The version of the rules that was accepted. */
  rules?: number | null;
}

/** editing: in the person's hands. kept: waits for the connection. refused: see `code`. */
export interface Sheet { draft: Draft; state: 'editing' | 'sending' | 'kept' | 'refused'; code: string | null }

const KEEP = new Set(['away', 'try_again', 'store_full', 'too_many', 'going_away', 'hello_first', 'internal', 'bad_token']);
/** The name goes along from board to board. */
const NAME = 'name';

/** "36, 37; 38" */
export const sizesOf = ({ sizes = '' }: Pick<Draft, 'sizes'>): string[] => sizes.split(/[,;]/).map((size) => size.trim()).filter(Boolean);

const empty = (): Draft => ({ id: newId(), title: '', text: '', name: recall<string>(NAME) ?? '', tags: [], version: null });

/** What a person writes, kept on this device until the server has it. */
export class Poster {
  /** What is being written; null when nothing is. */
  readonly sheet = signal<Sheet | null>(null);
  /** The idea that was sent last, for a word about it. */
  readonly posted = signal<Idea | null>(null);
  private readonly _key: string;
  private _tries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly _client: Client, room: string, private readonly _board: string, private readonly _ideas: Ideas,
  ) {
    this._key = `${room}/${_board}/draft`;
    _client.listen((heard) => this._heard(heard));
  }

  /** Is there something that was written and not sent? */
  hasDraft(): boolean {
    return recall<Draft>(this._key) !== null;
  }

  open(): void {
    const rules = recall<number>(`${this._key}/rules`);
    this.sheet.value = { draft: { rules, ...(recall<Draft>(this._key) ?? empty()), busy: false }, state: 'editing', code: null };
  }

  mend({ id, version, words, tags, images }: Shown): void {
    const { title, text = '', name = '', price = '', sizes = [] } = words;
    this.sheet.value = { draft: { id, title, text, name, tags, version, images, price, sizes: sizes.join(', ') }, state: 'editing', code: null };
  }

  write(change: Partial<Draft>): void {
    const sheet = this.sheet.value;
    if (!sheet) return;
    const draft = { ...sheet.draft, ...change };
    this.sheet.value = { draft, state: 'editing', code: null };
    if (draft.version === null) remember(this._key, draft.title || draft.text ? draft : null);
  }

  /** The draft stays for another time. */
  close(): void {
    clearTimeout(this._timer);
    this.sheet.value = null;
  }

  async send(): Promise<void> {
    const sheet = this.sheet.value;
    if (!sheet || sheet.state === 'sending') return;
    const { draft } = sheet;
    this.sheet.value = { draft, state: 'sending', code: null };
    try {
      await this._send(draft);
    } catch (refusal) {
      this._refused(draft, refusal as Refusal);
    }
  }

  private async _send(draft: Draft): Promise<void> {
    const words: IdeaWords = { title: draft.title.trim() };
    if (draft.text.trim()) words.text = draft.text.trim();
    if (draft.name.trim()) words.name = draft.name.trim();
    if (draft.price?.trim()) words.price = draft.price.trim();
    const sizes = sizesOf(draft);
    if (sizes.length) words.sizes = sizes;
    const images = draft.images?.map(({ id, alt }) => ({ id, alt }));
    const fields = { board: this._board, ...words, tags: draft.tags, ...(images?.length && { images }) };
    const ok = draft.version === null
      ? await this._client.send<PostOk & Record<string, unknown>>(
        'idea.post', { id: draft.id, ...fields, ...(draft.behalf && { for: draft.behalf }), ...(draft.rules && { rules: draft.rules }) })
      : await this._client.send<PostOk & Record<string, unknown>>(
        'idea.edit', { idea: draft.id, version: draft.version, ...fields });
    this._tries = 0;
    if (words.name && !draft.behalf) remember(NAME, words.name);
    this._done(draft, words, ok);
  }

  private _done(draft: Draft, words: IdeaWords, { version, state, status }: PostOk): void {
    const tags = [...draft.tags];
    if (draft.version === null) {
      remember(this._key, null);
      if (draft.rules) remember(`${this._key}/rules`, draft.rules);
      const at = Date.now() + this._client.model.clockOffset.value;
      const idea = { id: draft.id, version, state, status, supports: 0, number: 0, at, tags, mine: !draft.behalf, n: 0, on: false,
        words: draft.behalf ? { ...words, source: 'staff' as const } : words };
      this._ideas.first(idea);
      this.posted.value = idea;
    } else {
      const { answer, reason } = this._ideas.byId.value[draft.id]?.words ?? {};
      this._ideas.change(draft.id, {
        version, state, tags, words: { ...words, ...(answer && { answer }), ...(reason && { reason }) },
      });
    }
    // Which pictures are seen, the server says.
    if (draft.images?.length) {
      void this._client.send<{ ideas: Idea[] }>('idea.read', { board: this._board, ideas: [draft.id] })
        .then(({ ideas }) => { this._ideas.put(ideas); }, () => {});
    }
    this.sheet.value = null;
  }

  private _refused(draft: Draft, { code, again_ms }: Refusal): void {
    // It arrived once already with other words, or the team wrote to it meanwhile: what is written now mends it.
    if (code === 'exists' || code === 'stale') { void this._mendInstead(draft); return; }
    if (!this.sheet.value) return;
    const keeps = KEEP.has(code);
    this.sheet.value = { draft, state: keeps ? 'kept' : 'refused', code };
    if (keeps && code !== 'away') this._later(again_ms ?? backoff(this._tries++));
  }

  private async _mendInstead(draft: Draft): Promise<void> {
    try {
      const { ideas } = await this._client.send<{ ideas: Idea[] }>('idea.read', { board: this._board, ideas: [draft.id] });
      const own = ideas.find(({ mine }) => mine);
      if (!own) { this._refused({ ...draft, id: newId() }, { code: 'again' }); return; }
      if (draft.version === null) { remember(this._key, null); this._ideas.first(own); }
      this.sheet.value = { draft: { ...draft, version: own.version }, state: 'editing', code: null };
      void this.send();
    } catch (refusal) {
      this._refused(draft, refusal as Refusal);
    }
  }

  private _heard(heard: Heard): void {
    if (heard.ev === 'you' && this.sheet.value?.state === 'kept') this._later(0);
  }

  private _later(ms: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => { if (this.sheet.value?.state === 'kept') void this.send(); }, ms);
  }
}
