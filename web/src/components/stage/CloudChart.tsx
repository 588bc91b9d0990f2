/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useMemo, useRef } from 'preact/hooks';

import { number, t, tidy } from '../../lib/i18n';
import type { WordsDefinition } from '../../lib/protocol';
import { optionStyle } from '../option';
import type { ChartProps } from './charts';
import { placeWords, type Placed } from './cloudPlaces';
import { useSpace } from './hooks';

/** Letters are drawn in this size, and scaled. */
const DRAWN = 10;
const EMS = 100;

/** How wide words are in the font of this screen, in ems. */
function ruler(font: string): (word: string) => number {
  const canvas = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  if (canvas) canvas.font = `800 ${EMS}px ${font}`;
  return (word) => {
    const width = known.get(word) ?? (canvas ? canvas.measureText(word).width / EMS : word.length * 0.6);
    known.set(word, width);
    return width;
  };
}

const colourOf = (word: string): number => [...word.toLowerCase()].reduce((sum, letter) => sum * 31 + letter.codePointAt(0)!, 7) % 1009;

/** What people say, the larger the more say it. Words that stay glide; a list says the same to who does not see it. */
export function CloudChart({ tally, shown }: ChartProps<WordsDefinition>) {
  const [box, { width, height }] = useSpace();
  const before = useRef(new Map<string, Placed>());
  const measure = useMemo(() => ruler(getComputedStyle(document.body).fontFamily), []);
  const words = tally?.words ?? [];
  const placed = useMemo(() => placeWords(words, { width, height }, measure, before.current), [words, width, height]);
  useEffect(() => { before.current = new Map(placed.map((one) => [one.word, one])); }, [placed]);
  // In an order that never changes, so that no element is moved in the tree while it glides.
  const standing = [...placed].sort((a, b) => (a.word < b.word ? -1 : 1));
  return (
    <div class="rows-box" ref={box}>
      <div class="cloud" aria-hidden="true">
        {standing.map(({ word, x, y, size }) => (
          <span key={word} class="cloud-word" style={{
            ...optionStyle(colourOf(word)),
            transform: `translate(calc(${x.toFixed(2)} * var(--u) - 50%), calc(${y.toFixed(2)} * var(--u) - 50%)) scale(${(size / DRAWN).toFixed(3)})`,
          }}><b>{tidy(word)}</b></span>
        ))}
      </div>
      {words.length === 0 && <p class="cloud-none">{t(shown.counted ? 'stage.cloud.none' : 'stage.cloud.wait')}</p>}
      <ol class="sr-only">{words.map(([word, n]) => <li key={word}>{t('stage.cloud.word', { word, times: number(n) })}</li>)}</ol>
    </div>
  );
}
