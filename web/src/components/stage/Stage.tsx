/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { t } from '../../lib/i18n';
import { isScored } from '../../lib/kinds';
import { LiveRegion } from '../../lib/live';
import type { Door, Model } from '../../lib/model';
import { hasShift } from '../../lib/shift';
import { splitOnStage } from '../../lib/split';
import { useLinkPhase } from '../Connection';
import { Mark } from '../Mark';
import { useDrift, useWakeLock } from './hooks';
import { JoinCard, type Way } from './JoinCard';
import { Beside, BoardScene, QuizScene, Ranks, Reactions, ShiftScene, SlideScene, SplitScene } from './later';
import { Ring } from './Ring';
import { Asked, Closed, Waiting, type StageDoor } from './Scenes';
import { blank, theme, useKeys } from './screen';
import { Tools } from './Tools';
import { Votes } from './Votes';

const MAY_SHOW = new Set(['owner', 'host', 'moderator', 'auditor', 'stage']);

export interface StageProps {
  client: Client;
  way: Way;
  /** The link in the address was spent or revoked. */
  spent: boolean;
}

/** Why nothing may be shown, once the server has said so. */
function doorOf(model: Model, spent: boolean): StageDoor | null {
  const door: Door = model.door.value;
  const { role } = model.you.value;
  const refused = role !== null && !MAY_SHOW.has(role);
  if (door === 'not_found' || door === 'gone') return door;
  if (!refused && door === 'open') return null;
  return spent ? 'link_spent' : 'forbidden';
}

function Head({ model, closes }: { model: Model; closes: number }) {
  const room = model.room.value;
  const people = room?.settings.hide_people ? null : model.people.value;
  const title = room?.settings.title ?? '';
  return (
    <header class="head">
      <Mark title={title || 'C'} alt={room?.settings.theme?.logo?.alt} />
      <p class="room-title">{title}</p>
      {people !== null && <p class="people">{t('people', { n: people })}</p>}
      {closes > 0 && <Ring closes={closes} offset={model.clockOffset.value} />}
    </header>
  );
}

/** Says to the host who looks closely, not to the hall, that the screen is not fed. */
function Corner({ model }: { model: Model }) {
  const away = useLinkPhase(model) === 'away' || !model.store.value.up;
  return away ? <span class="corner" role="img" aria-label={t('link.away')} title={t('link.away')} /> : null;
}

function Scene({ client, way, spent }: StageProps) {
  const { model } = client;
  const door = doorOf(model, spent);
  const room = model.room.value;
  const current = model.current.value;
  const board = model.board.value;
  if (door) return <Closed door={door} model={model} />;
  if (!room) return <section class="door"><h1>{t('link.connecting')}</h1></section>;
  if (room.settings.ranks && room.settings.points) {
    return <Ranks client={client} way={way} head={<Head model={model} closes={0} />} lang={room.settings.lang} />;
  }
  if (board) {
    const head = <Head model={model} closes={board.closes} />;
    return <BoardScene key={board.id} client={client} board={board} way={way} head={head} lang={room.settings.lang} />;
  }
  const own = room.settings.pace === 'survey' && current?.state === 'open';
  if (!current || current.state === 'draft' || own) {
    return (
      <div class="frame">
        <Head model={model} closes={0} />
        <Waiting title={room.settings.title} way={way} next={t(own ? 'stage.survey' : model.questions.value.length > 0 ? 'stage.next' : 'stage.first')} />
      </div>
    );
  }
  if (current.def.kind === 'slide') return <SlideScene key={current.id} question={current} way={way} />;
  const tally = model.tallyOf(current);
  const head = <Head model={model} closes={current.state === 'open' ? current.closes : 0} />;
  const side = <JoinCard {...way} />;
  const { lang } = room.settings;
  const by = splitOnStage(room, current, tally, model.questions.value);
  const whole = hasShift(current) && current.state === 'revealed' && tally?.counts
    ? <ShiftScene client={client} question={current} lang={lang} />
    : <Asked question={current} tally={tally} lang={lang} />;
  const frame = (
    <div class={`frame with-side${current.def.slide ? ' with-slide' : ''}`}>
      {head}
      {by ? <SplitScene client={client} question={current} by={by} lang={lang}>{whole}</SplitScene> : whole}
      {current.def.slide && <Beside slide={current.def.slide} />}
      <div class="side">
        {side}
        <Votes question={current} tally={tally} />
      </div>
    </div>
  );
  if (by || current.state !== 'revealed' || !isScored(current.def)) return frame;
  return <QuizScene client={client} question={current} head={head} side={side} lang={lang}>{frame}</QuizScene>;
}

export function Stage(props: StageProps) {
  useKeys();
  useDrift();
  useWakeLock();
  const { model } = props.client;
  const settings = model.room.value?.settings;
  const dark = blank.value || (settings?.blank ?? false);
  const loud = !dark && doorOf(model, props.spent) === null && (settings?.reactions ?? false);
  useEffect(() => { document.documentElement.dataset.theme = theme.value; }, [theme.value]);
  // Their lane is not the scene's: it measures again.
  useEffect(() => { window.dispatchEvent(new Event('resize')); }, [loud]);
  return (
    <>
      <div class={`stage${dark ? ' blank' : ''}${loud ? ' loud' : ''}`}>
        {dark ? <h1 class="sr-only">{t('stage.blank')}</h1> : <Scene {...props} />}
        {loud && <Reactions />}
        {!dark && model.room.value?.settings.rehearsal && <p class="rehearsal">{t('rehearsal')}</p>}
        {!dark && <Corner model={model} />}
      </div>
      <Tools />
      <LiveRegion />
    </>
  );
}
