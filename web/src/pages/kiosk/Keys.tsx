/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { spoken, t } from '../../lib/i18n';

const ROWS: Readonly<Record<string, readonly string[]>> = {
  fr: ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn\'-?!', 'éèêàâçùîôœ'],
  en: ['1234567890', 'qwertyuiop', 'asdfghjkl\'', 'zxcvbnm-?!'],
};

/** A sentence begins with a capital. */
const begins = (text: string): boolean => /(^|[.?!]\s)$/.test(text);

export function Keys({ text, write }: { text: string; write: (text: string) => void }) {
  const rows = ROWS[spoken()] ?? ROWS.en!;
  const [shift, setShift] = useState(false);
  const upper = shift !== begins(text);
  const add = (sign: string) => { setShift(false); write(text + sign); };
  // The field keeps the focus, and the ring.
  const hold = (event: Event) => event.preventDefault();
  return (
    <div class="keys" role="group" aria-label={t('kiosk.keys')} onMouseDown={hold}>
      {rows.map((row) => (
        <div class="keys-row" key={row}>
          {[...row].map((sign) => {
            const shown = upper ? sign.toUpperCase() : sign;
            return <button type="button" class="key" key={sign} onClick={() => add(shown)}>{shown}</button>;
          })}
        </div>
      ))}
      <div class="keys-row">
        <button type="button" class="key wide" aria-label={t('kiosk.keys.shift')} aria-pressed={upper} onClick={() => setShift(!shift)}>⇧</button>
        <button type="button" class="key" onClick={() => add(',')}>,</button>
        <button type="button" class="key space" onClick={() => add(' ')}>{t('kiosk.keys.space')}</button>
        <button type="button" class="key" onClick={() => add('.')}>.</button>
        <button type="button" class="key wide" aria-label={t('kiosk.keys.back')} onClick={() => write([...text].slice(0, -1).join(''))}>⌫</button>
      </div>
    </div>
  );
}
