/* SPDX-License-Identifier: Apache-2.0 */
import { firstOfMonth } from './french.mjs';
import { lang } from './i18n';

type Shape = Intl.DateTimeFormatOptions & { dateStyle?: 'medium'; timeStyle?: 'short' };

/** A date in the words of the page's language. */
export function dateWords(at: number, shape: Shape, french = lang === 'fr'): string {
  const text = new Date(at).toLocaleString(french ? 'fr' : 'en', shape as Intl.DateTimeFormatOptions);
  return french ? firstOfMonth(text) : text;
}
