/* SPDX-License-Identifier: Apache-2.0 */
import { useLinkPhase } from '../../components/Connection';
import { Header } from '../../components/phone/Header';
import { Notice } from '../../components/phone/Notice';
import { t } from '../../lib/i18n';
import { LiveRegion } from '../../lib/live';
import { DeviceCard } from './DeviceCard';
import { Enrol } from './Enrol';
import type { Fleet } from './fleet';
import { Form } from './Form';
import { placeWords } from './words';

export function App({ fleet }: { fleet: Fleet | null }) {
  return (
    <>
      {fleet ? <Inside fleet={fleet} /> : <Outside />}
      <LiveRegion />
    </>
  );
}

function Outside() {
  return (
    <>
      <Header title={t('brand')} />
      <Notice title={t('fleet.no_room')}><p>{t('fleet.no_room_how')}</p></Notice>
    </>
  );
}

function Inside({ fleet }: { fleet: Fleet }) {
  const { model } = fleet.client;
  const phase = useLinkPhase(model);
  const door = model.door.value;
  const room = model.room.value;
  if (door === 'not_found' || door === 'gone') return <Outside />;
  if (door !== 'open') {
    return (
      <>
        <Header title={t('brand')} />
        <Notice title={t('fleet.forbidden')}>
          <p>{t('fleet.forbidden_how')}</p>
          <p class="row"><a class="button" href={`/host/${fleet.code}`}>{t('fleet.to_host')}</a></p>
        </Notice>
      </>
    );
  }
  return (
    <>
      <Header title={room?.settings.title || t('brand')} settings={room?.settings} phase={phase} href={`/host/${fleet.code}`} />
      {phase === 'away' ? <p class="banner">{t('fleet.offline')}</p> : null}
      <div class="fleet-head">
        <h1 class="title">{t('fleet.title')}</h1>
        <button type="button" class="button" aria-expanded={fleet.open.value?.what === 'enrol'}
          onClick={() => fleet.show({ what: 'enrol', of: '' })}>{t('fleet.enrol')}</button>
      </div>
      <Said fleet={fleet} />
      {fleet.open.value?.what === 'enrol' ? <Enrol fleet={fleet} /> : null}
      {fleet.devices.value ? <Places fleet={fleet} /> : <Notice title={t('link.connecting')}><p>{t('fleet.wait')}</p></Notice>}
    </>
  );
}

function Said({ fleet }: { fleet: Fleet }) {
  const said = fleet.said.value;
  if (said === null) return null;
  if (said === 'saved' || said === 'revoked') return <p class="said good" role="status">{t(said === 'saved' ? 'fleet.saved' : 'fleet.revoked')}</p>;
  const known = said.code === 'limit_reached' || said.code === 'away' ? said.code : 'other';
  return <p class="said bad" role="alert">{t(`fleet.refused.${known}`, { code: said.code })}</p>;
}

function Places({ fleet }: { fleet: Fleet }) {
  const places = fleet.places();
  const all = places.flatMap(([, devices]) => devices);
  const gone = (fleet.devices.value ?? []).filter(({ revoked }) => revoked);
  if (all.length === 0 && gone.length === 0) {
    return <Notice title={t('fleet.none')}><p>{t('fleet.none_how')}</p></Notice>;
  }
  return (
    <>
      <Sums fleet={fleet} />
      {places.map(([place, devices]) => (
        <section class="place" key={place} aria-label={placeWords(place)}>
          <div class="place-head">
            <h2>{placeWords(place)}</h2>
            {devices.length > 1 ? (
              <button type="button" class="change" onClick={() => fleet.show({ what: 'place', of: place })}>{t('fleet.change_all', { n: devices.length })}</button>
            ) : null}
          </div>
          {fleet.open.value?.what === 'place' && fleet.open.value.of === place
            ? <div class="card"><Form fleet={fleet} devices={devices} /></div> : null}
          <ul class="devices">
            {devices.map((device) => <DeviceCard key={device.id} fleet={fleet} device={device} />)}
          </ul>
        </section>
      ))}
      {gone.length ? (
        <details class="gone">
          <summary>{t('fleet.gone', { n: gone.length })}</summary>
          <ul>{gone.map(({ id, name, place, votes }) => <li key={id}>{name}{place ? ` · ${place}` : ''} · {t('fleet.votes', { n: votes })}</li>)}</ul>
        </details>
      ) : null}
    </>
  );
}

/** How all of them are, in one line. */
function Sums({ fleet }: { fleet: Fleet }) {
  const all = fleet.devices.value ?? [];
  const devices = all.filter(({ revoked }) => !revoked);
  // What revoked ones brought stays counted; what they still had is gone.
  const sum = (of: 'waiting' | 'votes' | 'people') => (of === 'waiting' ? devices : all).reduce((n, device) => n + device[of], 0);
  const away = devices.filter((device) => !fleet.isHeard(device)).length;
  return (
    <dl class="sums">
      <div><dt>{t('fleet.sum.here')}</dt><dd>{devices.length - away}<span class="of"> / {devices.length}</span></dd></div>
      <div class={sum('waiting') ? 'worry' : ''}><dt>{t('fleet.sum.waiting')}</dt><dd>{t('fleet.n', { count: sum('waiting') })}</dd></div>
      <div><dt>{t('fleet.sum.people')}</dt><dd>{t('fleet.n', { count: sum('people') })}</dd></div>
      <div><dt>{t('fleet.sum.votes')}</dt><dd>{t('fleet.n', { count: sum('votes') })}</dd></div>
    </dl>
  );
}
