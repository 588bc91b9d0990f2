/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { t, tidy } from '../../lib/i18n';
import type { Idea } from '../../lib/protocol';
import { lookForTargets, TARGET_CHARS } from './targets';

interface Props {
  client: Client;
  board: string;
  idea: Idea;
  /** Does it; resolves with the code of a refusal, or null. */
  merge: (into: Idea) => Promise<string | null>;
  onClose: () => void;
}

const WRONG = new Set(['merged', 'wrong_move', 'limit_reached', 'stale', 'forbidden', 'away']);

/** Chooses the idea that one shall be part of: what is like it comes first, the rest by search. */
export function MergeInto({ client, board, idea, merge, onClose }: Props) {
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<readonly Idea[] | null>(null);
  const [into, setInto] = useState<Idea | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { field.current?.focus({ preventScroll: true }); }, []);
  useEffect(() => lookForTargets(client, board, idea, search, setFound), [search]);
  const go = async () => {
    const code = await merge(into!);
    if (code === null) onClose();
    else { setWrong(code); setInto(null); }
  };
  return (
    <form class="merge" aria-label={t('merge.title')} onSubmit={(event) => { event.preventDefault(); if (into) void go(); }}
      onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <label class="merge-field">
        <span>{t('merge.which')}</span>
        <input ref={field} type="search" value={search} maxLength={TARGET_CHARS} autocomplete="off"
          onInput={(event) => { setSearch(event.currentTarget.value); setInto(null); }}
          onKeyDown={(event) => { if (event.key === 'Enter' && !into) event.preventDefault(); }} />
      </label>
      <fieldset class="merge-targets">
        <legend class="sr-only">{t('merge.found')}</legend>
        {(found ?? []).map((one) => (
          <label key={one.id} class="merge-target">
            <input type="radio" name="merge-into" checked={into?.id === one.id} onChange={() => { setInto(one); setWrong(null); }} />
            <span><b>{tidy(one.words.title)}</b><small>{t('merge.supports', { n: one.supports })}</small></span>
          </label>
        ))}
      </fieldset>
      <p class="merge-said" role="status">
        {wrong ? t(WRONG.has(wrong) ? `merge.wrong.${wrong as 'merged'}` : 'merge.wrong')
          : into ? t('merge.what', { title: tidy(into.words.title) })
            : found && found.length === 0 ? t('merge.none') : t('merge.how')}
      </p>
      <div class="buttons">
        <button type="submit" class="button small" disabled={!into}>{t('merge.do')}</button>
        <button type="button" class="button quiet small" onClick={onClose}>{t('merge.cancel')}</button>
      </div>
    </form>
  );
}
