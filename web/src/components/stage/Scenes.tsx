/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import { t, tenth } from '../../lib/i18n';
import { hasPoints, isSteps, mean, rangeOf } from '../../lib/kinds';
import { announce } from '../../lib/live';
import type { Model, Tally } from '../../lib/model';
import { numberMean, withUnit } from '../../lib/numbers';
import type { Question } from '../../lib/protocol';
import { letterOf } from '../Letter';
import { Qr } from '../Qr';
import { spaced, typable, type Way } from './JoinCard';
import { chartOf } from './charts';
import { lettersWide } from './hooks';
import type { Shown } from './OptionRows';
import { rowsOf, sortedRows, type Row } from './rows';
import { ResultTable } from './Table';

/** Long questions stand in smaller letters, none below 5 % of the height. */
export function titleSize(title: string): string {
  const length = [...title].length * lettersWide();
  return length <= 60 ? 'short' : length <= 120 ? 'medium' : 'long';
}

function summary(question: Question, tally: Tally, rows: readonly Row[]): string {
  const votes = tally.voters === null ? '' : t('votes', { n: tally.voters });
  if (!tally.counts) return votes;
  if (isSteps(question.def)) {
    const average = mean(tally.counts, rangeOf(question.def).from);
    return average === null ? votes : t('stage.say.average', { average: tenth(average), votes });
  }
  if (question.def.kind === 'number') {
    const average = numberMean(question.def, tally.counts);
    return average === null ? votes : t('stage.say.average', { average: withUnit(tenth(average), question.def.unit), votes });
  }
  if (tally.words) return t('stage.say.words', { words: tally.words.slice(0, 3).map(([word]) => word).join(', '), votes });
  if (question.def.kind === 'quiz' && question.def.right) {
    return t('stage.say.right', { label: question.def.right.map((place) => `${letterOf(place)} ${rows[place]!.text}`).join(', '), votes });
  }
  const leader = rows.find(({ leads }) => leads);
  if (!leader) return votes;
  const label = `${letterOf(leader.place)} ${leader.text}`;
  return t('stage.say.lead', { label, share: leader.value, votes });
}

/** A question with its options, and with the result where the stage may see it. */
export function Asked({ question, tally, lang }: { question: Question; tally: Tally | null; lang: string }) {
  const { def, state } = question;
  const counted = Boolean(tally?.counts);
  const told = rowsOf(question, tally);
  const rows = counted && def.kind === 'ranking' ? sortedRows(told) : told;
  const shown: Shown = { counted, numbers: !def.hide_voters, revealed: counted && state === 'revealed', points: hasPoints(def) };
  const Chart = chartOf(def);
  const said = tally ? summary(question, tally, rows) : '';
  useEffect(() => announce(def.title), [question.id]);
  useEffect(() => { if (said) announce(said); }, [said]);
  return (
    <section class={`asked ${state}${def.kind === 'quiz' && def.right ? ' right' : ''}`} lang={lang}>
      <h1 class={`question ${titleSize(def.title)}`}>{def.title}</h1>
      <Chart key={question.id} def={def} tally={tally} rows={rows} shown={shown} />
      {counted && def.kind !== 'words' && <ResultTable question={question} rows={rows} />}
    </section>
  );
}

/** Between questions: the whole screen says how to come in. */
export function Waiting({ title, way, next, children }: { title: string; way: Way; next: string; children?: ComponentChildren }) {
  return (
    <section class="waiting">
      <Qr text={way.joinUrl} label={t('stage.join.qr', { address: typable(way.joinUrl) })} />
      <div class="waiting-words">
        <h1 class={titleSize(title)}>{title || t('stage.welcome')}</h1>
        <p class="waiting-how">{t('stage.join.scan')}</p>
        <p class={`waiting-at${way.baseUrl.length > 30 ? ' long' : ''}`}>{typable(way.baseUrl)}</p>
        <p class="waiting-code"><span class="sr-only">{t('stage.join.code')} </span>{spaced(way.code)}</p>
        <p class="waiting-next">{next}</p>
        {children}
      </div>
    </section>
  );
}

const DOORS = {
  forbidden: ['stage.door.right', 'stage.door.right_how'],
  passcode: ['stage.door.right', 'stage.door.right_how'],
  invitation: ['stage.door.right', 'stage.door.right_how'],
  link_spent: ['stage.door.spent', 'stage.door.right_how'],
  not_found: ['stage.door.none', 'stage.door.none_how'],
  gone: ['stage.door.gone', 'stage.door.gone_how'],
} as const;
export type StageDoor = keyof typeof DOORS;

/** Why this screen shows nothing, and what to do. */
export function Closed({ door, model }: { door: StageDoor; model: Model }) {
  const [title, how] = DOORS[door];
  const code = model.room.value?.code;
  return (
    <section class="door">
      <h1>{t(title)}</h1>
      <p>{t(how)}</p>
      {code && <p class="door-code">{spaced(code)}</p>}
    </section>
  );
}
