/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { dateWords } from '../../lib/dates';
import { number, t } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { Board } from '../../lib/protocol';
import { useDesk, useStuck, type Desk } from './desk';
import { isTyping, REVIEW_KEYS } from './keys';
import { useKeptReview, useReview, type Filter, type Review } from './looking';
import { ReportedList } from './ReportedList';
import { ban } from './banning';
import { Held } from './Held';
import { MergeForm, Parts } from './Merging';
import { AnswerForm, HideForm } from './ReviewForms';
import { ReviewImages } from './ReviewImages';
import { WaitingImages } from './WaitingImages';
import { asking, helpShown, keysOn, reviewing, tab, writing, writingBoard } from './ui';

const FILTERS: readonly Filter[] = ['pending', 'shown', 'hidden'];
const day = (at: number): string => dateWords(at, { dateStyle: 'medium' });

/** What people wrote on one board, to be shown, hidden or answered. */
export function ReviewPane() {
  const { model } = useDesk();
  useKeptReview();
  const review = useReview().value;
  const board = reviewing.value === null ? undefined : model.boardById.value[reviewing.value];
  if (!review || !board || review.board !== board.id) return null;
  return <Queue key={board.id} review={review} board={board} />;
}

function Queue({ review, board }: { review: Review; board: Board }) {
  const desk = useDesk();
  const { ideas, reader } = review;
  const filter = review.filter.value;
  const listed = review.listed.value;
  const head = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState(0);
  const [pictures, setPictures] = useState(0);
  const isAllDone = listed.length === 0 && (filter !== 'pending' || said + pictures === 0);
  useEffect(() => { head.current?.focus(); }, []);
  useReviewKeys(desk, review);
  return (
    <section class="card review" aria-labelledby="review-title">
      <div class="card-head">
        <h2 id="review-title" tabIndex={-1} ref={head}>{board.def.title}</h2>
        {desk.model.you.value.role === 'moderator' ? null : (
          <button type="button" class="button quiet small" onClick={() => { reviewing.value = null; tab.value = 'boards'; }}>{t('host.review.done')}</button>
        )}
      </div>
      <div class="review-filters buttons" role="group" aria-label={t('host.review.filter')}>
        {[...FILTERS, ...(board.def.gates ? ['due' as const] : [])].map((one) => (
          <button key={one} type="button" class="button quiet small" aria-pressed={filter === one} onClick={() => { void review.show(one); }}>
            {t(`host.review.${one}`)}{one === 'pending' && review.waiting.value > 0 ? <b class="number">{number(review.waiting.value)}</b> : null}
          </button>
        ))}
        {filter === 'shown' && ideas.fresh.value > 0 ? (
          <button type="button" class="button small" onClick={() => { void review.show(filter); }}>{t('host.review.fresh', { n: ideas.fresh.value })} ↑</button>
        ) : null}
      </div>
      {filter === 'hidden' ? null : <ReportedList board={board.id} tell={setSaid} />}
      {filter === 'pending' && !board.def.checked ? <WaitingImages review={review} tell={setPictures} /> : null}
      {!ideas.read.value ? <p class="muted">{t('host.review.loading')}</p> : null}
      {ideas.read.value && isAllDone ? <p class="muted">{t(`host.review.none.${filter}`)}</p> : null}
      <ol class="review-list">
        {listed.map((idea) => <Item key={idea.id} review={review} board={board} idea={idea} />)}
      </ol>
      {filter !== 'pending' && ideas.more.value ? (
        <button type="button" class="button quiet small" onClick={() => { void reader.loadMore(); }}>{t('host.review.more')}</button>
      ) : null}
    </section>
  );
}

/** j and k walk, a shows, h asks for the reason. */
function useReviewKeys(desk: Desk, review: Review): void {
  useLayoutEffect(() => {
    const idea = () => review.listed.value.find(({ id }) => id === review.cursor.value);
    const runs: Readonly<Record<string, () => void>> = {
      j: () => review.step(1),
      k: () => review.step(-1),
      a: () => { const one = idea(); if (one && one.state !== 'shown') void review.check(desk, one, 'shown'); },
      h: () => { const one = idea(); if (one && one.state !== 'hidden') review.writing.value = { id: one.id, what: 'hide' }; },
    };
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const busy = writing.value || writingBoard.value || asking.value || helpShown.value || isTyping(event.target);
      if (busy || !keysOn.value || event.ctrlKey || event.metaKey || event.altKey || !(key in REVIEW_KEYS)) return;
      event.preventDefault();
      runs[key]!();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [review]);
}

function Item({ review, board, idea }: { review: Review; board: Board; idea: Shown }) {
  const item = useRef<HTMLLIElement>(null);
  const isAt = review.cursor.value === idea.id;
  const writes = review.writing.value?.id === idea.id ? review.writing.value.what : null;
  // At once: later, the cursor may be elsewhere, and would be taken back here. Not under a finger: a button that
  // scrolls away while it is pressed is not pressed.
  useLayoutEffect(() => {
    if (!isAt || writes || item.current?.contains(document.activeElement)) return;
    item.current?.focus({ preventScroll: true });
    item.current?.scrollIntoView({ block: 'nearest' });
  }, [isAt, writes]);
  const { words, status } = idea;
  const tags = board.def.tags ?? [];
  return (
    <li class={`review-item ${idea.state}`} ref={item} tabIndex={-1} aria-current={isAt ? 'true' : undefined}
      onFocusCapture={() => { review.cursor.value = idea.id; }}>
      <p class="review-title">{words.title}</p>
      {words.text ? <p class="review-text">{words.text}</p> : null}
      <ReviewImages review={review} idea={idea} />
      <p class="question-facts">
        <span class={`state ${idea.state === 'shown' ? 'open' : idea.state === 'pending' ? 'closed' : ''}`}>{t(`host.review.${idea.state}`)}</span>
        {status === 'new' ? null : <span class="state revealed">{t(`host.status.${status}`)}</span>}
        <span>{t('host.review.supports', { n: idea.supports })}</span>
        {idea.gate?.by ? <b class="due">{t('host.review.by', { day: day(idea.gate.by) })}</b> : null}
        {words.name ? <b>{words.name}</b> : null}
        {idea.rules ? <span>{t('host.review.rules', { n: idea.rules })}</span> : null}
        {idea.tags.map((tag) => (tags[tag] ? <span key={tag}>#{tags[tag]}</span> : null))}
      </p>
      <Held held={idea.held} />
      {words.reason ? <p class="small-text muted">{t('host.review.reason_was', { reason: words.reason })}</p> : null}
      {words.answer && writes !== 'answer' ? <p class="review-answer">{words.answer}</p> : null}
      {writes === 'hide' ? <HideForm review={review} idea={idea} /> : null}
      {writes === 'answer' ? <AnswerForm review={review} idea={idea} /> : null}
      {writes === 'merge' ? <MergeForm review={review} idea={idea} /> : null}
      <Parts review={review} idea={idea} />
      {writes || status === 'merged' ? null : <Verdicts review={review} idea={idea} />}
    </li>
  );
}

function Verdicts({ review, idea }: { review: Review; idea: Shown }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { id, state } = idea;
  return (
    <div class="buttons">
      {state === 'shown' ? null : (
        <button type="button" class="button small" disabled={stuck} onClick={() => { void review.check(desk, idea, 'shown'); }}>{t('host.review.show')}</button>
      )}
      {state === 'hidden' ? null : (
        <button type="button" class="button quiet small" disabled={stuck} onClick={() => { review.writing.value = { id, what: 'hide' }; }}>{t('host.review.hide')}</button>
      )}
      <button type="button" class="button quiet small" disabled={stuck} onClick={() => { review.writing.value = { id, what: 'answer' }; }}>{t('host.review.answer')}</button>
      <button type="button" class="button quiet small" disabled={stuck} onClick={() => { review.writing.value = { id, what: 'merge' }; }}>{t('merge.start')}</button>
      <button type="button" class="button quiet small" disabled={stuck} onClick={() => { void ban(desk, review.board, id); }}>{t('host.review.ban')}</button>
    </div>
  );
}
