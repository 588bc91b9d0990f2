/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { optionStyle } from '../../components/option';
import { lang, number, tidy } from '../../lib/i18n';
import { ceiling } from './fold';

export interface Line { name: string; place: number; values: readonly (number | null)[] }

const HEIGHT = 180;
const LEFT = 56;
const FOOT = 24;
const TOP = 10;
const DAY_MS = 86_400_000;
const TICK_PX = 110;

/** A moment on an axis that is `span` ms long. */
export function moment(at: number, span: number): string {
  const shape: Intl.DateTimeFormatOptions = span > 3 * DAY_MS ? { day: 'numeric', month: 'short' }
    : span > DAY_MS ? { weekday: 'short', hour: '2-digit', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit' };
  return tidy(new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', shape).format(at));
}

function useWidth(): [preact.RefObject<HTMLDivElement>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const measure = () => setWidth(Math.max(240, Math.floor(box.current?.clientWidth ?? 0)));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  return [box, width];
}

/** Pieces between gaps: what is not told is no line. */
function paths(values: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string[] {
  const pieces: string[][] = [[]];
  values.forEach((value, i) => {
    if (value === null) pieces.push([]);
    else pieces[pieces.length - 1]!.push(`${x(i).toFixed(1)} ${y(value).toFixed(1)}`);
  });
  return pieces.filter((piece) => piece.length > 0).map((piece) => (piece.length === 1 ? [piece[0]!, piece[0]!] : piece).join('L'));
}

/** Lines over time, with room for what is largest; the only one is filled. */
export function Lines({ lines, at, label, most, unit = '' }: { lines: readonly Line[]; at: readonly number[]; label: string; most?: number; unit?: string }) {
  const [box, width] = useWidth();
  const top = most ?? ceiling(Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const span = at[at.length - 1]! - at[0]!;
  const x = (i: number) => LEFT + (at.length < 2 ? 0 : ((at[i]! - at[0]!) / span) * (width - LEFT - 8));
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - FOOT);
  const n = Math.max(1, Math.min(Math.floor((width - LEFT) / TICK_PX), at.length - 1));
  const ticks = [...Array(n + 1).keys()].map((i) => Math.round((i * (at.length - 1)) / n));
  return (
    <div class="plot" ref={box}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {[0, top / 2, top].filter(Number.isInteger).map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={width - 8} y1={y(value)} y2={y(value)} />
            <text class="tick" x={LEFT - 8} y={y(value) + 4} text-anchor="end">{number(value)}{unit}</text>
          </g>
        ))}
        {ticks.map((i, place) => (
          <text key={place} class="tick" x={x(i)} y={HEIGHT - 6} text-anchor={place === 0 ? 'start' : place === n ? 'end' : 'middle'}>{moment(at[i]!, span)}</text>
        ))}
        {lines.map(({ name, place, values }) => paths(values, x, y).map((path, piece) => (
          <g key={`${name}${piece}`} style={optionStyle(place)}>
            {lines.length === 1 && <path class="area" d={`M${path}L${path.split('L').pop()!.split(' ')[0]} ${y(0)}L${path.split(' ')[0]} ${y(0)}Z`} />}
            <path class="line" d={`M${path}`} />
          </g>
        )))}
      </svg>
      {lines.length > 1 && (
        <ul class="legend">
          {lines.map(({ name, place }) => <li key={name} style={optionStyle(place)}><span class="swatch" aria-hidden="true" />{name}</li>)}
        </ul>
      )}
    </div>
  );
}
