/* SPDX-License-Identifier: Apache-2.0 */
import { useRef } from 'preact/hooks';

import { minutes, useNow } from '../../lib/clock';
import { t } from '../../lib/i18n';

const ROUND = 100;
const SOON_MS = 10_000;
/** Usual lengths of a vote: a screen that comes in late guesses which one the ring began with. */
const WHOLE_MS = [30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

const wholeOf = (left: number) => WHOLE_MS.find((whole) => left <= whole + 1500) ?? left;

/** The time left, as a ring that empties and as figures. */
export function Ring({ closes, offset }: { closes: number; offset: number }) {
  const now = useNow(offset, closes > 0);
  const whole = useRef({ closes: 0, ms: 1 });
  if (closes === 0) return null;
  const left = Math.max(0, closes - now);
  if (whole.current.closes !== closes) whole.current = { closes, ms: wholeOf(left) };
  const gone = ROUND * (1 - Math.min(1, left / whole.current.ms));
  return (
    <p class={`ring${left <= SOON_MS ? ' soon' : ''}`} role="timer" aria-live="off">
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="15.9155" class="ring-track" />
        <circle cx="20" cy="20" r="15.9155" class="ring-left" pathLength={ROUND}
          style={{ strokeDashoffset: -gone }} />
      </svg>
      <span class="sr-only">{t('timer.left', { time: minutes(left) })}</span>
      <span aria-hidden="true">{minutes(left)}</span>
    </p>
  );
}
