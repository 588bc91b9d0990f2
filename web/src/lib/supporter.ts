/* SPDX-License-Identifier: Apache-2.0 */
import { backoff } from './backoff';
import type { Client, Heard } from './client';
import type { Refusal, SupportOk } from './protocol';
import { Supports, type Given, type Support } from './supports';

/** Sends the supports of a board over a client, and again until each is counted or refused. */
export class Supporter {
  readonly supports: Supports;
  private _tries = 0;
  private readonly _stop: () => void;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _client: Client, room: string, private readonly _board: string) {
    this.supports = new Supports(`${room}/${_board}`);
    this._stop = _client.listen((heard) => this._heard(heard));
  }

  close(): void {
    this._stop();
    clearTimeout(this._timer);
  }

  give(idea: Given, on: boolean): void {
    this.supports.epoch = this._client.model.epoch;
    this.supports.put(idea, on);
    this._sendAll();
  }

  /** What the server holds, as it came with an idea. */
  heard(idea: Given): void {
    this.supports.epoch = this._client.model.epoch;
    this.supports.heard(idea);
    if (this.supports.of(idea.id)?.state === 'kept') this._later(0);
  }

  private _heard(heard: Heard): void {
    if (heard.ev === 'you') {
      this._tries = 0;
      this._sendAll();
    } else if (heard.ev === 'link.down') {
      clearTimeout(this._timer);
      this.supports.lost();
    } else if (heard.ev === 'store' && heard.up && !heard.full) {
      this._later(backoff(0));
    }
  }

  private _sendAll(): void {
    if (this._client.model.link.value.phase !== 'live') return;
    this.supports.waiting().forEach((one) => { void this._send(one); });
  }

  protected command({ idea, n, on }: Support): [string, object] {
    return ['idea.support', { board: this._board, idea, n, on }];
  }

  private async _send(one: Support): Promise<void> {
    this.supports.sending(one);
    try {
      const ok = await this._client.send<SupportOk & Record<string, unknown>>(...this.command(one));
      this._tries = 0;
      this.supports.counted(one, ok.rev);
    } catch (refusal) {
      this._refused(one, refusal as Refusal);
    }
  }

  private _refused(one: Support, refusal: Refusal): void {
    this.supports.refused(one, refusal);
    if (this.supports.of(one.idea)?.state !== 'kept') return;
    this._later(refusal.code === 'stale' ? 0 : refusal.again_ms ?? backoff(this._tries++));
  }

  private _later(ms: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._sendAll(), ms);
  }
}
