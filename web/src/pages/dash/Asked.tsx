/* SPDX-License-Identifier: Apache-2.0 */
/* What one question says: its distribution, how that came about, and by groups. */
import { useState } from 'preact/hooks';

import { groupsOf, votersOf } from '../../components/split';
import { answers, rowsOf } from '../../components/stage/rows';
import { useAsked } from '../../lib/asked';
import { number, percent, t, tidy } from '../../lib/i18n';
import { isSteps, mean, npsGroupOf, npsOf, rangeOf, signed } from '../../lib/kinds';
import type { Question } from '../../lib/protocol';
import { canSplit, segmentsOf, type SplitOk } from '../../lib/split';
import { percentages } from '../../lib/percent';
import type { Dash } from './dash';
import { Lines, moment } from './Lines';
import { Bars, Panel } from './Panel';

/** Do its bars say percent? */
const isShare = ({ def: { kind } }: Question): boolean => !['ranking', 'points', 'grid'].includes(kind);

/** Steps are one thing, and of NPS three; options are each their own. */
const colourOf = ({ def }: Question, place: number): { place?: number; colour?: string } =>
  (def.kind === 'nps' ? { colour: `var(--group-${npsGroupOf(place)}, var(--nps-${npsGroupOf(place)}))` } : isSteps(def) ? {} : { place });

/** The one number that sums a question up. */
function Figure({ question, counts }: { question: Question; counts: readonly number[] }) {
  const { def } = question;
  if (!isSteps(def)) return null;
  const score = def.kind === 'nps' ? npsOf(counts) : null;
  const average = mean(counts, rangeOf(def).from);
  if (average === null) return null;
  const text = score === null ? new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(average) : signed(score, number(score));
  return <p class="figure"><strong>{text}</strong> {t(def.kind === 'nps' ? 'dash.nps' : 'dash.mean')}</p>;
}

function Words({ words }: { words: readonly (readonly [string, number])[] }) {
  const most = Math.max(1, ...words.map(([, n]) => n));
  return (
    <ul class="words">
      {words.slice(0, 40).map(([word, n], place) => (
        <li key={word} style={{ '--size': String(Math.sqrt(n / most)), '--option': `var(--option-${place % 8})` }}>{tidy(word)}<span class="sr-only">: {number(n)}</span></li>
      ))}
    </ul>
  );
}

export function Asked({ dash }: { dash: Dash }) {
  const { model } = dash.client.value;
  const question = dash.question.value;
  if (!question) return <Panel dash={dash} title={t('dash.question')} wide><p class="none">{t('dash.no_question')}</p></Panel>;
  const tally = model.tallyOf(question);
  const { def } = question;
  const all = model.questions.value.filter((one) => one.def.kind !== 'slide' && one.state !== 'draft');
  const choice = (
    <label class="choice"><span class="sr-only">{t('dash.choose')}</span>
      <select value={dash.chosen.value ?? ''} onChange={(event) => { dash.chosen.value = event.currentTarget.value || null; }}>
        <option value="">{t('dash.current')}</option>
        {all.map(({ id, def: { title } }) => <option key={id} value={id}>{tidy(title)}</option>)}
      </select>
    </label>
  );
  const voters = tally?.voters ?? null;
  const facts = [t(`dash.state.${question.state}`), ...(voters === null ? [] : [t('dash.voters', { n: voters })])].join(' · ');
  if (!tally?.counts) {
    return <Panel dash={dash} title={tidy(def.title)} wide beside={choice}><p class="facts">{facts}</p><p class="none">{t(voters === null && !tally ? 'dash.no_votes' : 'dash.hidden')}</p></Panel>;
  }
  if (def.kind === 'words') {
    const words = tally.words ?? [];
    const table = { head: [t('dash.word'), t('dash.times')], rows: () => words.map(([word, n]) => [word, number(n)]) };
    return <Panel dash={dash} title={tidy(def.title)} wide beside={choice} table={table}><p class="facts">{facts}</p><Words words={words} /></Panel>;
  }
  const rows = rowsOf(question, tally);
  const table = { head: [t('dash.answer'), t('dash.count'), t('dash.share')], rows: () => rows.map(({ text, count, percent: share, value }) => [tidy(text), def.kind === 'grid' ? value : number(count), percent(share)]) };
  return (
    <>
      <Panel dash={dash} title={tidy(def.title)} beside={choice} table={table}>
        <p class="facts">{facts}</p>
        <Figure question={question} counts={tally.counts} />
        <Bars whole={isShare(question) ? 100 : null} steps={isSteps(def)} rows={rows.map(({ text, share, percent: part, value, place }) => ({ name: tidy(text), n: isShare(question) ? part : share, told: value, ...colourOf(question, place) }))} />
      </Panel>
      <Change dash={dash} question={question} />
      <Groups dash={dash} question={question} />
    </>
  );
}

function Change({ dash, question }: { dash: Dash; question: Question }) {
  const curve = dash.curve.value;
  if (!curve || curve.question !== question.id || curve.rows.length < 2 || question.def.kind === 'grid') return null;
  const names = answers(question.def);
  const shares = curve.rows.map(([, , ...counts]) => percentages(names.map((_, place) => Math.max(0, counts[place] ?? 0))));
  const at = curve.rows.map(([time]) => time!);
  const span = at[at.length - 1]! - at[0]!;
  const shown = names.map((name, place) => ({ name: tidy(name), place, values: shares.map((row) => row[place] ?? 0) }))
    .sort((a, b) => b.values[b.values.length - 1]! - a.values[a.values.length - 1]!).slice(0, 6);
  const table = { head: [t('dash.time'), ...shown.map(({ name }) => name)], rows: () => at.map((time, i) => [moment(time, span), ...shown.map(({ values }) => percent(values[i]!))]) };
  return (
    <Panel dash={dash} title={t('dash.change')} table={table}>
      <Lines lines={shown} at={at} most={100} say={percent} label={t('dash.change.of', { title: tidy(question.def.title) })} />
    </Panel>
  );
}

const SOURCES = ['channel', 'place', 'device'] as const;
const isSource = (one: string): one is (typeof SOURCES)[number] => (SOURCES as readonly string[]).includes(one);
const CHANNELS = ['phone', 'kiosk', 'embed', 'staff'] as const;

/** Groups that no question made: where ballots came from. What has no name is told with the rest. */
function bySource(source: (typeof SOURCES)[number], names: readonly string[], like: Question): Question {
  const words = source !== 'channel' ? names : names.map((name) => (CHANNELS.some((one) => one === name) ? t(`dash.channel.${name as (typeof CHANNELS)[number]}`) : name));
  // Numbered by the server up to twelve, and then those without.
  const options = [...words, ...Array<string>(Math.max(0, 12 - words.length)).fill('')];
  return { ...like, def: { kind: 'segment', title: t(`dash.source.${source}`), options } as Question['def'] };
}

/** A name for the rest: places that were never said, devices that are phones. */
const restOf = (name: string): string => name.split(' + ').filter(Boolean).map((part) => (part === t('split.rather') ? t('dash.source.none') : part)).join(' + ');

function Groups({ dash, question }: { dash: Dash; question: Question }) {
  const client = dash.client.value;
  const suits = canSplit(question);
  const isOpen = question.state === 'open';
  const segments = segmentsOf(question, client.model.questions.value);
  const [wanted, setWanted] = useState('');
  const [counted, count] = useState(0);
  const by = isSource(wanted) ? wanted : segments.find(({ id }) => id === wanted)?.id ?? segments[0]?.id ?? 'channel';
  const asked = isSource(by) ? { source: by } : by;
  const split = useAsked<SplitOk & { names?: string[]; of?: string }>(client, 'question.split', { question: question.id, by: suits ? asked : '' }, [question.id, question.version, by, counted]);
  if (!suits) return null;
  const countNow = () => { void client.send('question.split', { question: question.id, by: asked, now: true }).then(() => count(counted + 1), () => undefined); };
  const segment = segments.find(({ id }) => id === by);
  const shape = segment ?? bySource(isSource(by) ? by : 'channel', split?.names ?? [], question);
  const fits = split !== null && (segment ? !split.names : Boolean(split.names));
  const groups = fits ? groupsOf(question, shape, split).map((group) => (segment ? group : { ...group, name: restOf(group.name) })) : [];
  const title = tidy(shape.def.title);
  const now = client.model.tallyOf(question)?.voters ?? 0;
  const choice = (
    <label class="choice"><span class="sr-only">{t('dash.by')}</span>
      <select value={by} onChange={(event) => setWanted(event.currentTarget.value)}>
        {segments.map(({ id, def }) => <option key={id} value={id}>{tidy(def.title)}</option>)}
        {SOURCES.map((source) => <option key={source} value={source}>{t(`dash.source.${source}`)}</option>)}
      </select>
    </label>
  );
  const table = { head: [t('split.group'), t('dash.voters.head'), ...answers(question.def).map(tidy)], rows: () => groups.map(({ name, voters, rows }) => [name, number(voters), ...rows.map(({ told }) => told)]) };
  return (
    <Panel dash={dash} title={segment ? t('dash.groups', { by: title }) : title} wide beside={choice} {...(groups.length > 0 && { table })}>
      {groups.length === 0 ? <p class="none">{t(isOpen && counted === 0 ? 'dash.split.open' : 'dash.few')}</p> : (
        <div class="groups">
          {groups.map((group) => (
            <div key={group.name}>
              <h3>{group.name} <small>{t('dash.voters', { n: group.voters })}{group.figure && ` · ${group.figure}`}</small></h3>
              <Bars whole={isShare(question) ? 100 : 1} steps={isSteps(question.def)} rows={group.rows.map(({ text, part, percent: share, told, place }) => ({ name: tidy(text), n: isShare(question) ? share : part, told, ...colourOf(question, place) }))} />
            </div>
          ))}
        </div>
      )}
      {isOpen && !dash.wall.value && <p><button type="button" class="button quiet small" onClick={countNow}>{t('dash.split.now')}</button></p>}
      <p class="note">{groups.length > 0 && now > votersOf(split!) && `${t('split.first', { n: votersOf(split!) })}. `}{isOpen && !dash.wall.value && !client.model.room.value?.small_groups && `${t('dash.split.when')} `}{t(client.model.room.value?.small_groups ? 'split.small' : 'dash.small')}</p>
    </Panel>
  );
}
