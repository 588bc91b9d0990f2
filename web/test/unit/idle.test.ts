/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Idle } from '../../src/pages/kiosk/idle';
import { nextReload } from '../../src/pages/kiosk/night';

test('nobody, somebody, a warning of twenty seconds, and over', () => {
  const idle = new Idle();
  assert.deepEqual(idle.at(0), { state: 'nobody' });
  idle.touch(1000);
  assert.deepEqual(idle.at(30_999), { state: 'here' });
  assert.deepEqual(idle.at(31_000), { state: 'warned', left: 20 });
  assert.deepEqual(idle.at(50_500), { state: 'warned', left: 1 });
  assert.deepEqual(idle.at(51_000), { state: 'over' });
});

test('a touch during the warning begins it anew', () => {
  const idle = new Idle();
  idle.touch(0);
  assert.equal(idle.at(49_000).state, 'warned');
  idle.touch(49_000);
  assert.equal(idle.at(78_999).state, 'here');
  assert.equal(idle.at(98_999).state, 'warned');
  assert.equal(idle.at(99_000).state, 'over');
  idle.leave();
  assert.equal(idle.at(99_000).state, 'nobody');
});

test('staff may make it longer or shorter, and the warning never shorter than twenty seconds', () => {
  const idle = new Idle();
  idle.set(10, 1);
  idle.touch(0);
  assert.deepEqual(idle.at(10_000), { state: 'warned', left: 20 });
  idle.set(1, 500);
  assert.equal(idle.at(9_999).state, 'here');
  assert.equal(idle.at(129_999).state, 'warned');
  assert.equal(idle.at(130_000).state, 'over');
});

test('the next reload is tonight, or tomorrow, or never', () => {
  const now = new Date(2026, 10, 23, 3, 0);
  assert.equal(nextReload('04:00', now, 0), new Date(2026, 10, 23, 4, 0).getTime());
  assert.equal(nextReload('04:00', now, 600_000), new Date(2026, 10, 23, 4, 10).getTime());
  assert.equal(nextReload('02:30', now, 0), new Date(2026, 10, 24, 2, 30).getTime());
  assert.equal(nextReload('', now, 0), null);
  assert.equal(nextReload(undefined, now, 0), null);
});
