/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { dateWords } from '../../lib/dates';
import { t, type Key } from '../../lib/i18n';
import { Qr } from '../Qr';
import { CopyField } from './CopyField';
import { useDesk } from './desk';
import { asking } from './ui';

type LinkRole = 'stage' | 'moderator' | 'host' | 'auditor';
interface LinkRecord { link: string; role: LinkRole; label: string; created: number; used: boolean }
interface Made { role: LinkRole; url: string }

const day = (at: number): string => dateWords(at, { dateStyle: 'medium', timeStyle: 'short' });

/** Where the bearer of a link goes; what stands after # never leaves the browser by itself. */
function urlOf(role: LinkRole, base: string, code: string, secret: string): string {
  const page = { stage: `stage/${code}`, auditor: `dash/${code}`, moderator: 'host', host: 'host' }[role];
  return `${base}/${page}#${secret}`;
}

function MadeLink({ role, url }: Made) {
  return (
    <div class="made">
      <p>{t(`host.link.${role}_made` as Key)}</p>
      <CopyField words={t('host.link.address')} value={url} />
      <Qr text={url} label={t('host.link.qr')} />
    </div>
  );
}

function LinkList({ links, revoke }: { links: readonly LinkRecord[]; revoke: (link: LinkRecord) => void }) {
  if (links.length === 0) return null;
  return (
    <ul class="links">
      {links.map((link) => {
        const name = link.label || t(`host.link.${link.role}` as Key);
        return (
          <li key={link.link}>
            <span>
              <b>{name}</b>
              <span class="muted small-text">
                {t(`host.link.${link.role}` as Key)} · {day(link.created)}
                {link.role !== 'stage' && <> · {t(link.used ? 'host.link.used' : 'host.link.unused')}</>}
              </span>
            </span>
            <button type="button" class="button quiet small" onClick={() => revoke(link)}>
              {t('host.link.revoke')} <span class="sr-only">{name}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Rights for other devices: screens that show, people who host. */
export function Links({ baseUrl, code }: { baseUrl: string; code: string }) {
  const desk = useDesk();
  const [links, setLinks] = useState<readonly LinkRecord[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const [label, setLabel] = useState('');
  const isLive = desk.model.link.value.phase === 'live';
  const load = async () => {
    const listed = await desk.ask<{ links: LinkRecord[] }>('link.list', {});
    if (listed) setLinks(listed.links);
  };
  useEffect(() => { if (isLive) void load(); }, [isLive]);
  const make = async (role: LinkRole) => {
    const link = await desk.ask<{ secret: string }>('link.create', { role, label: label.trim() });
    if (!link) return;
    setMade({ role, url: urlOf(role, baseUrl, code, link.secret) });
    setLabel('');
    await load();
  };
  const revoke = ({ link }: LinkRecord) => {
    asking.value = {
      title: t('host.ask.revoke'), text: t('host.ask.revoke_text'), yes: t('host.link.revoke'),
      run: () => { void desk.run('link.revoke', { link }).then(load); },
    };
  };
  return (
    <section class="card" aria-labelledby="links-title">
      <h2 id="links-title">{t('host.links')}</h2>
      <label class="field">
        <span>{t('host.link.label')}</span>
        <input type="text" value={label} maxLength={60} onInput={(event) => setLabel(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="button" class="button small" onClick={() => { void make('stage'); }}>{t('host.link.make_stage')}</button>
        <button type="button" class="button quiet small" onClick={() => { void make('moderator'); }}>{t('host.link.make_moderator')}</button>
        <button type="button" class="button quiet small" onClick={() => { void make('host'); }}>{t('host.link.make_host')}</button>
        {desk.model.you.value.role === 'owner' && <button type="button" class="button quiet small" onClick={() => { void make('auditor'); }}>{t('host.link.make_auditor')}</button>}
      </div>
      {made && <MadeLink {...made} />}
      <LinkList links={links} revoke={revoke} />
    </section>
  );
}
