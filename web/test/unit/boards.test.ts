/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { boardDefinition, boardFault, fieldsOf, NEW_BOARD } from '../../src/components/host/aboutBoard';
import { Model } from '../../src/lib/model';
import { mayDo } from '../../src/lib/phases';
import type { Board, BoardPhase, ServerEvent } from '../../src/lib/protocol';
import * as words from '../../src/pages/board/words';

const board = (id: string, more: Partial<Board> = {}): Board => (
  { id, version: 1, place: 0, phase: 'open', closes: 0, def: { kind: 'ideas', title: id }, ...more });
const snapshot = (boards: Board[]): ServerEvent => ({
  ev: 'snapshot', epoch: 1, seq: 10, questions: [], boards, people: 3, room: {
    id: 'r1', code: 'K7Q42M', rev: 1, current: null, order: [], access: 'open',
    settings: { title: 'Room', lang: 'en', blank: false, hide_people: false },
  },
});
const titles = (model: Model) => model.boards.value.map(({ id, phase }) => `${id} ${phase}`);

test('boards come with the snapshot, in their places, and change by facts', () => {
  const model = new Model();
  model.apply([snapshot([board('b', { place: 1 }), board('a')])]);
  assert.deepEqual(titles(model), ['a open', 'b open']);
  model.apply([
    { ev: 'board.added', seq: 11, board: board('c', { place: 2, phase: 'collect' }) },
    { ev: 'board.moved', seq: 12, board: board('a', { phase: 'closed' }) },
    { ev: 'board.removed', seq: 13, id: 'b' },
  ]);
  assert.deepEqual(titles(model), ['a closed', 'c collect']);
  model.apply([{ ev: 'board.moved', seq: 12, board: board('a') }]);
  assert.deepEqual(titles(model), ['a closed', 'c collect'], 'told already');
});

test('the removal of a board leaves the question of the same id', () => {
  const model = new Model();
  const question = { id: 'tea', state: 'open', round: 1, version: 1, closes: 0, def: { kind: 'single', title: 'Tea?', options: ['a', 'b'] } } as const;
  model.apply([{ ...snapshot([board('tea')]), questions: [question] } as unknown as ServerEvent, { ev: 'board.removed', seq: 11, id: 'tea' }]);
  assert.deepEqual(titles(model), []);
  assert.equal(model.byId.value.tea?.id, 'tea');
});

test('what each phase lets a participant do', () => {
  const can = (phase: BoardPhase, closes = 0) => {
    const { post, support, shows } = mayDo(board('a', { phase, closes }), 1000);
    return [post, support, shows].map(Number).join('');
  };
  const phases: BoardPhase[] = ['draft', 'open', 'collect', 'show', 'group', 'support', 'decide', 'closed'];
  assert.deepEqual(phases.map((phase) => can(phase)), ['000', '111', '100', '001', '001', '011', '001', '001']);
  assert.equal(can('open', 1000), '001', 'its time is over');
  assert.equal(can('open', 1001), '111');
});

test('the form makes a definition, and a definition the form', () => {
  const fields = { ...NEW_BOARD, title: ' Wishes ', tags: ' Food\n\nSport\nFood', supports: 5000, ideas: NaN };
  const def = boardDefinition(fields);
  assert.deepEqual([def.title, def.tags, def.supports, def.ideas], ['Wishes', ['Food', 'Sport'], 1000, 0]);
  assert.deepEqual(boardDefinition(fieldsOf(def)), def);
});

test('what is missing in the form is named', () => {
  assert.equal(boardFault(NEW_BOARD), 'title');
  assert.equal(boardFault({ ...NEW_BOARD, title: 'a' }), null);
  assert.equal(boardFault({ ...NEW_BOARD, title: 'a', tags: Array.from({ length: 13 }, (_, at) => at).join('\n') }), 'tags');
  assert.equal(boardFault({ ...NEW_BOARD, title: 'a', tags: 'x'.repeat(41) }), 'tags');
});

test('ages in words', () => {
  const at = 1_800_000_000_000;
  const after = (seconds: number) => words.ago(at, at + seconds * 1000);
  assert.deepEqual([after(-5), after(59), after(60), after(3600), after(2 * 86400)], ['just now', 'just now', '1 min ago', '1 hour ago', '2 days ago']);
  assert.match(after(8 * 86400), /January/);
});

test('characters are counted as people see them', () => {
  assert.equal(words.length('é'), 1);
  assert.equal(words.length('👨‍👩‍👧'), 1);
});
