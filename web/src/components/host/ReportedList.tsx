/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { ReportReason } from '../../lib/protocol';
import { ABOUT_CHARS } from './aboutBoard';
import { useDesk, useStuck } from './desk';
import { Held } from './Held';
import { Reports, type Reported } from './reported';

/** Reported ideas and comments, and comments that wait: before all else. */
export function ReportedList({ board, tell }: { board: string; tell: (n: number) => void }) {
  const { client } = useDesk();
  const [reports, setReports] = useState<Reports | null>(null);
  useEffect(() => {
    const made = new Reports(client, board);
    setReports(made);
    return () => made.close();
  }, [board]);
  const n = reports?.things.value.length ?? 0;
  useEffect(() => { tell(n); return () => tell(0); }, [n]);
  if (!reports || n === 0) return null;
  return (
    <section class="reported" aria-labelledby="reported-title">
      <h3 id="reported-title">{t('host.reported', { n: reports.total.value })}</h3>
      <ol class="review-list">
        {reports.things.value.map((thing) => <Thing key={thing.key} reports={reports} thing={thing} />)}
      </ol>
      {reports.more.value ? (
        <button type="button" class="button quiet small" onClick={() => { void reports.loadMore(); }}>{t('host.review.more')}</button>
      ) : null}
    </section>
  );
}

function Thing({ reports, thing }: { reports: Reports; thing: Reported }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { comment, of, key } = thing;
  const given = Object.entries(thing.reports) as [ReportReason, number][];
  return (
    <li class="review-item">
      <p class={comment ? 'small-text muted' : 'review-title'}>{comment ? t('host.reported.of', { title: of?.words.title ?? '' }) : of?.words.title}</p>
      {comment ? <p class="review-text">{comment.words.text}</p> : null}
      {!comment && of?.words.text ? <p class="review-text">{of.words.text}</p> : null}
      <Held held={comment?.held ?? (comment ? undefined : of?.held)} />
      <p class="question-facts">
        {given.map(([why, n]) => <span key={why} class="state closed">{t('host.reported.why', { n, why: t(`host.reported.${why}`) })}</span>)}
        {comment?.state === 'pending' ? <span class="state closed">{t('host.review.pending')}</span> : null}
        {comment?.words.name ?? of?.words.name ? <b>{comment ? comment.words.name : of?.words.name}</b> : null}
      </p>
      {reports.hiding.value === key ? <Why reports={reports} thing={thing} /> : (
        <div class="buttons">
          <button type="button" class="button small" disabled={stuck} onClick={() => { void reports.check(desk, thing, 'shown'); }}>
            {t(given.length > 0 ? 'host.reported.keep' : 'host.review.show')}
          </button>
          <button type="button" class="button quiet small" disabled={stuck} onClick={() => { reports.hiding.value = key; }}>{t('host.review.hide')}</button>
        </div>
      )}
    </li>
  );
}

function Why({ reports, thing }: { reports: Reports; thing: Reported }) {
  const desk = useDesk();
  const [reason, setReason] = useState('');
  const close = () => { reports.hiding.value = null; };
  return (
    <form class="inline-form" onSubmit={(event) => { event.preventDefault(); void reports.check(desk, thing, 'hidden', reason.trim()); }}
      onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      <label class="field">
        <span>{t('host.review.reason')}</span>
        <input type="text" ref={(field) => { if (field && reason === '') field.focus(); }} value={reason} maxLength={ABOUT_CHARS}
          onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="submit" class="button bad small">{t('host.review.hide')}</button>
        <button type="button" class="button quiet small" onClick={close}>{t('host.cancel')}</button>
      </div>
    </form>
  );
}
