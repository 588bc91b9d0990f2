/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { Timer } from '../../components/Timer';
import { useNow } from '../../lib/clock';
import { dateWords } from '../../lib/dates';
import { t, tidy } from '../../lib/i18n';
import { announceChanges } from './announce';
import { List } from './List';
import { One } from './One';
import type { ViewProps } from './place';
import { Sheet } from './Sheet';
import { phaseWords } from './words';

const HOUR_MS = 3_600_000;

export function BoardView({ place, board, phase }: ViewProps) {
  const { pinned } = place.reader;
  const writing = place.poster.sheet.value !== null;
  const behind = useRef<HTMLDivElement>(null);
  useEffect(() => announceChanges(place), []);
  useLayoutEffect(() => { behind.current?.toggleAttribute('inert', writing); }, [writing]);
  useLayoutEffect(() => {
    // To one idea from its top; back to where one was, with the focus on what one came from.
    if (!place.hasMoved) return;
    if (pinned.value !== null) { scrollTo(0, 0); return; }
    const { at, idea } = place.leftOff;
    scrollTo(0, at);
    document.querySelector<HTMLElement>(`a[href="${place.address(idea)}"]`)?.focus({ preventScroll: true });
  }, [pinned.value]);
  return (
    <>
      <div class="behind" ref={behind} aria-hidden={writing ? 'true' : undefined}>
        <Trouble place={place} phase={phase} />
        <div class={pinned.value === null ? 'board' : 'board one'}>
          <Intro place={place} board={board} />
          {pinned.value === null
            ? <List place={place} board={board} phase={phase} /> : <One place={place} board={board} id={pinned.value} phase={phase} />}
        </div>
      </div>
      {writing ? <Sheet place={place} board={board} phase={phase} /> : null}
    </>
  );
}

/** Words for a break that lasts; what was on the screen stays there. */
function Trouble({ place, phase }: Omit<ViewProps, 'board'>) {
  const { up, full } = place.client.model.store.value;
  if (phase === 'away') return <p class="banner">{t('board.offline')}</p>;
  return up && !full ? null : <p class="banner">{t('board.store_down')}</p>;
}

/** What the board is about, what one may do now, and the way to do it. */
function Intro({ place, board }: Omit<ViewProps, 'phase'>) {
  const { def, closes } = board;
  const offset = place.client.model.clockOffset.value;
  const now = useNow(offset, closes > 0 && closes - Date.now() - offset > -1000);
  const may = place.may(board);
  const over = closes > 0 && now >= closes && board.phase !== 'closed';
  const left = place.left(board);
  const hasDraft = place.poster.sheet.value === null && place.poster.hasDraft();
  useEffect(() => { place.over.value = over; }, [over]);
  const isOne = place.reader.pinned.value !== null;
  const Title = isOne ? 'p' : 'h1';
  return (
    <section class="intro">
      <Title class="title" id="title" tabIndex={-1}>{tidy(def.title)}</Title>
      {def.about && !isOne ? <p class="about">{tidy(def.about)}</p> : null}
      <div class={may.post || may.support ? 'phase on' : 'phase'}>
        <p>{phaseWords(board, over)}</p>
        {closes > now && (may.post || may.support) ? <Until closes={closes} now={now} offset={offset} /> : null}
      </div>
      {left !== null && may.support ? <p class="left">{left === 0 ? t('board.all_given', { n: def.supports! }) : t('board.left', { n: left, of: def.supports! })}</p> : null}
      {may.post && !isOne ? (
        <div class="dock">
          <button type="button" class="button post" onClick={() => place.poster.open()}>
            <span aria-hidden="true">+ </span>{t(hasDraft ? 'board.draft' : `board.post.${def.kind}`)}
          </button>
        </div>
      ) : null}
    </section>
  );
}

/** A last hour ticks; before, its end is told. */
function Until({ closes, now, offset }: { closes: number; now: number; offset: number }) {
  if (closes - now < HOUR_MS) return <Timer closes={closes} offset={offset} />;
  const time = dateWords(closes - offset, {
    weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit',
  });
  return <p class="until">{t('board.until', { time })}</p>;
}
