/* SPDX-License-Identifier: Apache-2.0 */
/* Where opinion went between two votes: the answers of both on either side, and a ribbon for all who moved, or stayed. */
import { useEffect } from 'preact/hooks';

import { useAsked } from '../../lib/asked';
import type { Client } from '../../lib/client';
import { number, percent, t, tidy } from '../../lib/i18n';
import { announce } from '../../lib/live';
import { percentages } from '../../lib/percent';
import type { Question } from '../../lib/protocol';
import { answersOf, changed, type ShiftOk } from '../../lib/shift';
import { optionStyle } from '../option';
import { Gains } from './Gains';
import { titleSize } from './Scenes';

type Moves = readonly (readonly number[])[];

/** How much of its row the widest band fills. */
const FULL = 0.8;
const WIDE = 100;

interface Ribbon { from: number; to: number; path: string }

/** Bands lie in rows of equal height, as thick as they have people; each side stacks them in the order of the other. */
export function ribbonsOf(moves: Moves, rows: number): Ribbon[] {
  const into = (at: number) => moves.reduce((sum, row) => sum + row[at]!, 0);
  const out = (at: number) => moves[at]!.reduce((sum, n) => sum + n, 0);
  const most = Math.max(1, ...moves.map((_, at) => Math.max(out(at), into(at))));
  const scale = (WIDE / rows) * FULL / most;
  const top = (at: number, n: number) => ((at + 0.5) * WIDE) / rows - (n * scale) / 2;
  const left = moves.map((_, at) => top(at, out(at)));
  const right = moves.map((_, at) => top(at, into(at)));
  const ribbons: Ribbon[] = [];
  moves.forEach((row, from) => row.forEach((n, to) => {
    if (n === 0) return;
    const [a, b, thick] = [left[from]!, right[to]!, n * scale];
    left[from]! += thick;
    right[to]! += thick;
    ribbons.push({ from, to, path: `M0 ${a}C50 ${a} 50 ${b} 100 ${b}V${b + thick}C50 ${b + thick} 50 ${a + thick} 0 ${a + thick}Z` });
  }));
  return ribbons;
}

function Side({ rows, counts, side }: { rows: readonly string[]; counts: readonly number[]; side: 'first' | 'second' }) {
  const shares = percentages(counts);
  return (
    <ol class={`shift-side ${side}`}>
      {rows.map((text, at) => (
        <li key={at} style={at < counts.length ? optionStyle(at) : { '--option': 'var(--muted)' }}>
          <span class="shift-text">{text}</span>
          <b>{at < counts.length ? percent(shares[at]!) : ''}</b>
        </li>
      ))}
    </ol>
  );
}

interface PartProps { answers: readonly string[]; told: ShiftOk; moves: Moves }

function Picture({ answers, told, moves }: PartProps) {
  const last = answers.length;
  const others = moves[last]!.some((n) => n > 0) || moves.some((row) => row[last]! > 0);
  const rows = others ? [...answers, t('stage.shift.nobody')] : answers;
  const look = (from: number, to: number) => (from === last || to === last ? 'comes' : from === to ? 'stays' : '');
  return (
    <div class="shift" aria-hidden="true">
      <Side rows={rows} counts={told.counts[0]} side="first" />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        {ribbonsOf(moves, rows.length).map(({ from, to, path }) => <path key={`${from} ${to}`} class={look(from, to)} style={optionStyle(from)} d={path} />)}
      </svg>
      <Side rows={rows} counts={told.counts[1]} side="second" />
    </div>
  );
}

function Table({ answers, moves }: PartProps) {
  const all = [...answers, t('stage.shift.nobody')];
  return (
    <div class="sr-only"><table>
      <caption>{t('stage.shift.table')}</caption>
      <thead><tr><td />{all.map((answer, at) => <th scope="col" key={at}>{answer}</th>)}</tr></thead>
      <tbody>
        {moves.map((row, from) => <tr key={from}><th scope="row">{all[from]}</th>{row.map((n, to) => <td key={to}>{number(n)}</td>)}</tr>)}
      </tbody>
    </table></div>
  );
}

export function ShiftScene({ client, question, lang }: { client: Client; question: Question; lang: string }) {
  const told = useAsked<ShiftOk>(client, 'question.shift', { question: question.id }, [question.id, question.version]);
  const answers = answersOf(question.def).map(tidy);
  const n = told?.moves ? changed(told.moves) : 0;
  const moved = told?.moves ? t('stage.shift.moved', { n, count: number(n) }) : '';
  useEffect(() => { if (moved) announce(moved); }, [moved]);
  return (
    <section class="asked revealed" lang={lang}>
      <h1 class={`question ${titleSize(question.def.title)}`}>{question.def.title}</h1>
      {told && !told.moves && <Gains question={question} told={told} />}
      {told?.moves && (
        <>
          <p class="shift-head"><span>{t('stage.shift.first')}</span><b>{moved}</b><span>{t('stage.shift.second')}</span></p>
          <Picture answers={answers} told={told} moves={told.moves} />
          <Table answers={answers} told={told} moves={told.moves} />
        </>
      )}
    </section>
  );
}
