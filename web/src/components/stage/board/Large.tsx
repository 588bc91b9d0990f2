/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { number, t, tidy } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import { announce } from '../../../lib/live';
import type { Board } from '../../../lib/protocol';
import { optionStyle } from '../../option';

/** So few letters stand that large. */
const SIZES = [[60, 'short'], [130, 'medium'], [260, 'long']] as const;
const sizeOf = (text: string) => SIZES.find(([most]) => [...text].length <= most)?.[1] ?? 'longest';

/** One contribution by itself, readable from the last row. */
export function Large({ board, idea }: { board: Board; idea: Shown }) {
  const { title, text, name } = idea.words;
  const said = tidy(title);
  useEffect(() => announce(said), [said]);
  const supported = idea.supports > 0;
  return (
    <figure class="large" key={idea.id} style={optionStyle(idea.number)}>
      <blockquote class={sizeOf(said)}>{said}</blockquote>
      {text && <p class="large-text">{tidy(text)}</p>}
      {(name && board.def.names !== 'none') || supported ? (
        <figcaption>
          {name && board.def.names !== 'none' && <b>{tidy(name)}</b>}
          {supported && <span aria-label={t('stage.supports', { n: idea.supports })} role="img">▲ {number(idea.supports)}</span>}
        </figcaption>
      ) : null}
    </figure>
  );
}
