/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import type { Client } from './client';

const AGAIN_MS = 2_000;

/** What a command answers, asked again until it does; and anew when one of `on` is another, where what was known stays until then. */
export function useAsked<Ok>(client: Client, cmd: string, fields: Record<string, unknown>, on: readonly unknown[]): Ok | null {
  const [told, setTold] = useState<Ok | null>(null);
  const live = client.model.link.value.phase === 'live';
  useEffect(() => {
    if (!live) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = () => client.send<Ok & Record<string, unknown>>(cmd, fields)
      .then((ok) => { if (!isOver) setTold(ok); }, () => { if (!isOver) timer = setTimeout(() => { void ask(); }, AGAIN_MS); });
    void ask();
    return () => { isOver = true; clearTimeout(timer); };
  }, [live, ...on]);
  return told;
}
