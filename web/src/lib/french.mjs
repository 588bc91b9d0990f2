/* SPDX-License-Identifier: Apache-2.0 */

/** The months as French shortens them, for what Intl writes before them. */
const FIRST = /(^|[\s\u00a0\u202f])1(?=[\s\u00a0\u202f](janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))/;

/**
 * The first of a month is "1er mai"; Intl writes "1 mai".
 * @param {string} text
 * @returns {string}
 */
export function firstOfMonth(text) {
  return text.replace(FIRST, '$11er');
}

/**
 * Puts the narrow no-break space of French typography where a plain one was typed, so that a
 * question mark never begins a line. Languages that set no space there are left alone.
 * @param {string} text
 * @returns {string}
 */
export function tidySpaces(text) {
  return text.replace(/[ \u00a0](?=[?!;:»%])/g, '\u202f').replace(/«[ \u00a0]/g, '«\u202f');
}
