/* SPDX-License-Identifier: Apache-2.0 */
/* What this screen alone decides: dark or light, blank, which page of options. The host's wishes are in the room. */
import { useEffect, useLayoutEffect } from 'preact/hooks';

import { otherLang } from '../../lib/i18n';
import { signal } from '../../lib/signals';

const THEME_KEY = 'clameur.stage.theme';
/** Long enough to read six options from the back row. */
export const TURN_MS = 9_000;

function storedTheme(): 'dark' | 'light' {
  try {
    return localStorage.getItem(THEME_KEY) === 'light' ? 'light' : 'dark';
  } catch {
    return 'dark';
  }
}

export const theme = signal(storedTheme());
export const blank = signal(false);
export const keysShown = signal(false);
/** Counts up for ever; a page of options is this modulo their number. */
export const turn = signal(0);
export const paused = signal(false);

function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(THEME_KEY, theme.value);
  } catch {
    /* Private browsing: the choice lasts as long as the page. */
  }
}

function fullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

export function switchLanguage(): void {
  const search = new URLSearchParams(location.search);
  search.set('lang', otherLang);
  location.assign(`${location.pathname}?${search}`);
}

/** Letters and arrows only: no key here moves between keyboard layouts. */
export const KEYS = {
  f: { run: fullScreen, name: 'stage.key.full' },
  b: { run: () => { blank.value = !blank.value; }, name: 'stage.key.blank' },
  t: { run: switchTheme, name: 'stage.key.theme' },
  l: { run: switchLanguage, name: 'stage.key.lang' },
  p: { run: () => { paused.value = !paused.value; }, name: 'stage.key.pause' },
} as const;
export type StageKey = keyof typeof KEYS;

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key in KEYS) KEYS[key as StageKey].run();
  else if (key === 'arrowright' || key === 'arrowleft') turn.value += key === 'arrowright' ? 1 : -1;
  else if (key === '?') keysShown.value = !keysShown.value;
  else if (key === 'escape') keysShown.value = false;
}

export function useKeys(): void {
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Which of so many pages is shown; turns by itself unless paused. */
export function usePage(pages: number): number {
  const turned = turn.value;
  const still = paused.value || pages < 2;
  useEffect(() => {
    if (still) return undefined;
    const timer = setTimeout(() => { turn.value++; }, TURN_MS);
    return () => clearTimeout(timer);
  }, [turned, still]);
  return ((turned % pages) + pages) % pages;
}
