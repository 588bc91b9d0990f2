/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { lang, t, tidy, type Key } from '../../lib/i18n';
import type { Act, Ban } from '../../lib/protocol';
import { learnTitles, otherOf, titleKey, WHATS, type Titles } from './acts';
import { useDesk, useStuck } from './desk';
import { asking, say } from './ui';

const PAGE = 20;
const moment = new Intl.DateTimeFormat(lang === 'qps' ? 'en' : lang, { dateStyle: 'short', timeStyle: 'short' });
/** As much of a handle as tells people apart. */
const short = (who: string): string => who.slice(0, 4);

/** From what to what, in words. */
function step({ what, from, to }: Act): string {
  const words: Partial<Record<Act['what'], string>> = { state: 'host.log.state', comment: 'host.log.state', word: 'host.log.state', image: 'host.log.state', groups: 'host.log.groups', status: 'host.status' };
  const prefix = words[what];
  const parts = [from, to].flatMap((one) => (one && prefix ? [t(`${prefix}.${one}` as Key)] : []));
  if (what === 'words') parts.push(to ?? from ?? '');
  if (what === 'imported') parts.push(t('host.log.ideas', { n: Number(to) }));
  if (what === 'closes') parts.push(...[from, to].map((at) => (at ? moment.format(Number(at)) : t('host.log.never'))));
  if (what === 'fetched' && from) parts.push(t(`host.log.file.${from}` as Key));
  return parts.length > 0 ? ` · ${parts.join(' → ')}` : '';
}

function Entry({ act, titles }: { act: Act; titles: Titles }) {
  const { what, board, idea, who, at, to } = act;
  const other = otherOf(act);
  const desk = useDesk();
  const question = what === 'fetched' && to ? desk.model.byId.value[to] : undefined;
  const title = question ? question.def.title : idea ? titles[titleKey(board, idea)] : desk.model.boardById.value[board ?? '']?.def.title;
  return (
    <li>
      <span>
        <b>{t(`host.log.${what}`)}</b>{step(act)}
        {title ? <span class="log-title">{tidy(title)}{other ? <> → {tidy(titles[titleKey(board, other)] ?? other)}</> : null}</span> : null}
        <span class="muted small-text">{moment.format(at)} · {t('host.log.by', { who: short(who) })}</span>
      </span>
    </li>
  );
}

/** What staff did, the newest first. */
function Log() {
  const desk = useDesk();
  const [what, setWhat] = useState<Act['what'] | ''>('');
  const [acts, setActs] = useState<readonly Act[] | null>(null);
  const [more, setMore] = useState(false);
  const [titles, setTitles] = useState<Titles>({});
  const read = async (kind: Act['what'] | '', before: readonly Act[]) => {
    const last = before[before.length - 1];
    const page = await desk.ask<{ log: Act[]; more: boolean }>('log.list', { n: PAGE, ...(kind && { what: kind }), ...(last && { before: last.number }) });
    if (!page) return;
    setActs([...before, ...page.log]);
    setMore(page.more);
    const about = page.log.flatMap((act) => [{ board: act.board, idea: act.idea }, { board: act.board, idea: otherOf(act) }]);
    setTitles(await learnTitles(desk, titles, about as { board?: string; idea?: string }[]));
  };
  return (
    <details class="acts" onToggle={(event) => { if (event.currentTarget.open) void read(what, []); }}>
      <summary>{t('host.log')}</summary>
      <label class="field">
        <span>{t('host.log.only')}</span>
        <select value={what} onChange={(event) => {
          const kind = event.currentTarget.value as Act['what'] | '';
          setWhat(kind);
          void read(kind, []);
        }}>
          <option value="">{t('host.log.all')}</option>
          {WHATS.map((one) => <option key={one} value={one}>{t(`host.log.${one}`)}</option>)}
        </select>
      </label>
      {acts?.length === 0 ? <p class="muted">{t('host.log.none')}</p> : null}
      <ol class="links acts-list">{(acts ?? []).map((act) => <Entry key={act.number} act={act} titles={titles} />)}</ol>
      {more ? <button type="button" class="button quiet small" onClick={() => { void read(what, acts ?? []); }}>{t('host.review.more')}</button> : null}
    </details>
  );
}

/** Who may post nothing more, and by what. */
function Bans() {
  const desk = useDesk();
  const stuck = useStuck();
  const [bans, setBans] = useState<readonly Ban[] | null>(null);
  const [titles, setTitles] = useState<Titles>({});
  const read = async () => {
    const listed = await desk.ask<{ bans: Ban[] }>('ban.list', {});
    if (!listed) return;
    setBans([...listed.bans].sort((a, b) => b.at - a.at));
    setTitles(await learnTitles(desk, titles, listed.bans));
  };
  const lift = ({ ban, board, idea }: Ban) => {
    asking.value = {
      title: t('host.bans.ask'), text: tidy(titles[titleKey(board, idea)] ?? t('host.bans.gone')), yes: t('host.bans.lift'),
      run: () => { void desk.run('room.unban', { ban }).then((done) => { if (done) { say(t('host.review.unbanned')); void read(); } }); },
    };
  };
  return (
    <details class="acts" onToggle={(event) => { if (event.currentTarget.open) void read(); }}>
      <summary>{t('host.bans')}</summary>
      {bans?.length === 0 ? <p class="muted">{t('host.bans.none')}</p> : null}
      <ul class="links bans-list">
        {(bans ?? []).map((one) => (
          <li key={one.ban}>
            <span>
              <b>{tidy(titles[titleKey(one.board, one.idea)] ?? t('host.bans.gone'))}</b>
              <span class="muted small-text">{moment.format(one.at)} · {t('host.log.by', { who: short(one.who) })}</span>
            </span>
            <button type="button" class="button quiet small" disabled={stuck} onClick={() => lift(one)}>
              {t('host.bans.lift')} <span class="sr-only">{titles[titleKey(one.board, one.idea)] ?? ''}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What moderators do, and to whom: read when it is unfolded. */
export function ActLog() {
  return (
    <section class="card" aria-labelledby="acts-title">
      <h2 id="acts-title">{t('host.acts')}</h2>
      <Bans />
      <Log />
    </section>
  );
}
