/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, tidy, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { Standing } from '../../lib/protocol';
import type { Mine, Period } from './mine';

const PERIODS: readonly Period[] = ['all', 'month'];
const NAME_MOST = 40;

/** One's points, and everyone's. */
export function Points({ mine }: { mine: Mine }) {
  const { points } = mine.me.value!;
  return (
    <section class="card" aria-labelledby="points">
      <h2 id="points">{t('me.points')}</h2>
      {points.all.place > 0 ? (
        <dl class="standings">{PERIODS.map((period) => <Stands key={period} period={period} standing={points[period]} />)}</dl>
      ) : <p class="muted">{t('me.points.none')}</p>}
      <Ranks mine={mine} />
      <Name mine={mine} />
    </section>
  );
}

function Stands({ period, standing }: { period: Period; standing: Standing }) {
  return (
    <div>
      <dt>{t(`me.points.${period}` as Key)}</dt>
      <dd>
        <strong>{t('me.points.n', { n: standing.points })}</strong>
        {standing.place > 0 ? <span class="muted"> {t('me.points.place', { place: standing.place })}</span> : null}
      </dd>
    </div>
  );
}

function Ranks({ mine }: { mine: Mine }) {
  const ranks = mine.ranks.value;
  return (
    <>
      <div class="top">
        <h3 id="ranks">{t('me.board')}</h3>
        <div class="orders" role="group" aria-labelledby="ranks">
          {PERIODS.map((period) => (
            <button key={period} type="button" aria-pressed={mine.period.value === period} onClick={() => mine.show(period)}>
              {t(`me.board.${period}` as Key)}
            </button>
          ))}
        </div>
      </div>
      {ranks && ranks.places.length > 0 ? (
        <ol class="ranks">
          {ranks.places.map(({ place, points, name, mine: own }, at) => (
            <li key={at} class={own ? 'own' : undefined}>
              <span class="place">{place}</span>
              <span class="name">{name === null ? t('me.board.someone') : tidy(name)}{own ? ` (${t('me.board.me')})` : ''}</span>
              <span class="points">{t('me.points.n', { n: points })}</span>
            </li>
          ))}
        </ol>
      ) : <p class="muted">{t('me.board.empty')}</p>}
      {ranks && mine.hasMore(ranks) ? (
        <button type="button" class="button quiet" onClick={() => mine.more()}>{t('me.board.more')}</button>
      ) : null}
    </>
  );
}

function Name({ mine }: { mine: Mine }) {
  const [name, setName] = useState(mine.me.value!.name);
  const [said, setSaid] = useState<Key | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    const words = await mine.rename(name).then((): Key => 'me.name.saved', (refusal: { code?: string }): Key => (refusal.code === 'word' ? 'me.name.word' : 'me.name.bad'));
    setSaid(words);
    announce(t(words));
  };
  return (
    <form class="naming" onSubmit={(event) => { void save(event); }}>
      <label for="name">{t('me.name')}</label>
      <p class="hint" id="name-hint">{t('me.name.hint')}</p>
      <div class="name-row">
        <input id="name" class="field" type="text" value={name} maxLength={NAME_MOST} autoComplete="nickname" aria-describedby="name-hint"
          onInput={(event) => { setName(event.currentTarget.value); setSaid(null); }} />
        <button type="submit" class="button quiet">{t('me.name.save')}</button>
      </div>
      {said ? <p class={said !== 'me.name.saved' ? 'words bad' : 'words good'}>{t(said)}</p> : null}
    </form>
  );
}
