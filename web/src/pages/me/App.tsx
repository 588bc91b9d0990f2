/* SPDX-License-Identifier: Apache-2.0 */
import { useLinkPhase } from '../../components/Connection';
import { Door } from '../../components/phone/Door';
import { Header } from '../../components/phone/Header';
import { Notice } from '../../components/phone/Notice';
import { Toast } from '../../components/phone/Toast';
import { t } from '../../lib/i18n';
import { LiveRegion } from '../../lib/live';
import type { Mine } from './mine';
import { Happened } from './News';
import { Points } from './Points';
import { Things } from './Things';

export function App({ mine }: { mine: Mine | null }) {
  return (
    <>
      {mine ? <Inside mine={mine} /> : <Outside />}
      <LiveRegion />
    </>
  );
}

function Outside() {
  return (
    <>
      <Header title={t('brand')} />
      <Notice title={t('me.no_room')}>
        <p>{t('me.no_room_how')}</p>
        <p class="row"><a class="button" href="/">{t('me.to_room')}</a></p>
      </Notice>
    </>
  );
}

function Inside({ mine }: { mine: Mine }) {
  const { client, code } = mine;
  const { model } = client;
  const phase = useLinkPhase(model);
  const door = model.door.value;
  const title = model.room.value?.settings.title || t('brand');
  if (door === 'not_found') return <Outside />;
  if (door !== 'open') {
    return (
      <>
        <Header title={title} />
        {door === 'passcode' || door === 'invitation' ? <Door door={door} code={code} client={client} />
          : <Notice title={t(door === 'gone' ? 'me.over' : 'me.forbidden')}>{null}</Notice>}
      </>
    );
  }
  return (
    <>
      <Header title={title} settings={model.room.value?.settings} phase={phase} href={`/j/${code}`} />
      {phase === 'away' ? <p class="banner">{t('me.offline')}</p> : null}
      <h1 class="title me-title">{t('me.title')}</h1>
      {mine.me.value ? <Page mine={mine} /> : <Notice title={t('link.connecting')}><p>{t('me.wait')}</p></Notice>}
      <Toast client={client} code={code} />
    </>
  );
}

function Page({ mine }: { mine: Mine }) {
  const gives = mine.client.model.room.value?.settings.points !== undefined;
  return (
    <>
      {gives || mine.me.value!.points.all.place > 0 ? <Points mine={mine} /> : null}
      <Happened mine={mine} />
      <Things mine={mine} shelves={mine.posted.value} which="mine" more={(board, next) => { void mine.post(board, next); }} />
      <Things mine={mine} shelves={mine.supported.value} which="supports" more={(board, next) => { void mine.support(board, next); }} />
      <p class="row"><a class="button quiet" href={`/j/${mine.code}`}>{t('me.to_room')}</a></p>
    </>
  );
}
