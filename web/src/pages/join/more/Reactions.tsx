/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { Face } from '../../../components/Face';
import type { Client } from '../../../lib/client';
import { t, type Key } from '../../../lib/i18n';
import { announce } from '../../../lib/live';
import type { Refusal } from '../../../lib/protocol';
import { REACTIONS, type Reaction } from '../../../lib/reactions';

/** Where the server does not say how long. */
const REST_MS = 2_000;

/** Five faces under the thumb: a tap is shown at once, and what cannot be sent now is dropped, as its moment has passed. */
export function Reactions({ client }: { client: Client }) {
  const [taps, setTaps] = useState<Partial<Record<Reaction, number>>>({});
  const [resting, setResting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const away = client.model.link.value.phase === 'away';
  useEffect(() => {
    const { classList } = document.documentElement;
    classList.add('reacts'); // The page keeps the row's height free.
    return () => { classList.remove('reacts'); clearTimeout(timer.current); };
  }, []);
  const tap = async (reaction: Reaction) => {
    if (away || resting) return;
    navigator.vibrate?.(5);
    setTaps((held) => ({ ...held, [reaction]: (held[reaction] ?? 0) + 1 }));
    try {
      await client.send('react', { reaction });
      announce(t('react.sent', { reaction: t(`react.${reaction}` as Key) }));
    } catch (refused) {
      const { code, again_ms: wait } = refused as Refusal;
      if (code !== 'too_many') return;
      setResting(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setResting(false), wait ?? REST_MS);
    }
  };
  return (
    <div class={away || resting ? 'reactions resting' : 'reactions'} role="group" aria-label={t('react')}>
      {REACTIONS.map((reaction) => (
        <button key={reaction} type="button" aria-disabled={away || resting} aria-label={t(`react.${reaction}` as Key)} onClick={() => { void tap(reaction); }}>
          <span key={taps[reaction] ?? 0} class={taps[reaction] ? 'tapped' : ''}><Face reaction={reaction} /></span>
        </button>
      ))}
    </div>
  );
}
