/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Space } from './layout';

/** Letters of the page, in stage units: as stage.css has them, whatever shape the screen has. */
const LETTERS = 3.2;
/** One stage unit in pixels. */
const unit = (): number => parseFloat(getComputedStyle(document.body).fontSize) / LETTERS;

const SAMPLE = 'Où irons-nous ensemble, et pourquoi?';
/** Its width in ems in the font that the layout's widths were taken from, Inter in bold. */
const SAMPLE_EMS = 18.71;
let letters = 0;

/** How wide the letters of this screen's font are, beside those. Other fonts are up to a quarter wider. */
export function lettersWide(): number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!letters && canvas) {
    canvas.font = `700 100px ${getComputedStyle(document.body).fontFamily}`;
    letters = Math.max(1, canvas.measureText(SAMPLE).width / 100 / SAMPLE_EMS);
  }
  return letters || 1;
}

export function useSpace(): [{ current: HTMLDivElement | null }, Space] {
  const box = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState<Space>({ width: 120, height: 55, letters: 1 });
  const measure = () => {
    const element = box.current;
    if (!element) return;
    const u = unit();
    const width = Math.round(element.clientWidth / u);
    const height = Math.round((element.clientHeight / u) * 2) / 2;
    setSpace((held) => (held.width === width && held.height === height ? held : { width, height, letters: lettersWide() }));
  };
  useLayoutEffect(measure);
  useEffect(() => {
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return [box, space];
}

const DRIFT_MS = 60_000;
const DRIFT = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]] as const;

/** Moves what stands still by a hair once a minute, so that no projector or panel keeps its shadow. */
export function useDrift(): void {
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    let step = 0;
    const timer = setInterval(() => {
      const [x, y] = DRIFT[++step % DRIFT.length]!;
      const { style } = document.documentElement;
      style.setProperty('--drift-x', `${x * 0.35}vmin`);
      style.setProperty('--drift-y', `${y * 0.35}vmin`);
    }, DRIFT_MS);
    return () => clearInterval(timer);
  }, []);
}

interface Lock { release(): Promise<void> }
interface WakeNavigator { wakeLock?: { request(type: 'screen'): Promise<Lock> } }

/** Keeps the screen on where the browser allows it: over TLS, while the page is seen. */
export function useWakeLock(): void {
  useEffect(() => {
    const { wakeLock } = navigator as unknown as WakeNavigator;
    if (!wakeLock) return undefined;
    let lock: Lock | null = null;
    const hold = () => {
      if (document.hidden) return;
      wakeLock.request('screen').then((held) => { lock = held; }, () => { lock = null; });
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      document.removeEventListener('visibilitychange', hold);
      lock?.release().catch(() => {});
    };
  }, []);
}
