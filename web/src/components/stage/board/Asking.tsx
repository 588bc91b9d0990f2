/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../../lib/i18n';
import { Ranking } from './Ranking';
import type { Wall } from './wall';

/** Questions to the speaker: the one that is being answered, and those that come next. */
export function Asking({ wall }: { wall: Wall }) {
  const now = wall.answering.value;
  const ranked = wall.ranked.value;
  return (
    <>
      {now && (
        <div class="answering" key={now.id}>
          <p class="answering-head">{t('stage.answering')}</p>
          <p class={`answering-title${[...now.words.title].length > 70 ? ' long' : ''}`}>{tidy(now.words.title)}</p>
          <p class="answering-facts">
            {now.words.name && <b>{now.words.name}</b>}
            <span aria-label={t('stage.supports', { n: now.supports })} role="img">▲ {number(now.supports)}</span>
          </p>
        </div>
      )}
      {now && ranked.length > 0 && <h2 class="next-head">{t('stage.asked_next')}</h2>}
      {ranked.length > 0 && <Ranking ideas={wall.ideas} ranked={ranked} />}
    </>
  );
}
