/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { csvOf, labelsOf, makeInvites, pieces, type Made } from '../../src/components/host/inviting';

test('one name a line, trimmed, cut where it is too long', () => {
  assert.deepEqual(labelsOf(' Anna \n\r\n\tBen\n'), ['Anna', 'Ben']);
  assert.equal([...labelsOf('é'.repeat(70))[0]!].length, 60);
  assert.deepEqual(labelsOf('\n \n'), []);
});

test('pieces hold all of it in its order, and each fits into a message', () => {
  const few = Array.from({ length: 5_000 }, () => '');
  assert.deepEqual(pieces(few).map(({ length }) => length), Array(50).fill(100));
  const long = Array.from({ length: 130 }, (_, at) => `${at} ${'😀'.repeat(50)}`);
  assert.deepEqual(pieces(long).flat(), long);
  for (const piece of pieces(long)) assert.ok(Buffer.byteLength(JSON.stringify({ mid: 1, cmd: 'invite.add', id: 'x'.repeat(16), labels: piece })) <= 8192);
  const quotes = Array.from({ length: 100 }, () => '"\\'.repeat(30));
  for (const piece of pieces(quotes)) assert.ok(Buffer.byteLength(JSON.stringify(piece)) <= 8000);
});

test('a lost answer is asked for by the same id; a refusal ends it with what there is', async () => {
  const asked: { id: string; labels: string[] }[] = [];
  const made: Made[] = [];
  const send = async <T>(_: string, fields: object): Promise<T> => {
    const { id, labels } = fields as { id: string; labels: string[] };
    asked.push({ id, labels });
    if (asked.length === 1) throw { code: 'too_many', text: '', again_ms: 1 };
    if (asked.length === 3) throw { code: 'limit_reached', text: '' };
    return { invites: labels.map((_label, at) => ({ number: at + 1, secret: `i-K7Q42M-${at + 1}-x` })) } as T;
  };
  await assert.rejects(makeInvites(send, Array(150).fill(''), 'http://h', 'K7Q42M', (piece) => made.push(...piece)), { code: 'limit_reached' });
  assert.equal(asked[0]!.id, asked[1]!.id);
  assert.notEqual(asked[1]!.id, asked[2]!.id);
  assert.equal(made.length, 100);
  assert.deepEqual(made[1], { number: 2, label: '', url: 'http://h/j/K7Q42M#i-K7Q42M-2-x' });
});

test('a sheet of links holds no formula', () => {
  const made = [{ number: 1, label: '=1+1', url: 'http://h/j/A#i-1' }, { number: 2, label: 'Ann "A", B', url: 'u' }];
  assert.equal(csvOf(made, ['n', 'name', 'link'], ';'), '\uFEFF"n";"name";"link"\r\n1;"\'=1+1";"http://h/j/A#i-1"\r\n2;"Ann ""A"", B";"u"\r\n');
});
