/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { number, t, tidy } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { PlaceOk } from '../../lib/protocol';
import { optionStyle } from '../option';
import { useSpace } from './hooks';
import { JoinCard, type Way } from './JoinCard';
import { ranksOf } from './layout';
import { Track } from './OptionRows';
import { usePlaces } from './places';

const nameOf = ({ name }: PlaceOk): string => (name === null ? t('stage.ranks.someone') : tidy(name));

function Rows({ places }: { places: readonly PlaceOk[] }) {
  const [box, space] = useSpace();
  const { rows, small } = ranksOf(places.map(nameOf), space);
  const most = Math.max(1, ...places.map(({ points }) => points));
  return (
    <div class="rows-box" ref={box}>
      <ol class={`wall-rows${small ? ' small' : ''}`} style={{ '--rows': String(rows) }} aria-hidden="true">
        {places.slice(0, rows).map((one, at) => (
          <li key={at} class="row idea-row" style={{ '--at': String(at), ...optionStyle(at) }}>
            <span class="letter coloured">{one.place}</span>
            <Track row={{ text: nameOf(one), count: 0, share: one.points / most }} shown={{ counted: true, numbers: false }} />
            <span class="sum" style={{ width: `${number(most).length + 0.4}ch` }}>{number(one.points)}</span>
          </li>
        ))}
      </ol>
      <table class="sr-only">
        <thead><tr><th>{t('stage.ranks.place')}</th><th>{t('stage.ranks.name')}</th><th>{t('stage.ranks.points')}</th></tr></thead>
        <tbody>{places.slice(0, rows).map((one, at) => <tr key={at}><td>{one.place}</td><td>{nameOf(one)}</td><td>{number(one.points)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

/** Who has most points; those who have as many share a place. */
export function Ranks({ client, way, head, lang }: { client: Client; way: Way; head: ComponentChildren; lang: string }) {
  const places = usePlaces(client);
  useEffect(() => announce(t('stage.ranks')), []);
  return (
    <div class="frame with-side">
      {head}
      <section class="asked wall" lang={lang}>
        <h1 class="question">{t('stage.ranks')}</h1>
        {places && (places.length > 0 ? <Rows places={places} /> : <p class="wall-asks">{t('stage.ranks.none')}</p>)}
      </section>
      <div class="side"><JoinCard {...way} /></div>
    </div>
  );
}
