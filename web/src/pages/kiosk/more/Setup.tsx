/* SPDX-License-Identifier: Apache-2.0 */
import { t, type Key } from '../../../lib/i18n';
import { wakeSound } from '../chime';
import { goFull } from '../guards';
import type { Kiosk } from '../kiosk';
import { offline } from '../offline';

const MARKS = { yes: '✓', no: '!', wait: '…' } as const;

/** After a kiosk has come by its link: what it can, and cannot, before people stand there. */
export function Setup({ kiosk }: { kiosk: Kiosk }) {
  const device = kiosk.device.value!;
  const ready = offline.value;
  const checks: [keyof typeof MARKS, Key][] = [
    [ready === 'ready' ? 'yes' : ready === 'preparing' ? 'wait' : 'no', `kiosk.setup.offline.${ready}`],
    [kiosk.lasts ? 'yes' : 'no', kiosk.lasts ? 'kiosk.setup.disk' : 'kiosk.setup.no_disk'],
    [device.set.pin_hash ? 'yes' : 'no', device.set.pin_hash ? 'kiosk.setup.pin' : 'kiosk.setup.no_pin'],
  ];
  const begin = () => {
    wakeSound();
    kiosk.readBadges();
    goFull();
    kiosk.screen.value = 'attract';
  };
  return (
    <section class="screen middle setup">
      <h1>{t('kiosk.setup', { name: device.name })}</h1>
      {device.place ? <p>{device.place}</p> : null}
      <ul class="checks">
        {checks.map(([mark, key]) => <li key={key} class={mark}><b aria-hidden="true">{MARKS[mark]}</b> <span>{t(key)}</span></li>)}
      </ul>
      <p>{t('kiosk.setup.corner')}</p>
      <p class="row"><button type="button" class="button big" onClick={begin}>{t('kiosk.setup.start')}</button></p>
    </section>
  );
}
