/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { number, t, tenth, type Key } from '../../lib/i18n';
import { reacted } from '../../lib/reacted';
import { cameSince, facesFor, REACTIONS, sizeFor, type Reacted, type Reaction } from '../../lib/reactions';
import { Face } from '../Face';

/** More would be a blizzard: what else comes makes faces larger, and is in the sums. */
const IN_THE_AIR = 24;
const AT_ONCE = 5;
/** As long as a face rises (reactions.css), with its delay. */
const RISE_MS = 4_200;
/** Those of one event do not rise in a row: as long as the next takes to come. */
const SPREAD_MS = 450;
/** Neighbours rise far apart. */
const GOLDEN = 0.618;

interface Rising { key: number; reaction: Reaction; across: number; size: number; delay: number }

let made = 0;

function rise(came: readonly number[], room: number): Rising[] {
  const faces = facesFor(came, Math.min(AT_ONCE, room));
  const all = faces.flatMap((n, at) => Array.from({ length: n }, () => ({ reaction: REACTIONS[at]!, size: sizeFor(came[at]! / n) })));
  return all.map((one, at) => {
    const key = ++made;
    return { ...one, key, across: (key * GOLDEN) % 1, delay: Math.round(((at * GOLDEN) % 1) * SPREAD_MS) };
  });
}

const isStill = (): boolean => document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches;

const THOUSAND = 1_000;
/** 123, 1.2k or 12k: it stands in a narrow lane. */
function short(n: number): string {
  if (n < THOUSAND) return number(n);
  const thousands = n / THOUSAND;
  return t('react.thousands', { thousands: thousands < 10 ? tenth(Math.floor(thousands * 10) / 10) : number(Math.floor(thousands)) });
}

function Sums({ now }: { now: Reacted }) {
  return (
    <ul class="reacted" aria-label={t('react')}>
      {REACTIONS.map((reaction, at) => now.sums[at]! > 0 && (
        <li key={reaction}>
          <Face reaction={reaction} />
          <span class="sr-only">{t(`react.${reaction}` as Key)} </span>
          <span>{short(now.sums[at]!)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What people tap rises in a lane of its own, past the result; whoever wants no motion sees the sums alone. */
export function Reactions() {
  const now = reacted.value;
  const before = useRef(now);
  const [air, setAir] = useState<readonly Rising[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  useEffect(() => {
    if (!now) return;
    const risen = isStill() ? [] : rise(cameSince(before.current, now), IN_THE_AIR - air.length);
    before.current = now;
    if (risen.length === 0) return;
    const last = made;
    setAir((held) => [...held, ...risen]);
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setAir((held) => held.filter(({ key }) => key > last));
    }, RISE_MS + SPREAD_MS);
    timers.current.add(timer);
  }, [now]);
  return (
    <div class="lane">
      <div class="air" aria-hidden="true">
        {air.map(({ key, reaction, across, size, delay }) => (
          <span key={key} class="rising" style={{ '--across': across.toFixed(3), '--size': size.toFixed(2), animationDelay: `${delay}ms` }}>
            <Face reaction={reaction} />
          </span>
        ))}
      </div>
      {now?.sums.some((sum) => sum > 0) && <Sums now={now} />}
    </div>
  );
}
