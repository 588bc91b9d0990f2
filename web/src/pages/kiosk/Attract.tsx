/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import { goFull } from './guards';
import type { Kiosk } from './kiosk';
import { pictureOf, type Product } from './products';
import type { Shown } from './shown';

const SCENE_MS = 6_000;
const MOST_PICTURES = 8;

interface Scene { head: string; product?: Product }

/** What it says by turns: staff's words, what is asked, and what there is to see. */
function scenesOf(kiosk: Kiosk, shown: Shown): Scene[] {
  const own = kiosk.device.value?.set.attract?.trim();
  if (shown.what === 'nothing') return [{ head: own || t('kiosk.attract.nothing') }];
  const asked = shown.what === 'question' ? shown.question.def.title : shown.board.def.title;
  const products = shown.what === 'products' ? (kiosk.products.list.value ?? []).filter(({ image }) => image).slice(0, MOST_PICTURES) : [];
  return [{ head: own || t(`kiosk.attract.${shown.what}`) }, { head: asked }, ...products.map((product) => ({ head: product.title, product }))];
}

export function Attract({ kiosk }: { kiosk: Kiosk }) {
  const shown = kiosk.shown.value;
  const scenes = scenesOf(kiosk, shown);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(kiosk.isOpen);
  useEffect(() => {
    const timer = setInterval(() => { setAt((before) => before + 1); }, SCENE_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    setOpen(kiosk.isOpen);
    const timer = setInterval(() => setOpen(kiosk.isOpen), 1000);
    return () => clearInterval(timer);
  }, [shown]);
  const scene = scenes[at % scenes.length]!;
  const begin = () => {
    if (!isOpen) return;
    goFull();
    kiosk.begin();
  };
  // In another place each time: nothing burns in.
  return (
    <section class="screen attract" onClick={begin}>
      <div class={`scene at${at % 3}`} key={at}>
        {scene.product?.image ? <img class="shot" src={pictureOf(kiosk.products.list.value!, scene.product.image)} alt={scene.product.image.alt} /> : <div class="bars" aria-hidden="true"><i /><i /><i /></div>}
        <h1 class={scene.head.length > 60 ? 'long' : ''}>{tidy(scene.head)}</h1>
        {scene.product?.price ? <p class="price">{tidy(scene.product.price)}</p> : null}
      </div>
      {isOpen ? (
        <div class="call">
          <button type="button" class="button begin">{t(`kiosk.begin.${shown.what as 'question'}`)}</button>
          {kiosk.badges === 'off' ? null : <p>{t(`kiosk.badge.${kiosk.badges}`)}</p>}
        </div>
      ) : <p class="call later">{t(shown.what === 'nothing' ? 'kiosk.attract.soon' : 'kiosk.attract.closed')}</p>}
    </section>
  );
}
