/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import type { Logo, LogoSide } from '../../lib/palette';
import { addressOf } from '../../lib/pictures';
import { useDesk } from './desk';
import { KINDS, sendPicture, wrongOf } from './sendPicture';

const ALT = 200;

interface OneProps { side: 'light' | 'dark'; logo: LogoSide | undefined; set: (logo: LogoSide) => void; drop: () => void }

function One({ side, logo, set, drop }: OneProps) {
  const desk = useDesk();
  const [part, setPart] = useState<number | null>(null);
  const [wrong, setWrong] = useState<Key | null>(null);
  const name = t(`host.look.logo.${side}`);
  const send = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    setPart(0);
    setWrong(null);
    try {
      const { image, width, height } = await sendPicture(desk, file, setPart);
      set({ id: image, width, height });
    } catch (refusal) {
      setWrong(wrongOf(refusal));
    }
    setPart(null);
  };
  return (
    <div class={`logo-side ${side}`}>
      <p class="small-text" aria-hidden="true">{name}</p>
      <span class="logo-ground">{logo && <img src={`${addressOf(logo.id)}/small`} alt="" />}</span>
      <div class="buttons">
        <label class="button quiet small file">
          {t(part !== null ? 'host.pic.sending' : logo ? 'host.pic.other' : 'host.pic.add')} <span class="sr-only">{name}</span>
          <input type="file" class="sr-only" accept={KINDS} disabled={part !== null} onChange={(event) => { void send(event.currentTarget); }} />
        </label>
        {logo && <button type="button" class="button quiet small" onClick={drop}>{t('host.pic.remove')} <span class="sr-only">{name}</span></button>}
      </div>
      {part !== null && <progress max={1} value={part} aria-label={name} />}
      {wrong && <p class="fault" role="alert">{t(wrong)}</p>}
    </div>
  );
}

interface Props { logo: Logo | undefined; title: string; set: (logo: Logo | undefined) => void }

/** The room's logo, for light and dark, and what it says for those who do not see it. */
export function LogoFields({ logo, title, set }: Props) {
  // An upload that is under way meets the look as it is when it ends.
  const latest = useRef(logo);
  latest.current = logo;
  const light = (side: LogoSide) => set({ ...(latest.current ?? { alt: [...title].slice(0, ALT).join('') }), light: side });
  const dark = (side: LogoSide) => { if (latest.current) set({ ...latest.current, dark: side }); };
  const lit = () => { if (latest.current) { const { dark: _dark, ...rest } = latest.current; set(rest); } };
  return (
    <fieldset class="look-logo">
      <legend>{t('host.look.logo')}</legend>
      <p class="muted small-text">{t('host.look.logo.how')}</p>
      <div class="logo-sides">
        <One side="light" logo={logo?.light} set={light} drop={() => set(undefined)} />
        {logo && <One side="dark" logo={logo.dark} set={dark} drop={lit} />}
      </div>
      {logo && (
        <label class="field">
          <span>{t('host.look.logo.alt')}</span>
          <input type="text" required maxLength={ALT} value={logo.alt} onInput={(event) => set({ ...logo, alt: event.currentTarget.value })} />
        </label>
      )}
    </fieldset>
  );
}
