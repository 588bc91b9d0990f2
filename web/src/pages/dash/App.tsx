/* SPDX-License-Identifier: Apache-2.0 */
import { Connection, useLinkPhase } from '../../components/Connection';
import { useWakeLock } from '../../components/stage/hooks';
import { lang, number, percent, t, tidy } from '../../lib/i18n';
import { isAsked } from '../../lib/kinds';
import { LiveRegion } from '../../lib/live';
import type { Idea } from '../../lib/protocol';
import { Asked } from './Asked';
import { RANGES, type Dash } from './dash';
import { Files } from './Files';
import { column, total, type Column, type Folded } from './fold';
import { Lines, moment } from './Lines';
import { Bars, Panel, type Table } from './Panel';
import { useTurning } from './turning';

const NAMES = { 900000: 'dash.range.quarter', 3600000: 'dash.range.hour', 86400000: 'dash.range.day', 0: 'dash.range.all' } as const;
const MINUTE_MS = 60_000;

export function App({ dash }: { dash: Dash }) {
  const { model } = dash.client.value;
  const door = model.door.value;
  const phase = useLinkPhase(model);
  const pages = useTurning(dash.wall.value);
  useWakeLock();
  const title = model.room.value?.settings.title ?? '';
  const { role } = dash.you.value;
  const other = lang === 'fr' ? 'en' : 'fr';
  if (door !== 'open') return <div class="outside"><h1>{t('dash.title')}</h1><p>{t(door === 'not_found' || door === 'gone' ? 'dash.no_room' : 'dash.forbidden')}</p></div>;
  return (
    <>
      <header class="dash-head">
        <div>
          <h1>{title ? tidy(title) : t('dash.title')}</h1>
          <p class="sub">{t('dash.title')} · <Connection phase={phase} /></p>
          <p class="printed">{tidy(new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(dash.printing.value ? new Date() : dash.told.value?.end ?? Date.now()))}</p>
        </div>
        <div class="tools">
          <div class="ranges" role="group" aria-label={t('dash.range')}>
            {RANGES.map((range) => (
              <button key={range} type="button" aria-pressed={dash.range.value === range} onClick={() => dash.choose(range)}>{t(NAMES[range])}</button>
            ))}
          </div>
          <button type="button" class="button quiet small" onClick={() => { void dash.hang(!dash.wall.value); }}>{t(dash.wall.value ? 'dash.desk' : 'dash.wall')}</button>
          <button type="button" class="button quiet small print" onClick={() => print()}>{t('dash.print')}</button>
          {role === 'host' || role === 'owner' ? <a class="button quiet small print" href={`/host/${dash.code}`}>{t('dash.console')}</a> : null}
          <a class="button quiet small print" lang={other} href={`?lang=${other}`} aria-label={t('dash.language')}>{other === 'fr' ? 'FR' : 'EN'}</a>
        </div>
      </header>
      <div class="dash" ref={pages}>
        {dash.told.value && model.room.value ? <Inside dash={dash} told={dash.told.value} /> : <p class="none">{t(phase === 'away' ? 'link.away' : 'link.connecting')}</p>}
      </div>
      <LiveRegion />
    </>
  );
}

function Inside({ dash, told }: { dash: Dash; told: Folded }) {
  return (
    <>
      <Figures dash={dash} told={told} />
      <Time dash={dash} told={told} name="people" title={t('dash.people')} place={0} />
      <Time dash={dash} told={told} name="votes" title={t(told.step === MINUTE_MS ? 'dash.votes.minute' : 'dash.votes')} place={2} />
      <Asked dash={dash} />
      <Participation dash={dash} told={told} />
      <Behaviour dash={dash} told={told} />
      <Ideas dash={dash} />
      <Files dash={dash} />
    </>
  );
}

/** How long half of the ideas waited. */
function waitWords(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 48) return t('dash.days', { n: Math.round(hours / 24) });
  return hours >= 2 ? t('dash.hours', { n: Math.round(hours) }) : t('dash.minutes', { n: Math.max(1, Math.round(ms / MINUTE_MS)) });
}

function Figures({ dash, told }: { dash: Dash; told: Folded }) {
  const { model } = dash.client.value;
  const people = model.room.value!.settings.hide_people && dash.wall.value ? null : model.people.value;
  const votes = column(told, 'votes');
  const hidden = votes.some(({ value }) => value === null);
  const figures = [
    ...(people === null ? [] : [[number(people), t('dash.now')]]),
    ...(hidden ? [] : [[number(total(told, 'votes')), t('dash.votes.sum')]]),
    [number(total(told, 'ideas', 'comments')), t('dash.writes')],
    ...(told.waits.n > 0 ? [[waitWords(told.waits.median), t('dash.wait')]] : []),
  ];
  return (
    <dl class="figures">
      {figures.map(([value, name]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function Time({ dash, told, name, title, place }: { dash: Dash; told: Folded; name: Column; title: string; place: number }) {
  const points = column(told, name);
  const at = points.map((point) => point.at);
  const values = points.map(({ value }) => value);
  // The store is told every few seconds; who is here is known at once.
  const here = name === 'people' ? dash.client.value.model.people.value : null;
  const last = values.length - 1;
  if (here !== null && values[last] !== null) values[last] = Math.max(values[last] ?? 0, here);
  const known = values.filter((value): value is number => value !== null);
  const span = told.end - told.start;
  const table = { head: [t('dash.time'), title], rows: () => points.flatMap((point, i) => (values[i] === 0 ? [] : [[moment(point.at, span), values[i] == null ? '–' : number(values[i]!)]])) };
  if (known.length === 0) return <Panel dash={dash} title={title}><p class="none">{t('dash.hidden')}</p></Panel>;
  return (
    <Panel dash={dash} title={title} table={table}>
      <Lines lines={[{ name: title, place, values }]} at={at} label={t('dash.peak', { title, most: Math.max(...known), now: known[known.length - 1]! })} />
    </Panel>
  );
}

function Participation({ dash, told }: { dash: Dash; told: Folded }) {
  const { model } = dash.client.value;
  const peak = Math.max(0, ...column(told, 'people').map(({ value }) => value ?? 0));
  const asked = model.questions.value.filter((one) => isAsked(one) && one.state !== 'draft');
  const rows = asked.flatMap((one) => {
    const voters = model.tallyOf(one)?.voters;
    return voters === null || voters === undefined ? [] : [{ name: tidy(one.def.title), n: voters, told: number(voters), of: peak >= voters && peak > 0 ? percent(Math.round((voters * 100) / peak)) : '–' }];
  });
  if (rows.length === 0) return null;
  const table = { head: [t('dash.question'), t('dash.voters.head'), t('dash.of_peak')], rows: () => rows.map(({ name, told: n, of }) => [name, n, of]) };
  return <Panel dash={dash} title={t('dash.participation')} table={table}><Bars rows={rows} /></Panel>;
}

function Behaviour({ dash, told }: { dash: Dash; told: Folded }) {
  const groups: [string, Column[]][] = [
    [t('dash.looks'), ['looks']], [t('dash.acts'), ['votes', 'supports']], [t('dash.written'), ['ideas', 'comments']],
    [t('dash.helps'), ['answers', 'likes', 'shared']], [t('dash.reactions'), ['reactions']],
  ];
  const rows = groups.map(([name, columns], place) => ({ name, n: total(told, ...columns), told: number(total(told, ...columns)), place }));
  const each = groups.flatMap(([, columns]) => columns);
  const table = { head: [t('dash.what'), t('dash.times')], rows: () => each.map((name) => [t(`dash.each.${name as Exclude<Column, 'people'>}`), number(total(told, name))]) };
  return (
    <Panel dash={dash} title={t('dash.behaviour')} table={table}>
      <Bars rows={rows} />
      <p class="note">{t('dash.helps.what')}</p>
    </Panel>
  );
}

/** Both lists in one: the place of each, where it has one. */
function tableOf(top: readonly Idea[], movers: readonly Idea[]): Table {
  const place = (list: readonly Idea[], { id }: Idea): string => number(list.findIndex((one) => one.id === id) + 1).replace(/^0$/, '–');
  const all = [...top, ...movers.filter(({ id }) => !top.some((one) => one.id === id))];
  return {
    head: [t('dash.idea'), t('dash.supports'), t('dash.top'), t('dash.movers')],
    rows: () => all.map((one) => [tidy(one.words.title), number(one.supports), place(top, one), place(movers, one)]),
  };
}

function Ideas({ dash }: { dash: Dash }) {
  const boards = dash.boards.value.filter(({ top }) => top.length > 0);
  return (
    <>
      {boards.map(({ id, title, top, movers }) => (
        <Panel key={id} dash={dash} title={tidy(title)} wide table={tableOf(top, movers)}>
          <div class="groups">
            {([['dash.top', top], ['dash.movers', movers]] as const).map(([name, ideas]) => (
              <div key={name}>
                <h3>{t(name)}</h3>
                <Bars rows={ideas.map(({ words, supports }) => ({ name: tidy(words.title), n: supports, told: number(supports) }))} />
              </div>
            ))}
          </div>
        </Panel>
      ))}
    </>
  );
}
