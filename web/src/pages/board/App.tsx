/* SPDX-License-Identifier: Apache-2.0 */
import { useLinkPhase } from '../../components/Connection';
import { Header } from '../../components/phone/Header';
import { Notice } from '../../components/phone/Notice';
import { Toast } from '../../components/phone/Toast';
import { t, tidy } from '../../lib/i18n';
import { LiveRegion } from '../../lib/live';
import { BoardView } from './BoardView';
import type { Session } from './session';

export function App({ session }: { session: Session | null }) {
  return (
    <>
      {session ? <Inside session={session} /> : <Outside />}
      <LiveRegion />
    </>
  );
}

function Outside() {
  return (
    <div class="narrow">
      <Header title={t('brand')} />
      <Notice title={t('board.no_room')}>
        <p>{t('board.no_room_how')}</p>
        <p class="row"><a class="button" href="/">{t('board.type_code')}</a></p>
      </Notice>
    </div>
  );
}

function Inside({ session }: { session: Session }) {
  const { client, code } = session;
  const { model } = client;
  const phase = useLinkPhase(model);
  const door = model.door.value;
  const room = model.room.value;
  const place = session.place.value;
  if (door === 'not_found') return <Outside />;
  if (door === 'passcode' || door === 'invitation') {
    location.reload();
    return null;
  }
  const title = room?.settings.title || t('brand');
  if (door !== 'open') {
    return (
      <div class="narrow">
        <Header title={title} />
        <Notice title={t(door === 'gone' ? 'board.over' : 'board.forbidden')}><p>{t('board.over_thanks')}</p></Notice>
      </div>
    );
  }
  const head = <Header title={title} settings={room?.settings} phase={phase} people={model.people.value} href={`/j/${code}`} me={`/m/${code}`} />;
  if (place?.record.value) {
    return <>{head}<BoardView place={place} board={place.record.value} phase={phase} /><Toast client={client} code={code} /></>;
  }
  return <div class="narrow">{head}<NoBoard session={session} waits={!room} known={place !== null} /></div>;
}

/** There is no board here, or none yet, or this one was taken away. */
function NoBoard({ session, waits, known }: { session: Session; waits: boolean; known: boolean }) {
  const boards = session.client.model.boards.value;
  const first = session.board === null && !known;
  if (waits) return <Notice title={t('link.connecting')}><p>{t('board.wait')}</p></Notice>;
  return (
    <>
      <Notice title={t(known ? 'board.removed' : first ? 'board.none' : 'board.not_yet')}>
        <p>{t(known ? 'board.removed_how' : 'board.none_how')}</p>
        <p class="row"><a class="button quiet" href={`/j/${session.code}`}>{t('board.to_room')}</a></p>
      </Notice>
      {boards.length > 0 ? (
        <nav class="elsewhere" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t('board.elsewhere')}</h2>
          <ul>
            {boards.map(({ id, def }) => <li key={id}><a href={`/b/${session.code}/${id}`}>{tidy(def.title)}</a></li>)}
          </ul>
        </nav>
      ) : null}
    </>
  );
}
