/* SPDX-License-Identifier: Apache-2.0 */
import { useRef } from 'preact/hooks';

import { number, t } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { Board } from '../../lib/protocol';
import type { Place } from './place';

/** The number of supports, and the button that gives one or takes it back. */
export function SupportButton({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const on = place.isOn(idea);
  const count = place.count(idea);
  const held = place.supporter.supports.of(idea.id);
  const shown = useRef(count);
  const moved = useRef(0);
  // A number that changed is drawn anew, which is what starts its movement.
  if (shown.current !== count) { shown.current = count; moved.current++; }
  const face = (
    <>
      <span class="arrow" aria-hidden="true">{on ? '✓' : '▲'}</span>
      <span class={moved.current ? 'count moved' : 'count'} key={moved.current} aria-hidden="true">{number(count)}</span>
    </>
  );
  if (idea.state !== 'shown') return <div class="support still" aria-hidden="true"><span class="count">–</span></div>;
  if (!place.may(board).support) {
    return (
      <div class={on ? 'support still on' : 'support still'}>
        <span class="sr-only">{t('board.supports', { n: count })}{on ? `, ${t('board.supported')}` : ''}</span>{face}
      </div>
    );
  }
  const kept = held?.state === 'kept' && held.code !== null;
  return (
    <div class="support-box">
      <button type="button" class="support" aria-pressed={on} aria-label={t('board.support', { title: idea.words.title, supports: t('board.supports', { n: count }) })}
        onClick={() => { place.trouble.value = null; place.support(idea); }}>
        {face}
      </button>
      {kept || held?.state === 'refused' ? <span class="fate">{t(kept ? 'board.kept' : 'board.not_counted')}</span> : null}
    </div>
  );
}
