/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import { announce } from '../../../lib/live';

/** The phone's own way to pass something on; where it has none, the address is copied. It says that it was passed on: how many came so is counted. */
export function Share({ title, path }: { title: string; path: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const url = `${location.origin}${path}?via=shared`;
  const share = async () => {
    try {
      if (typeof navigator.share === 'function') { await navigator.share({ title, url }); return; }
      await navigator.clipboard.writeText(url);
    } catch (error) {
      if ((error as Error).name === 'AbortError') return;
      // On plain http there is no clipboard interface; the old way still works there.
      field.current?.select();
      if (!document.execCommand('copy')) return;
    }
    setCopied(true);
    announce(t('board.copied'));
  };
  return (
    <div class="share">
      <input ref={field} class="address" type="text" readOnly value={url} aria-label={t('board.address')} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" class="button quiet" onClick={() => { void share(); }}>{copied ? `✓ ${t('board.copied')}` : t('board.share')}</button>
    </div>
  );
}
