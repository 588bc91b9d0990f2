/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import type { Client } from '../../lib/client';
import type { PlaceOk, PointsBoardOk } from '../../lib/protocol';

const AGAIN_MS = 5_000;
const MOST = 10;

/** The first places, asked for again as they change. */
export function usePlaces(client: Client): readonly PlaceOk[] | null {
  const [places, setPlaces] = useState<readonly PlaceOk[] | null>(null);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const read = async () => {
      const found = await client.send<PointsBoardOk & Record<string, unknown>>('points.board', { n: MOST }).catch(() => null);
      if (isOver) return;
      if (found) setPlaces(found.places);
      timer = setTimeout(() => { void read(); }, AGAIN_MS);
    };
    void read();
    return () => { isOver = true; clearTimeout(timer); };
  }, []);
  return places;
}
