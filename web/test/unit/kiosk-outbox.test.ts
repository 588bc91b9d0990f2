/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { createHmac, randomBytes, scryptSync } from 'node:crypto';
import test from 'node:test';

import { freshPerson, personOfBadge } from '../../src/pages/kiosk/hashes';
import { Memory, type Act } from '../../src/pages/kiosk/keep';
import type { Device } from '../../src/lib/device';
import { agoOf, Outbox, refusedOf } from '../../src/pages/kiosk/outbox';
import { hashOfPin, isPin, restOf, restsFor } from '../../src/pages/kiosk/more/pin';
import { heartsOn, personOf, withAnswer, withHeart } from '../../src/pages/kiosk/person';

interface Sent { cmd: string; fields: Record<string, unknown> }
type Answer = (sent: Sent) => Record<string, unknown>;

const COUNTED: Answer = () => ({ state: 'counted' });
const refuse = (code: string, more = {}): never => { throw { code, again_ms: 1, ...more }; };
const act = (who: string, n = 1): Act => ({ cmd: 'cast', fields: { question: 'q', round: 1, n, ballot: { options: [0] } }, who, made: Date.now() - 5000 });

/** A box whose server answers like this, and how to wait until something is so. */
function boxWith(answer: Answer, keep = new Memory()) {
  const sent: Sent[] = [];
  const fates: string[] = [];
  const box = new Outbox(keep, (cmd, fields) => {
    const one = { cmd, fields: fields as Sent['fields'] };
    sent.push(one);
    return Promise.resolve().then(() => answer(one));
  }, (_id, fate) => fates.push(fate));
  const until = async (is: () => boolean) => { while (!is()) await new Promise((next) => { setImmediate(next); }); };
  return { box, sent, fates, keep, until };
}

test('without a network all of it waits; with one, each goes once, with how long it waited', async () => {
  const { box, sent, fates, until } = boxWith(COUNTED);
  for (let n = 0; n < 100; n++) await box.put(act(`person${n}`));
  assert.equal(box.waiting.value, 100);
  assert.equal(sent.length, 0);
  box.link(true);
  await until(() => box.waiting.value === 0);
  assert.equal(sent.length, 100);
  assert.equal(new Set(sent.map(({ fields }) => fields.for)).size, 100);
  for (const { fields } of sent) assert.ok((fields.ago as number) >= 5000 && (fields.ago as number) < 60_000);
  assert.deepEqual(new Set(fates), new Set(['counted']));
  assert.ok(box.sent.value > 0);
});

test('another page finds what the one before left, and what was refused', async () => {
  const { box, keep } = boxWith(COUNTED);
  await box.put(act('a'));
  await box.put(act('b'));
  const next = boxWith(({ fields }) => (fields.for === 'a' ? refuse('closed') : {}), keep);
  await next.box.load();
  assert.equal(next.box.waiting.value, 2);
  next.box.link(true);
  await next.until(() => next.box.waiting.value === 0);
  assert.deepEqual(next.box.refused.value, { closed: 1 });
  const last = boxWith(COUNTED, keep);
  await last.box.load();
  assert.deepEqual([last.box.waiting.value, last.box.refused.value, refusedOf(last.box.refused.value)], [0, { closed: 1 }, 1]);
});

test('what lay in a cut line while the question closed is said once more, with its age by then', async () => {
  let slow = true;
  const { box, sent, fates, until } = boxWith(() => {
    const since = performance.now();
    while (slow && performance.now() - since < 600);
    slow = false;
    return sent.length === 1 ? refuse('closed') : { late: true };
  });
  await box.put(act('a'));
  box.link(true);
  await until(() => box.waiting.value === 0);
  const ages = sent.map(({ fields }) => fields.ago as number);
  assert.ok(ages.length === 2 && ages[1]! - ages[0]! >= 600, String(ages));
  assert.deepEqual(fates, ['late']);
});

test('what the server cannot take now waits on; what it does not want is counted by why', async () => {
  let asked = 0;
  const { box, sent, fates, until } = boxWith(({ fields }) => {
    asked++;
    if (asked <= 3) return refuse('try_again');
    return fields.for === 'gone' ? refuse('round_over') : fields.for === 'late' ? { late: true } : {};
  });
  await box.put(act('a'));
  await box.put(act('gone'));
  await box.put(act('late'));
  box.link(true);
  await until(() => box.waiting.value === 0);
  assert.equal(sent.length, 6);
  assert.deepEqual(box.refused.value, { round_over: 1 });
  assert.deepEqual(fates.sort(), ['counted', 'kept', 'kept', 'kept', 'late', 'round_over']);
});

test('no answer: nothing more is sent until the connection is back, and then the same again', async () => {
  const answers: Answer[] = [() => refuse('away', { again_ms: 60_000 })];
  const { box, sent, until } = boxWith((one) => (answers.shift() ?? COUNTED)(one));
  await box.put(act('a'));
  box.link(true);
  await until(() => sent.length === 1);
  box.link(false);
  assert.equal(box.waiting.value, 1);
  box.link(true);
  await until(() => box.waiting.value === 0);
  const [first, second] = sent.map(({ fields: { ago: _ago, ...rest } }) => rest);
  assert.deepEqual(first, second);
});

test('what one person does goes in order; a later one of theirs makes an earlier one no loss', async () => {
  const { box, sent, until } = boxWith(({ fields }) => (fields.n === 1 && fields.for === 'b' ? refuse('stale', { n: 2 }) : {}));
  for (const [who, n] of [['a', 1], ['a', 2], ['b', 1], ['b', 2], ['c', 1]] as const) await box.put(act(who, n));
  box.link(true);
  await until(() => box.waiting.value === 0);
  assert.deepEqual(sent.map(({ fields }) => `${fields.for}${fields.n}`), ['a1', 'a2', 'b1', 'b2', 'c1']);
  assert.deepEqual(box.refused.value, {});
});

test('a badge that has answered otherwise is counted as refused', async () => {
  const { box, fates, until } = boxWith(() => refuse('stale', { n: 1 }));
  await box.put(act('badge'));
  box.link(true);
  await until(() => box.waiting.value === 0);
  assert.deepEqual([box.refused.value, fates], [{ stale: 1 }, ['stale']]);
});

test('a clock that was set back, or far ahead', () => {
  assert.equal(agoOf(1000, 500), 0);
  assert.equal(agoOf(1000, 1500), 500);
  assert.equal(agoOf(0, 30 * 24 * 3_600_000), 7 * 24 * 3_600_000);
});

test('badges and PINs are hashes as the protocol has them', async () => {
  const key = randomBytes(32);
  const of = (text: string) => createHmac('sha256', key).update(text).digest();
  assert.equal(personOfBadge(key.toString('base64url'), '0042817'), of('badge:0042817').subarray(0, 16).toString('base64url'));
  assert.equal(await hashOfPin(key.toString('base64url'), 'd1', '1234'), scryptSync('1234', Buffer.concat([key, Buffer.from('d1')]), 32).toString('base64url'));
  assert.match(freshPerson(), /^[\w-]{22}$/);
  assert.notEqual(freshPerson(), freshPerson());
});

test('a PIN that is wrong too often rests longer and longer, also after a reload', async () => {
  const key = randomBytes(32).toString('base64url');
  const device = { id: 'd1', badge_key: key, set: { pin_hash: await hashOfPin(key, 'd1', '2580') } } as Device;
  const keep = new Memory(); // As the page after the reload has it.
  const rests = async () => Math.round(await restsFor(keep, Date.now()) / 10_000) * 10;
  const seen: number[] = [];
  for (const pin of ['1111', '2222', '3333', '4444', '5555']) {
    assert.equal(await isPin(device, keep, pin), false);
    seen.push(await rests());
  }
  assert.deepEqual(seen, [0, 0, 30, 60, 120]);
  assert.deepEqual([restOf(2), restOf(3), restOf(9), restOf(10), restOf(50)], [0, 30_000, 1_920_000, 3_600_000, 3_600_000]);
  assert.ok(await restsFor(keep, Date.now() - 1e9) <= 120_000);
  // Whoever pulls the plug while it is checked has tried.
  const plug = { ...keep, get: keep.get.bind(keep), set: keep.set.bind(keep) } as unknown as Memory;
  void isPin(device, plug, '6666');
  await new Promise((next) => { setImmediate(next); });
  assert.equal(await rests(), 240);
  assert.equal(await isPin(device, keep, '2580'), true);
  assert.equal(await rests(), 0);
});

test('a badge gives one heart to a product and one answer; somebody without one may think again', () => {
  const badge = withHeart(personOf('b', true), 'p1', true)!;
  assert.deepEqual([heartsOn(badge), badge.hearts.p1!.n, withHeart(badge, 'p1', false)], [1, 1, null]);
  assert.equal(withAnswer(withAnswer(personOf('b', true))!), null);
  const fresh = withHeart(withHeart(personOf('f', false), 'p1', true)!, 'p1', false)!;
  assert.deepEqual([heartsOn(fresh), fresh.hearts.p1], [0, { n: 2, on: false }]);
  assert.equal(withHeart(fresh, 'p1', false), null);
  assert.equal(withAnswer(withAnswer(personOf('f', false))!)!.answers, 2);
});
