/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t, tenth, type Key } from '../../lib/i18n';
import { hasStars, mean, npsGroupOf, npsGroups, npsOf, rangeOf, signed, type StepsDefinition } from '../../lib/kinds';
import { percentages } from '../../lib/percent';
import type { Shown } from './OptionRows';
import type { Row } from './rows';

const STAR = 'M12 1.8l3.1 6.6 7.1.9-5.2 5 1.3 7.1L12 17.9l-6.3 3.5L7 14.3l-5.2-5 7.1-.9z';

/** A row of stars, filled as far as the average goes. */
function Stars({ of, filled }: { of: number; filled: number }) {
  return (
    <span class="stars">
      {Array.from({ length: of }, (_, at) => {
        const part = Math.max(0, Math.min(1, filled - at));
        return (
          <svg key={at} viewBox="0 0 24 24" class="star">
            <path d={STAR} class="hollow" />
            <path d={STAR} class="full" style={{ clipPath: `inset(0 ${((1 - part) * 100).toFixed(1)}% 0 0)` }} />
          </svg>
        );
      })}
    </span>
  );
}

/** The score of those who would recommend, promoters less detractors, and the groups it comes from. */
function Score({ rows }: { rows: readonly Row[] }) {
  const counts = rows.map(({ count }) => count);
  const score = npsOf(counts);
  const percents = percentages(npsGroups(counts));
  return (
    <div class="average">
      <p class="average-number long">{score === null ? '–' : signed(score, number(score))}</p>
      <p class="average-name">{t('stage.nps')}</p>
      <ul class="score-groups">
        {[2, 1, 0].map((group) => (
          <li key={group} class={`group-${group}`}><span>{t(`stage.nps.${group}` as Key)}</span><b>{percent(percents[group]!)}</b></li>
        ))}
      </ul>
    </div>
  );
}

function Average({ def, rows }: { def: StepsDefinition; rows: readonly Row[] }) {
  const { from, to } = rangeOf(def);
  const average = mean(rows.map(({ count }) => count), from);
  return (
    <div class="average">
      <p class="average-number">{average === null ? '–' : tenth(average)}</p>
      {hasStars(def) && <Stars of={to} filled={average ?? 0} />}
      <p class="average-name">{t('stage.average', { most: to })}</p>
    </div>
  );
}

function Ends({ def }: { def: StepsDefinition }) {
  if (!def.low && !def.high) return null;
  return <p class="ends"><span>{def.low}</span><span>{def.high}</span></p>;
}

function Step({ row, shown, star, group }: { row: Row; shown: Shown; star: boolean; group: string }) {
  const raise = { transform: `translateY(${((1 - row.share) * 100).toFixed(2)}%)` };
  return (
    <li class={`step${shown.revealed && row.leads ? ' winner' : ''}${group}`}>
      {shown.counted && (
        <span class="column">
          <span class="column-clip"><span class="column-fill" style={raise} /></span>
          <span class="riser" style={raise}><span class="step-percent">{percent(row.percent)}</span></span>
        </span>
      )}
      <span class="step-name">{row.text}{star && <span class="step-star"> ★</span>}</span>
    </li>
  );
}

/** A histogram of the steps with their average. */
export function ScaleChart({ def, rows, shown }: { def: StepsDefinition; rows: readonly Row[]; shown: Shown }) {
  return (
    <div class={`scale${shown.counted ? ` ${def.kind}` : ' uncounted'}`} aria-hidden={shown.counted ? 'true' : undefined}>
      {shown.counted && (def.kind === 'nps' ? <Score rows={rows} /> : <Average def={def} rows={rows} />)}
      <div class="histogram">
        <ol class="steps">
          {rows.map((row) => <Step key={row.place} row={row} shown={shown} star={hasStars(def)}
            group={def.kind === 'nps' ? ` group-${npsGroupOf(row.place)}` : ''} />)}
        </ol>
        <Ends def={def} />
      </div>
    </div>
  );
}
