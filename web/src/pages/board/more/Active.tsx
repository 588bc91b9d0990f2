/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { number, t, tidy } from '../../../lib/i18n';
import type { PointsBoardOk } from '../../../lib/protocol';
import type { Place } from '../place';

const SHOWN = 5;

/** Who is most active this month, for who asks; only where the room gives points. */
export function Active({ place }: { place: Place }) {
  const { client, code } = place;
  const [ranks, setRanks] = useState<PointsBoardOk | null>(null);
  const load = () => {
    client.send<PointsBoardOk & Record<string, unknown>>('points.board', { period: 'month', n: SHOWN }).then(setRanks, () => {});
  };
  return (
    <details class="active" onToggle={(event) => { if (event.currentTarget.open) load(); }}>
      <summary>{t('board.active')}</summary>
      {ranks ? (
        <>
          {ranks.places.length === 0 ? <p class="muted">{t('board.active.none')}</p> : null}
          <ol>
            {ranks.places.map((one, at) => (
              <li key={at} class={one.mine ? 'own' : undefined}>
                <b>{one.place}</b><span>{one.name === null ? t('board.talk.someone') : tidy(one.name)}</span><b>{number(one.points)}</b>
              </li>
            ))}
          </ol>
          <a href={`/m/${code}`}>{t('board.active.more')}</a>
        </>
      ) : null}
    </details>
  );
}
