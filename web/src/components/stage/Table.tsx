/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t } from '../../lib/i18n';
import { isSteps } from '../../lib/kinds';
import type { Question } from '../../lib/protocol';
import { letterOf } from '../Letter';
import type { Row } from './rows';

/** The chart for those who do not see it. */
export function ResultTable({ question, rows }: { question: Question; rows: readonly Row[] }) {
  const lettered = !isSteps(question.def);
  return (
    <div class="sr-only"><table>
      <caption>{question.def.title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.answer')}</th>
          <th scope="col">{t('table.votes')}</th>
          <th scope="col">{t('table.share')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ place, text, count, percent: part }) => (
          <tr key={place}>
            <th scope="row">{lettered ? `${letterOf(place)} ${text}` : text}</th>
            <td>{number(count)}</td>
            <td>{percent(part)}</td>
          </tr>
        ))}
      </tbody>
    </table></div>
  );
}
