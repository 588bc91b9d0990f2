/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import { addressOf } from '../../../lib/pictures';
import type { SlideDefinition } from '../../../lib/protocol';
import type { KindProps } from '../kinds';

/** What the hall sees. In a hall a phone does not load it by itself: a thousand would at once. */
export function Slide({ def: { slide } }: KindProps<SlideDefinition>) {
  const [large, setLarge] = useState(false);
  const address = addressOf(slide.id);
  return (
    <div class="slide">
      <p class="hint">{t('join.slide')}</p>
      <button type="button" aria-expanded={large} onClick={() => setLarge(!large)}>
        <img src={large ? address : `${address}/small`} alt={slide.alt} />
        <span class="change">{t(large ? 'join.slide.small' : 'join.slide.large')}</span>
      </button>
    </div>
  );
}
