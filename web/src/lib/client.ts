/* SPDX-License-Identifier: Apache-2.0 */
import { AWAY } from './api';
import { backoff } from './backoff';
import { Model, type Door } from './model';
import type { Answer, HelloOk, PageState, Refusal, ServerEvent, View } from './protocol';

/** No answer for this long: the connection is dead even if nobody said so. */
const ANSWER_MS = 8_000;
/** A connection begun this lately is not begun again because the page woke. */
const DIAL_MS = 2_000;
/** Hidden for longer than this, a socket is not trusted any more. */
const SLEEP_MS = 20_000;
/** Hidden pages get no animation frames. */
const FRAME_AT_MOST_MS = 250;

/** What stops a client for good, and what the page then shows. */
const DOORS: Readonly<Record<string, Door>> = {
  not_found: 'not_found', passcode: 'passcode', invitation: 'invitation', forbidden: 'forbidden',
};

/** As much of a WebSocket as is used: a browser's own, Node's since 22, or that of the package `ws`. */
export interface Socket {
  readonly readyState: number;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(): void;
}
export type SocketClass = new (address: string, protocol: string) => Socket;

export interface ClientOptions {
  /** The room's code. */
  room: string;
  view: View;
  /** What the server put into the page: the room as it was then. */
  state?: PageState;
  /** Paints no more often than this: numbers that change faster are not read, only paid for. */
  paceMs?: number;
  /** Where the server is, as `https://vote.example.org`; without it, where the page came from, whose cookie says who this is. */
  server?: string;
  /** With `server`: who this is. */
  guest?: Guest;
  /** Where the runtime has none of its own. */
  WebSocket?: SocketClass;
  /** By which way people come, if not by a page of the server's. */
  via?: 'embed' | 'shared' | undefined;
  /** The place that the link which led here names: a hall, a table. */
  at?: string;
}

/** Somebody without a cookie of the server's. */
export interface Guest {
  /** Their token; `ask` gets one from the server. */
  token(ask: () => Promise<{ token: string }>): Promise<string>;
  /** The server does not know it any more. */
  forget(): void;
}

const OPEN = 1;
/** Outside of browsers there is nothing to see, to hide or to wake. */
const hasPage = typeof document === 'object';

export type Heard = ServerEvent | { ev: 'link.down' };
type Listener = (heard: Heard) => void;

interface Asked {
  done: (ok: never) => void;
  fail: (refusal: Refusal) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** One room over one WebSocket that is mended whenever it breaks. */
export class Client {
  readonly model = new Model();
  private readonly _listeners = new Set<Listener>();
  private readonly _asked = new Map<number, Asked>();
  private _socket: Socket | null = null;
  private _queue: ServerEvent[] = [];
  private _frame = 0;
  private _frameTimer: ReturnType<typeof setTimeout> | undefined;
  private _painted = 0;
  private _retry: ReturnType<typeof setTimeout> | undefined;
  private _mid = 0;
  private _tries = 0;
  private _againMs: number | null = null;
  private _hiddenSince = 0;
  private _dialled = 0;
  private _running = false;

  constructor(private readonly _options: ClientOptions) {
    if (_options.state) this.model.load(_options.state);
  }

  connect(): void {
    if (this._running) return;
    this._running = true;
    this._watch('addEventListener');
    this._dial();
  }

  close(): void {
    this._running = false;
    this._watch('removeEventListener');
    this._hangUp();
  }

  private _watch(how: 'addEventListener' | 'removeEventListener'): void {
    if (!hasPage) return;
    window[how]('online', this._wake);
    window[how]('pageshow', this._wake);
    window[how]('pagehide', this._sleep);
    document[how]('visibilitychange', this._look);
  }

  /** Hears every event at once and in order, before the model is painted. Returns how to stop. */
  listen(listener: Listener): () => void {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** Rejects with a Refusal: the server's error, or `away` when no answer came. */
  send<T = Record<string, unknown>>(cmd: string, fields: object): Promise<T> {
    const socket = this._socket;
    if (!socket || socket.readyState !== OPEN) return Promise.reject(AWAY);
    const mid = ++this._mid;
    return new Promise<T>((done, fail) => {
      const timer = setTimeout(() => this._hangUp(), ANSWER_MS);
      this._asked.set(mid, { done, fail, timer });
      socket.send(JSON.stringify({ mid, cmd, ...fields }));
    });
  }

  private _dial(): void {
    clearTimeout(this._retry);
    const { server = location.origin, WebSocket: Made = globalThis.WebSocket } = this._options;
    const socket: Socket = new Made(`${server.replace(/^http/, 'ws')}/ws`, 'clameur.1');
    this._socket = socket;
    this._dialled = Date.now();
    this._retry = setTimeout(() => this._hangUp(), ANSWER_MS);
    socket.onopen = () => { this._hello(); };
    socket.onmessage = (message) => this._read(String(message.data));
    socket.onclose = () => this._hangUp();
    // What went wrong is said by the close; `ws` would throw it.
    socket.onerror = () => {};
  }

  private async _hello(): Promise<void> {
    const { room, view, guest, via, at } = this._options;
    const { epoch, seq } = this.model;
    const known = epoch ? { epoch, after: seq } : {};
    clearTimeout(this._retry);
    try {
      const token = await guest?.token(() => this.send('device.create', {}));
      await this.send('hello', { room, view, ...known, token, via, at });
    } catch (refusal) {
      this._turnedAway(refusal as Refusal);
    }
  }

  private _welcome(ok: HelloOk): void {
    this._tries = 0;
    this._flush();
    this.model.hello(ok);
    this.model.door.value = 'open';
    this._phase('live');
  }

  private _turnedAway(refusal: Refusal): void {
    const { guest } = this._options;
    const door = DOORS[refusal.code];
    if (door) {
      const known = this.model.room.value !== null && door === 'not_found';
      this.model.door.value = known ? 'gone' : door;
      this.close();
      return;
    }
    if (refusal.code === 'bad_token') {
      if (guest) guest.forget();
      else void fetch('/', { credentials: 'same-origin' }).catch(() => {});
    }
    if (refusal.again_ms) this._againMs = refusal.again_ms;
    this._hangUp();
  }

  private _read(text: string): void {
    const message = JSON.parse(text) as ServerEvent | Answer;
    if ('re' in message) this._answer(message);
    else this._hear(message);
  }

  private _answer({ re, ok, err }: Answer): void {
    const asked = re === null ? undefined : this._asked.get(re);
    if (!asked) return;
    this._asked.delete(re as number);
    clearTimeout(asked.timer);
    if (err) { asked.fail(err); return; }
    // Only hello answers with `resumed`; what follows it in the same packet must find it done.
    if (ok && 'resumed' in ok) this._welcome(ok as unknown as HelloOk);
    asked.done(ok as never);
  }

  private _hear(event: ServerEvent): void {
    if (event.ev === 'bye') this._againMs = event.again_ms;
    this._queue.push(event);
    this._tell(event);
    if (this._queue.length > 1) return;
    const rest = this._painted + (this._options.paceMs ?? 0) - Date.now();
    if (rest > 0) this._frameTimer = setTimeout(this._nextFrame, rest);
    else this._nextFrame();
  }

  private readonly _nextFrame = (): void => {
    if (hasPage) this._frame = requestAnimationFrame(this._flush);
    this._frameTimer = setTimeout(this._flush, hasPage ? FRAME_AT_MOST_MS : 0);
  };

  private _tell(heard: Heard): void {
    this._listeners.forEach((listener) => listener(heard));
  }

  private readonly _flush = (): void => {
    if (hasPage) cancelAnimationFrame(this._frame);
    clearTimeout(this._frameTimer);
    this._painted = Date.now();
    const events = this._queue;
    this._queue = [];
    this.model.apply(events);
  };

  /** Ends this connection, says `away` to whoever waits on it, and plans the next. */
  private _hangUp(): void {
    const socket = this._socket;
    this._socket = null;
    clearTimeout(this._retry);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      this._flush();
      this._phase('away');
      this._asked.forEach(({ fail, timer }) => { clearTimeout(timer); fail(AWAY); });
      this._asked.clear();
      this._tell({ ev: 'link.down' });
    }
    if (!this._running) return;
    const wait = this._againMs ?? backoff(this._tries++);
    this._againMs = null;
    this._retry = setTimeout(() => this._dial(), wait);
  }

  private _phase(phase: 'live' | 'away'): void {
    const before = this.model.link.value.phase;
    // Who was never live is still connecting.
    if (before === phase || (before === 'connecting' && phase === 'away')) return;
    this.model.link.value = { phase, since: Date.now() };
  }

  private readonly _wake = (): void => {
    const underWay = this._socket !== null && Date.now() - this._dialled < DIAL_MS;
    if (underWay || this.model.link.value.phase === 'live') return;
    this._tries = 0;
    this._hangUp();
  };

  private readonly _sleep = (): void => {
    if (this._socket) this._hangUp();
  };

  private readonly _look = (): void => {
    if (document.hidden) { this._hiddenSince = Date.now(); return; }
    this._flush();
    if (Date.now() - this._hiddenSince > SLEEP_MS) this._sleep();
    this._wake();
  };
}
