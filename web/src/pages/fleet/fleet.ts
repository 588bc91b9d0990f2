/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from '../../lib/client';
import type { Refusal } from '../../lib/protocol';
import { signal } from '../../lib/signals';

export type Show = { question: string } | { products: string } | { ideas: string } | null;
export type Badge = 'off' | 'may' | 'must';

export interface Settings {
  show: Show;
  attract: string;
  idle: number;
  warn: number;
  cooldown: number;
  badge: Badge;
  reload: string;
  pin: boolean;
}

export interface Device {
  id: string;
  name: string;
  place: string;
  set: Settings;
  made: number;
  /** When it was heard last; 0: never yet. */
  seen: number;
  version: string;
  waiting: number;
  refused: number;
  shows: Show;
  people: number;
  votes: number;
  flagged: number;
  revoked: boolean;
}

/** What is sent of a change: what is left out stays as it is. */
export interface Change { name?: string; place?: string; set?: Partial<Omit<Settings, 'pin'>> & { pin?: string } }
export interface Made { name: string; place: string; url: string }
/** What is open: one card's form or question, or that of a whole place. */
export interface Open { what: 'change' | 'revoke' | 'place' | 'enrol'; of: string }

/** They report every 15 s; who was not heard for three times that is away. */
const AWAY_MS = 45_000;
const LIST_MS = 10_000;

export class Fleet {
  readonly devices = signal<readonly Device[] | null>(null);
  /** When they were as they are here, by the store's clock. */
  readonly at = signal(0);
  readonly open = signal<Open | null>(null);
  readonly made = signal<Made | null>(null);
  readonly said = signal<{ code: string } | 'saved' | 'revoked' | null>(null);
  readonly busy = signal(false);
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly client: Client, readonly code: string, private readonly _base: string) {
    client.listen(({ ev }: { ev: string }) => { if (ev === 'you' || ev === 'device.changed') void this.list(); });
  }

  async list(): Promise<void> {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => { void this.list(); }, LIST_MS);
    try {
      const { devices } = await this.client.send<{ devices: Device[] }>('device.list', {});
      this.devices.value = devices;
      this.at.value = Date.now() + this.client.model.clockOffset.value;
    } catch { /* It is asked again. */ }
  }

  isHeard(device: Device): boolean {
    return device.seen > 0 && this.at.value - device.seen < AWAY_MS;
  }

  /** Those that hold, by place; a place without a name is the last. */
  places(): [string, Device[]][] {
    const byPlace = new Map<string, Device[]>();
    for (const device of this.devices.value ?? []) {
      if (!device.revoked) byPlace.set(device.place, [...byPlace.get(device.place) ?? [], device]);
    }
    return [...byPlace].sort(([a], [b]) => (a === '' ? 1 : 0) - (b === '' ? 1 : 0) || a.localeCompare(b));
  }

  show(open: Open | null): void {
    this.said.value = null;
    this.made.value = null;
    this.open.value = open;
  }

  async change(devices: readonly Device[], change: Change): Promise<void> {
    await this._do(async () => {
      for (const { id } of devices) await this.client.send('device.set', { device: id, ...change });
      this.open.value = null;
      this.said.value = 'saved';
    });
  }

  async revoke({ id }: Device): Promise<void> {
    await this._do(async () => {
      await this.client.send('device.revoke', { device: id });
      this.open.value = null;
      this.said.value = 'revoked';
    });
  }

  async enrol(name: string, place: string): Promise<void> {
    await this._do(async () => {
      const { secret } = await this.client.send<{ secret: string }>('link.create', { role: 'kiosk', label: name, place });
      this.made.value = { name, place, url: `${this._base}/kiosk/${this.code}#${secret}` };
    });
  }

  private async _do(deed: () => Promise<void>): Promise<void> {
    if (this.busy.value) return;
    this.busy.value = true;
    this.said.value = null;
    try { await deed(); } catch (refusal) { this.said.value = { code: (refusal as Refusal).code }; }
    this.busy.value = false;
    void this.list();
  }
}
