/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { Mark } from '../../components/Mark';
import { useLinkPhase } from '../../components/Connection';
import { t, tidy, type Key } from '../../lib/i18n';
import { announce, LiveRegion } from '../../lib/live';
import { Attract } from './Attract';
import { Ask } from './Ask';
import type { Kiosk } from './kiosk';
import { BadgeSheet, Language, Phones, Setup, Staff } from './later';
import { ProductsView } from './ProductsView';
import { isForPhones } from './shown';
import { ThanksView } from './ThanksView';
import { Warning } from './Warning';
import { Write } from './Write';

/** Held so long, the corner opens what is staff's. */
const HOLD_MS = 2_000;
const AGAIN_MS = 300_000;

/** Nothing that a shopper could use; it looks again by itself. */
export function Closed({ why, n = 0 }: { why: 'room' | 'link' | 'away' | 'stranger' | 'revoked'; n?: number }) {
  useEffect(() => {
    if (why !== 'room' && why !== 'away') return undefined;
    const timer = setTimeout(() => location.reload(), why === 'away' ? AGAIN_MS / 10 : AGAIN_MS);
    return () => clearTimeout(timer);
  }, [why]);
  return (
    <section class="screen middle">
      <h1>{t(`kiosk.closed.${why}`)}</h1>
      <p>{t(`kiosk.closed.${why}_how`)}</p>
      {n > 0 ? <p>{t(why === 'stranger' ? 'kiosk.closed.waits' : 'kiosk.closed.lost', { n })}</p> : null}
    </section>
  );
}

export function App({ kiosk, free }: { kiosk: Kiosk; free: () => void }) {
  const touch = () => kiosk.touch();
  const screen = kiosk.screen.value;
  const isServing = ['attract', 'inside', 'thanks'].includes(screen);
  return (
    <div class={`kiosk ${screen}`} key={kiosk.spoken.value} onTouchStart={touch} onMouseDown={touch}>
      {isServing ? <Head kiosk={kiosk} /> : null}
      <Body kiosk={kiosk} key={kiosk.turn.value} />
      <Banner kiosk={kiosk} />
      {kiosk.wanted.value ? <BadgeSheet kiosk={kiosk} /> : null}
      <Warning kiosk={kiosk} />
      {kiosk.device.value ? <Corner kiosk={kiosk} /> : null}
      {kiosk.staff.value ? <Staff kiosk={kiosk} free={free} /> : null}
      <LiveRegion />
    </div>
  );
}

function Body({ kiosk }: { kiosk: Kiosk }) {
  const { door } = kiosk.client.model;
  if (door.value === 'not_found' || door.value === 'gone') return <Closed why="room" />;
  switch (kiosk.screen.value) {
    case 'starting': return <section class="screen middle"><h1>{t('link.connecting')}</h1></section>;
    case 'setup': return <Setup kiosk={kiosk} />;
    case 'stranger': return <Closed why="stranger" n={kiosk.lost.value} />;
    case 'revoked': return <Closed why="revoked" n={kiosk.lost.value} />;
    case 'left': return <section class="screen middle"><h1>{t('kiosk.left')}</h1><p>{t('kiosk.left_how')}</p></section>;
    case 'attract': return <Attract kiosk={kiosk} />;
    case 'thanks': return <ThanksView kiosk={kiosk} />;
    case 'inside': return <Inside kiosk={kiosk} />;
  }
}

function Inside({ kiosk }: { kiosk: Kiosk }) {
  const shown = kiosk.shown.value;
  // A close by the clock is seen when it comes.
  useTicks();
  if (!kiosk.isOpen) return <Over kiosk={kiosk} />;
  if (isForPhones(shown)) return <Phones kiosk={kiosk} />;
  if (shown.what === 'question') return <Ask kiosk={kiosk} question={shown.question} />;
  if (shown.what === 'products') return <ProductsView kiosk={kiosk} board={shown.board} />;
  return shown.what === 'ideas' ? <Write kiosk={kiosk} board={shown.board} /> : null;
}

function useTicks(): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}

/** It closed while somebody stood there. */
function Over({ kiosk }: { kiosk: Kiosk }) {
  return (
    <section class="screen middle">
      <h1>{t('kiosk.over')}</h1>
      <p class="row"><button type="button" class="button big" onClick={() => kiosk.wipe()}>{t('kiosk.over.ok')}</button></p>
    </section>
  );
}

/** Whose kiosk it is; and, small, what staff should know. */
function Head({ kiosk }: { kiosk: Kiosk }) {
  const { model } = kiosk.client;
  const settings = model.room.value?.settings;
  const phase = useLinkPhase(model);
  const waiting = kiosk.outbox.waiting.value;
  const title = settings?.title || t('brand');
  return (
    <header class="head">
      <Mark title={title} alt={settings?.theme?.logo?.alt} />
      <p class="room">{tidy(title)}</p>
      <p class="link">
        {phase === 'away' ? <span class="badge"><span class="dot away" aria-hidden="true" /> {waiting > 0 ? t('kiosk.away.n', { n: waiting }) : t('kiosk.away')}</span> : null}
      </p>
      <Language kiosk={kiosk} />
    </header>
  );
}

const GOOD: readonly string[] = ['scanned'];

/** What a badge was understood as: in words and colour, besides the sound. */
function Banner({ kiosk }: { kiosk: Kiosk }) {
  const said = kiosk.said.value;
  useEffect(() => { if (said) announce(t(`kiosk.said.${said}` as Key)); }, [said]);
  return said && <p class={`said ${GOOD.includes(said) ? 'yes' : 'no'}`}><b aria-hidden="true">{GOOD.includes(said) ? '✓' : '!'}</b> {t(`kiosk.said.${said}` as Key)}</p>;
}

/** Hidden: a finger that stays here for long is staff's. */
function Corner({ kiosk }: { kiosk: Kiosk }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const down = () => { clearTimeout(timer); timer = setTimeout(() => { kiosk.staff.value = true; }, HOLD_MS); };
  const up = () => clearTimeout(timer);
  return <div class="corner" aria-hidden="true" onTouchStart={down} onTouchEnd={up} onTouchCancel={up} onMouseDown={down} onMouseUp={up} onMouseLeave={up} />;
}
