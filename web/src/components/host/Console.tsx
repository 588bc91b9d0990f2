/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { otherLang, t, type Key } from '../../lib/i18n';
import { keepFocus } from '../../lib/keep-focus';
import { LiveRegion } from '../../lib/live';
import type { Keeps } from '../../lib/protocol';
import { Connection, useLinkPhase } from '../Connection';
import { Mark } from '../Mark';
import type { Way } from '../stage/JoinCard';
import { Bring } from './Agenda';
import { BoardForm } from './BoardForm';
import { Boards } from './Boards';
import { DeskProvider, useDesk, type Desk } from './desk';
import { useKeys } from './keys';
import { Reacted } from './later';
import { KeptLeading } from './leading';
import { Rehearsing, UndoBar } from './later';
import { Moderation } from './Moderation';
import { NextBar, Now } from './Now';
import { OnScreen } from './OnScreen';
import { Confirm, Help, NoteBar } from './Overlays';
import { Preview } from './Preview';
import { QuestionForm } from './QuestionForm';
import { Questions } from './Questions';
import { ReviewPane } from './Review';
import { NoRight } from './Rooms';
import { Share } from './Share';
import { StagePreview } from './StagePreview';
import { helpShown, reviewing, tab, type Tab } from './ui';

const MAY_HOST = new Set(['owner', 'host']);

function Toggle({ words, on, run }: { words: Key; on: boolean; run: () => void }) {
  return (
    <button type="button" class="button quiet small toggle" aria-pressed={on} onClick={run}>
      <span class="knob" aria-hidden="true" />{t(words)}
    </button>
  );
}

/** Seldom needed: in the head of a desk, under the third tab of a phone. */
function More() {
  return (
    <div class="buttons more">
      <a class="button quiet small" href="/host">{t('host.rooms')}</a>
      <a class="button quiet small" href={`?lang=${otherLang}`} lang={otherLang}>{t('lang.switch')}</a>
      <button type="button" class="button quiet small" aria-label={t('host.help')} title={t('host.help')}
        onClick={() => { helpShown.value = true; }}>?</button>
    </div>
  );
}

function Head() {
  const desk = useDesk();
  const { model } = desk;
  const { settings } = model.room.value!;
  const people = model.people.value;
  const logo = settings.theme?.logo?.alt;
  return (
    <header class="console-head">
      {logo && <Mark title="" alt={logo} />}
      <div class="console-room">
        <h1>{settings.title}</h1>
        <p class="console-facts">
          <Connection phase={useLinkPhase(model)} />
          {people !== null && <span>{t('people', { n: people })}</span>}
        </p>
      </div>
      <div class="buttons switches">
        <Toggle words="host.blank" on={settings.blank} run={() => { void desk.settings({ blank: !settings.blank }); }} />
        <Toggle words="host.hide_people" on={settings.hide_people}
          run={() => { void desk.settings({ hide_people: !settings.hide_people }); }} />
        <Toggle words="host.react" on={settings.reactions ?? false} run={() => { void desk.settings({ reactions: !settings.reactions }); }} />
        <Toggle words="host.pace" on={desk.isSurvey} run={() => { void desk.pace(!desk.isSurvey); }} />
        <More />
      </div>
    </header>
  );
}

/** What the host must know and the hall need not. */
function Banner() {
  const { model } = useDesk();
  const { up, full } = model.store.value;
  const away = useLinkPhase(model) === 'away';
  const words: Key | null = away ? 'host.banner.away' : !up ? 'host.banner.store' : full ? 'host.banner.full' : null;
  return <div role="alert">{words && <p class="banner">{t(words)}</p>}</div>;
}

const KEEPS: Record<Keeps, Key> = {
  disk: 'host.keeps.disk', second: 'host.keeps.second', memory: 'host.keeps.memory', unknown: 'host.keeps.unknown',
};

/** What a counted vote survives on this server. */
function Promised() {
  const { keeps, replicas } = useDesk().model.store.value;
  if (!keeps) return null;
  return (
    <p class={keeps === 'disk' ? 'small-text' : 'small-text weak'}>
      {t(KEEPS[keeps])}{replicas ? ` ${t('host.keeps.replicas', { n: replicas })}` : ''}
    </p>
  );
}

const TABS: readonly (readonly [Tab, Key])[] = [
  ['now', 'host.tab.now'], ['questions', 'host.questions'], ['boards', 'host.boards'], ['share', 'host.tab.share'],
];

function Tabs() {
  return (
    <nav class="tabs" aria-label={t('host.tabs')}>
      {TABS.map(([name, words]) => (
        <button key={name} type="button" aria-current={tab.value === name ? 'true' : undefined}
          onClick={() => { tab.value = name; scrollTo(0, 0); }}>{t(words)}</button>
      ))}
    </nav>
  );
}

/** The console of one room: three columns on a desk, four tabs under a thumb. */
export function Console({ desk, way }: { desk: Desk; way: Way }) {
  const { model } = desk;
  const door = model.door.value;
  const { role } = model.you.value;
  useKeys(desk);
  useEffect(() => keepFocus('#now-title, #questions-title, .card h2, h1'), []);
  useEffect(() => { if (model.room.value) document.title = model.room.value.settings.title; });
  if (door === 'not_found' || door === 'gone') return <NoRight why="host.door.none" />;
  if (role === 'moderator' && door === 'open' && model.room.value) return <DeskProvider value={desk}><Moderation /></DeskProvider>;
  if ((role !== null && !MAY_HOST.has(role)) || door !== 'open') return <NoRight why="host.door.right" />;
  if (!model.room.value || role === null) {
    return <p class="starting">{t(model.link.value.phase === 'away' ? 'link.away' : 'link.connecting')}</p>;
  }
  return (
    <DeskProvider value={desk}>
      <div class="console" data-tab={tab.value} data-review={reviewing.value === null ? undefined : 'on'}>
        <Head />
        <div class="console-notes">{model.room.value.settings.rehearsal && <Rehearsing />}<Banner /><UndoBar /></div>
        <KeptLeading />
        <div class="pane questions-pane"><Questions /><Boards /></div>
        <div class="pane now-pane"><div><OnScreen />{model.room.value.settings.reactions && <Reacted />}<Now /></div><div class="previews"><StagePreview way={way} /><Preview /></div></div>
        <div class="pane review-pane"><ReviewPane /></div>
        <div class="pane share-pane"><Share way={way} /><Promised /><More /></div>
        <div class="dock"><NextBar /><Tabs /></div>
      </div>
      <QuestionForm />
      <BoardForm />
      <Bring />
      <Confirm />
      <Help />
      <NoteBar />
      <LiveRegion />
    </DeskProvider>
  );
}
