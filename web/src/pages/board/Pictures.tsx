/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { IdeaImage } from '../../lib/protocol';
import type { Place } from './place';

/** One in a list; all of them where the idea stands alone. */
export function Shots({ place, images = [], alone }: { place: Place; images: readonly IdeaImage[] | undefined; alone: boolean }) {
  const more = images.length - 1;
  return (
    <>
      {(alone ? images : images.slice(0, 1)).map(({ id, state, alt, width, height }) => (
        <figure class={alone ? 'shot' : 'shot small'} key={id}>
          <img src={place.picture(id) + (alone ? '' : '/small')} width={width} height={height} alt={alt} loading="lazy" />
          {state === 'shown' ? null : <figcaption class="badge pending">{t(`board.${state as 'pending'}`)}</figcaption>}
          {!alone && more > 0 ? <b class="badge">+{more}</b> : null}
        </figure>
      ))}
    </>
  );
}
