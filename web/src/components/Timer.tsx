/* SPDX-License-Identifier: Apache-2.0 */
import { minutes, useNow } from '../lib/clock';
import { t } from '../lib/i18n';

/** The last moments, where the timer asks to be seen. */
const SOON_MS = 10_000;

/** Time left until `closes` (the store's clock); nothing when no time was set. */
export function Timer({ closes, offset }: { closes: number; offset: number }) {
  const now = useNow(offset, closes > 0);
  if (closes === 0) return null;
  const left = closes - now;
  const time = minutes(left);
  return (
    <span class={`timer${left <= SOON_MS ? ' soon' : ''}`} role="timer" aria-live="off">
      <span class="sr-only">{t('timer.left', { time })}</span>
      <span aria-hidden="true">{time}</span>
    </span>
  );
}
