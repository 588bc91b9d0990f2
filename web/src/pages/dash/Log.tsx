/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { dateWords } from '../../lib/dates';
import { t, tidy, type Key } from '../../lib/i18n';
import type { Act } from '../../lib/protocol';
import type { Dash } from './dash';

const PAGE = 20;

/** What it was done to, as far as it is still there. */
function about(dash: Dash, { what, board, from, to }: Act): string[] {
  const { boardById, byId } = dash.client.value.model;
  const file = what === 'fetched' && from ? [t(`host.log.file.${from}` as Key)] : [];
  const groups = what === 'groups' && to ? [t(`host.log.groups.${to}` as Key)] : [];
  const title = (what === 'fetched' && to ? byId.value[to] : boardById.value[board ?? ''])?.def.title;
  return [...file, ...groups, ...(title ? [tidy(title)] : [])];
}

/** What the team did, the newest first: read when it is unfolded. */
export function Log({ dash }: { dash: Dash }) {
  const [acts, setActs] = useState<readonly Act[] | null>(null);
  const [more, setMore] = useState(false);
  const read = async (before: readonly Act[]) => {
    const last = before[before.length - 1];
    const page = await dash.client.value.send<{ log: Act[]; more: boolean }>('log.list', { n: PAGE, ...(last && { before: last.number }) }).catch(() => null);
    if (!page) return;
    setActs([...before, ...page.log]);
    setMore(page.more);
  };
  return (
    <details class="log" onToggle={(event) => { if (event.currentTarget.open) void read([]); }}>
      <summary>{t('host.log')}</summary>
      {acts?.length === 0 && <p class="facts">{t('host.log.none')}</p>}
      <ol>
        {(acts ?? []).map((act) => (
          <li key={act.number}>
            <b>{t(`host.log.${act.what}` as Key)}</b>{about(dash, act).map((word) => ` · ${word}`)}{' '}
            <small>{dateWords(act.at, { dateStyle: 'medium', timeStyle: 'short' })} · {t('host.log.by', { who: act.who.slice(0, 4) })}</small>
          </li>
        ))}
      </ol>
      {more && <button type="button" class="button quiet small" onClick={() => { void read(acts ?? []); }}>{t('dash.log.more')}</button>}
    </details>
  );
}
