/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { newId } from '../../lib/id';
import { addressOf } from '../../lib/pictures';
import type { SlideImage } from '../../lib/protocol';
import { FILE_BYTES, shrink, upload, type Refused } from '../../lib/sending';
import { useDesk } from './desk';
import type { PartProps } from './Fields';

const ALT = 400;
const KINDS = 'image/jpeg,image/png,image/webp,image/gif';
const WRONG: Readonly<Record<string, Key>> = {
  bad_image: 'host.pic.wrong.kind', too_big: 'host.pic.wrong.size', limit_reached: 'host.pic.wrong.limit',
};

/** A picture from a file. */
function Send({ set }: { set: (slide: SlideImage) => void }) {
  const desk = useDesk();
  const [part, setPart] = useState<number | null>(null);
  const [wrong, setWrong] = useState<Key | null>(null);
  const send = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    setPart(0);
    setWrong(null);
    try {
      const bytes = await shrink(file);
      if (bytes.size > FILE_BYTES) throw Object.assign(new Error('too big'), { code: 'too_big' });
      const { path } = await desk.client.send<{ path: string }>('image.ticket', { id: newId() });
      set({ id: (await upload(path, bytes, setPart)).image, alt: '' });
    } catch (refusal) {
      setWrong(WRONG[(refusal as Refused).code] ?? 'host.pic.wrong.away');
    }
    setPart(null);
  };
  return (
    <>
      <label class="button quiet small file">
        {t(part !== null ? 'host.pic.sending' : 'host.pic.add')}
        <input type="file" class="sr-only" accept={KINDS} disabled={part !== null} onChange={(event) => { void send(event.currentTarget); }} />
      </label>
      {wrong && <p class="fault" role="alert">{t(wrong)}</p>}
    </>
  );
}

/** What the stage shows beside a question: a slide of the agenda, or a picture of its own. Of a slide, itself. */
export function Beside({ form, change }: PartProps) {
  const { model } = useDesk();
  // An upload that is under way meets the form as it is when it ends.
  const latest = useRef(form);
  latest.current = form;
  const set = (slide: SlideImage | null) => change({ ...latest.current, slide });
  const { slide } = form;
  const isSlide = form.kind === 'slide';
  const slides = isSlide ? [] : model.questions.value.flatMap(({ def }) => (def.kind === 'slide' ? [def] : []));
  const known = slides.some((one) => one.slide.id === slide?.id);
  return (
    <details class="option-pics" open={slide !== null}>
      <summary>{t(isSlide ? 'host.beside.slide' : 'host.beside')}</summary>
      {slides.length > 0 && (
        <ul class="beside-picks">
          {slides.map((one) => (
            <li key={one.slide.id}>
              <button type="button" aria-pressed={one.slide.id === slide?.id} aria-label={one.title}
                onClick={() => set(one.slide.id === slide?.id ? null : one.slide)}>
                <img src={`${addressOf(one.slide.id)}/small`} alt="" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {slide && !known && <img class="slide-shown" src={`${addressOf(slide.id)}/small`} alt="" />}
      {slide && (
        <label class="field">
          <span class="small-text">{t('host.pic.alt')}</span>
          <input type="text" maxLength={ALT} value={slide.alt} onInput={(event) => set({ ...slide, alt: event.currentTarget.value })} />
        </label>
      )}
      {!isSlide && (
        <div class="buttons">
          <Send set={set} />
          {slide && <button type="button" class="button quiet small" onClick={() => set(null)}>{t('host.pic.remove')}</button>}
        </div>
      )}
    </details>
  );
}
