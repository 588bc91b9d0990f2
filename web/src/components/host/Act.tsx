/* SPDX-License-Identifier: Apache-2.0 */
import { t, type Key } from '../../lib/i18n';

export function Act({ words, run, disabled = false }: { words: Key; run: () => void; disabled?: boolean }) {
  return <button type="button" class="button quiet small" disabled={disabled} onClick={run}>{t(words)}</button>;
}
