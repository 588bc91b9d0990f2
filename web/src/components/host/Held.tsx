/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { Held as Why } from '../../lib/protocol';

/** For the sake of which listed words it waits. */
export function Held({ held }: { held: Why | undefined }) {
  return held ? <p class="held small-text">{t('host.review.held', { words: held.words.join(', ') })}</p> : null;
}
