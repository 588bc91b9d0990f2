/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { IdeaImage } from '../../lib/protocol';
import { useDesk, useStuck, type Desk } from './desk';
import type { Review } from './looking';

/** After news, what waits is asked for no sooner than this: a hall that supports is news many times a second. */
const AGAIN_MS = 1_500;

type Waiting = IdeaImage & { idea: string };

function useWaiting(desk: Desk, board: string): [readonly Waiting[], (id: string) => void] {
  const [images, setImages] = useState<readonly Waiting[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      desk.client.send<{ images: Waiting[] }>('image.list', { board }).then((page) => { setImages(page.images); }, () => {});
    };
    const stop = desk.client.listen((heard) => {
      if (heard.ev === 'you') read();
      if (heard.ev === 'ideas' && heard.board === board) timer ??= setTimeout(read, AGAIN_MS);
    });
    read();
    return () => { stop(); clearTimeout(timer); };
  }, [board]);
  return [images, (gone) => { setImages((all) => all.filter(({ id }) => id !== gone)); }];
}

/** Pictures of ideas that nobody else sees yet, the longest waiting first. */
export function WaitingImages({ review, tell }: { review: Review; tell: (n: number) => void }) {
  const desk = useDesk();
  const [images, drop] = useWaiting(desk, review.board);
  useEffect(() => { tell(images.length); return () => tell(0); }, [images.length]);
  if (images.length === 0) return null;
  return (
    <section class="reported" aria-labelledby="images-title">
      <h3 id="images-title">{t('host.review.images')}</h3>
      <ul class="review-images">
        {images.map((image) => <CheckedImage key={image.id} board={review.board} image={image} onDone={() => { drop(image.id); void review.reader.read([image.idea]); }} />)}
      </ul>
    </section>
  );
}

/** One picture, with what becomes of it. */
export function CheckedImage({ board, image, onDone }: { board: string; image: Waiting; onDone: () => void }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { id, idea, state, alt, width, height } = image;
  const address = `/image/${desk.model.room.value?.code ?? ''}/${board}/${id}`;
  const check = async (next: 'shown' | 'hidden') => {
    if (await desk.run('image.check', { board, idea, image: id, state: next })) onDone();
  };
  return (
    <li>
      <a href={address} target="_blank" rel="noreferrer"><img src={`${address}/small`} alt={alt} width={width} height={height} loading="lazy" /></a>
      <p class="small-text">{alt}</p>
      <p class="question-facts"><span class={`state ${state === 'shown' ? 'open' : state === 'pending' ? 'closed' : ''}`}>{t(`host.review.${state}`)}</span></p>
      <div class="buttons">
        {state === 'shown' ? null : <button type="button" class="button small" disabled={stuck} onClick={() => { void check('shown'); }}>{t('host.review.image_show')}</button>}
        {state === 'hidden' ? null : <button type="button" class="button quiet small" disabled={stuck} onClick={() => { void check('hidden'); }}>{t('host.review.image_hide')}</button>}
      </div>
    </li>
  );
}
