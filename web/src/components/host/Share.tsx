/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Room } from '../../lib/protocol';
import { Qr } from '../Qr';
import { spaced, typable, type Way } from '../stage/JoinCard';
import { Choice } from './Choice';
import { CopyField } from './CopyField';
import { useDesk } from './desk';
import { ActLog, Invitations, Links, Look, Points, RoomClash, Webhooks, WordLists } from './later';
import { useMeeting } from './meeting';
import { say } from './ui';

function Join({ code, joinUrl, baseUrl }: Way) {
  return (
    <section class="card" aria-labelledby="join-title">
      <h2 id="join-title">{t('host.join')}</h2>
      <div class="join-way">
        <Qr text={joinUrl} label={t('host.join.qr')} />
        <p>
          <span class="muted">{typable(baseUrl)}</span>
          <b class="code">{spaced(code)}</b>
        </p>
      </div>
      <CopyField words={t('host.join.address')} value={joinUrl}>
        <a class="button quiet small" href={`/poster/${code}`} target="_blank" rel="noopener">{t('host.poster')}</a>
        <a class="button quiet small" href={`/dash/${code}`} target="_blank" rel="noopener">{t('host.dash')}</a>
        <a class="button quiet small" href={`/fleet/${code}`} target="_blank" rel="noopener">{t('host.fleet')}</a>
      </CopyField>
    </section>
  );
}

const PASSCODE_LEAST = 4;
const PASSCODE_MOST = 40;

function Access({ room, way }: { room: Room; way: Way }) {
  const desk = useDesk();
  const [access, setAccess] = useState(room.access);
  const [passcode, setPasscode] = useState('');
  const [short, setShort] = useState(false);
  const closed = access === 'passcode';
  const save = async (event: Event) => {
    event.preventDefault();
    const tooShort = closed && passcode.length < PASSCODE_LEAST;
    setShort(tooShort);
    if (tooShort) return;
    if (await desk.room({ access, ...(closed && { passcode }) })) say(t('host.saved'));
  };
  return (
    <>
      <section class="card" aria-labelledby="access-title">
        <h2 id="access-title">{t('host.access')}</h2>
        <form onSubmit={(event) => { void save(event); }}>
          <Choice legend="host.access.who" name="access" value={access} onPick={setAccess}
            options={[['open', 'host.access.open'], ['passcode', 'host.access.passcode'], ['invited', 'host.access.invited']]} />
          {closed && (
            <label class="field">
              <span>{t('host.access.word')}</span>
              <input type="text" value={passcode} maxLength={PASSCODE_MOST} autoComplete="off"
                onInput={(event) => setPasscode(event.currentTarget.value)} />
            </label>
          )}
          {access === 'invited' && <p class="muted small-text">{t('host.access.invited_how')}</p>}
          <p class="fault" role="alert">{short && t('host.access.short')}</p>
          <button type="submit" class="button quiet small">{t('host.form.save')}</button>
        </form>
      </section>
      {access === 'invited' && <Invitations room={room} way={way} />}
    </>
  );
}

const ROOM_UNITS = [['title'], ['spoken']] as const;

function Settings({ room }: { room: Room }) {
  const desk = useDesk();
  const { title: theirTitle, lang: theirLang } = room.settings;
  const [title, setTitle] = useState(theirTitle);
  const [spoken, setSpoken] = useState(theirLang);
  const [insists, insist] = useState(false);
  const form = { title, spoken };
  const meeting = useMeeting({
    units: ROOM_UNITS, version: room.rev, theirs: { title: theirTitle, spoken: theirLang }, form,
    change: (next) => { setTitle(next.title); setSpoken(next.spoken); },
  });
  const save = async (event: Event) => {
    event.preventDefault();
    insist(meeting.apart.length > 0);
    if (meeting.apart.length > 0) return;
    if (await desk.settings({ title: title.trim(), lang: spoken })) say(t('host.saved'));
  };
  return (
    <section class="card" aria-labelledby="room-title">
      <h2 id="room-title">{t('host.room')}</h2>
      <form onSubmit={(event) => { void save(event); }}>
        {meeting.apart.length > 0 && <RoomClash meeting={meeting} form={form} insists={insists} />}
        <RoomFields title={title} spoken={spoken} setTitle={setTitle} setSpoken={setSpoken} />
        <button type="submit" class="button quiet small">{t('host.form.save')}</button>
      </form>
    </section>
  );
}

interface RoomFieldsProps {
  title: string;
  spoken: string;
  setTitle: (title: string) => void;
  setSpoken: (lang: string) => void;
}

/** Title and language, for a new room and for one that is there. */
export function RoomFields({ title, spoken, setTitle, setSpoken }: RoomFieldsProps) {
  return (
    <>
      <label class="field">
        <span>{t('host.room.title')}</span>
        <input type="text" required value={title} maxLength={200} onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{t('host.room.lang')}</span>
        <select value={spoken} onChange={(event) => setSpoken(event.currentTarget.value)}>
          <option value="en" lang="en">English</option>
          <option value="fr" lang="fr">Français</option>
        </select>
      </label>
    </>
  );
}

export function Share({ way }: { way: Way }) {
  const room = useDesk().model.room.value;
  return (
    <>
      <Join {...way} />
      <Links baseUrl={way.baseUrl} code={way.code} />
      {room && <Settings key={`settings-${room.id}`} room={room} />}
      {room && <Look key={`look-${room.id}`} room={room} />}
      {room && <Points key={`points-${room.id}`} room={room} />}
      {room && <Access key={`access-${room.id}`} room={room} way={way} />}
      <WordLists />
      <ActLog />
      <Webhooks />
    </>
  );
}
