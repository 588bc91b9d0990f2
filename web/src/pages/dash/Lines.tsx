/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { optionStyle } from '../../components/option';
import { lang, number, tidy } from '../../lib/i18n';
import { ceiling } from './fold';

export interface Line { name: string; place: number; values: readonly (number | null)[] }

/** In px where letters are as large as they usually are, and else as much more or less. */
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

interface Room { width: number; height: number; scale: number }

/** As much as the card leaves, which is never asked to grow by what is drawn in it. */
function useRoom(): [preact.RefObject<HTMLDivElement>, Room] {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ width: 600, height: 180, scale: 1 });
  useEffect(() => {
    const measure = () => {
      const { clientWidth, clientHeight } = box.current!;
      // The style says how large a chart's letters are: 12 px at a desk.
      setRoom({ width: Math.max(240, clientWidth), height: Math.max(120, clientHeight), scale: parseFloat(getComputedStyle(box.current!).fontSize) / 12 });
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  return [box, room];
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
export function Lines({ lines, at, label, most, say = number }: { lines: readonly Line[]; at: readonly number[]; label: string; most?: number; say?: (n: number) => string }) {
  const [box, { width, height, scale }] = useRoom();
  const [left, foot, head] = [LEFT * scale, FOOT * scale, TOP * scale];
  const top = most ?? ceiling(Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const span = at[at.length - 1]! - at[0]!;
  const across = (time: number) => left + (span === 0 ? 0 : ((time - at[0]!) / span) * (width - left - 8));
  const x = (i: number) => across(at[i]!);
  const y = (value: number) => head + (1 - value / top) * (height - head - foot);
  // Names of days take more room than hours. Moments that stand evenly, whatever was kept between them.
  const n = Math.max(1, Math.min(Math.floor((width - left) / (TICK_PX * scale * (span > DAY_MS ? 1.4 : 1))), at.length - 1));
  const ticks = [...Array(n + 1).keys()].map((i) => at[0]! + (i * span) / n);
  return (
    <div class="plot">
      <div class="chart" ref={box}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          {[0, top / 2, top].filter(Number.isInteger).map((value) => (
            <g key={value}>
              <line class="grid" x1={left} x2={width - 8} y1={y(value)} y2={y(value)} />
              <text class="tick" x={left - 8} y={y(value) + 4 * scale} text-anchor="end">{say(value)}</text>
            </g>
          ))}
          {ticks.map((time, place) => (
            <text key={place} class="tick" x={across(time)} y={height - 6 * scale} text-anchor={place === 0 ? 'start' : place === n ? 'end' : 'middle'}>{moment(time, span)}</text>
          ))}
          {lines.map(({ name, place, values }) => paths(values, x, y).map((path, piece) => (
            <g key={`${name}${piece}`} style={optionStyle(place)}>
              {lines.length === 1 && <path class="area" d={`M${path}L${path.split('L').pop()!.split(' ')[0]} ${y(0)}L${path.split(' ')[0]} ${y(0)}Z`} />}
              <path class="line" d={`M${path}`} />
            </g>
          )))}
        </svg>
      </div>
      {lines.length > 1 && (
        <ul class="legend">
          {lines.map(({ name, place }) => <li key={name} style={optionStyle(place)}><span class="swatch" aria-hidden="true" />{name}</li>)}
        </ul>
      )}
    </div>
  );
}
