/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { Qr } from '../../../components/Qr';
import { t } from '../../../lib/i18n';
import type { Kiosk } from '../kiosk';
import { addressOf } from './Phones';

/** What was chosen waits for a badge; and the way for those who have none. */
export function BadgeSheet({ kiosk }: { kiosk: Kiosk }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="veil" role="dialog" aria-modal="true" aria-labelledby="badge-title">
      <div class="sheet">
        <p class="waves" aria-hidden="true">)))</p>
        <h2 id="badge-title">{t('kiosk.badge.title')}</h2>
        <p>{t('kiosk.badge.how')}</p>
        <div class="aside"><Qr text={addressOf(kiosk)} label={t('kiosk.qr')} /><p>{t('kiosk.no_badge')}</p></div>
        <button type="button" class="button quiet" ref={button} onClick={() => { kiosk.wanted.value = null; }}>{t('kiosk.staff.back')}</button>
      </div>
    </div>
  );
}
