/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Kiosk } from './kiosk';

/** Asks before anything is forgotten; the screen behind it stays as it is. */
export function Warning({ kiosk }: { kiosk: Kiosk }) {
  const left = kiosk.warned.value;
  const button = useRef<HTMLButtonElement>(null);
  const asks = left !== null && kiosk.screen.value === 'inside';
  useEffect(() => { if (asks) button.current?.focus(); }, [asks]);
  if (!asks) return null;
  return (
    <div class="veil" role="alertdialog" aria-modal="true" aria-labelledby="warn-title" aria-describedby="warn-text">
      <div class="sheet">
        <p class="clock" aria-hidden="true">{left}</p>
        <h2 id="warn-title">{t('kiosk.warn')}</h2>
        <p id="warn-text">{t('kiosk.warn.how')}</p>
        <button type="button" class="button big" ref={button} onClick={() => kiosk.touch()}>{t('kiosk.warn.here')}</button>
        <button type="button" class="button quiet" onClick={() => kiosk.wipe()}>{t('kiosk.leave')}</button>
      </div>
    </div>
  );
}
