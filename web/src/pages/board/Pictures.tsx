/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { IdeaImage } from '../../lib/protocol';
import { part, type PictureHost } from './part';
import type { Place } from './place';

/** Where pictures are put to what is written; without its script one writes without. */
export function Pictures(host: PictureHost) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = box.current!;
    void part().then(() => window.clameurPictures!(at, host)).catch(() => {});
    return () => window.clameurPictures?.(at, null);
  }, []);
  return <div ref={box} />;
}

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
