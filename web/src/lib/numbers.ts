/* SPDX-License-Identifier: Apache-2.0 */
/* What the answers to a question for a number come to: its bins, its mean, and how both are written. */
import { lang } from 'clameur:locale';

import { number, tidy } from './i18n';
import type { NumberDefinition } from './protocol';

/** As the server counts them (docs/PROTOCOL.md, Tally). */
const BINS_MOST = 20;
/** English writes them before the number. */
const MONEY = '€$£¥';

export interface Bin { from: number; to: number }

/** Of equal width, from the lowest. */
export function binsOf({ from, to }: NumberDefinition): Bin[] {
  const values = to - from + 1;
  const wide = Math.ceil(values / BINS_MOST);
  return Array.from({ length: Math.ceil(values / wide) }, (_, at) => (
    { from: from + at * wide, to: Math.min(to, from + (at + 1) * wide - 1) }));
}

/** Exact, since behind the bins stands the sum of all that is above `from`; null before the first vote. */
export function numberMean({ from }: NumberDefinition, counts: readonly number[]): number | null {
  const voters = counts.slice(0, -1).reduce((total, count) => total + count, 0);
  return voters > 0 ? from + counts[counts.length - 1]! / voters : null;
}

/** 12 kg, €12 or 12 €, 12% or 12 %: the number in the page's language, with the unit where that language has it. */
export function withUnit(text: string, unit = ''): string {
  if (!unit) return text;
  if (lang === 'fr') return `${text}\u202f${unit}`;
  if (MONEY.includes(unit)) return text.startsWith('-') ? `-${unit}${text.slice(1)}` : unit + text;
  return unit === '%' ? text + unit : `${text}\u00a0${tidy(unit)}`;
}

/** 40–44, and where a minus would stand beside the dash -44 … -40. */
export function binName({ from, to }: Bin): string {
  if (from === to) return number(from);
  return `${number(from)}${from < 0 ? ' … ' : '–'}${number(to)}`;
}
