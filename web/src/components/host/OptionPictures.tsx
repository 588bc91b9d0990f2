/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { addressOf } from '../../lib/pictures';
import type { OptionImage } from '../../lib/protocol';
import { Letter } from '../Letter';
import { useDesk } from './desk';
import type { PartProps } from './Fields';
import { KINDS, sendPicture, wrongOf } from './sendPicture';

const ALT = 200;

interface OneProps { at: number; name: string; image: OptionImage | null; set: (image: OptionImage | null) => void }

function One({ at, name, image, set }: OneProps) {
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
      const sent = await sendPicture(desk, file, setPart);
      set({ id: sent.image, alt: image?.alt ?? '' });
    } catch (refusal) {
      setWrong(wrongOf(refusal));
    }
    setPart(null);
  };
  return (
    <li class="option-pic">
      <Letter place={at} />
      {image ? <img src={`${addressOf(image.id)}/small`} alt="" width={72} height={72} /> : null}
      <div>
        <label class="button quiet small file">
          {t(part !== null ? 'host.pic.sending' : image ? 'host.pic.other' : 'host.pic.add')} <span class="sr-only">{name}</span>
          <input type="file" class="sr-only" accept={KINDS} disabled={part !== null} onChange={(event) => { void send(event.currentTarget); }} />
        </label>
        {image && (
          <>
            <button type="button" class="button quiet small" onClick={() => set(null)}>{t('host.pic.remove')} <span class="sr-only">{name}</span></button>
            <label class="field">
              <span class="small-text">{t('host.pic.alt')}</span>
              <input type="text" maxLength={ALT} value={image.alt} onInput={(event) => set({ ...image, alt: event.currentTarget.value })} />
            </label>
          </>
        )}
        {part !== null && <progress max={1} value={part} aria-label={name} />}
        {wrong && <p class="fault" role="alert">{t(wrong)}</p>}
      </div>
    </li>
  );
}

/** A picture for each option, and what it shows for those who do not see it. */
export function OptionPictures({ form, change, most }: PartProps & { most: number }) {
  // An upload that is under way meets the form as it is when it ends.
  const latest = useRef(form);
  latest.current = form;
  const set = (at: number, image: OptionImage | null) => {
    const { images, options } = latest.current;
    change({ ...latest.current, images: options.map((_, place) => (place === at ? image : images[place] ?? null)) });
  };
  return (
    <details class="option-pics" open={form.images.some(Boolean)}>
      <summary>{t('host.pic')}</summary>
      <ul>
        {form.options.slice(0, most).map((option, at) => (
          <One key={at} at={at} name={option || t('host.form.option', { at: at + 1 })} image={form.images[at] ?? null} set={(image) => set(at, image)} />
        ))}
      </ul>
    </details>
  );
}
