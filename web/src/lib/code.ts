/* SPDX-License-Identifier: Apache-2.0 */

export const CODE_LENGTH = 6;
const NOT_IN_CODES = /[01ILO]/;

export interface TypedCode {
  /** What to show in the field: capitals, at most six. */
  text: string;
  /** Ready to be tried. */
  whole: boolean;
  /** Holds a character that no code has. */
  lookAlike: boolean;
}

/** Reads a code however it was typed: small letters, spaces, dashes, even a pasted link. */
export function typedCode(input: string): TypedCode {
  const pasted = /\/j\/([^/?#\s]+)/.exec(input);
  const text = (pasted?.[1] ?? input).toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, CODE_LENGTH);
  const lookAlike = NOT_IN_CODES.test(text);
  return { text, lookAlike, whole: text.length === CODE_LENGTH && !lookAlike };
}
