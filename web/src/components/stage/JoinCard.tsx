/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import { Qr } from '../Qr';

/** K7Q 42M: two short words are easier to carry to a phone than one long one. */
export const spaced = (code: string): string => `${code.slice(0, 3)}\u00a0${code.slice(3)}`;

/** An address as people type it. */
export const typable = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/$/, '');

export interface Way { code: string; joinUrl: string; baseUrl: string }

/** How to come in: code to scan, address and code to type. */
export function JoinCard({ code, joinUrl, baseUrl }: Way) {
  const address = typable(baseUrl);
  return (
    <aside class="join-card" aria-label={t('stage.join.how')}>
      <Qr text={joinUrl} label={t('stage.join.qr', { address: typable(joinUrl) })} />
      <div class="join-words">
        <p class={address.length > 22 ? 'join-at long' : 'join-at'}>{t('stage.join.at')} <b>{address}</b></p>
        <p class="join-code">{spaced(code)}</p>
      </div>
    </aside>
  );
}
