/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tenth } from '../../lib/i18n';
import { hasPoints, isSteps, mean, npsOf, rangeOf, signed, type StepsDefinition } from '../../lib/kinds';
import type { Tally } from '../../lib/model';
import { numberMean, withUnit } from '../../lib/numbers';
import { meanPlaces } from '../../lib/places';
import { addressOf } from '../../lib/pictures';
import type { GridDefinition, NumberDefinition, Question } from '../../lib/protocol';
import { segmentsOf } from '../../lib/split';
import { Bar } from '../Bar';
import { Letter } from '../Letter';
import { Plane } from '../Plane';
import { rowsOf } from '../stage/rows';
import { useDesk } from './desk';
import { CloudDesk, CountedOtherwise, Split } from './later';

/** A draft has no votes; of another question without a tally nothing is known yet, and nought would be a lie. */
export const isTold = ({ state }: Question, tally: Tally | null): boolean => state === 'draft' || tally !== null;

function averageWords(def: StepsDefinition | NumberDefinition, counts: readonly number[]): string {
  if (def.kind === 'number') {
    const exact = numberMean(def, counts);
    return exact === null ? '' : t('host.average', { average: withUnit(tenth(exact), def.unit) });
  }
  const average = mean(counts, rangeOf(def).from);
  if (average === null) return '';
  return def.kind === 'nps' ? t('host.nps', { score: signed(npsOf(counts)!, number(npsOf(counts)!)) }) : t('host.average', { average: tenth(average) });
}

/** Where the options stand on average, and how far that is along each axis. */
function Placed({ def, question, tally }: { def: GridDefinition; question: Question; tally: Tally | null }) {
  return (
    <div class="results">
      <Plane def={def} places={meanPlaces(tally?.counts ?? [], tally?.voters ?? null)} />
      <ol class="result-rows">
        {rowsOf(question, tally).map(({ place, text, value }) => (
          <li key={place}>
            <Letter place={place} />
            <span class="result-body"><span class="result-text">{text}</span></span>
            <span class="result-percent">{value}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The tally as the host sees it: always with numbers. It is a list to screen readers, never announced. */
function Whole({ question, tally }: { question: Question; tally: Tally | null }) {
  const rows = rowsOf(question, tally);
  const { def } = question;
  const told = isTold(question, tally);
  const isScale = isSteps(def) || def.kind === 'number';
  const shared = hasPoints(def);
  if (def.kind === 'words') return question.state === 'draft' ? null : <CloudDesk key={question.id} question={question} tally={tally} />;
  const isRight = (place: number) => def.kind === 'quiz' && def.right?.includes(place);
  if (def.kind === 'slide') return <img class="slide-shown" src={`${addressOf(def.slide.id)}/small`} alt={def.slide.alt} />;
  if (def.kind === 'grid') return <Placed def={def} question={question} tally={tally} />;
  return (
    <div class="results">
      <ol class={isScale ? 'result-rows steps' : 'result-rows'}>
        {rows.map(({ place, text, count, value, firsts, share, leads }) => (
          <li key={place} class={leads && question.state === 'revealed' ? 'winner' : ''}>
            {isScale ? <span class={def.kind === 'number' ? 'step-badge bin' : 'step-badge'}>{text}</span> : <Letter place={place} />}
            <span class="result-body">
              {!isScale && <span class="result-text">{text}{isRight(place) && <span class="right-mark"> ✓ {t('host.right')}</span>}</span>}
              <Bar place={isScale ? 6 : place} share={share} />
            </span>
            <span class="result-count">{told && (firsts === null ? !shared && number(count) : t('host.firsts', { n: firsts }))}</span>
            <span class="result-percent">{told && value}</span>
          </li>
        ))}
      </ol>
      {shared && <p class="muted">{t(def.kind === 'points' ? 'host.points_mean' : 'host.ranking_points')}</p>}
      {def.kind === 'ranking' && (question.state === 'closed' || question.state === 'revealed') && (
        <CountedOtherwise key={`${question.id} ${question.version}`} question={question} def={def} />
      )}
      {isScale && tally?.counts && <p class="muted">{averageWords(def, tally.counts)}</p>}
    </div>
  );
}

/** The result of everyone, and, where people said what they are, of groups. */
export function Results(props: { question: Question; tally: Tally | null }) {
  const { question } = props;
  const parted = segmentsOf(question, useDesk().model.questions.value).length > 0;
  return <><Whole {...props} />{parted && <Split key={question.id} question={question} />}</>;
}
