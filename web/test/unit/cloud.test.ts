/* SPDX-License-Identifier: Apache-2.0 */
/* Where the words of a cloud stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeWords, type Placed } from '../../src/components/stage/cloudPlaces';
import { folded, type Said } from '../../src/lib/cloud';

const ROOM = { width: 130, height: 60 };
const measure = (word: string) => word.length * 0.6;
const crowd = (n: number): Said[] => Array.from({ length: n }, (_, at) => [`word${at}${'x'.repeat(at % 7)}`, Math.ceil(200 / (at + 1))]);

function overlaps(placed: readonly Placed[]): string[] {
  const box = ({ word, x, y, size }: Placed) => ({ left: x - measure(word) * size / 2, right: x + measure(word) * size / 2, top: y - size / 2, bottom: y + size / 2 });
  return placed.flatMap((one, at) => placed.slice(at + 1).filter((other) => {
    const [a, b] = [box(one), box(other)];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }).map((other) => `${one.word} on ${other.word}`));
}

test('no word stands on another or beyond the edge, however many there are', () => {
  for (const n of [1, 2, 12, 40, 100]) {
    const placed = placeWords(crowd(n), ROOM, measure);
    assert.deepEqual(overlaps(placed), [], String(n));
    assert.ok(placed.length >= Math.min(n, 60), `${placed.length} of ${n}`);
    for (const { word, x, y, size } of placed) {
      assert.ok(Math.abs(x) + measure(word) * size / 2 <= ROOM.width / 2 && Math.abs(y) + size / 2 <= ROOM.height / 2, word);
      assert.ok(size >= 3, word);
    }
  }
});

test('the more say it, the larger it is, and the same words stand in the same places', () => {
  const placed = placeWords(crowd(30), ROOM, measure);
  assert.ok(placed.every(({ size }, at) => at === 0 || size <= placed[at - 1]!.size));
  assert.deepEqual(placeWords(crowd(30), ROOM, measure), placed);
});

test('counts that grow a little move nothing', () => {
  const before = placeWords(crowd(20), ROOM, measure);
  const held = new Map(before.map((one) => [one.word, one]));
  const after = placeWords(crowd(20).map(([word, n]) => [word, n + 1]), ROOM, measure, held);
  const moved = after.filter(({ word, x, y }) => Math.hypot(x - held.get(word)!.x, y - held.get(word)!.y) > 6);
  assert.ok(moved.length <= 4, moved.map(({ word }) => word).join(' '));
});

test('a word longer than the screen is left out, not cut', () => {
  assert.deepEqual(placeWords([['x'.repeat(400), 3], ['sun', 1]], ROOM, measure).map(({ word }) => word), ['sun']);
});

test('one’s own word is known in another spelling', () => {
  assert.equal(folded('Idées'), folded('IDEE'));
  assert.equal(folded('New-York'), folded('new york'));
  assert.notEqual(folded('C++'), folded('C#'));
});

test('on a screen that got another shape words are as large as if they had never stood elsewhere', () => {
  const wide = { width: 300, height: 50 };
  const before = new Map(placeWords(crowd(40), wide, measure).map((one) => [one.word, one]));
  const [moved, anew] = [placeWords(crowd(40), ROOM, measure, before), placeWords(crowd(40), ROOM, measure)];
  assert.deepEqual(overlaps(moved), []);
  assert.ok(moved[0]!.size * 1.11 >= anew[0]!.size, `${moved[0]!.size} of ${anew[0]!.size}`);
  assert.ok(moved.length >= anew.length);
});
