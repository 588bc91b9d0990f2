/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

/** Repaints on the second while `on`, and says the time by the store's clock. */
export function useNow(offset: number, on: boolean): number {
  const [, repaint] = useState(0);
  const now = Date.now() + offset;
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => repaint((times) => times + 1), 1000 - (now % 1000));
    return () => clearTimeout(timer);
  });
  return now;
}

/** True once `since` lies more than `ms` back, for as long as `on`. */
export function useLater(since: number, ms: number, on: boolean): boolean {
  const [, repaint] = useState(0);
  const left = since + ms - Date.now();
  useEffect(() => {
    if (!on || left <= 0) return undefined;
    const timer = setTimeout(() => repaint((times) => times + 1), left + 10);
    return () => clearTimeout(timer);
  }, [since, on]);
  return on && left <= 0;
}

/** 0:42, 12:05. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
