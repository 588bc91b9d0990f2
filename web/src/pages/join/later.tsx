/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { more } from 'clameur:more';

import { addStrings, t } from '../../lib/i18n';
import type { Kind } from '../../lib/protocol';
import type { KindProps, KindView } from './kinds';
import * as shared from './shared';

/** What more/ hands over when it has come. */
export interface More {
  views: Partial<Record<Kind, KindView>>;
  strings: Readonly<Record<string, string>>;
  css: string;
}

const AGAIN_MS = 2000;

let views: More['views'] | null = null;
let coming: Promise<void> | null = null;

/** It runs as a script of the page, whose policy names its hash; so do its styles. */
async function load(): Promise<void> {
  const answer = await fetch(more);
  if (!answer.ok) throw new Error(String(answer.status));
  const script = document.createElement('script');
  script.textContent = await answer.text();
  document.head.append(script);
  if (!views) throw new Error('more');
}

function come(): Promise<void> {
  coming ??= load().catch((error: unknown) => { coming = null; throw error; });
  return coming;
}

window.clameurMore = {
  shared,
  come: (part) => {
    const style = document.createElement('style');
    style.textContent = part.css;
    document.head.append(style);
    addStrings(part.strings);
    ({ views } = part);
  },
};

/** A kind that few questions are of: asked for when the first of them is there. */
export function later(kind: Kind, part: keyof KindView): ComponentType<KindProps> {
  return function Later(props: KindProps) {
    const [failed, setFailed] = useState(false);
    const [, draw] = useState(false);
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let gone = false;
      const attempt = () => come().then(() => { if (!gone) draw(true); }, () => {
        if (gone) return;
        setFailed(true);
        timer = setTimeout(attempt, AGAIN_MS);
      });
      void attempt(); // Also when it came between the drawing and now.
      return () => { gone = true; clearTimeout(timer); };
    }, []);
    const View = views?.[kind]?.[part];
    if (View) return <View {...props} />;
    return <p class="hint" aria-busy={!failed}>{failed ? t('join.unknown_kind') : ''}</p>;
  };
}

declare global {
  interface Window { clameurMore: { shared: typeof shared; come: (part: More) => void } }
}
