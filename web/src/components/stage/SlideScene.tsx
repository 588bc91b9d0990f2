/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { announce } from '../../lib/live';
import { addressOf } from '../../lib/pictures';
import type { Question, SlideImage } from '../../lib/protocol';
import { JoinCard, type Way } from './JoinCard';

/** A slide has the screen, but for a strip that says how to come in; on a wide screen that stands beside it. */
export function SlideScene({ question: { id, def }, way }: { question: Question; way: Way }) {
  useEffect(() => announce(def.title), [id]);
  return (
    <section class="slide-scene">
      <h1 class="sr-only">{def.title}</h1>
      <div class="slide-place"><img src={addressOf(def.slide!.id)} alt={def.slide!.alt} /></div>
      <JoinCard {...way} />
    </section>
  );
}

/** What a question is about, beside it. */
export function Beside({ slide }: { slide: SlideImage }) {
  return <div class="slide-place beside"><img src={addressOf(slide.id)} alt={slide.alt} /></div>;
}
