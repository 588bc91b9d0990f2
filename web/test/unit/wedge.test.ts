/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { GAP_MS, Wedge, type Stroke } from '../../src/pages/kiosk/wedge';

interface Key { code: string; key: string; repeat?: boolean }
const digit = (n: string): Key => ({ code: `Digit${n}`, key: n });
const ENTER: Key = { code: 'Enter', key: 'Enter' };

/** What is heard of keys that come so many ms after each other. */
function typed(keys: readonly Key[], gap: number | ((at: number) => number), wedge = new Wedge(), from = 1000): (string | null)[] {
  let at = from;
  return keys.map((key, place) => {
    at += typeof gap === 'number' ? gap : gap(place);
    return wedge.press({ ...key, at } as Stroke);
  }).filter((scan) => scan !== null);
}
const scan = (number: string): Key[] => [...[...number].map(digit), ENTER];

test('fast keys and Enter are a badge', () => {
  assert.deepEqual(typed(scan('0042817'), 8), ['0042817']);
  assert.deepEqual(typed(scan('0042817'), GAP_MS), ['0042817']);
});

test('a hand is no reader, however quick', () => {
  for (const gap of [GAP_MS + 1, 80, 120, 300]) assert.deepEqual(typed(scan('0042817'), gap), []);
  // One slow key in the middle, and what is left is too short; or Enter comes late.
  assert.deepEqual(typed(scan('0042817'), (at) => (at === 4 ? 120 : 10)), []);
  assert.deepEqual(typed(scan('0042817'), (at) => (at === 7 ? 400 : 10)), []);
});

test('a digit is a digit by its key: AZERTY has them behind Shift', () => {
  const unshifted = ['à', '&', 'é', '"', '\'', '(', '-', 'è', '_', 'ç'];
  const azerty = [...'0042817'].map((n) => ({ code: `Digit${n}`, key: unshifted[Number(n)]! }));
  assert.deepEqual(typed([...azerty, ENTER], 8), ['0042817']);
  // The same reader, set up for France: it presses Shift for each.
  const shifted = [...'0042817'].flatMap((n) => [{ code: 'ShiftLeft', key: 'Shift' }, digit(n)]);
  assert.deepEqual(typed([...shifted, ENTER], 8), ['0042817']);
  // Its A is where a QWERTY has Q; the badge is the same either way.
  assert.deepEqual(typed([{ code: 'KeyQ', key: 'a' }, ...scan('281')], 8), typed([{ code: 'KeyQ', key: 'q' }, ...scan('281')], 8));
});

test('number pads, letters, signs, and old devices that name no key', () => {
  const pad = [...'1234'].map((n) => ({ code: `Numpad${n}`, key: n }));
  assert.deepEqual(typed([...pad, { code: 'NumpadEnter', key: 'Enter' }], 5), ['1234']);
  assert.deepEqual(typed([{ code: 'KeyB', key: 'b' }, { code: 'Minus', key: ')' }, ...scan('12')], 5), ['B-12']);
  const nameless = [...'9a41'].map((key) => ({ code: '', key }));
  assert.deepEqual(typed([...nameless, { code: '', key: 'Enter' }], 5), ['9A41']);
});

test('too short, too long, held down, or cut by another key: none', () => {
  assert.deepEqual(typed(scan('123'), 5), []);
  assert.deepEqual(typed(scan('1'.repeat(65)), 5), []);
  assert.deepEqual(typed([digit('1'), ...Array.from({ length: 9 }, () => ({ ...digit('1'), repeat: true })), ENTER], 30), []);
  assert.deepEqual(typed([...scan('1234').slice(0, 3), { code: 'Backspace', key: 'Backspace' }, digit('4'), ENTER], 5), []);
});

test('one badge after another, and what was typed before is none of it', () => {
  const wedge = new Wedge();
  assert.deepEqual(typed(scan('1111'), 5, wedge), ['1111']);
  assert.deepEqual(typed(scan('2222'), 5, wedge, 1030), ['2222']);
  assert.deepEqual(typed([digit('7'), ...scan('3333')], (at) => (at === 1 ? 200 : 5), wedge, 9000), ['3333']);
  assert.equal(wedge.begins, false);
});
