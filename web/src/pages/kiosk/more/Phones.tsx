/* SPDX-License-Identifier: Apache-2.0 */
import { Qr } from '../../../components/Qr';
import { t, tidy } from '../../../lib/i18n';
import { Foot } from '../Foot';
import type { Kiosk } from '../kiosk';

/** The room, for a phone that stands where this kiosk does. */
export function addressOf(kiosk: Kiosk): string {
  const place = kiosk.device.value?.place;
  const address = kiosk.state.join_url || `${location.origin}/j/${kiosk.code}`;
  return place ? `${address}?at=${encodeURIComponent(place)}` : address;
}

/** What is answered by more than a touch. */
export function Phones({ kiosk }: { kiosk: Kiosk }) {
  const shown = kiosk.shown.value;
  const title = shown.what === 'question' ? shown.question.def.title : shown.what === 'nothing' ? '' : shown.board.def.title;
  return (
    <section class="screen middle phones">
      <h1 class={title.length > 60 ? 'long' : ''}>{tidy(title)}</h1>
      <Qr text={addressOf(kiosk)} label={t('kiosk.qr')} />
      <p>{t('kiosk.phones')}</p>
      <Foot kiosk={kiosk} />
    </section>
  );
}
