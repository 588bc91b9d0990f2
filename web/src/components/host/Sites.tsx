/* SPDX-License-Identifier: Apache-2.0 */
/* Sites of others whose pages may show the space's rooms, and what those pages need for it. */
import { useEffect, useState } from 'preact/hooks';

import { api } from '../../lib/api';
import { t } from '../../lib/i18n';
import type { Refusal } from '../../lib/protocol';
import { CopyField } from './CopyField';
import { wordsFor } from './desk';

/** As a browser names it: without a path; https where nothing else is said. */
function originOf(text: string): string {
  try { return new URL(text.includes('://') ? text : `https://${text}`).origin; } catch { return text; }
}

export function Sites({ rooms }: { rooms: readonly { code: string; title: string }[] }) {
  const [sites, setSites] = useState<readonly string[] | null>(null);
  const [draft, setDraft] = useState('');
  const [fault, setFault] = useState('');
  const [code, setCode] = useState(rooms[0]?.code ?? '');
  const say = async (origins?: readonly string[]) => {
    try {
      setSites((await api<{ origins: string[] }>('space.origins', { origins })).origins);
      setFault('');
      if (origins) setDraft('');
    } catch (refusal) {
      setFault((refusal as Refusal).code === 'bad_field' ? t('host.sites.bad') : wordsFor(refusal as Refusal));
    }
  };
  useEffect(() => { void say(); }, []);
  const server = location.origin;
  return (
    <section class="card" aria-labelledby="sites">
      <h2 id="sites">{t('host.sites')}</h2>
      <p class="muted">{t('host.sites.how')}</p>
      <ul class="plain-list">
        {sites?.map((site) => (
          <li key={site} class="card-head">
            <b>{site}</b>
            <button type="button" class="button quiet small" onClick={() => { void say(sites.filter((one) => one !== site)); }}>{t('host.remove')} <span class="sr-only">{site}</span></button>
          </li>
        ))}
      </ul>
      <form class="copy-field" onSubmit={(event) => { event.preventDefault(); if (sites && draft.trim()) void say([...sites, originOf(draft.trim())]); }}>
        <input type="text" inputMode="url" autoComplete="off" aria-label={t('host.sites.site')} placeholder="https://www.example.com" value={draft} onInput={(event) => setDraft(event.currentTarget.value)} />
        <button type="submit" class="button quiet small" disabled={!sites}>{t('host.sites.add')}</button>
      </form>
      <p class="fault" role="alert">{fault}</p>
      {sites && sites.length > 0 && code && (
        <>
          <label>{t('host.sites.snippet')} <select value={code} onChange={(event) => setCode(event.currentTarget.value)}>{rooms.map((room) => <option key={room.code} value={room.code}>{room.title}</option>)}</select></label>
          <CopyField words={t('host.sites.snippet')} value={`<script type="module" src="${server}/embed/clameur-room.js"></script><clameur-room room="${code}" server="${server}"></clameur-room>`} />
        </>
      )}
    </section>
  );
}
