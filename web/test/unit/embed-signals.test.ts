/* SPDX-License-Identifier: Apache-2.0 */
/* The embed's own signals do what the pages' do, as far as it needs them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as small from '../../src/embed/signals';
import * as whole from '../../src/lib/signals';

for (const [name, { batch, computed, effect, signal, untracked }] of [['small', small], ['whole', whole]] as [string, typeof whole][]) {
  test(`${name}: an effect runs once for what changed together, and not after its end`, () => {
    const [a, b] = [signal(1), signal(2)];
    const sum = computed(() => a.value + b.value);
    const seen: number[] = [];
    const end = effect(() => { seen.push(sum.value); });
    a.value = 1; // As it was.
    batch(() => { a.value = 10; b.value = 20; });
    b.value = 30;
    end();
    b.value = 40;
    assert.deepEqual(seen, [3, 30, 40]);
    assert.deepEqual([sum.value, sum.peek()], [50, 50]);
  });

  test(`${name}: what is read now is what is watched`, () => {
    const [which, a, b, aside] = [signal(true), signal('a'), signal('b'), signal(0)];
    const seen: string[] = [];
    const end = effect(() => {
      untracked(() => aside.value);
      seen.push(which.value ? a.value : b.value);
    });
    b.value = 'b2';
    aside.value = 1;
    which.value = false;
    a.value = 'a2';
    b.value = 'b3';
    end();
    assert.deepEqual(seen, ['a', 'b2', 'b3']);
  });

  test(`${name}: a computed value is made once for many who read it, and an effect may write`, () => {
    const n = signal(1);
    let made = 0;
    const double = computed(() => { made++; return n.value * 2; });
    const copy = signal(0);
    const ends = [effect(() => { copy.value = double.value; }), effect(() => { void (double.value + copy.value); })];
    n.value = 5;
    assert.deepEqual([copy.value, made], [10, 2]);
    ends.forEach((end) => end());
  });

  test(`${name}: a fault in one effect is told, and the next change is heard all the same`, () => {
    const n = signal(0);
    const seen: number[] = [];
    const ends = [effect(() => { if (n.value === 1) throw new Error('once'); }), effect(() => { seen.push(n.value); })];
    assert.throws(() => { n.value = 1; }, /once/);
    n.value = 2;
    assert.equal(seen.at(-1), 2);
    ends.forEach((end) => end());
  });
}
