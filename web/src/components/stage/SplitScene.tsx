/* SPDX-License-Identifier: Apache-2.0 */
/* A result by what people said they are: a column for each group, or a line where answers are spread over steps. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { number, t, tidy } from '../../lib/i18n';
import { announce } from '../../lib/live';
import { meanPlaces } from '../../lib/places';
import type { Question } from '../../lib/protocol';
import type { SplitOk } from '../../lib/split';
import { Letter } from '../Letter';
import { optionStyle } from '../option';
import { Plane } from '../Plane';
import { figureName, groupsOf, votersOf, type SplitGroup } from '../split';
import { useSpace } from './hooks';
import type { Space } from './layout';
import { titleSize } from './Scenes';
import { usePage } from './screen';

const AGAIN_MS = 2_000;
/** All ballots may be read for it: while people still answer, no more often than this. */
const EVERY_MS = 10_000;
/** In stage units: the name of an answer, a group beside it, a line of a group, a plane. */
const NAME = 36;
const COLUMN = 22;
const LINE = 13;
const PLANE = 46;
/** What stands over and under a plane. */
const BESIDE_PLANE = 26;
/** Below this width the legend takes another line. */
const NARROW = 100;
const WRAPPED = 8;
const GAP = 3;
const FIGURE_LONG = 5;
const FIGURE_LONGER = 8;
const ROW = 8.2;
const COLUMNS_MOST = 5;

function useSplit(client: Client, question: Question, by: Question): SplitOk | null {
  const { id, version } = question;
  const [told, setTold] = useState<{ of: string; ok: SplitOk } | null>(null);
  const last = useRef({ of: '', at: 0 });
  const of = `${id} ${version} ${by.id}`;
  // While it is open a host may have it counted anew.
  const rev = `${client.model.tallyOf(by)?.rev} ${question.state === 'open' && client.model.tallyOf(question)?.rev}`;
  const live = client.model.link.value.phase === 'live';
  useEffect(() => {
    if (!live) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const ask = () => {
      last.current = { of, at: Date.now() };
      client.send<SplitOk & Record<string, unknown>>('question.split', { question: id, by: by.id })
        .then((ok) => { if (!gone) setTold({ of: `${id} ${by.id}`, ok }); }, () => { if (!gone) timer = setTimeout(ask, AGAIN_MS); });
    };
    timer = setTimeout(ask, last.current.of === of ? Math.max(0, last.current.at + EVERY_MS - Date.now()) : 0);
    return () => { gone = true; clearTimeout(timer); };
  }, [of, rev, live]);
  return told?.of === `${id} ${by.id}` ? told.ok : null;
}

interface ChartProps { question: Question; groups: readonly SplitGroup[]; first: number }

function Name({ group }: { group: SplitGroup }) {
  return <><span class="split-name">{group.name}</span> <span class="split-n">{t('votes', { n: group.voters })}</span></>;
}

/** Answers in rows, groups in columns, all bars to one scale. */
function Matrix({ groups, first, rows: [from, to] }: ChartProps & { rows: readonly [number, number] }) {
  const rows = groups[0]!.rows.slice(from, to);
  return (
    <div class="split-matrix" style={{ '--groups': String(groups.length), '--answers': String(rows.length) }}>
      <span />
      {groups.map((group, at) => <p key={at} class="split-head" style={optionStyle(first + at)}><Name group={group} /></p>)}
      {rows.map(({ place, text }, row) => [
        <p key={place} class="split-answer"><Letter place={place} /><span>{tidy(text)}</span></p>,
        ...groups.map((group, at) => {
          const { part, told, leads } = group.rows[from + row]!;
          return (
            <span key={`${place} ${at}`} class={`split-cell${leads ? ' leads' : ''}`} style={optionStyle(first + at)}>
              <span class="split-bar"><i style={{ transform: `scaleX(${part.toFixed(4)})` }} /></span><b>{told}</b>
            </span>
          );
        }),
      ])}
    </div>
  );
}

const sizeOf = ({ length }: string) => (length > FIGURE_LONGER ? ' longer' : length > FIGURE_LONG ? ' long' : '');

/** For each group how its answers are spread over the steps, and what they come to. */
function Lines({ question: { def }, groups, first }: ChartProps) {
  const steps = groups[0]!.rows;
  const [low, high] = [steps[0]!.text, steps[steps.length - 1]!.text];
  return (
    <ol class="split-lines">
      {groups.map((group, at) => (
        <li key={at} style={optionStyle(first + at)}>
          <p class="split-head"><Name group={group} /></p>
          <span class="split-steps">
            {group.rows.map(({ place, part }) => <i key={place}><i style={{ transform: `scaleY(${part.toFixed(4)})` }} /></i>)}
          </span>
          <p class={`split-figure${sizeOf(group.figure)}`}><b>{group.figure}</b></p>
        </li>
      ))}
      <li class="split-foot"><span /><p class="split-ends"><span>{low}</span><span>{high}</span></p><p>{figureName(def)}</p></li>
    </ol>
  );
}

function Planes({ question: { def }, groups, space: { width, height } }: ChartProps & { space: Space }) {
  if (def.kind !== 'grid') return null;
  const side = Math.min((width - (groups.length - 1) * GAP) / groups.length, height - BESIDE_PLANE - (width < NARROW ? WRAPPED : 0));
  return (
    <>
      <div class="split-planes" style={{ '--groups': String(groups.length), '--side': `calc(${Math.max(10, side).toFixed(1)} * var(--u))` }}>
        {groups.map((group, at) => (
          <figure key={at}><figcaption><Name group={group} /></figcaption><Plane def={def} places={meanPlaces(group.counts, group.voters)} /></figure>
        ))}
      </div>
      <ul class="split-legend">{def.options.map((text, place) => <li key={place} style={optionStyle(place)}><Letter place={place} /> {tidy(text)}</li>)}</ul>
    </>
  );
}

function Table({ question, by, groups }: { question: Question; by: Question; groups: readonly SplitGroup[] }) {
  const hasFigure = groups.some(({ figure }) => figure);
  return (
    <div class="sr-only"><table>
      <caption>{t('stage.split.by', { by: tidy(by.def.title) })}</caption>
      <thead><tr><td />{groups.map(({ name }, at) => <th scope="col" key={at}>{name}</th>)}</tr></thead>
      <tbody>
        {groups[0]!.rows.map(({ place, text }, at) => (
          <tr key={place}><th scope="row">{text}</th>{groups.map(({ rows }, to) => <td key={to}>{rows[at]!.told}</td>)}</tr>
        ))}
        {hasFigure && <tr><th scope="row">{figureName(question.def)}</th>{groups.map(({ figure }, at) => <td key={at}>{figure}</td>)}</tr>}
        <tr><th scope="row">{t('table.votes')}</th>{groups.map(({ voters }, at) => <td key={at}>{number(voters)}</td>)}</tr>
      </tbody>
    </table></div>
  );
}

/** What fits: groups on a page, and answers. */
function fitOf(question: Question, groups: readonly SplitGroup[], { width, height }: { width: number; height: number }): { groups: number; rows: number } {
  const { kind } = question.def;
  const answers = groups[0]!.rows.length;
  if (kind === 'grid') return { groups: Math.max(1, Math.min(4, Math.floor(width / PLANE))), rows: answers };
  if (groups[0]!.figure) return { groups: Math.max(1, Math.floor((height - 6) / LINE)), rows: answers };
  return {
    groups: Math.max(1, Math.min(COLUMNS_MOST, Math.floor((width - NAME) / COLUMN))), rows: Math.max(1, Math.floor((height - 9) / ROW)),
  };
}

const evenly = (all: number, most: number) => { const pages = Math.max(1, Math.ceil(all / most)); return { pages, each: Math.ceil(all / pages) }; };

function Chart({ question, groups }: { question: Question; groups: readonly SplitGroup[] }) {
  const [box, space] = useSpace();
  const fit = fitOf(question, groups, space);
  const answers = groups[0]!.rows.length;
  const across = evenly(groups.length, fit.groups);
  const down = evenly(answers, fit.rows);
  const page = usePage(across.pages * down.pages);
  const first = Math.floor(page / down.pages) * across.each;
  const from = (page % down.pages) * down.each;
  const shown = groups.slice(first, first + across.each);
  const View = question.def.kind === 'grid' ? Planes : groups[0]!.figure ? Lines : Matrix;
  return (
    <>
      <div class="rows-box" ref={box} aria-hidden="true">
        <View question={question} groups={shown} first={first} rows={[from, from + down.each]} space={space} />
      </div>
      {across.pages * down.pages > 1 && (
        <p class="pages" aria-hidden="true">
          {across.pages > 1 && t('stage.split.groups', { from: first + 1, to: first + shown.length, of: groups.length })}
          {down.pages > 1 && ` ${t('stage.page', { from: from + 1, to: Math.min(from + down.each, answers), of: answers })}`}
        </p>
      )}
    </>
  );
}

interface Props { client: Client; question: Question; by: Question; lang: string; children: ComponentChildren }

/** In place of everyone's result, which stands until the groups are there, and where there are none. */
export function SplitScene({ client, question, by, lang, children }: Props) {
  const ok = useSplit(client, question, by);
  const groups = ok ? groupsOf(question, by, ok) : [];
  const said = groups.length > 0 ? t('stage.split.say', { groups: groups.map(({ name, voters }) => `${name}, ${t('votes', { n: voters })}`).join('; ') }) : '';
  useEffect(() => { if (said) announce(said); }, [said]);
  if (groups.length === 0) return <>{children}</>;
  const { def } = question;
  const voters = votersOf(ok!);
  const now = client.model.tallyOf(question)?.voters ?? 0;
  const notes = [t('stage.split.by', { by: tidy(by.def.title) }), now > voters && t('split.first', { n: voters }), def.kind === 'ranking' && t('stage.split.places'), groups.some(({ joined }) => joined) && t('split.joined'), client.model.room.value?.small_groups && t('split.small')];
  return (
    <section class={`asked ${question.state} split`} lang={lang}>
      <h1 class={`question ${titleSize(def.title)}`}>{def.title}</h1>
      <p class="split-by">{notes.filter(Boolean).join(' · ')}</p>
      <Chart question={question} groups={groups} />
      <Table question={question} by={by} groups={groups} />
    </section>
  );
}
