/* SPDX-License-Identifier: Apache-2.0 */
import { useRef } from 'preact/hooks';

import { number, t } from '../../lib/i18n';
import type { Definition } from '../../lib/protocol';
import { optionStyle } from '../option';
import { Picture } from '../Picture';
import { Letter } from '../Letter';
import { useGlide } from './glide';
import { useSpace } from './hooks';
import { layoutOf } from './layout';
import type { Row } from './rows';
import { usePage } from './screen';

const slide = (part: number) => ({ transform: `translateX(${(part * 100).toFixed(2)}%)` });

export interface Shown {
  /** Counts may be seen. */
  counted: boolean;
  /** Absolute numbers too, not only percentages. */
  numbers: boolean;
  /** The leader is the winner. */
  revealed: boolean;
  /** They are points in place of votes. */
  points?: boolean;
}

/**
 * The label twice, light on the track and dark on the fill: readable wherever the bar ends. The fill slides in
 * and its inside slides back by as much, so that only transforms move.
 */
export function Track({ row, shown }: { row: Pick<Row, 'text' | 'count' | 'share'> & { note?: string | undefined }; shown: Omit<Shown, 'revealed'> }) {
  const inside = (
    <>
      <span class="label">{row.text}</span>
      {shown.counted && shown.numbers && <span class="count">{row.note ?? number(row.count)}</span>}
    </>
  );
  return (
    <span class="track">
      <span class="layer">{inside}</span>
      {shown.counted && (
        <span class="fill" aria-hidden="true" style={slide(row.share - 1)}>
          <span class="layer" style={slide(1 - row.share)}>{inside}</span>
        </span>
      )}
    </span>
  );
}

/** Beside a label stand the votes, or what else is said of it. */
function noteOf({ firsts }: Row, { points }: Shown): string | undefined {
  if (firsts !== null) return t('stage.firsts', { n: firsts });
  return points ? '' : undefined;
}

/** Beside the letter, as high as the row. */
const THUMB = 'align-self:center;height:min(100%,calc(14*var(--u)));min-height:calc(7*var(--u));aspect-ratio:1;object-fit:cover;border-radius:calc(1.4*var(--u))';

function OptionRow({ def, row, shown }: { def: Definition; row: Row; shown: Shown }) {
  const standing = !shown.revealed ? '' : row.leads ? ' winner' : ' other';
  return (
    <li class={`row${standing}`} style={optionStyle(row.place)}>
      <Letter place={row.place} />
      <Picture def={def} place={row.place} style={THUMB} />
      <Track row={{ ...row, note: noteOf(row, shown) }} shown={shown} />
      {shown.counted && <span class="percent">{row.value}</span>}
    </li>
  );
}

/** So few that each may fill its share of the height. */
const FEW = 3;
/** Of "100 %". */
const NARROW_CHARS = 5;
/** How much more room "first choice 120" takes than a number of votes. */
const FIRSTS_UNITS = 22;

/** The options as rows: up to six, then in two columns, then on pages that turn. */
export function OptionRows({ def, rows, shown }: { def: Definition; rows: readonly Row[]; shown: Shown }) {
  const [box, space] = useSpace();
  const list = useRef<HTMLOListElement>(null);
  const firsts = shown.counted && shown.numbers && rows.some((row) => row.firsts !== null);
  const { columns, perPage, pages, small } = layoutOf(rows.map(({ text }) => text), space, firsts ? FIRSTS_UNITS : 0);
  const page = usePage(pages);
  const first = page * perPage;
  const last = Math.min(first + perPage, rows.length);
  const isWide = shown.counted && rows.some(({ value }) => value.length > NARROW_CHARS);
  useGlide(list);
  return (
    <>
      <div class="rows-box" ref={box}>
        <ol ref={list} class={`rows columns-${columns}${small ? ' small' : rows.length <= FEW ? ' few' : ''}${isWide ? ' wide' : ''}`} aria-hidden={shown.counted ? 'true' : undefined}
          style={{ '--in-column': String(Math.ceil(perPage / columns)) }}>
          {rows.slice(first, last).map((row) => <OptionRow key={row.place} def={def} row={row} shown={shown} />)}
        </ol>
      </div>
      {pages > 1 && (
        <p class="pages" aria-hidden="true">
          {Array.from({ length: pages }, (_, at) => <span key={at} class={at === page ? 'now' : ''} />)}
          {t('stage.page', { from: first + 1, to: last, of: rows.length })}
        </p>
      )}
    </>
  );
}
