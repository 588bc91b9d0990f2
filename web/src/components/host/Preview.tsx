/* SPDX-License-Identifier: Apache-2.0 */
import { t, tenth, tidy, type Key } from '../../lib/i18n';
import { hasPoints, hasStars, isMany, isSteps } from '../../lib/kinds';
import type { Tally } from '../../lib/model';
import { numberMean, withUnit } from '../../lib/numbers';
import { meanPlaces } from '../../lib/places';
import type { NumberDefinition, Question } from '../../lib/protocol';
import { tokens } from '../../lib/theme';
import { Bar } from '../Bar';
import { Letter } from '../Letter';
import { Plane } from '../Plane';
import { rowsOf } from '../stage/rows';
import { useDesk } from './desk';
import { Results } from './Results';
import { styleOf } from './wearing';

/** By phones that have not voted, and by the stage: the same rule. */
export function isSeen({ def, state }: Question): boolean {
  return def.results === 'always' || (state === 'revealed' && def.results !== 'never');
}

/** What stands under the options on a phone that has not voted. */
function hint({ state, def }: Question): Key {
  if (def.kind === 'slide') return 'host.preview.wait';
  if (state === 'closed') return 'host.preview.closed';
  if (state === 'revealed') return 'host.preview.revealed';
  if (hasPoints(def)) return def.kind === 'points' ? 'host.preview.points' : 'host.preview.ranking';
  if (def.kind === 'number') return 'host.preview.number';
  if (def.kind === 'grid') return 'host.preview.grid';
  if (def.kind === 'words') return 'host.preview.words';
  return isMany(def) ? 'host.preview.some' : 'host.preview.tap';
}

/** The field of a number, and its mean where that is seen. */
function AskedNumber({ def, tally }: { def: NumberDefinition; tally: Tally | null }) {
  const mean = tally?.counts ? numberMean(def, tally.counts) : null;
  return (
    <p class="phone-number">
      <span>−</span><span>{mean === null ? def.unit : t('host.average', { average: withUnit(tenth(mean), def.unit) })}</span><span>+</span>
    </p>
  );
}

function Asked({ question }: { question: Question }) {
  const { model } = useDesk();
  const seen = isSeen(question);
  const tally = model.tallyOf(question);
  const rows = rowsOf(question, tally);
  const { def } = question;
  const steps = isSteps(def);
  return (
    <>
      <p class="phone-title">{def.title}</p>
      {def.kind === 'slide' && <Results question={question} tally={null} />}
      {def.kind === 'number' && <AskedNumber def={def} tally={seen ? tally : null} />}
      {def.kind === 'grid' && <Plane def={def} places={seen ? meanPlaces(tally?.counts ?? [], tally?.voters ?? null) : []} />}
      {def.kind === 'words' && seen && <p class="phone-hint">{tally?.words?.slice(0, 6).map(([word]) => word).join(' · ')}</p>}
      <ul class={steps ? 'phone-steps' : 'phone-options'}>
        {(def.kind === 'number' ? [] : rows).map(({ place, text, share, value }) => (
          <li key={place}>
            {seen && !steps && <Bar place={place} share={share} />}
            {!steps && <Letter place={place} />}
            <span class="phone-text">{steps && hasStars(def) ? '★' : text}</span>
            {seen && <span class="phone-percent">{value}</span>}
          </li>
        ))}
      </ul>
      <p class="phone-hint">{t(hint(question))}</p>
    </>
  );
}

/** The phone of somebody who has not voted yet. */
export function Preview() {
  const desk = useDesk();
  const { model } = desk;
  const first = desk.isSurvey && model.questions.value.find(({ state }) => state === 'open');
  const question = first || model.current.value;
  const board = model.board.value;
  const room = model.room.value;
  const asked = question && question.state !== 'draft';
  return (
    <section class="card preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('host.preview')}</h2>
      <div class="phone" style={styleOf(tokens.value.light)} lang={room?.settings.lang}>
        <p class="phone-room">{room?.settings.title}</p>
        {board && <p class="phone-board"><b>{t('host.preview.board')}</b>{tidy(board.def.title)}</p>}
        {asked ? <Asked question={question} /> : board ? null : (
          <div class="phone-wait">
            <p class="phone-title">{t('host.preview.in')}</p>
            <p class="phone-hint">{t('host.preview.wait')}</p>
          </div>
        )}
      </div>
      {asked && question.def.kind !== 'slide' && <p class="muted small-text">{t(`host.results.${question.def.results ?? 'after_vote'}.how` as Key)}</p>}
    </section>
  );
}
