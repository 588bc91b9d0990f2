/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { IdeaStatus } from '../../lib/protocol';
import { ABOUT_CHARS } from './aboutBoard';
import { useDesk } from './desk';
import type { Review } from './looking';

/** All but `merged`, which merging sets. */
const STATUSES: readonly IdeaStatus[] = ['new', 'read', 'review', 'planned', 'making', 'released', 'declined'];

interface Props { review: Review; idea: Shown }

function Inline({ review, yes, bad = false, onSubmit, children }: {
  review: Review; yes: string; bad?: boolean; onSubmit: () => void; children: ComponentChildren;
}) {
  const close = () => { review.writing.value = null; };
  return (
    <form class="inline-form" onSubmit={(event) => { event.preventDefault(); onSubmit(); }}
      onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      {children}
      <div class="buttons">
        <button type="submit" class={bad ? 'button bad small' : 'button small'}>{yes}</button>
        <button type="button" class="button quiet small" onClick={close}>{t('host.cancel')}</button>
      </div>
    </form>
  );
}

export function HideForm({ review, idea }: Props) {
  const desk = useDesk();
  const [reason, setReason] = useState('');
  return (
    <Inline review={review} yes={t('host.review.hide')} bad onSubmit={() => { void review.check(desk, idea, 'hidden', reason.trim()); }}>
      <label class="field">
        <span>{t('host.review.reason')}</span>
        <input type="text" ref={(field) => { if (field && reason === '') field.focus(); }} value={reason} maxLength={ABOUT_CHARS}
          onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </Inline>
  );
}

export function AnswerForm({ review, idea }: Props) {
  const desk = useDesk();
  const [status, setStatus] = useState<IdeaStatus>(idea.status === 'merged' ? 'new' : idea.status);
  const [answer, setAnswer] = useState(idea.words.answer ?? '');
  return (
    <Inline review={review} yes={t('host.review.save')} onSubmit={() => { void review.answer(desk, idea, status, answer.trim()); }}>
      <label class="field">
        <span>{t('host.review.status')}</span>
        <select value={status} autoFocus onChange={(event) => setStatus(event.currentTarget.value as IdeaStatus)}>
          {STATUSES.map((one) => <option key={one} value={one}>{t(`host.status.${one}`)}</option>)}
        </select>
      </label>
      <label class="field">
        <span>{t('host.review.answer_text')}</span>
        <textarea rows={3} value={answer} maxLength={ABOUT_CHARS} onInput={(event) => setAnswer(event.currentTarget.value)} />
      </label>
    </Inline>
  );
}
