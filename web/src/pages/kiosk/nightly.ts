/* SPDX-License-Identifier: Apache-2.0 */
/* Once a night the page loads itself anew: a new version, and whatever months of running left behind. */
import type { Kiosk } from './kiosk';
import { nextReload } from './night';

const LOOK_MS = 30_000;
/** Not all kiosks of a shop at once. */
const SPREAD_MS = 20 * 60_000;
const LATE_MS = 2 * 3_600_000;

export function reloadNightly(kiosk: Kiosk, reload: () => void): void {
  const spread = Math.random() * SPREAD_MS;
  let time: string | undefined;
  let due: number | null = null;
  setInterval(() => {
    const now = new Date();
    const wanted = kiosk.device.value?.set.reload;
    if (wanted !== time || (due !== null && now.getTime() > due + LATE_MS)) {
      time = wanted;
      due = nextReload(time, now, spread);
    }
    if (due === null || now.getTime() < due || !kiosk.rests) return;
    // It must come up again, and as something newer.
    if (kiosk.client.model.link.value.phase === 'live') reload();
  }, LOOK_MS);
}

/** The screen stays on. */
export function stayAwake(): void {
  const ask = () => {
    const lock = (navigator as { wakeLock?: { request(what: 'screen'): Promise<unknown> } }).wakeLock;
    if (!document.hidden) lock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
