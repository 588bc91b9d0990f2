/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { dateWords } from '../../lib/dates';
import { lang, number, t } from '../../lib/i18n';
import type { Refusal, Room } from '../../lib/protocol';
import { Qr } from '../Qr';
import type { Way } from '../stage/JoinCard';
import { CopyField } from './CopyField';
import { useDesk, useStuck, wordsFor } from './desk';
import { printSheet } from './InviteSheet';
import { csvOf, INVITES_MOST, labelsOf, makeInvites, type Invite, type InvitePage, type Made } from './inviting';
import { SmallGroups } from './SmallGroups';
import { asking, note, say } from './ui';

const when = (at: number): string => dateWords(at, { dateStyle: 'medium', timeStyle: 'short' });

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** What was just made, which is told this once. */
function Fresh({ made, room, way }: { made: readonly Made[]; room: Room; way: Way }) {
  const [printing, setPrinting] = useState(false);
  const first = made[0];
  if (!first) return null;
  const take = () => save(`invitations-${way.code}.csv`,
    csvOf(made, [t('host.invites.col_number'), t('host.invites.col_label'), t('host.invites.col_link')], lang === 'fr' ? ';' : ','));
  const print = () => {
    setPrinting(true);
    void printSheet(room.settings.title, room.settings.theme?.logo?.alt, made).then(() => setPrinting(false));
  };
  return (
    <div class="made" role="status">
      <p><b>{t('host.invites.made', { n: made.length })}</b> {t('host.invites.once')}</p>
      {made.length === 1 && <><CopyField words={t('host.invites.col_link')} value={first.url} /><Qr text={first.url} label={t('host.invites.qr')} /></>}
      <div class="buttons">
        <button type="button" class="button small" onClick={take}>{t('host.invites.take')}</button>
        <button type="button" class="button quiet small" disabled={printing} onClick={print}>
          {t(printing ? 'host.invites.drawing' : 'host.invites.print')}
        </button>
      </div>
    </div>
  );
}

function Make({ left, make }: { left: number; make: (labels: readonly string[]) => Promise<void> }) {
  const stuck = useStuck();
  const [named, setNamed] = useState(false);
  const [text, setText] = useState('');
  const [count, setCount] = useState('20');
  const [busy, setBusy] = useState(false);
  const labels = named ? labelsOf(text) : Array.from({ length: Math.min(Math.max(0, Math.floor(Number(count) || 0)), INVITES_MOST + 1) }, () => '');
  const over = labels.length > left;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || over || labels.length === 0) return;
    setBusy(true);
    await make(labels);
    setText('');
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => { void submit(event); }}>
      <div class="buttons review-filters" role="group" aria-label={t('host.invites.how')}>
        <button type="button" class="button quiet small" aria-pressed={!named} onClick={() => setNamed(false)}>{t('host.invites.by_number')}</button>
        <button type="button" class="button quiet small" aria-pressed={named} onClick={() => setNamed(true)}>{t('host.invites.by_name')}</button>
      </div>
      {named ? (
        <label class="field">
          <span>{t('host.invites.names')}</span>
          <textarea rows={6} value={text} spellcheck={false} autoComplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      ) : (
        <label class="field">
          <span>{t('host.invites.how_many')}</span>
          <input type="number" inputMode="numeric" min={1} max={left} value={count} onInput={(event) => setCount(event.currentTarget.value)} />
        </label>
      )}
      <p class={over ? 'small-text wrong' : 'small-text muted'}>{t('host.invites.room', { n: number(labels.length), left: number(left) })}</p>
      <button type="submit" class="button small" disabled={stuck || busy || over || labels.length === 0}>
        {busy ? t('host.invites.making') : t('host.invites.make')}
      </button>
    </form>
  );
}

function stateOf({ used, revoked }: Invite): string {
  if (revoked) return t('host.invites.state_revoked', { at: when(revoked) });
  return used ? t('host.invites.state_used', { at: when(used) }) : t('host.invites.state_open');
}

function Row({ invite, revoke }: { invite: Invite; revoke: () => void }) {
  const name = invite.label || t('host.invites.number', { n: invite.number });
  return (
    <li class={invite.revoked ? 'revoked' : ''}>
      <span><b>{name}</b><span class="muted small-text">{stateOf(invite)}</span></span>
      {!invite.revoked && (
        <button type="button" class="button quiet small" onClick={revoke}>{t('host.link.revoke')} <span class="sr-only">{name}</span></button>
      )}
    </li>
  );
}

const LOOK_MS = 5000;

/** Who may come in, one device each. */
export function Invitations({ room, way }: { room: Room; way: Way }) {
  const desk = useDesk();
  const [page, setPage] = useState<InvitePage | null>(null);
  const [made, setMade] = useState<readonly Made[]>([]);
  const isLive = desk.model.link.value.phase === 'live';
  const people = desk.model.people.value;
  /** As many as are shown, anew. */
  const load = async (least = 0) => {
    const list: Invite[] = [];
    for (;;) {
      const next = await desk.ask<InvitePage>('invite.list', { after: list[list.length - 1]?.number ?? 0 });
      if (!next) return;
      list.push(...next.invites);
      if (!next.more || list.length >= least) return setPage({ ...next, invites: list });
    }
  };
  const [look, lookAgain] = useState(0);
  useEffect(() => { if (isLive) void load(page?.invites.length); }, [isLive, people, look]);
  // Somebody may come in while another leaves: then the number of people tells nothing.
  useEffect(() => {
    const timer = setInterval(() => lookAgain((n) => n + 1), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const make = async (labels: readonly string[]) => {
    const fresh: Made[] = [];
    try {
      await makeInvites((cmd, fields) => desk.client.send(cmd, fields), labels, way.baseUrl, way.code, (piece) => { fresh.push(...piece); setMade([...fresh]); });
    } catch (refusal) {
      note.value = { text: wordsFor(refusal as Refusal), undo: null, bad: true };
    }
    await load(page?.invites.length);
  };
  const revoke = (fields: object, title: string, yes: string) => {
    const run = async () => {
      const done = await desk.ask<{ revoked: number }>('invite.revoke', fields);
      if (!done) return;
      if ('all' in fields) setMade([]);
      say(t('host.invites.revoked', { n: done.revoked }));
      await load(page?.invites.length);
    };
    asking.value = { title, text: t('host.invites.ask_text'), yes, run: () => { void run(); } };
  };
  const held = page ? page.total - page.revoked : 0;
  return (
    <section class="card" aria-labelledby="invites-title">
      <h2 id="invites-title">{t('host.invites')}</h2>
      <p class="muted small-text">{t('host.invites.about')}</p>
      <Make left={INVITES_MOST - held} make={make} />
      <Fresh made={made} room={room} way={way} />
      {page && page.total > 0 && (
        <>
          <div class="card-head">
            <p aria-live="polite"><b>{t('host.invites.sums', { used: number(page.used), held: number(held) })}</b>
              {page.revoked > 0 && <span class="muted"> · {t('host.invites.sum_revoked', { n: page.revoked })}</span>}</p>
            {held > 0 && (
              <button type="button" class="button quiet small" onClick={() => revoke({ all: true }, t('host.invites.ask_all', { n: held }), t('host.invites.all'))}>
                {t('host.invites.all')}
              </button>
            )}
          </div>
          <ul class="links invites">
            {page.invites.map((invite) => (
              <Row key={invite.number} invite={invite} revoke={() => revoke({ number: invite.number },
                t('host.invites.ask', { name: invite.label || t('host.invites.number', { n: invite.number }) }), t('host.link.revoke'))} />
            ))}
          </ul>
          {page.more && <button type="button" class="button quiet small" onClick={() => { void load(page.invites.length + 1); }}>{t('host.invites.more')}</button>}
        </>
      )}
      {room.access === 'invited' && <SmallGroups room={room} />}
    </section>
  );
}
