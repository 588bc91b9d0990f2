/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { Letter } from '../../../components/Letter';
import { number, t, tidy } from '../../../lib/i18n';
import { STEPS_MOST, type Place } from '../../../lib/places';
import type { GridDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useDraft } from './draft';
import { Axes, Tokens } from './Square';

const MIDDLE: Place = [STEPS_MOST / 2, STEPS_MOST / 2];
type Places = readonly (Place | null)[];

/** Where in the square a finger is, in whole steps. */
function stepOf(square: HTMLElement, { clientX, clientY }: MouseEvent): Place {
  const { left, bottom, width, height } = square.getBoundingClientRect();
  const step = (part: number) => Math.max(0, Math.min(STEPS_MOST, Math.round(part * STEPS_MOST)));
  return [step((clientX - left) / width), step((bottom - clientY) / height)];
}

/** One option is in hand: a tap puts it down and takes up the next; a token can be dragged, or moved by two sliders. */
export function GridAsk({ session, question, def }: KindProps<GridDefinition>) {
  const ballot = session.ballot(question);
  const [places, setPlaces] = useDraft<Places>(
    question, ballot && 'places' in ballot ? ballot.places : def.options.map(() => null));
  const [active, setActive] = useState(0);
  const square = useRef<HTMLDivElement>(null);
  const dragged = useRef(-1);
  const moved = useRef(false);
  const placed = places.filter((place) => place !== null).length;
  const put = (option: number, at: Place) => setPlaces(places.map((place, other) => (other === option ? at : place)));
  const tap = (event: MouseEvent) => {
    const first = places[active] === null;
    put(active, stepOf(square.current!, event));
    const next = places.findIndex((place, option) => place === null && option !== active);
    if (first && next >= 0) setActive(next);
  };
  const hands = (option: number) => ({
    // A tap on a token puts down what is in hand; only with nothing left to put down does it take that token up.
    onClick: (event: MouseEvent) => {
      if (!moved.current && option !== active && places[active] === null) return;
      event.stopPropagation();
      setActive(option);
    },
    onPointerDown: (event: PointerEvent) => {
      dragged.current = option;
      moved.current = false;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const at = stepOf(square.current!, event);
      if (dragged.current !== option || String(at) === String(places[option])) return;
      moved.current = true;
      put(option, at);
    },
    onPointerUp: () => { dragged.current = -1; },
    onPointerCancel: () => { dragged.current = -1; },
  });
  const send = () => session.cast(question, { places: places.map((place) => [...place!] as [number, number]) });
  return (
    <>
      <Choose def={def} name={question.id} places={places} active={active} pick={setActive} />
      <Axes def={def}>
        <div class="square" ref={square} onClick={tap}><Tokens places={places} active={active} hands={hands} /></div>
      </Axes>
      <Sliders def={def} option={active} at={places[active] ?? null} put={(at) => put(active, at)} />
      <p class="placed">{t('join.grid.placed', { n: placed, of: places.length })}</p>
      <AskFoot session={session} question={question} hint={t('join.grid.how')} send={placed === places.length ? send : null} />
    </>
  );
}

interface ChooseProps { def: GridDefinition; name: string; places: Places; active: number; pick: (option: number) => void }

/** Which option is in hand. */
function Choose({ def, name, places, active, pick }: ChooseProps) {
  return (
    <div class="things" role="radiogroup" aria-labelledby="title">
      {def.options.map((text, option) => (
        <label class={`thing${places[option] ? ' put' : ''}`} key={option}>
          <input type="radio" name={name} checked={option === active} onClick={() => pick(option)} />
          <span class="face"><Letter place={option} /><span class="text">{tidy(text)}</span>
            {places[option] ? <span class="tick">✓<span class="sr-only"> {t('join.grid.there')}</span></span> : null}</span>
        </label>
      ))}
    </div>
  );
}

interface SlidersProps { def: GridDefinition; option: number; at: Place | null; put: (at: Place) => void }

/** The same by keyboard, or without a steady hand. */
function Sliders({ def, option, at, put }: SlidersProps) {
  const [across, up] = at ?? MIDDLE;
  const slider = (words: string, value: number, set: (value: number) => void) => (
    <label class="axis-slider">
      <span>{words}</span>
      <input class={`slider${at ? '' : ' unset'}`} type="range" min={0} max={STEPS_MOST} step={1} value={value}
        aria-label={`${def.options[option]!}, ${words}`}
        aria-valuetext={at ? t('join.grid.at', { at: number(value), most: number(STEPS_MOST) }) : t('join.grid.nowhere')}
        onInput={(event) => set(event.currentTarget.valueAsNumber)} />
    </label>
  );
  const ends = (low = '', high = '') => (low || high ? ` (${tidy(low) || '…'} → ${tidy(high) || '…'})` : '');
  return (
    <div class="sliders">
      {slider(t('join.grid.across') + ends(def.low, def.high), across, (next) => put([next, up]))}
      {slider(t('join.grid.up') + ends(def.bottom, def.top), up, (next) => put([across, next]))}
    </div>
  );
}
