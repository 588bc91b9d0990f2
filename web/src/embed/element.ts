/* SPDX-License-Identifier: Apache-2.0 */
import { effect, type Ballot, type Board, type Entry, type Model, type Question } from '../client';
import css from 'clameur:embed-css';
import { mayDo } from '../lib/phases';
import type { ThemeTokens } from '../lib/palette';
import { makeBoard, type BoardCard } from './board';
import { isShown, makeCard, type Card } from './card';
import { el } from './dom';
import { makeDoor } from './door';
import { cssOf } from './look';
import { leave, take, type Session } from './session';
import { langOf, Words } from './words';

/** Where this script came from: the room's server, unless said otherwise. */
const OWN_SERVER = new URL(import.meta.url).origin;

let sheet: CSSStyleSheet | null = null;

/** Rules that no policy of the page's forbids; where a browser is too old for that, a style with the page's nonce. Returns how to
 * set those of the room's theme. */
function dress(root: ShadowRoot, nonce: string | null): (css: string) => void {
  try {
    const look = new CSSStyleSheet();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [sheet, look];
    return (rules) => look.replaceSync(rules);
  } catch {
    const [own, look] = [css, ''].map((rules) => el('style', nonce === null ? {} : { nonce }, rules));
    root.append(own!, look!);
    return (rules) => { look!.textContent = rules; };
  }
}

/** As the server makes them. */
const CODE = /^[2-9A-HJKMNP-Z]{6}$/;

type Trouble = 'origin' | 'policy' | null;

/** <clameur-room room="K7Q42M">: what a room asks now, on somebody else's page. */
export class ClameurRoom extends HTMLElement {
  static readonly observedAttributes = ['room', 'server', 'question', 'board', 'lang'];
  private readonly _root: ShadowRoot;
  private readonly _stage = el('div', { class: 'room' });
  private _session: Session | null = null;
  private _taken: [string, string] = ['', ''];
  private _stop: () => void = () => {};
  private _card: Card | null = null;
  private _board: BoardCard | null = null;
  private readonly _dye: (css: string) => void;
  private _theme = '';
  private _isHere = false;
  private _shown = '';
  private _editing = '';
  private _told = new Set<string>();
  private _trouble: Trouble = null;
  private _words = new Words('en');

  constructor() {
    super();
    // Open: hiding it would protect nothing from a page that runs before us, and keep its own tests and readers out.
    this._root = this.attachShadow({ mode: 'open' });
    this._dye = dress(this._root, this.getAttribute('nonce'));
    this._root.appendChild(this._stage);
  }

  connectedCallback(): void {
    this._isHere = true;
    this._begin();
  }
  disconnectedCallback(): void {
    // Moved within the page it comes back at once.
    void Promise.resolve().then(() => { if (!this.isConnected) this._end(); });
  }
  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    // What it begins with comes before it is here.
    if (!this._isHere || !this.isConnected || before === now) return;
    this._end();
    this._begin();
  }

  private _begin(): void {
    if (this._session) return;
    const server = (this.getAttribute('server') ?? OWN_SERVER).replace(/\/+$/, '');
    const room = (this.getAttribute('room') ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
    this._words = new Words(langOf(this));
    this._taken = [server, room];
    if (!CODE.test(room)) return this._say('gone', false);
    this._session = take(server, room);
    const { client, voter } = this._session;
    const stopHearing = client.listen(({ ev }) => { if (ev === 'link.down') void this._ask(client.model); });
    document.addEventListener('securitypolicyviolation', this._forbidden);
    const stopPainting = effect(() => this._paint(client.model, voter.outbox.entries.value));
    this._stop = () => {
      stopHearing();
      stopPainting();
      document.removeEventListener('securitypolicyviolation', this._forbidden);
    };
  }

  private _end(): void {
    this._clear('');
    this._theme = '';
    if (!this._session) return;
    this._stop();
    this._session = null;
    leave(...this._taken);
  }

  /** A socket that is refused says nothing of why: whoever was never let in asks. */
  private async _ask(model: Model): Promise<void> {
    if (model.link.peek().phase !== 'connecting' || this._trouble === 'policy') return;
    const [server] = this._taken;
    try {
      const { ok } = await (await fetch(`${server}/embed/origin`, { credentials: 'omit' })).json() as { ok: { listed: boolean } };
      this._fail(ok.listed ? null : 'origin', model);
    } catch { /* No network, or no server. */ }
  }

  private readonly _forbidden = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): void => {
    const host = this._taken[0].replace(/^http/, '');
    if (this._session && effectiveDirective === 'connect-src' && blockedURI.replace(/^(http|ws)/, '').startsWith(host)) this._fail('policy', this._session.client.model);
  };

  private _fail(trouble: Trouble, model: Model): void {
    if (trouble === this._trouble || !this._session) return;
    this._trouble = trouble;
    if (trouble) this._tell('refused', { reason: trouble });
    this._paint(model, this._session.voter.outbox.entries.peek());
  }

  /** Tells the page around it; never what somebody answered. */
  private _tell(what: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(`clameur-${what}`, { bubbles: true, composed: true, detail: { room: this._taken[1], ...detail } }));
  }

  private _once(key: string, what: string, detail: Record<string, unknown>): void {
    if (this._told.has(key)) return;
    this._told.add(key);
    this._tell(what, detail);
  }

  private _paint(model: Model, entries: Readonly<Record<string, Entry>>): void {
    const room = model.room.value;
    const door = model.door.value;
    const isAway = model.link.value.phase === 'away';
    const { byId: { value: byId }, current: { value: current }, tallies } = model;
    const wanted = byId[this.getAttribute('question') ?? ''];
    const question = wanted ?? current;
    void tallies.value;
    if (model.link.value.phase === 'live') this._trouble = null;
    this._stage.classList.toggle('away', isAway);
    if (door === 'passcode') return this._door();
    if (door !== 'open') return this._say(door === 'invitation' ? 'door' : 'gone', true);
    if (this._trouble) return this._say(`trouble.${this._trouble}`, true);
    if (!room) return this._say('connecting', false);
    if (model.link.value.phase === 'live') this._once('ready', 'ready', { title: room.settings.title });
    this._follow(model, JSON.stringify(room.settings.theme ?? null));
    const board = model.boardById.value[this.getAttribute('board') ?? ''] ?? (wanted ? null : model.board.value);
    // Who somebody is is asked before the rest, once, and they may rather not say.
    const who = model.questions.value.find(({ id, state, round, def: { kind } }) => kind === 'segment' && state === 'open' && entries[id]?.round !== round);
    if (who?.def.kind === 'segment') return this._question({ ...who, def: { ...who.def, kind: 'single', options: [...who.def.options, this._words.say('rather')] } }, null, model, isAway);
    if (board) return this._ideas(board, model, isAway);
    if (!question) return this._say('waiting', false);
    if (!isShown(question.def)) return this._say('elsewhere', true, question.def.title);
    this._question(question, entries[question.id] ?? null, model, isAway);
  }

  /** The room's colours, as they are from now on. */
  private _follow({ link }: Model, theme: string): void {
    if (link.value.phase !== 'live' || theme === this._theme) return;
    this._theme = theme;
    this._session!.client.send<ThemeTokens & Record<string, unknown>>('theme.look', {})
      .then((tokens) => { if (theme === this._theme) this._dye(cssOf(tokens)); }, () => { this._theme = ''; });
  }

  private _door(): void {
    if (this._shown === 'passcode') return;
    this._clear('passcode');
    this._stage.append(makeDoor(this._words, (passcode) => this._session!.enter(passcode)));
  }

  private _ideas(board: Board, model: Model, isAway: boolean): void {
    const { support, shows } = mayDo(board, Date.now() + model.clockOffset.value);
    const wishes = this._session!.wishes(board.id);
    const ideas = wishes.shown.value;
    if (!shows) return this._say('waiting', true);
    if (!ideas) return this._say('connecting', false);
    const shown = `${board.id}/${board.version}`;
    if (shown !== this._shown || !this._board) {
      this._clear(shown);
      this._board = makeBoard({ words: this._words, board, wishes, pictures: this._pictures() });
      this._board.root.append(this._link(`/b/${this._taken[1]}/${board.id}`));
      this._stage.append(this._board.root);
    }
    this._board.update(ideas, support, isAway);
    Object.values(wishes.supporter.supports.byIdea.value).forEach(({ idea, on, old, state }) => {
      if (on && !old && state === 'counted') this._once(`supported ${board.id}/${idea}`, 'supported', { board: board.id });
    });
  }

  private _pictures(): string { return `${this._taken[0]}/image/${this._taken[1]}`; }

  private _clear(shown: string): void {
    this._card = this._board = null;
    this._shown = shown;
    this._stage.textContent = '';
  }

  private _question(question: Question, held: Entry | null, model: Model, isAway: boolean): void {
    const { id, round, state, version } = question;
    const entry = held && (held.round === round || held.code === 'round_over') ? held : null;
    const ballot: Ballot | null = entry && entry.round === round ? (entry.state === 'refused' ? entry.counted?.ballot ?? null : entry.ballot) : null;
    const key = `${id}/${round}`;
    const asking = state === 'open' && (ballot === null || this._editing === key);
    const shown = `${key}/${version}/${asking}/${JSON.stringify(ballot)}`;
    if (shown !== this._shown || !this._card) {
      const hadFocus = this._root.activeElement !== null;
      this._clear(shown);
      this._card = makeCard({
        words: this._words, question, def: question.def as never, ballot, asking, pictures: this._pictures(),
        cast: (given) => { this._editing = ''; this._session?.voter.cast(question, given); },
        change: () => { this._editing = key; this._shown = ''; this._repaint(); },
      });
      this._card.root.append(this._link());
      this._stage.append(this._card.root);
      if (hadFocus) this._card.root.querySelector<HTMLElement>(asking ? 'input' : 'h2')?.focus();
    }
    this._card.update(entry, model.tallyOf(question), isAway);
    if (entry?.state === 'counted' && entry.round === round && !entry.old) this._once(`voted ${key}`, 'voted', { question: id, round });
    if (state === 'closed' || state === 'revealed') this._once(`closed ${key} ${version}`, 'closed', { question: id, round });
  }

  private _repaint(): void {
    if (this._session) this._paint(this._session.client.model, this._session.voter.outbox.entries.peek());
  }

  /** Words in place of a question, and where there is more the way there. */
  private _say(key: string, hasLink: boolean, title = ''): void {
    const shown = `${key} ${title}`;
    if (shown === this._shown) return;
    this._clear(shown);
    this._stage.append(el('section', { class: 'card' }, title ? el('h2', {}, this._words.tidy(title)) : null,
      el('p', { role: 'status' }, this._words.say(key)), hasLink ? this._link() : null));
  }

  private _link(path = `/j/${encodeURIComponent(this._taken[1])}`): HTMLElement {
    return el('p', { class: 'more' }, el('a', { href: this._taken[0] + path, target: '_blank', rel: 'noopener' }, this._words.say('open_room')));
  }
}
