/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, type Key } from '../../lib/i18n';
import { reacted } from '../../lib/reacted';
import { REACTIONS } from '../../lib/reactions';
import { Face } from '../Face';

/** How often people tapped each, as it grows. */
export function Reacted() {
  const sums = reacted.value?.sums ?? REACTIONS.map(() => 0);
  return (
    <ul class="reacted" aria-label={t('react')}>
      {REACTIONS.map((reaction, at) => (
        <li key={reaction}>
          <Face reaction={reaction} />
          <span class="sr-only">{t(`react.${reaction}` as Key)} </span>
          <span key={sums[at]} class={sums[at] ? 'grew' : ''}>{number(sums[at]!)}</span>
        </li>
      ))}
    </ul>
  );
}
