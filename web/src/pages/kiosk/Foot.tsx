/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';

import { t } from '../../lib/i18n';
import type { Kiosk } from './kiosk';

/** Low on the screen, where every hand gets: leave, and what is next. */
export function Foot({ kiosk, children }: { kiosk: Kiosk; children?: ComponentChildren }) {
  return (
    <footer class="foot">
      <button type="button" class="button quiet" onClick={() => kiosk.wipe()}>{t('kiosk.leave')}</button>
      {kiosk.person.value?.badge ? <span class="badge with">{t('kiosk.with_badge')}</span> : null}
      {children}
    </footer>
  );
}
