/* SPDX-License-Identifier: Apache-2.0 */
/* Two hosts at once: what both hold on to, and what only they can decide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bothChanged } from '../../src/components/host/desk';
import { meet } from '../../src/components/host/meeting';
import type { Room } from '../../src/lib/protocol';

interface F { title: string; kind: string; options: string[]; notes: string }
const UNITS = [['title'], ['kind', 'options'], ['notes']] as const;
const base: F = { title: 'Tea?', kind: 'single', options: ['Yes', 'No'], notes: '' };

test('what only one of two changed is in both, whoever it was', () => {
  const met = meet<F>(UNITS, base, { ...base, title: 'Tea or coffee?' }, { ...base, options: ['Yes', 'No', 'Later'] });
  assert.deepEqual(met.form, { ...base, title: 'Tea or coffee?', options: ['Yes', 'No', 'Later'] });
  assert.deepEqual([met.taken, met.apart], [[UNITS[1]], []]);
});

test('what both changed to something else is left to them, and what was typed stays', () => {
  const met = meet<F>(UNITS, base, { ...base, kind: 'multiple', notes: 'Mine' }, { ...base, options: ['Oui', 'Non'], notes: 'Mine ' });
  assert.deepEqual(met.form, { ...base, kind: 'multiple', notes: 'Mine' });
  assert.deepEqual([met.taken, met.apart], [[], [UNITS[1]]]);
});

test('what is undecided stays so while others go on, until both say the same', () => {
  const mine = { ...base, title: 'Mine' };
  const first = meet<F>(UNITS, base, mine, { ...base, title: 'Theirs' });
  const theirs = { ...base, title: 'Theirs', notes: 'New' };
  const second = meet<F>(UNITS, { ...base, title: 'Theirs' }, first.form, theirs, first.apart);
  assert.deepEqual([second.apart, second.taken, second.form.title], [[UNITS[0]], [UNITS[2]], 'Mine']);
  assert.deepEqual(meet<F>(UNITS, theirs, second.form, { ...theirs, title: 'Mine' }, second.apart).apart, []);
});

test('the order of fields and blanks at the ends are no difference', () => {
  const units = [['at']] as const;
  assert.deepEqual(meet(units, { at: { a: 1, b: ' x' } }, { at: { a: 2, b: 'x' } }, { at: { b: 'x ', a: 2 } }).apart, []);
});

const room = (settings: object, more: object = {}): Room => ({
  id: 'r', code: 'K7Q42M', rev: 4, current: 'q1', board: null, order: [], access: 'open',
  settings: { title: 'Club', lang: 'en', blank: false, hide_people: false, ...settings }, ...more,
});

test('two switches at the same moment are both turned', () => {
  const before = room({});
  const both = bothChanged(before, { settings: { ...before.settings, blank: true } }, room({ hide_people: true }));
  assert.deepEqual(both?.settings, { ...before.settings, blank: true, hide_people: true });
  assert.equal(bothChanged(before, { settings: { ...before.settings, title: 'Mine' } }, room({ title: 'Theirs' })), null);
  assert.deepEqual(bothChanged(before, { settings: { ...before.settings, call: 1 } }, room({ call: 1 }))?.settings.call, 1);
});

test('where the room looks is decided once', () => {
  assert.equal(bothChanged(room({}), { current: 'q2' }, room({}, { current: 'q3' })), null);
  assert.deepEqual(bothChanged(room({}), { current: 'q2' }, room({ title: 'New' })), { current: 'q2' });
});
