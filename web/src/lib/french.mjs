/* SPDX-License-Identifier: Apache-2.0 */

/**
 * Puts the narrow no-break space of French typography where a plain one was typed, so that a
 * question mark never begins a line. Languages that set no space there are left alone.
 * @param {string} text
 * @returns {string}
 */
export function tidySpaces(text) {
  return text.replace(/[ \u00a0](?=[?!;:»%])/g, '\u202f').replace(/«[ \u00a0]/g, '«\u202f');
}
