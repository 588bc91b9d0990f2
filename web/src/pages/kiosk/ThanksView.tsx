/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { useLinkPhase } from '../../components/Connection';
import { t, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { Kiosk } from './kiosk';

const REASONS = new Set(['closed', 'round_over', 'stale', 'final', 'spent', 'word']);

/** What became of it, in words that are true: counted, kept here, or why not. */
function wordsOf(kiosk: Kiosk, away: boolean): { good: boolean; key: Key } {
  const fate = kiosk.fate.value;
  if (fate === 'counted' || (fate === 'sending' && !away)) return { good: true, key: fate === 'counted' ? 'kiosk.thanks.counted' : 'kiosk.thanks.sending' };
  if (fate === 'kept' || fate === 'sending') return { good: true, key: 'kiosk.thanks.kept' };
  return { good: false, key: `kiosk.refused.${REASONS.has(fate) ? fate : 'other'}` as Key };
}

export function ThanksView({ kiosk }: { kiosk: Kiosk }) {
  const { model } = kiosk.client;
  const away = useLinkPhase(model) !== 'live';
  const shown = kiosk.shown.value;
  const person = kiosk.person.value;
  const { good, key } = wordsOf(kiosk, away);
  const mayChange = kiosk.thanks.value?.for === 'answer' && shown.what === 'question' && shown.question.def.change !== false && !person?.badge && kiosk.isOpen;
  const title = t(good ? `kiosk.thanks.${kiosk.thanks.value?.for ?? 'answer'}` as Key : 'kiosk.refused');
  useEffect(() => announce(`${title} ${t(key)}`), [title, key]);
  return (
    <section class={`screen middle thanks ${good ? '' : 'not'}`} onClick={() => kiosk.next()}>
      <p class="tick" aria-hidden="true">{good ? '✓' : '!'}</p>
      <h1>{title}</h1>
      <p>{t(key)}</p>
      <footer class="foot">
        {mayChange ? <button type="button" class="button quiet" onClick={(event) => { event.stopPropagation(); kiosk.change(); }}>{t('kiosk.change')}</button> : <span />}
        <button type="button" class="button" onClick={(event) => { event.stopPropagation(); kiosk.wipe(); }}>{t('kiosk.next')}</button>
      </footer>
    </section>
  );
}
