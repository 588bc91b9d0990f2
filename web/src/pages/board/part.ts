/* SPDX-License-Identifier: Apache-2.0 */
import { partPath } from 'clameur:parts';

import type { Board } from '../../lib/protocol';
import type { Place } from './place';
import type { Draft } from './poster';

/** What the part that sends pictures is given by the sheet it stands in. */
export interface PictureHost { place: Place; board: Board; draft: Draft; write: (change: Partial<Draft>) => void }

declare global {
  interface Window { clameurPictures?: (box: Element, host: PictureHost | null) => void }
}

let coming: Promise<unknown> | undefined;

/** The script of the part, fetched when it is first wanted. */
export function part(): Promise<unknown> {
  return coming ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = partPath;
    script.onload = done;
    script.onerror = (event) => { coming = undefined; fail(event); };
    document.head.append(script);
  });
}
