/* SPDX-License-Identifier: Apache-2.0 */

const DAY_MS = 24 * 3_600_000;

/** The next time it is to be done, by this device's clock. */
export function nextReload(time: string | undefined, now: Date, spread: number): number | null {
  const found = /^(\d\d):(\d\d)$/.exec(time ?? '');
  if (!found) return null;
  const at = new Date(now);
  at.setHours(Number(found[1]), Number(found[2]), 0, 0);
  const due = at.getTime() + spread;
  return due > now.getTime() ? due : due + DAY_MS;
}
