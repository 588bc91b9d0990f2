/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board } from '../../lib/protocol';
import { Foot } from './Foot';
import type { Kiosk } from './kiosk';
import { heartsOn } from './person';
import { pictureOf, type Product } from './products';

interface Props { kiosk: Kiosk; board: Board }

/** Hearts on products. */
export function ProductsView({ kiosk, board }: Props) {
  const list = kiosk.products.list.value;
  const person = kiosk.person.value;
  const most = board.def.supports ?? 0;
  const given = person ? heartsOn(person) : 0;
  const full = most > 0 && given >= most;
  return (
    <section class="screen products">
      <h1 class={board.def.title.length > 60 ? 'long' : ''}>{tidy(board.def.title)}</h1>
      {list === null || list.length === 0 ? <p class="middle">{t(list === null ? 'kiosk.products.wait' : 'kiosk.products.none')}</p> : (
        <ul class={`goods${list.length <= 2 ? ' few' : ''}`}>
          {list.map((product) => <Card key={product.id} kiosk={kiosk} board={board} product={product} list={list} full={full} />)}
        </ul>
      )}
      <Foot kiosk={kiosk}>
        <p class="count">{most > 0 ? t('kiosk.hearts.of', { count: given, max: most }) : t('kiosk.hearts', { n: given })}</p>
        <button type="button" class="button" onClick={() => kiosk.done()} disabled={given === 0 && !person?.gave}>{t('kiosk.done')}</button>
      </Foot>
    </section>
  );
}

function Card({ kiosk, board, product, list, full }: Props & { product: Product; list: readonly Product[]; full: boolean }) {
  const [isBroken, setBroken] = useState(false);
  const on = kiosk.person.value?.hearts[product.id]?.on ?? false;
  const { image, price, sizes } = product;
  const title = tidy(product.title);
  const toggle = () => { void kiosk.heart(board, product.id, !on); };
  return (
    <li class={on ? 'good-card on' : 'good-card'}>
      <button type="button" class="hit" aria-pressed={on} aria-label={t('kiosk.heart', { title })} disabled={full && !on} onClick={toggle}>
        {image && !isBroken ? <img src={pictureOf(list, image)} alt={image.alt} onError={() => setBroken(true)} /> : <span class="no-shot" aria-hidden="true" data-initial={[...title][0]} />}
        <span class="heart" aria-hidden="true">{on ? '♥' : '♡'}</span>
      </button>
      <div class="about">
        <h2>{title}</h2>
        {price ? <p class="price">{tidy(price)}</p> : null}
      </div>
      {sizes.length > 0 ? <ul class="sizes" aria-label={t('kiosk.sizes')}>{sizes.map((size) => <li key={size}>{size}</li>)}</ul> : null}
    </li>
  );
}
