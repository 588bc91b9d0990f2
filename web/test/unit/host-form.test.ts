/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { definitionOf, EMPTY, faultOf, formOf, pasteOptions, pasteQuestion, pastedLines, type Fault, type Form } from '../../src/components/host/form';
import { nextStep } from '../../src/components/host/next';
import type { Definition, Question, QuestionState } from '../../src/lib/protocol';

const DEFINITIONS: Definition[] = [
  { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always', change: false, hide_voters: true },
  { kind: 'multiple', title: 'Which?', options: ['A', 'B', 'C'], min: 1, max: 2, results: 'never', change: true, hide_voters: false },
  { kind: 'scale', title: 'How?', from: 0, to: 10, look: 'numbers', low: 'Bad', high: 'Good', results: 'after_close', change: true, hide_voters: false, notes: 'Wait.\nThen go on.' },];

for (const def of DEFINITIONS) {
  test(`a ${def.kind} question comes out of its form as it went in`, () => assert.deepEqual(definitionOf(formOf(def)), def));
}

const FAULTS: [why: string, form: Partial<Form>, fault: Fault | null][] = [
  ['nothing is written', {}, 'title'],
  ['one option is not a choice', { title: 'Tea?', options: ['Yes', ' '] }, 'options'],
  ['blank options do not count', { title: 'Tea?', options: ['Yes', '', 'No'] }, null],
  ['at least more than at most', { title: 'T?', kind: 'multiple', options: ['A', 'B', 'C'], min: 3, max: 2 }, 'range'],
  ['at most more than there is', { title: 'T?', kind: 'multiple', options: ['A', 'B'], max: 3 }, 'range'],
  ['a scale that goes nowhere', { title: 'T?', kind: 'scale', from: 5, to: 5 }, 'steps'],
];

for (const [why, form, fault] of FAULTS) {
  test(`the form sees: ${why}`, () => assert.equal(faultOf({ ...EMPTY, ...form }), fault));
}

test('bullets, numbers and letters before pasted options are dropped, words are not', () => {
  const lines = pastedLines('Tea or coffee?\r\n\r\n• Tea\n2) Coffee\n(c) Water\nA milkshake');
  const { title, options } = pasteQuestion({ ...EMPTY, kind: 'scale' }, lines);
  assert.equal(title, 'Tea or coffee?');
  assert.deepEqual(options, ['Tea', 'Coffee', 'Water', 'A milkshake']);
});

test('options pasted in the middle push the others down, and stop at twenty', () => {
  const form = pasteOptions({ ...EMPTY, options: ['A', '', 'Z'] }, 1, ['B', 'C']);
  assert.deepEqual(form.options, ['A', 'B', 'C', 'Z']);
  assert.equal(pasteOptions(EMPTY, 0, Array.from({ length: 30 }, String)).options.length, 20);
});

const asked = (id: string, state: QuestionState, results: 'always' | 'never' = 'always'): Question => (
  { id, state, round: 1, version: 1, closes: 0, def: { kind: 'single', title: id, options: ['A', 'B'], results } });

const STEPS: [why: string, questions: Question[], current: number, does: string, which: string | null][] = [
  ['an open question is closed', [asked('q1', 'open'), asked('q2', 'draft')], 0, 'close', 'q1'],
  ['a closed one is revealed', [asked('q1', 'closed'), asked('q2', 'draft')], 0, 'reveal', 'q1'],
  ['a secret one is not', [asked('q1', 'closed', 'never'), asked('q2', 'draft')], 0, 'open', 'q2'],
  ['the next draft after the present one', [asked('q1', 'draft'), asked('q2', 'revealed'), asked('q3', 'draft')], 1, 'open', 'q3'],
  ['then those that were skipped', [asked('q1', 'draft'), asked('q2', 'revealed')], 1, 'open', 'q1'],
  ['the first draft at the beginning', [asked('q1', 'draft'), asked('q2', 'draft')], -1, 'open', 'q1'],
  ['nothing left', [asked('q1', 'revealed')], 0, 'done', null],
  ['nothing written', [], -1, 'write', null],
];

for (const [why, questions, current, does, which] of STEPS) {
  test(`the big button: ${why}`, () => {
    const step = nextStep(questions, questions[current] ?? null);
    assert.deepEqual([step.does, step.question?.id ?? null], [does, which]);
  });
}
