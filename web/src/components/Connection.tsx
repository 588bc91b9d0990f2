/* SPDX-License-Identifier: Apache-2.0 */
import { useLater } from '../lib/clock';
import { t } from '../lib/i18n';
import type { Model } from '../lib/model';

/** A break shorter than this is nobody's business. */
export const SHOUT_AFTER_MS = 2_000;

/** What to call the link: a short break still counts as live, and a first moment is no fault. */
export function useLinkPhase(model: Model): 'connecting' | 'live' | 'away' {
  const { phase, since } = model.link.value;
  const late = useLater(since, SHOUT_AFTER_MS, phase !== 'live');
  if (phase === 'live') return 'live';
  if (late) return 'away';
  return phase === 'connecting' ? 'connecting' : 'live';
}

/** Dot and words. */
export function Connection({ phase }: { phase: 'connecting' | 'live' | 'away' }) {
  return (
    <span class="connection">
      <span class={`dot ${phase}`} aria-hidden="true" /> {t(`link.${phase}`)}
    </span>
  );
}
