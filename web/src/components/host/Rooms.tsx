/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { api } from '../../lib/api';
import { dateWords } from '../../lib/dates';
import { lang, otherLang, t, type Key } from '../../lib/i18n';
import type { Refusal } from '../../lib/protocol';
import { spaced } from '../stage/JoinCard';
import { copyRoom } from './prepared';
import { wordsFor } from './desk';
import { newId } from '../../lib/id';
import { Sites } from './later';
import { Confirm } from './Overlays';
import { RoomFields } from './Share';
import { asking } from './ui';

interface RoomLine { id: string; code: string; title: string; created: number; rehearsal?: boolean }

const day = (at: number): string => dateWords(at, { dateStyle: 'medium' });

/** This device may not host: how to get the right. */
export function NoRight({ why }: { why: Key }) {
  return (
    <div class="rooms">
      <section class="card">
        <h1>{t(why)}</h1>
        <p>{t('host.door.how')}</p>
        <pre class="command" tabIndex={0}>clameur owner-link</pre>
        <p class="muted">{t('host.door.host_link')}</p>
        <div class="buttons">
          <a class="button quiet small" href="/host">{t('host.rooms')}</a>
          <a class="button quiet small" href={`?lang=${otherLang}`} lang={otherLang}>{t('lang.switch')}</a>
        </div>
      </section>
    </div>
  );
}

function NewRoom({ onFault }: { onFault: (refusal: Refusal) => void }) {
  const [id] = useState(newId);
  const [title, setTitle] = useState('');
  const [spoken, setSpoken] = useState(lang === 'fr' ? 'fr' : 'en');
  const [busy, setBusy] = useState(false);
  const create = async (event: Event) => {
    event.preventDefault();
    if (busy || title.trim() === '') return;
    setBusy(true);
    const settings = { title: title.trim(), lang: spoken, blank: false, hide_people: false };
    try {
      const { code } = await api<{ code: string }>('room.create', { id, settings });
      location.assign(`/host/${code}`);
    } catch (refusal) {
      onFault(refusal as Refusal);
      setBusy(false);
    }
  };
  return (
    <section class="card" aria-labelledby="new-room">
      <h2 id="new-room">{t('host.rooms.new')}</h2>
      <form onSubmit={(event) => { void create(event); }}>
        <RoomFields title={title} spoken={spoken} setTitle={setTitle} setSpoken={setSpoken} />
        <button type="submit" class="button" disabled={busy}>{t('host.rooms.create')}</button>
      </form>
    </section>
  );
}

interface ListProps { rooms: readonly RoomLine[]; copy: (room: RoomLine) => void; remove: (room: RoomLine) => void }

function RoomList({ rooms, copy, remove }: ListProps) {
  if (rooms.length === 0) return <p class="muted">{t('host.rooms.none')}</p>;
  return (
    <ul class="room-list">
      {rooms.map((room) => (
        <li key={room.id}>
          <a href={`/host/${room.code}`}>
            <b>{room.title}</b>{room.rehearsal && <span class="state rehearsal">{t('rehearsal')}</span>}
            <span class="muted"><span class="code-small">{spaced(room.code)}</span> · {day(room.created)}</span>
          </a>
          <button type="button" class="button quiet small" onClick={() => copy(room)}>
            {t('host.rooms.copy')} <span class="sr-only">{room.title}</span>
          </button>
          <button type="button" class="button quiet small" onClick={() => remove(room)}>
            {t('host.remove')} <span class="sr-only">{room.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The rooms of the space, for its owner. */
export function Rooms({ spent }: { spent: boolean }) {
  const [rooms, setRooms] = useState<readonly RoomLine[] | null>(null);
  const [fault, setFault] = useState<Refusal | null>(null);
  const load = () => api<{ rooms: RoomLine[] }>('room.list', {})
    .then((listed) => { setRooms(listed.rooms); setFault(null); }, setFault);
  useEffect(() => { void load(); }, []);
  const remove = ({ id, title }: RoomLine) => {
    asking.value = {
      title: t('host.ask.room'), text: t('host.ask.room_text', { title }), yes: t('host.remove'),
      run: () => { void api('room.delete', { id }).then(load, setFault); },
    };
  };
  const copy = ({ code, title }: RoomLine) => {
    copyRoom(code, t('host.rooms.copied', { title })).then((made) => location.assign(`/host/${made}`), setFault);
  };
  const mayNot = fault && ['forbidden', 'bad_token', 'link_spent'].includes(fault.code);
  if (mayNot && !rooms) return <NoRight why={spent ? 'host.door.spent' : 'host.door.right'} />;
  return (
    <div class="rooms">
      <div class="card-head">
        <h1>{t('host.rooms')}</h1>
        <a class="button quiet small" href={`?lang=${otherLang}`} lang={otherLang}>{t('lang.switch')}</a>
      </div>
      <p class="fault" role="alert">{fault && wordsFor(fault)}</p>
      {fault && !rooms && (
        <button type="button" class="button" onClick={() => { void load(); }}>{t('host.again')}</button>
      )}
      {rooms && <section class="card"><RoomList rooms={rooms} copy={copy} remove={remove} /></section>}
      {rooms && <NewRoom onFault={setFault} />}
      {rooms && rooms.length > 0 && <Sites rooms={rooms} />}
      <Confirm />
    </div>
  );
}
