/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import { KEYS, keysShown, type StageKey } from './screen';

const LINGER_MS = 3_000;

/** The keys as buttons, there while the mouse moves or one of them has the focus. Nothing that hosts a room. */
export function Tools() {
  const [near, setNear] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const move = () => {
      setNear(true);
      clearTimeout(timer);
      timer = setTimeout(() => setNear(false), LINGER_MS);
    };
    document.addEventListener('pointermove', move);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', move);
    };
  }, []);
  const keys = Object.keys(KEYS) as StageKey[];
  return (
    <nav class={`tools${near || keysShown.value ? ' near' : ''}`} aria-label={t('stage.keys')}>
      {keys.map((key) => (
        <button key={key} type="button" onClick={KEYS[key].run}>
          <kbd>{key.toUpperCase()}</kbd> {t(KEYS[key].name)}
        </button>
      ))}
    </nav>
  );
}
