/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { dateWords } from '../../lib/dates';
import { t, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { Question } from '../../lib/protocol';
import { useDesk, useStuck } from './desk';
import { note } from './ui';
import { dismissed, offerKey, offers } from './undoing';

const MOST = 3;

/** What was done, by its record: a reset is a draft, a second vote is open. */
const done = ({ undo, state }: Question): Key =>
  (undo!.move === 'reopen' ? 'host.offer.close' : state === 'open' ? 'host.offer.again' : 'host.offer.reset');

function Offer({ question, offset }: { question: Question; offset: number }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { title } = question.def;
  const until = dateWords(question.undo!.until - offset, { timeStyle: 'short' });
  return (
    <li>
      <span>{t(done(question), { title })} <span class="muted">{t('host.offer.until', { until })}</span></span>
      <button type="button" class="button quiet small" disabled={stuck} onClick={() => { void desk.takeBack(question); }}>
        {t('host.undo')}<span class="sr-only"> {title}</span>
      </button>
      <button type="button" class="icon" aria-label={t('host.dismiss')}
        onClick={() => { dismissed.value = new Set([...dismissed.value, offerKey(question)]); }}>✕</button>
    </li>
  );
}

/** What can still be taken back, here or by whoever else hosts, for as long as the server says; behind the note that says so first. */
export function UndoBar() {
  const { model } = useDesk();
  const offset = model.clockOffset.value;
  const [, tick] = useState(0);
  const told = useRef('');
  const listed = offers(model, Date.now() + offset).slice(0, MOST);
  const hidden = note.value?.undo != null;
  const keys = listed.map(offerKey).join(',');
  const first = Math.min(...listed.map(({ undo }) => undo!.until));
  useEffect(() => {
    if (listed.length === 0) return undefined;
    const timer = setTimeout(() => tick((n) => n + 1), Math.max(0, first - offset - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [first, offset]);
  useEffect(() => {
    // Whoever did it here has heard so from the note.
    if (listed[0] && !hidden && !told.current.includes(offerKey(listed[0]))) {
      announce(`${t(done(listed[0]), { title: listed[0].def.title })} ${t('host.offer.how')}`);
    }
    told.current = keys;
  }, [keys]);
  if (hidden || listed.length === 0) return null;
  return (
    <section class="offers" aria-label={t('host.offers')}>
      <ul>{listed.map((question) => <Offer key={question.id} question={question} offset={offset} />)}</ul>
    </section>
  );
}
