/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';

/** On plain http there is no clipboard interface; the old way still works there. */
async function copy(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}

/** An address to take along, and what else can be done with it. */
export function CopyField({ words, value, children }: { words: string; value: string; children?: ComponentChildren }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const onCopy = () => { if (field.current) void copy(field.current).then(setCopied); };
  return (
    <div class="copy-field">
      <input ref={field} type="text" readOnly value={value} aria-label={words}
        onFocus={(event) => event.currentTarget.select()} />
      <button type="button" class="button quiet small" onClick={onCopy}>{t(copied ? 'host.copied' : 'host.copy_link')}</button>
      {children}
    </div>
  );
}
