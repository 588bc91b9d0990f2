/* SPDX-License-Identifier: Apache-2.0 */
/* A result by what people said they are: chosen by the host, and sent to the stage with a switch. */
import { useEffect, useState } from 'preact/hooks';

import { number, percent, t, tidy } from '../../lib/i18n';
import { isSteps } from '../../lib/kinds';
import { meanPlaces } from '../../lib/places';
import type { Question } from '../../lib/protocol';
import { segmentsOf, type SplitOk } from '../../lib/split';
import { Letter } from '../Letter';
import { optionStyle } from '../option';
import { Plane } from '../Plane';
import { figureName, groupsOf, votersOf, type SplitGroup } from '../split';
import { useDesk, useStuck } from './desk';
import { isSeen } from './Preview';
import { say } from './ui';

interface Props { question: Question; groups: readonly SplitGroup[] }

const isSpread = ({ def }: Question) => isSteps(def) || def.kind === 'number';

/** Under each answer a bar for each group. */
function Answers({ groups }: Props) {
  return (
    <ol class="split-answers">
      {groups[0]!.rows.map(({ place, text }, at) => (
        <li key={place}>
          <p><Letter place={place} /> {text}</p>
          {groups.map((group, to) => {
            const row = group.rows[at]!;
            return (
              <div key={to} class="split-line" style={optionStyle(to)}>
                <span class="split-name">{group.name}</span>
                <span class="split-bar"><i style={{ transform: `scaleX(${row.part})` }} /></span>
                <b>{row.told}</b>
              </div>
            );
          })}
        </li>
      ))}
    </ol>
  );
}

/** For each group how its answers are spread, and what they come to. */
function Spreads({ groups }: Props) {
  return (
    <ol class="split-spreads">
      {groups.map(({ name, rows, figure }, at) => (
        <li key={at} class="split-line" style={optionStyle(at)}>
          <span class="split-name">{name}</span>
          <span class="split-steps">{rows.map(({ place, part }) => <i key={place}><i style={{ transform: `scaleY(${part})` }} /></i>)}</span>
          <b>{figure}</b>
        </li>
      ))}
    </ol>
  );
}

function Places({ question: { def }, groups }: Props) {
  if (def.kind !== 'grid') return null;
  return (
    <div class="split-planes">
      {groups.map(({ name, counts, voters }, at) => <figure key={at}><figcaption>{name}</figcaption><Plane def={def} places={meanPlaces(counts, voters)} /></figure>)}
    </div>
  );
}

function Table({ question, groups, caption }: Props & { caption: string }) {
  const { def } = question;
  const votes = !['ranking', 'points', 'grid'].includes(def.kind);
  const cell = ({ count, percent: part, told, value }: SplitGroup['rows'][number]) => (votes
    ? t('host.split.count', { n: count, share: percent(part) }) : def.kind === 'ranking' ? t('host.split.place', { place: told, points: value }) : told);
  return (
    <div class="wide-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead><tr><td />{groups.map(({ name }, at) => <th scope="col" key={at}>{name}</th>)}</tr></thead>
        <tbody>
          {groups[0]!.rows.map(({ place, text }, at) => (
            <tr key={place}><th scope="row">{text}</th>{groups.map(({ rows }, to) => <td key={to}>{cell(rows[at]!)}</td>)}</tr>
          ))}
          {isSpread(question) && <tr><th scope="row">{figureName(def)}</th>{groups.map(({ figure }, at) => <td key={at} class="more">{figure}</td>)}</tr>}
          <tr class="muted"><th scope="row">{t('table.votes')}</th>{groups.map(({ voters }, at) => <td key={at}>{number(voters)}</td>)}</tr>
        </tbody>
      </table>
    </div>
  );
}

function Told({ question, by, ok }: { question: Question; by: Question; ok: SplitOk }) {
  const { model } = useDesk();
  const groups = groupsOf(question, by, ok);
  if (groups.length === 0) return <p class="muted">{t('host.split.too_few')}</p>;
  const voters = votersOf(ok);
  const now = model.tallyOf(question)?.voters ?? 0;
  const Chart = question.def.kind === 'grid' ? Places : isSpread(question) ? Spreads : Answers;
  return (
    <>
      <div aria-hidden="true"><Chart question={question} groups={groups} /></div>
      <Table question={question} groups={groups} caption={tidy(by.def.title)} />
      {groups.some(({ joined }) => joined) && <p class="muted small-text">{t('split.joined')}</p>}
      {model.room.value?.small_groups && <p class="muted small-text">{t('split.small')}</p>}
      {now > voters && <p class="muted small-text">{t('split.first', { n: voters })}. {t('host.split.since')}</p>}
    </>
  );
}

/** The switch that sends it to the stage, or takes it off. */
function OnStage({ question, by }: { question: Question; by: Question }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { room } = desk.model;
  const held = room.value!.settings.split;
  const on = held?.question === question.id && held.by === by.id;
  if (question.def.hide_voters || room.value!.current !== question.id) return null;
  const turn = async () => {
    if (!await desk.settings({ split: on ? undefined : { question: question.id, by: by.id } })) return;
    say(t(on ? 'host.split.off' : 'host.split.on'), () => { void desk.settings({ split: held }); });
  };
  return (
    <>
      <button type="button" class="button quiet small toggle" aria-pressed={on} disabled={stuck} onClick={() => { void turn(); }}>
        <span class="knob" aria-hidden="true" />{t('host.split.stage')}
      </button>
      {on && !isSeen(question) && <span class="muted small-text">{t('host.split.later')}</span>}
    </>
  );
}

export function Split({ question }: { question: Question }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { model } = desk;
  const all = segmentsOf(question, model.questions.value);
  const held = model.room.value?.settings.split;
  const [chosen, choose] = useState(held?.question === question.id ? held.by : '');
  const [told, setTold] = useState<{ of: string; ok: SplitOk; now: boolean } | null>(null);
  const by = all.find(({ id }) => id === chosen);
  const isOpen = question.state === 'open';
  const ask = (now: boolean) => desk.ask<SplitOk>('question.split', { question: question.id, by: chosen, ...(now && { now }) });
  const count = () => { void ask(isOpen).then((ok) => { if (ok) setTold({ of: chosen, ok, now: true }); }); };
  useEffect(() => {
    let gone = false;
    if (by) void ask(false).then((ok) => { if (ok && !gone) setTold({ of: chosen, ok, now: !isOpen }); });
    return () => { gone = true; };
  }, [chosen, question.version]);
  return (
    <section class="counted split">
      <label class="split-by">
        <span>{t('host.split')}</span>
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{t('host.split.everyone')}</option>
          {all.map(({ id, def }) => <option key={id} value={id}>{tidy(def.title)}</option>)}
        </select>
      </label>
      {by && (
        <>
          <div class="buttons">
            <OnStage question={question} by={by} />
            <button type="button" class="button quiet small" disabled={stuck} onClick={count}>{t(isOpen ? 'host.split.now' : 'host.split.again')}</button>
          </div>
          {isOpen && !model.room.value?.small_groups && <p class="muted small-text">{t('host.split.open')}</p>}
          {told?.of === chosen && (told.now || told.ok.groups.length > 0) && <Told question={question} by={by} ok={told.ok} />}
        </>
      )}
    </section>
  );
}
