/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, tenth } from '../../lib/i18n';
import { mean, percentages } from '../../lib/percent';
import type { Question, ScaleDefinition } from '../../lib/protocol';
import { Option, percentsOf } from './Option';
import { Ends, nameOf, stepsOf } from './Scale';
import type { Session } from './session';

interface Props {
  session: Session;
  question: Question;
}

/** The options with this person's own marked, and their bars as far as they may be seen. */
export function Results({ session, question }: Props) {
  const { def } = question;
  if (def.kind === 'scale') return <ScaleResults session={session} question={question} def={def} />;
  const percents = percentsOf(def, session.tally(question));
  const mine = session.options(question);
  return (
    <ul class="options done">
      {def.options.map((_, place) => {
        const own = mine.includes(place);
        return (
          <li class={own ? 'option own' : 'option'} key={place}>
            <Option def={def} place={place} percents={percents} ticked={own} words={own ? t('join.mine') : ''} />
          </li>
        );
      })}
    </ul>
  );
}

function ScaleResults({ session, question, def }: Props & { def: ScaleDefinition }) {
  const counts = session.tally(question)?.counts ?? null;
  const mine = session.step(question);
  return (
    <>
      {counts ? <Columns def={def} counts={counts} mine={mine} /> : null}
      {mine !== null ? <p class="mine">{t('join.your_vote', { choice: choiceOf(def, mine) })}</p> : null}
    </>
  );
}

const choiceOf = (def: ScaleDefinition, value: number) =>
  (def.look === 'stars' ? `${'★'.repeat(value)} ${number(value)}` : number(value));

interface ColumnsProps {
  def: ScaleDefinition;
  counts: readonly number[];
  mine: number | null;
}

/** One column a step, the highest filling the height, and the average in words. */
function Columns({ def, counts, mine }: ColumnsProps) {
  const average = mean(counts, def.from);
  const percents = percentages(counts);
  const most = Math.max(1, ...counts);
  return (
    <>
      <p class="mean">{average === null ? t('join.no_votes') : t('join.mean', { mean: tenth(average), most: def.to })}</p>
      <ol class="columns">
        {stepsOf(def).map((value, place) => (
          <li class={`column${value === mine ? ' own' : ''}`} key={value}>
            <span class="sr-only">{nameOf(def, value)}{value === mine ? ` (${t('join.mine')})` : ''}: {percent(percents[place]!)}</span>
            <span class="well" aria-hidden="true">
              <span class="fill" style={{ transform: `scaleY(${counts[place]! / most})` }} />
            </span>
            <span class="at" aria-hidden="true">{number(value)}</span>
          </li>
        ))}
      </ol>
      <Ends def={def} />
    </>
  );
}
