/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { typedCode } from '../../src/lib/code';

const ROWS: [why: string, typed: string, text: string, whole: boolean, lookAlike: boolean][] = [
  ['as printed', 'K7Q42M', 'K7Q42M', true, false],
  ['small letters', 'k7q42m', 'K7Q42M', true, false],
  ['spaces and dashes', ' k7q-42 m', 'K7Q42M', true, false],
  ['not all of it', 'K7Q4', 'K7Q4', false, false],
  ['more than all of it', 'K7Q42MX', 'K7Q42M', true, false],
  ['a pasted link', 'http://192.168.1.20:8080/j/k7q42m?x=1', 'K7Q42M', true, false],
  ['the letter O is in no code', 'K7Q42O', 'K7Q42O', false, true],
  ['the digit 1 is in no code', '1', '1', false, true],
  ['nothing', '', '', false, false],
];

for (const [why, typed, text, whole, lookAlike] of ROWS) {
  test(`a typed code: ${why}`, () => assert.deepEqual(typedCode(typed), { text, whole, lookAlike }));
}
