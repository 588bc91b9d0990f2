/* SPDX-License-Identifier: Apache-2.0 */
import { Letter } from '../../components/Letter';
import { optionStyle } from '../../components/option';
import { Picture } from '../../components/Picture';
import { number, t, tidy } from '../../lib/i18n';
import { hasStars, isMany, isSteps, npsGroupOf, rangeOf, stepsOf, type StepsDefinition } from '../../lib/kinds';
import type { Definition, Question } from '../../lib/protocol';
import { Foot } from './Foot';
import type { Kiosk } from './kiosk';

interface Props { kiosk: Kiosk; question: Question }

/** One touch answers; of several options, those and one more. */
export function Ask({ kiosk, question }: Props) {
  const { def } = question;
  return (
    <section class="screen ask">
      <h1 class={def.title.length > 60 ? 'long' : ''}>{tidy(def.title)}</h1>
      {isMany(def) ? <Many kiosk={kiosk} question={question} def={def} />
        : isSteps(def) ? <Steps kiosk={kiosk} question={question} def={def} />
        : <One kiosk={kiosk} question={question} def={def} />}
    </section>
  );
}

const optionsOf = (def: Definition): readonly string[] => ('options' in def
  ? [...def.options, ...(def.kind === 'segment' ? [t('rather_not')] : [])] : []);
/** So many rows share the height that there is. */
const rowsOf = (def: Definition): string => `--n:${optionsOf(def).length}`;
const shapeOf = (def: Definition): string => (def.kind === 'pair' ? 'choices pair' : `choices${'images' in def && def.images ? ' pictured' : ''}${optionsOf(def).length > 8 ? ' crowd' : ''}`);

function One({ kiosk, question, def }: Props & { def: Definition }) {
  return (
    <>
      <div class={shapeOf(def)} style={rowsOf(def)}>
        {optionsOf(def).map((text, place) => (
          <button type="button" class="choice" key={place} style={optionStyle(place)} onClick={() => { void kiosk.answer(question, { options: [place] }); }}>
            <Letter place={place} /><Picture def={def} place={place} big={def.kind === 'pair'} /><span class="text">{tidy(text)}</span>
          </button>
        ))}
      </div>
      <Foot kiosk={kiosk} />
    </>
  );
}

function Many({ kiosk, question, def }: Props & { def: Definition }) {
  const ticks = kiosk.ticks.value;
  const options = optionsOf(def);
  const { min = 1, max = options.length } = def as { min?: number; max?: number };
  const full = ticks.length >= max;
  const toggle = (place: number) => {
    if (ticks.includes(place)) kiosk.ticks.value = ticks.filter((one) => one !== place);
    else if (!full) kiosk.ticks.value = [...ticks, place].sort((a, b) => a - b);
  };
  return (
    <>
      <div class={`${shapeOf(def)} many`} style={rowsOf(def)} role="group">
        {options.map((text, place) => (
          <button type="button" class="choice" key={place} style={optionStyle(place)} role="checkbox" aria-checked={ticks.includes(place)} onClick={() => toggle(place)} disabled={full && !ticks.includes(place)}>
            <Letter place={place} ticked={ticks.includes(place)} /><Picture def={def} place={place} /><span class="text">{tidy(text)}</span>
          </button>
        ))}
      </div>
      <Foot kiosk={kiosk}>
        <p class="count">{max < options.length ? t('kiosk.chosen', { count: ticks.length, max }) : t('kiosk.any')}</p>
        <button type="button" class="button" disabled={ticks.length < min} onClick={() => { void kiosk.answer(question, { options: [...ticks] }); }}>{t('kiosk.send')}</button>
      </Foot>
    </>
  );
}

function Steps({ kiosk, question, def }: Props & { def: StepsDefinition }) {
  const { from, to } = rangeOf(def);
  const stars = hasStars(def);
  const isNps = def.kind === 'nps';
  const low = tidy(def.low || (isNps ? t('kiosk.nps.low') : ''));
  const high = tidy(def.high || (isNps ? t('kiosk.nps.high') : ''));
  const steps = stepsOf(def);
  const nameOf = (value: number) => [stars ? t('kiosk.stars', { n: value }) : number(value), value === from ? low : value === to ? high : ''].filter(Boolean).join(', ');
  return (
    <>
      <div class={`steps n${steps.length} ${stars ? 'stars' : ''}`}>
        {steps.map((value) => (
          <button type="button" key={value} class={isNps ? `step group-${npsGroupOf(value)}` : 'step'} aria-label={nameOf(value)} onClick={() => { void kiosk.answer(question, { value }); }}>
            {stars && value > 0 ? <span aria-hidden="true">★<small>{number(value)}</small></span> : number(value)}
          </button>
        ))}
      </div>
      {low || high ? <p class="ends"><span>{low}</span><span>{high}</span></p> : null}
      <Foot kiosk={kiosk} />
    </>
  );
}
