/* SPDX-License-Identifier: Apache-2.0 */
import strings, { lang as other } from 'clameur:other';

import { lang, t } from '../../../lib/i18n';
import type { Kiosk } from '../kiosk';

/** The other language, for as long as whoever wants it is there. */
export function Language({ kiosk }: { kiosk: Kiosk }) {
  const isOwn = kiosk.spoken.value === lang;
  return (
    <button type="button" class="button quiet tongue" lang={isOwn ? other : lang} onClick={() => kiosk.speak(isOwn ? { lang: other, strings } : null)}>
      {t('lang.switch')}
    </button>
  );
}
