/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Place } from './place';

const PAUSE_MS = 300;
/** A limit of the protocol. */
const CHARS = 80;

/** The list follows what is typed here, after a short pause or at once with Enter. */
export function Search({ place }: { place: Place }) {
  const asked = place.query.value.search;
  const [text, setText] = useState(asked ?? '');
  useEffect(() => { if (asked === undefined) setText(''); }, [asked]);
  useEffect(() => {
    const timer = setTimeout(() => place.search(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); place.search(text); }}>
      <label class="sr-only" for="search">{t('board.search')}</label>
      <svg viewBox="0 0 22 22" aria-hidden="true"><circle cx="9" cy="9" r="6" /><path d="m14 14 5 5" /></svg>
      <input id="search" type="search" maxLength={CHARS} value={text} placeholder={t('board.search')} autoComplete="off" enterkeyhint="search"
        onInput={(event) => setText(event.currentTarget.value)} />
    </form>
  );
}
