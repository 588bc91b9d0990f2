/* SPDX-License-Identifier: Apache-2.0 */
import first, { lang } from 'clameur:locale';

import { tidySpaces } from './french.mjs';
import type common from '../locales/en.json';
import type board from '../locales/board.en.json';
import type boardMore from '../locales/board.more.en.json';
import type dash from '../locales/dash.en.json';
import type door from '../locales/door.en.json';
import type fleet from '../locales/fleet.en.json';
import type host from '../locales/host.en.json';
import type hostMore from '../locales/host.more.en.json';
import type join from '../locales/join.en.json';
import type joinMore from '../locales/join.more.en.json';
import type kiosk from '../locales/kiosk.en.json';
import type kioskMore from '../locales/kiosk.more.en.json';
import type log from '../locales/log.en.json';
import type me from '../locales/me.en.json';
import type merge from '../locales/merge.en.json';
import type merging from '../locales/merging.en.json';
import type notice from '../locales/notice.en.json';
import type pictures from '../locales/pictures.en.json';
import type poster from '../locales/poster.en.json';
import type split from '../locales/split.en.json';
import type react from '../locales/react.en.json';
import type stage from '../locales/stage.en.json';
import type stageMore from '../locales/stage.more.en.json';

type Strings = typeof common & typeof board & typeof dash & typeof door & typeof fleet & typeof host & typeof hostMore & typeof join & typeof joinMore & typeof kiosk & typeof kioskMore & typeof log & typeof me & typeof merge & typeof merging & typeof boardMore & typeof notice & typeof pictures & typeof poster & typeof split & typeof react & typeof stage & typeof stageMore;
type Whole<K> = K extends `${infer Stem}_one` ? Stem : K extends `${string}_other` ? never : K;
/** Every string of every page; a plural is named without its `_one` or `_other`. */
export type Key = Whole<keyof Strings & string>;

export type Values = Readonly<Record<string, string | number>>;

/* Those of the page, and of what came later. */
let strings = first;
export const addStrings = (more: typeof first): void => { strings = { ...strings, ...more }; };

export { lang };
export const tidy = tidySpaces;

/** The other language, for the button that leads there. */
export const otherLang = lang === 'fr' ? 'en' : 'fr';

let locale = lang === 'qps' ? 'en' : lang;

/** French counts 0 and 1 as singular. Two languages need no Intl.PluralRules, which iOS 12 lacks. */
const plural = (n: number) => ((locale === 'fr' ? n < 2 : n === 1) ? 'one' : 'other');

let whole = new Intl.NumberFormat(locale);
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(locale, { style: 'percent' });

export interface Tongue { lang: string; strings: typeof first }
let own: typeof first | undefined;
/** Speaks another language from now on, or the page's own again: texts and whole numbers, which is all that pages with a choice have. */
export function speak(tongue: Tongue | null): void {
  own ??= strings;
  strings = tongue ? tongue.strings : own;
  locale = tongue ? tongue.lang : lang === 'qps' ? 'en' : lang;
  whole = new Intl.NumberFormat(locale);
}
export const spoken = (): string => locale;

/** 1,119 or 1 119. Nought has no sign. */
export const number = (n: number): string => whole.format(n + 0).replace(/\u00a0/g, '\u202f');
/** 4.2 or 4,2. */
export const tenth = (n: number): string => tenths.format(n).replace(/^[-−](0\D0)$/, '$1');
/** Takes whole percent: 32% or 32 %. */
export const percent = (n: number): string => tidySpaces(percents.format(n / 100));

/** The string of a key; {n} and the like are filled in, `n` also chooses the plural. */
export function t(key: Key, values: Values = {}): string {
  const form = typeof values.n === 'number' ? strings[`${key}_${plural(values.n)}`] : undefined;
  const text = form ?? strings[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? number(value) : value;
  });
}
