/* SPDX-License-Identifier: Apache-2.0 */
/* Two votes on a question of which one may tick several answers: from where to where each of them went. */
import { number, percent, t, tidy } from '../../lib/i18n';
import { percentages, shares } from '../../lib/percent';
import type { Question } from '../../lib/protocol';
import { answersOf, type ShiftOk } from '../../lib/shift';
import { Letter } from '../Letter';
import { optionStyle } from '../option';
import { useSpace } from './hooks';
import { usePage } from './screen';

/** In stage units. */
const ROW = 8.4;
const ROWS_MOST = 8;

const signed = (n: number): string => (n > 0 ? `+${number(n)}` : n < 0 ? `\u2212${number(-n)}` : '=');

/** Whole percent of those who voted, or where that is hidden, of all ticks. */
const partsOf = (counts: readonly number[], voters: number | undefined): number[] =>
  (voters === undefined ? percentages(counts) : shares(counts, voters));

function Row({ place, text, from, to }: { place: number; text: string; from: number; to: number }) {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const way = to > from ? 'up' : to < from ? 'down' : 'same';
  return (
    <li class={`gain ${way}`} style={optionStyle(place)}>
      <p class="gain-answer"><Letter place={place} /><span>{text}</span></p>
      <span class="gain-from">{percent(from)}</span>
      <span class="gain-line">
        <i class="gain-way" style={{ left: `${low}%`, width: `${high - low}%` }} />
        <i class="gain-was" style={{ left: `${from}%` }} />
        <i class="gain-is" style={{ left: `${to}%` }} />
      </span>
      <b>{percent(to)}</b>
      <span class="gain-by">{signed(to - from)}</span>
    </li>
  );
}

export function Gains({ question, told }: { question: Question; told: ShiftOk }) {
  const [box, { height }] = useSpace();
  const texts = answersOf(question.def).map(tidy);
  const [was, is] = ([0, 1] as const).map((vote) => partsOf(told.counts[vote], told.voters?.[vote]));
  const most = Math.max(1, Math.min(ROWS_MOST, Math.floor(height / ROW)));
  const pages = Math.ceil(texts.length / most);
  const each = Math.ceil(texts.length / pages);
  const first = usePage(pages) * each;
  return (
    <>
      <p class="shift-head" aria-hidden="true"><span><i class="gain-was" /> {t('stage.shift.first')}</span><span><i class="gain-is" /> {t('stage.shift.second')}</span></p>
      <div class="rows-box" ref={box} aria-hidden="true">
        <ol class="gains">
          {texts.slice(first, first + each).map((text, at) => (
            <Row key={first + at} place={first + at} text={text} from={was![first + at]!} to={is![first + at]!} />
          ))}
        </ol>
      </div>
      {pages > 1 && <p class="pages" aria-hidden="true">{t('stage.page', { from: first + 1, to: Math.min(first + each, texts.length), of: texts.length })}</p>}
      <div class="sr-only"><table>
        <thead><tr><td />{(['stage.shift.first', 'stage.shift.second', 'stage.shift.change'] as const).map((key) => <th scope="col" key={key}>{t(key)}</th>)}</tr></thead>
        <tbody>
          {texts.map((text, at) => (
            <tr key={at}><th scope="row">{text}</th><td>{percent(was![at]!)}</td><td>{percent(is![at]!)}</td><td>{t('stage.shift.points', { change: signed(is![at]! - was![at]!) })}</td></tr>
          ))}
        </tbody>
      </table></div>
    </>
  );
}
