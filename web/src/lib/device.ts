/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk is, as docs/PROTOCOL.md has it: nothing here runs. */

/** What it shows; null: what the room looks at. */
export type Show = { question: string } | { products: string } | { ideas: string };

export interface DeviceSettings {
  show?: Show | null;
  /** What it says while nobody is there. */
  attract?: string;
  /** Seconds without a touch until it asks whether one is still there, and from there until it forgets them. */
  idle?: number;
  warn?: number;
  /** Seconds between two people, or two scans of one badge. */
  cooldown?: number;
  badge?: 'off' | 'may' | 'must';
  /** When it loads itself anew, "04:00"; "" never. */
  reload?: string;
  /** Of staff's PIN, by the badge key; null: there is none. */
  pin_hash?: string | null;
}

export interface Device {
  id: string;
  name: string;
  place: string;
  set: DeviceSettings;
  /** base64url; the same on all kiosks of the space. */
  badge_key: string;
}
