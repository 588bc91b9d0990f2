/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, type Key } from '../../lib/i18n';
import { isSteps } from '../../lib/kinds';
import type { Definition, Question } from '../../lib/protocol';
import { letterOf } from '../Letter';
import type { Row } from './rows';

type Column = readonly [name: Key, text: (row: Row) => string];

const VOTES: Column = ['table.votes', ({ count }) => number(count)];
const VALUE = ({ value }: Row) => value;

/** What is said of each answer. */
function columnsOf({ kind }: Definition): readonly Column[] {
  if (kind === 'ranking') return [['table.points', VALUE], ['table.firsts', ({ firsts }) => number(firsts ?? 0)]];
  if (kind === 'grid') return [['table.place', VALUE]];
  if (kind === 'points') return [['table.mean', VALUE]];
  return [VOTES, ['table.share', ({ percent: part }) => percent(part)]];
}

/** The chart for those who do not see it. */
export function ResultTable({ question, rows }: { question: Question; rows: readonly Row[] }) {
  const lettered = !isSteps(question.def) && question.def.kind !== 'number';
  const columns = columnsOf(question.def);
  return (
    <div class="sr-only"><table>
      <caption>{question.def.title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.answer')}</th>
          {columns.map(([name]) => <th scope="col" key={name}>{t(name)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place}>
            <th scope="row">{lettered ? `${letterOf(row.place)} ${row.text}` : row.text}</th>
            {columns.map(([name, cell]) => <td key={name}>{cell(row)}</td>)}
          </tr>
        ))}
      </tbody>
    </table></div>
  );
}
