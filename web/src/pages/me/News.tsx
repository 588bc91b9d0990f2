/* SPDX-License-Identifier: Apache-2.0 */
import { newsWords } from '../../components/phone/Toast';
import { dateWords } from '../../lib/dates';
import { t, tidy } from '../../lib/i18n';
import type { Mine } from './mine';

const time = (at: number): string => dateWords(at, { dateStyle: 'medium', timeStyle: 'short' });

/** What became of what one posted or supports, the newest first. */
export function Happened({ mine }: { mine: Mine }) {
  const { news } = mine.me.value!;
  const titles = mine.titles.value;
  return (
    <section class="card" aria-labelledby="news">
      <h2 id="news">{t('me.news')}</h2>
      {news.length === 0 ? <p class="muted">{t('me.news.none')}</p> : (
        <ul class="things">
          {news.map((each) => (
            <li key={each.entry}>
              <a href={`/b/${mine.code}/${each.board}/${each.idea}`}>{tidy(titles[`${each.board}/${each.idea}`] ?? '…')}</a>
              {each.new ? <span class="badge open">{t('me.news.new')}</span> : null}
              <p>{newsWords(each)}</p>
              <p class="muted">{time(each.at)}</p>
            </li>
          ))}
        </ul>
      )}
      {news.some((each) => each.new) ? (
        <button type="button" class="button quiet" onClick={() => { mine.look().catch(() => {}); }}>{t('me.news.look')}</button>
      ) : null}
    </section>
  );
}
