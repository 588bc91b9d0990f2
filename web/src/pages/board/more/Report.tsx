/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import type { ReportReason } from '../../../lib/protocol';

const REASONS: readonly ReportReason[] = ['spam', 'rude', 'private', 'off_topic', 'other'];

/** Tells the team, and nobody else, that something should not stand there. */
export function Report({ onSend }: { onSend: (why: ReportReason) => Promise<unknown> }) {
  const [state, setState] = useState<'closed' | 'asks' | 'done' | 'wrong'>('closed');
  const send = (why: ReportReason) => { onSend(why).then(() => setState('done'), () => setState('wrong')); };
  if (state === 'done') return <p class="muted" role="status">{t('board.report.done')}</p>;
  if (state !== 'asks') {
    return (
      <>
        <button type="button" class="change" onClick={() => setState('asks')}>{t('board.report')}</button>
        {state === 'wrong' ? <p class="wrong" role="alert">{t('board.withdraw.wrong')}</p> : null}
      </>
    );
  }
  return (
    <div class="reasons" role="group" aria-label={t('board.report.ask')}>
      <p>{t('board.report.ask')}</p>
      {REASONS.map((why) => <button key={why} type="button" class="chip" onClick={() => send(why)}>{t(`board.report.${why}`)}</button>)}
      <button type="button" class="change" onClick={() => setState('closed')}>{t('board.talk.cancel')}</button>
    </div>
  );
}
