/* SPDX-License-Identifier: Apache-2.0 */
import strings from 'clameur:embed';

import { tidySpaces } from '../lib/french.mjs';

export type Lang = 'en' | 'fr';

const isLang = (tag: string | undefined | null): Lang | null => (/^fr\b/i.test(tag ?? '') ? 'fr' : /^en\b/i.test(tag ?? '') ? 'en' : null);

/** What the element says, what the page around it says, what the browser would like. */
export function langOf(element: Element): Lang {
  const around = element.closest('[lang]')?.getAttribute('lang');
  return isLang(element.getAttribute('lang')) ?? isLang(around) ?? isLang(navigator.language) ?? 'en';
}

export class Words {
  private readonly _whole: Intl.NumberFormat;
  private readonly _percent: Intl.NumberFormat;

  constructor(readonly lang: Lang) {
    this._whole = new Intl.NumberFormat(lang);
    this._percent = new Intl.NumberFormat(lang, { style: 'percent' });
  }

  say(key: string, n?: number): string {
    const plural = n === undefined ? '' : (this.lang === 'fr' ? n < 2 : n === 1) ? '_one' : '_other';
    const text = strings[this.lang][`${key}${plural}`] ?? strings[this.lang][key] ?? key;
    return n === undefined ? text : text.replace('{n}', this.number(n));
  }

  number(n: number): string { return this._whole.format(n).replace(/\u00a0/g, '\u202f'); }

  percent(n: number): string { return tidySpaces(this._percent.format(n / 100)); }

  /** What people wrote, in French with its spaces. */
  tidy(text: string): string { return this.lang === 'fr' ? tidySpaces(text) : text; }
}
