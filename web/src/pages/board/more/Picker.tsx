/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { newId } from '../../../lib/id';
import { t, type Key } from '../../../lib/i18n';
import type { Board } from '../../../lib/protocol';
import type { Place } from '../place';
import type { Draft, DraftImage } from '../poster';
import { isStaff } from '../staff';
import { FILE_BYTES, shrink, upload, type Refused } from '../../../lib/sending';

const MOST = 4;
const ALT = 200;
const KINDS = 'image/jpeg,image/png,image/webp,image/gif';

/** One that is under way, or did not arrive. */
interface Going { id: string; file: File; part: number; wrong: string | null }

const WRONG: Readonly<Record<string, Key>> = {
  bad_image: 'pictures.wrong.kind', too_big: 'pictures.wrong.size', limit_reached: 'pictures.wrong.limit',
  closed: 'pictures.wrong.closed', banned: 'pictures.wrong.closed', link_spent: 'pictures.wrong.again',
};

interface Props { place: Place; board: Board; draft: Draft; write: (change: Partial<Draft>) => void }

/** Where pictures are put to what is written. */
export function Picker({ place, board, draft, write }: Props) {
  const [images, setImages] = useState<readonly DraftImage[]>(draft.images ?? []);
  const [going, setGoing] = useState<readonly Going[]>([]);
  const held = useRef(images);
  const input = useRef<HTMLInputElement>(null);
  const set = (next: readonly DraftImage[]) => { held.current = next; setImages(next); };
  const busy = going.some(({ wrong }) => wrong === null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) write({ images, busy });
    isFirst.current = false;
  }, [images, busy]);

  const send = async (one: Going) => {
    const change = (more: Partial<Going>) => { setGoing((all) => all.map((each) => (each.id === one.id ? { ...each, ...more } : each))); };
    change({ wrong: null, part: 0 });
    try {
      const bytes = await shrink(one.file);
      if (bytes.size > FILE_BYTES) throw Object.assign(new Error('too big'), { code: 'too_big' });
      const { path } = await place.client.send<{ path: string }>('image.ticket', { board: board.id, id: one.id });
      const sent = await upload(path, bytes, (part) => { change({ part }); });
      if (!held.current.some(({ id }) => id === sent.image)) {
        set([...held.current, { id: sent.image, alt: '', width: sent.width, height: sent.height }]);
      }
      setGoing((all) => all.filter(({ id }) => id !== one.id));
    } catch (refusal) {
      change({ wrong: (refusal as Refused).code ?? 'offline' });
    }
  };
  const take = (files: FileList | null) => {
    const room = MOST - images.length - going.length;
    const chosen = [...files ?? []].slice(0, room).map((file) => ({ id: newId(), file, part: 0, wrong: null }));
    setGoing((all) => [...all, ...chosen]);
    chosen.forEach((one) => { void send(one); });
    input.current!.value = '';
  };
  const waits = !board.def.images && !board.def.checked && !isStaff(place);
  const left = MOST - images.length - going.length;
  return (
    <fieldset class="pics">
      <legend>{t('pictures.legend')}</legend>
      {images.map((image, at) => (
        <Sent key={image.id} address={place.picture(image.id)} image={image} at={at} onAlt={(alt) => { set(held.current.map((each) => (each.id === image.id ? { ...each, alt } : each))); }}
          onRemove={() => { set(held.current.filter(({ id }) => id !== image.id)); }} />
      ))}
      {going.map((one) => (
        <Waiting key={one.id} one={one} onAgain={() => { void send(one); }} onRemove={() => { setGoing((all) => all.filter(({ id }) => id !== one.id)); }} />
      ))}
      <input ref={input} id="pics" type="file" accept={KINDS} multiple class="pic-input" disabled={left <= 0}
        onChange={(event) => { take(event.currentTarget.files); }} />
      <label for="pics" class={left > 0 ? 'button quiet small' : 'button quiet small shut-off'}>{t(left > 0 ? 'pictures.add' : 'pictures.full')}</label>
      {waits && images.length > 0 ? <p class="muted pic-waits">{t('pictures.waits')}</p> : null}
    </fieldset>
  );
}

function Sent({ address, image, at, onAlt, onRemove }: {
  address: string; image: DraftImage; at: number; onAlt: (alt: string) => void; onRemove: () => void;
}) {
  const field = `pic-alt-${at}`;
  return (
    <div class="pic">
      <img src={`${address}/small`} width={image.width} height={image.height} alt={image.alt} />
      <div class="pic-words">
        <label for={field}>{t('pictures.alt')}</label>
        <input id={field} class="field small" type="text" required maxLength={ALT} value={image.alt} aria-describedby={`${field}-how`}
          onInput={(event) => { onAlt(event.currentTarget.value); }} />
        <p class="muted" id={`${field}-how`}>{t('pictures.alt_how')}</p>
        <button type="button" class="button quiet small" onClick={onRemove}>{t('pictures.remove')}</button>
      </div>
    </div>
  );
}

function Waiting({ one, onAgain, onRemove }: { one: Going; onAgain: () => void; onRemove: () => void }) {
  if (one.wrong === null) {
    const n = Math.round(one.part * 100);
    return <p class="pic-going" role="status">{one.part < 1 ? t('pictures.sending', { percent: n }) : t('pictures.making')}<progress max={1} value={one.part} aria-label={one.file.name} /></p>;
  }
  return (
    <div class="pic-going">
      <p class="wrong" role="alert">{t(WRONG[one.wrong] ?? 'pictures.wrong.away')}</p>
      <button type="button" class="button quiet small" onClick={onAgain}>{t('pictures.again')}</button>
      <button type="button" class="button quiet small" onClick={onRemove}>{t('pictures.remove')}</button>
    </div>
  );
}
