/* SPDX-License-Identifier: Apache-2.0 */
/* The room's theme as rules of the shadow root. Its colours can be read on each other: the server takes no others. What the page
 * around sets counts more. */
import type { ThemeTokens } from '../lib/palette';

/** Tokens of the server's, and what they are here: a property of ours, one of the page's. */
const NAMES: Readonly<Record<string, [string, string?]>> = {
  card: ['page', 'background'], text: ['text'], muted: ['muted'], outline: ['outline'], accent: ['accent'], 'on-accent': ['on-accent'],
  'accent-soft': ['bar'], good: ['good'], warn: ['warn'], bad: ['bad'],
};
const TOKEN = /--([a-z-]+):(#[0-9a-f]{6});/g;

function rulesOf(tokens: string, end: string): string {
  return Array.from(tokens.matchAll(TOKEN), ([, name, colour]) => {
    const [own, theirs = own] = NAMES[name!] ?? [];
    return own ? `--${own}:var(--clameur-${theirs}${end},${colour});` : '';
  }).join('');
}

export function cssOf({ light = '', dark = light }: ThemeTokens): string {
  const [day, night] = [rulesOf(light, ''), rulesOf(dark, '-dark')];
  return `:host{${day}}:host([theme="dark"]){${night}}@media (prefers-color-scheme:dark){:host(:not([theme="light"])){${night}}}`;
}
