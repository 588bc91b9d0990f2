/* SPDX-License-Identifier: Apache-2.0 */
import { backoff } from './backoff';
import type { Client, Heard } from './client';
import { Outbox, type Entry } from './outbox';
import type { Ballot, CastOk, Question, Refusal } from './protocol';

/** Sends the ballots of an outbox over a client, and again until each is counted or refused. */
export class Voter {
  readonly outbox: Outbox;
  private _tries = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _client: Client, code: string) {
    this.outbox = new Outbox(code);
    this.outbox.epoch = _client.model.epoch;
    _client.listen((heard) => this._heard(heard));
  }

  cast(question: Question, ballot: Ballot): void {
    this.outbox.put(question.id, question.round, ballot);
    this._sendAll();
  }

  private _heard(heard: Heard): void {
    switch (heard.ev) {
      case 'you':
        this.outbox.heard(heard.ballots, this._client.model.epoch);
        this._tries = 0;
        return this._sendAll();
      case 'link.down':
        clearTimeout(this._timer);
        return this.outbox.lost();
      case 'store':
        if (heard.up && !heard.full) this._later(backoff(0));
        return;
      case 'snapshot':
        return heard.questions.forEach(({ id, round }) => this.outbox.newRound(id, round));
      default:
        if ('question' in heard && typeof heard.question === 'object') {
          this.outbox.newRound(heard.question.id, heard.question.round);
        }
    }
  }

  private _sendAll(): void {
    if (this._client.model.link.value.phase !== 'live') return;
    this.outbox.waiting().forEach((entry) => { void this._send(entry); });
  }

  private async _send(entry: Entry): Promise<void> {
    const { question, round, n, ballot } = entry;
    this.outbox.sending(entry);
    try {
      const ok = await this._client.send<CastOk & Record<string, unknown>>(
        'cast', { question, round, n, ballot });
      this._tries = 0;
      this.outbox.counted(entry, ok.n);
    } catch (refusal) {
      this._refused(entry, refusal as Refusal);
    }
  }

  private _refused(entry: Entry, refusal: Refusal): void {
    this.outbox.refused(entry, refusal);
    if (this.outbox.of(entry.question)?.state !== 'kept') return;
    // A fresh tap goes over a stale answer at once; everything else waits its turn.
    this._later(refusal.code === 'stale' ? 0 : refusal.again_ms ?? backoff(this._tries++));
  }

  private _later(ms: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._sendAll(), ms);
  }
}
