/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changes, listName, readLines } from '../../src/components/host/listing';

test('lines are entries, each once, and what is none is told apart', () => {
  assert.deepEqual(readLines('  zut \r\nzut\n\nun  tas de\nun deux trois quatre\n***\n' + 'a'.repeat(41)), {
    words: ['zut', 'un tas de'], wrong: ['un deux trois quatre', '***', 'a'.repeat(41)],
  });
  assert.deepEqual(readLines('e\u0301te\u0301\n\u00e9t\u00e9').words, ['\u00e9t\u00e9']);
  assert.deepEqual(readLines(''), { words: [], wrong: [] });
});

test('what goes is sent before what comes, and nothing else', () => {
  assert.deepEqual(changes(['a', 'b'], ['b', 'c']), [{ on: false, words: ['a'] }, { on: true, words: ['c'] }]);
  assert.deepEqual(changes(['a'], ['a']), []);
});

test('pieces are small enough for one message, and miss nothing', () => {
  const words = Array.from({ length: 2000 }, (_, at) => `${'é'.repeat(36)}${at}`);
  const made = changes([], words);
  assert.deepEqual(made.flatMap((piece) => piece.words), words);
  for (const { words: some } of made) {
    assert.ok(some.length <= 100);
    assert.ok(new TextEncoder().encode(JSON.stringify(some)).length <= 6000);
  }
});

test('a list is called by a language or a short word', () => {
  assert.equal(listName(' FR-be '), 'fr-be');
  assert.equal(listName('Gros mots !'), 'gros-mots-');
  assert.equal(listName('a'.repeat(20)), 'a'.repeat(16));
});
