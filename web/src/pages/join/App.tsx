/* SPDX-License-Identifier: Apache-2.0 */
import { useLinkPhase } from '../../components/Connection';
import { t } from '../../lib/i18n';
import { LiveRegion } from '../../lib/live';
import type { PageState } from '../../lib/protocol';
import { Header } from '../../components/phone/Header';
import { Notice } from '../../components/phone/Notice';
import { Toast } from '../../components/phone/Toast';
import { Door, Home, Over } from './later';
import { Room } from './Room';
import type { Session } from './session';

interface Props {
  state: PageState;
  session: Session | null;
}

export function App({ state, session }: Props) {
  return (
    <>
      {session ? <Inside session={session} /> : <Outside code={state.code} error={state.error} />}
      <LiveRegion />
    </>
  );
}

function Outside({ code, error }: { code: string | null; error: PageState['error'] }) {
  return (
    <>
      <Header title={t('brand')} />
      <Home code={code ?? ''} error={error} />
    </>
  );
}

function Inside({ session }: { session: Session }) {
  const { model } = session.client;
  const phase = useLinkPhase(model);
  const room = model.room.value;
  const door = model.door.value;
  if (door === 'not_found') return <Outside code={session.code} error="not_found" />;
  if (door !== 'open') {
    return (
      <>
        <Header title={room?.settings.title || t('brand')} />
        {door === 'passcode' || door === 'invitation' ? <Door door={door} code={session.code} client={session.client} /> : <Over forbidden={door === 'forbidden'} />}
      </>
    );
  }
  return (
    <>
      <Header title={room?.settings.title || t('brand')} settings={room?.settings} phase={phase} people={model.people.value} {...(model.boards.value.length > 0 && { me: `/m/${session.code}` })} />
      <Toast client={session.client} code={session.code} />
      {room
        ? <Room session={session} phase={phase} />
        : <Notice title={t('link.connecting')}><p>{t('join.home.try_again')}</p></Notice>}
    </>
  );
}
