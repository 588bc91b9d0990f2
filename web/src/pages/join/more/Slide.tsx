/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../../lib/i18n';
import { addressOf } from '../../../lib/pictures';
import type { SlideDefinition } from '../../../lib/protocol';
import type { KindProps } from '../kinds';

/** What the hall sees, small: a thousand phones would load the large one at once. Who opens it can look closely. */
export function Slide({ def: { slide } }: KindProps<SlideDefinition>) {
  const address = addressOf(slide.id);
  return (
    <div class="slide">
      <p class="hint">{t('join.slide')}</p>
      <a href={address} target="_blank" rel="noopener">
        <img src={`${address}/small`} alt={slide.alt} />
        <span class="change">{t('join.slide.large')}</span>
      </a>
    </div>
  );
}
