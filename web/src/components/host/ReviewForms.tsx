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

/** The day of a moment as a date field has it, and the last moment of such a day. */
const dayOf = (at: number): string => {
  const day = new Date(at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};
const endOf = (day: string): number => new Date(`${day}T23:59:59`).getTime();

export function AnswerForm({ review, idea }: Props) {
  const desk = useDesk();
  const [status, setStatus] = useState<IdeaStatus>(idea.status === 'merged' ? 'new' : idea.status);
  const [answer, setAnswer] = useState(idea.words.answer ?? '');
  const [owner, setOwner] = useState(idea.words.owner ?? '');
  const [until, setUntil] = useState(idea.words.by ? dayOf(idea.words.by) : '');
  const decision = () => ({ ...(owner.trim() && { owner: owner.trim() }), ...(until && { by: endOf(until) }) });
  return (
    <Inline review={review} yes={t('host.review.save')} onSubmit={() => { void review.answer(desk, idea, status, answer.trim(), decision()); }}>
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
      <div class="field-row">
        <label class="field">
          <span>{t('host.review.owner')}</span>
          <input type="text" value={owner} maxLength={60} onInput={(event) => setOwner(event.currentTarget.value)} />
        </label>
        <label class="field narrow">
          <span>{t('host.review.until')}</span>
          <input type="date" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
        </label>
      </div>
    </Inline>
  );
}
