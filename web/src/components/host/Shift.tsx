/* SPDX-License-Identifier: Apache-2.0 */
/* Two votes on one question: both results, and who moved from what to what. */
import { useEffect, useState } from 'preact/hooks';

import { number, t, tidy } from '../../lib/i18n';
import type { Question } from '../../lib/protocol';
import { answersOf, changed, type ShiftOk } from '../../lib/shift';
import { useDesk } from './desk';

const signed = (n: number): string => (n > 0 ? `+${number(n)}` : n < 0 ? `\u2212${number(-n)}` : '0');

interface TableProps { caption: string; corner?: string; columns: readonly string[]; rows: readonly (readonly [string, readonly string[]])[]; strong?: (row: number, column: number) => boolean }

function Table({ caption, corner = '', columns, rows, strong }: TableProps) {
  return (
    <div class="wide-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead><tr><td>{corner}</td>{columns.map((name, at) => <th scope="col" key={at}>{name}</th>)}</tr></thead>
        <tbody>
          {rows.map(([name, cells], row) => (
            <tr key={row}><th scope="row">{name}</th>{cells.map((cell, at) => <td key={at} class={strong?.(row, at) ? 'more' : ''}>{cell}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The table of moves, without the line of those who did not vote where everyone did. */
function Moves({ answers, moves }: { answers: readonly string[]; moves: readonly (readonly number[])[] }) {
  const all = [...answers, t('host.shift.nobody')];
  const last = answers.length;
  const shown = all.map((_, at) => at).filter((at) => at < last || moves[last]!.some((n) => n > 0) || moves.some((row) => row[last]! > 0));
  return (
    <Table caption={t('host.shift.moves', { n: changed(moves) })} corner={t('host.shift.from_to')} columns={shown.map((to) => all[to]!)}
      rows={shown.map((from) => [all[from]!, shown.map((to) => number(moves[from]![to]!))])}
      strong={(from, to) => from !== to && moves[shown[from]!]![shown[to]!]! > 0} />
  );
}

export function Shift({ question }: { question: Question }) {
  const desk = useDesk();
  const [told, setTold] = useState<ShiftOk | null>(null);
  useEffect(() => {
    let gone = false;
    void desk.ask<ShiftOk>('question.shift', { question: question.id }).then((ok) => { if (!gone) setTold(ok); });
    return () => { gone = true; };
  }, []);
  if (!told) return null;
  const answers = answersOf(question.def).map(tidy);
  const { both, counts: [first, second], moves, kept, left, gained } = told;
  return (
    <section class="counted" aria-labelledby="shift-title">
      <h3 id="shift-title">{t('host.shift')}</h3>
      <Table caption={t('host.shift.both', { n: both })} columns={[t('host.shift.first'), t('host.shift.second'), t('host.shift.change')]}
        rows={answers.map((answer, at) => [answer, [number(first[at]!), number(second[at]!), signed(second[at]! - first[at]!)]])}
        strong={(_, column) => column === 2} />
      {moves ? <Moves answers={answers} moves={moves} /> : (
        <Table caption={t('host.shift.each')} columns={[t('host.shift.kept'), t('host.shift.left'), t('host.shift.gained')]}
          rows={answers.map((answer, at) => [answer, [kept!, left!, gained!].map((counts) => number(counts[at]!))])} />
      )}
    </section>
  );
}
