/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../lib/i18n';
import type { Device, Fleet } from './fleet';
import { Form } from './Form';
import { agoWords, showWords } from './words';

/** A kiosk: is it there, what it shows, what waits on it, and what staff can do about it. */
export function DeviceCard({ fleet, device }: { fleet: Fleet; device: Device }) {
  const open = fleet.open.value;
  const isOpen = (what: 'change' | 'revoke') => open?.what === what && open.of === device.id;
  return (
    <li class={`card device${isOpen('change') ? ' wide' : ''}`}>
      <div class="device-head">
        <h3>{tidy(device.name)}</h3>
        <State fleet={fleet} device={device} />
      </div>
      <p class="shows">{device.seen ? showWords(fleet.client.model, device.shows) : showWords(fleet.client.model, device.set.show)}</p>
      {device.flagged ? <p class="flag"><b>{t('fleet.flagged')}</b> {t('fleet.flagged_how', { ago: agoWords(fleet.at.value - device.flagged) })}</p> : null}
      {device.waiting ? <p class="flag"><b>{t('fleet.waiting', { n: device.waiting })}</b> {t('fleet.waiting_how')}</p> : null}
      {device.refused ? <p class="flag">{t('fleet.refusals', { n: device.refused })}</p> : null}
      <p class="facts">
        {t('fleet.people', { n: device.people })} · {t('fleet.votes', { n: device.votes })}
        {device.version ? <span class="version"> · {t('fleet.version', { version: device.version })}</span> : null}
      </p>
      {isOpen('change') ? <Form fleet={fleet} devices={[device]} />
        : isOpen('revoke') ? <Revoke fleet={fleet} device={device} /> : (
          <p class="deeds">
            <button type="button" class="change" aria-label={t('fleet.change_of', { name: device.name })}
              onClick={() => fleet.show({ what: 'change', of: device.id })}>{t('fleet.change')}</button>
            <button type="button" class="change" aria-label={t('fleet.revoke_of', { name: device.name })}
              onClick={() => fleet.show({ what: 'revoke', of: device.id })}>{t('fleet.revoke')}</button>
          </p>
        )}
    </li>
  );
}

function State({ fleet, device }: { fleet: Fleet; device: Device }) {
  if (device.seen === 0) return <span class="state never">{t('fleet.state.never')}</span>;
  if (fleet.isHeard(device)) return <span class="state here">{t('fleet.state.here')}</span>;
  return <span class="state away">{t('fleet.state.away', { ago: agoWords(fleet.at.value - device.seen) })}</span>;
}

function Revoke({ fleet, device }: { fleet: Fleet; device: Device }) {
  return (
    <div class="sure" role="group" aria-label={t('fleet.revoke_of', { name: device.name })}>
      <p>{t(device.waiting ? 'fleet.sure_waiting' : 'fleet.sure', { n: device.waiting })}</p>
      <p class="deeds">
        <button type="button" class="button danger" aria-disabled={fleet.busy.value} onClick={() => { void fleet.revoke(device); }}>{t('fleet.revoke_yes')}</button>
        <button type="button" class="button quiet" onClick={() => fleet.show(null)}>{t('fleet.keep')}</button>
      </p>
    </div>
  );
}
