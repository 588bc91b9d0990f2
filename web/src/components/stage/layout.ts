/* SPDX-License-Identifier: Apache-2.0 */
/* How many options stand on the stage at once. Sizes in stage units: 1 % of the height, or less on a narrow screen. */

export interface Layout {
  columns: 1 | 2;
  perPage: number;
  pages: number;
  /** Smaller letters, still above 3 % of the height, for options of many words. */
  small: boolean;
}

/** Wider than this, one column of bars is a corridor (two screens side by side). */
const CORRIDOR_UNITS = 190;
const ROWS_AT_MOST = 6;
const GAP = 1.4;
/** Heights of a row by the lines of its longest label; beyond two the letters get smaller. */
const ROW_BY_LINES = [8.2, 8.2, 10.6];
const SMALL_LINE = 3.6;
const SMALL_LINES_AT_MOST = 5;
const ROW_PADDING = 2;
/** Widths of a letter, and of what stands beside a label: badge, count, percentage, padding. */
const LETTER = 1.95;
const SMALL_LETTER = 1.65;
const BESIDE_LABEL = { 1: 38, 2: 32 } as const;
/** Words do not fill their lines. */
const FILLED = 0.85;

/** `letters`: how wide the font is, beside the one that the widths above were taken from. */
export interface Space { width: number; height: number; letters: number }

const lineWidth = (width: number, columns: 1 | 2, beside: number) =>
  Math.max(10, ((width - (columns - 1) * 3) / columns - BESIDE_LABEL[columns] - beside) * FILLED);

function inColumns(labels: readonly string[], { width, height, letters: wide }: Space, columns: 1 | 2, beside: number): Layout {
  const letters = wide * Math.max(...labels.map((label) => [...label].length));
  const line = lineWidth(width, columns, beside);
  const lines = Math.ceil((letters * LETTER) / line);
  const small = lines > 2;
  const smallLines = Math.min(SMALL_LINES_AT_MOST, Math.ceil((letters * SMALL_LETTER) / line));
  const row = small ? smallLines * SMALL_LINE + ROW_PADDING : ROW_BY_LINES[lines]!;
  const rows = Math.min(ROWS_AT_MOST, Math.max(1, Math.floor((height + GAP) / (row + GAP))));
  const pages = Math.ceil(labels.length / (columns * rows));
  return { columns, pages, small, perPage: Math.ceil(labels.length / pages) };
}

/** What stands beside the title of an idea: place and supports. */
const BESIDE_IDEA = 26;
export interface Ranks { rows: number; small: boolean }

/** How many ideas of a ranking stand on the screen, the first always whole. */
export function ranksOf(titles: readonly string[], { width, height, letters: wide }: Space): Ranks {
  const line = Math.max(10, (width - BESIDE_IDEA) * FILLED);
  for (let rows = Math.min(ROWS_AT_MOST, titles.length); rows > 0; rows--) {
    const letters = wide * Math.max(...titles.slice(0, rows).map((title) => [...title].length));
    const lines = Math.ceil((letters * LETTER) / line);
    const small = lines > 2;
    const row = small ? Math.ceil((letters * SMALL_LETTER) / line) * SMALL_LINE + ROW_PADDING : ROW_BY_LINES[lines]!;
    if (rows === 1 || rows * (row + GAP) - GAP <= height) return { rows, small };
  }
  return { rows: 0, small: false };
}

/** One column, unless two save a page or the screen is a corridor. `beside`: what more stands beside a label. */
export function layoutOf(labels: readonly string[], space: Space, beside = 0): Layout {
  const one = inColumns(labels, space, 1, beside);
  const two = inColumns(labels, space, 2, beside);
  if (two.small) return one;
  const isCorridor = space.width > CORRIDOR_UNITS && labels.length > 3;
  return isCorridor || two.pages < one.pages ? two : one;
}
