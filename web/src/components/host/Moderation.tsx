/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { otherLang, t, tidy } from '../../lib/i18n';
import { LiveRegion } from '../../lib/live';
import { Connection, useLinkPhase } from '../Connection';
import { ActLog } from './later';
import { useDesk } from './desk';
import { useReview } from './looking';
import { Confirm, Help, NoteBar } from './Overlays';
import { ReviewPane } from './Review';
import { helpShown, reviewing } from './ui';

/** The boards to go through; with one, there is nothing to choose. */
function Choose() {
  const { model } = useDesk();
  const boards = model.boards.value;
  const review = useReview().value;
  if (boards.length < 2) return null;
  return (
    <div class="on-screen" role="group" aria-label={t('host.boards')}>
      {boards.map(({ id, def }) => (
        <button key={id} type="button" class="chip" aria-pressed={reviewing.value === id} onClick={() => { reviewing.value = id; }}>
          {tidy(def.title)}{review?.board === id && review.waiting.value > 0 ? <b class="number"> {review.waiting.value}</b> : null}
        </button>
      ))}
    </div>
  );
}

/** The desk of a moderator: the queue, and nothing of what hosts do. */
export function Moderation() {
  const { model } = useDesk();
  const boards = model.boards.value;
  const chosen = boards.some(({ id }) => id === reviewing.value);
  useEffect(() => {
    if (!chosen) reviewing.value = (boards.find(({ def }) => def.checked) ?? boards[0])?.id ?? null;
  });
  return (
    <>
      <div class="moderation">
        <header class="console-head">
          <div class="console-room">
            <h1>{model.room.value!.settings.title}</h1>
            <p class="console-facts"><Connection phase={useLinkPhase(model)} /></p>
          </div>
          <div class="buttons">
            <a class="button quiet small" href={`?lang=${otherLang}`} lang={otherLang}>{t('lang.switch')}</a>
            <button type="button" class="button quiet small" aria-label={t('host.help')} title={t('host.help')}
              onClick={() => { helpShown.value = true; }}>?</button>
          </div>
        </header>
        <p class="muted">{t(boards.length > 0 ? 'host.moderation' : 'host.moderation.none')}</p>
        <Choose />
        <ReviewPane />
        <ActLog />
      </div>
      <Confirm />
      <Help />
      <NoteBar />
      <LiveRegion />
    </>
  );
}
