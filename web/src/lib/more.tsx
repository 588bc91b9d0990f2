/* SPDX-License-Identifier: Apache-2.0 */
/* What few need of a page is a script that is fetched when it is first wanted (the page's folder more/). */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { more } from 'clameur:more';

import { addStrings, t, type Key } from './i18n';

/** What it hands over when it has come, beside its components. */
export interface More {
  strings: Readonly<Record<string, string>>;
  css: string;
}

const AGAIN_MS = 2000;

let part: More | null = null;
let coming: Promise<void> | null = null;

/** It runs as a script of the page, whose policy names its hash; so do its styles. */
async function load(): Promise<void> {
  const answer = await fetch(more);
  if (!answer.ok) throw new Error(String(answer.status));
  const script = document.createElement('script');
  script.textContent = await answer.text();
  document.head.append(script);
  if (!part) throw new Error('more');
}

function come(): Promise<void> {
  coming ??= load().catch((error: unknown) => { coming = null; throw error; });
  return coming;
}

/** Has it come before it is wanted; if it does not, whoever wants it asks again. */
export const ahead = (): void => { come().catch(() => {}); };

/** What the page hands to it. */
export function share(shared: object): void {
  window.clameurMore = {
    shared,
    come: (came) => {
      const style = document.createElement('style');
      style.textContent = came.css;
      document.head.append(style);
      addStrings(came.strings);
      part = came;
    },
  };
}

/** One of its components: asked for when it is first drawn, and with `wrong`, or nothing, in its place while it does not come. */
export function later<M extends More, P extends object>(of: (came: M) => ComponentType<P> | undefined, wrong?: Key): ComponentType<P> {
  return function Later(props: P) {
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
    const View = part ? of(part as M) : undefined;
    if (View) return <View {...props} />;
    return <p class="hint" aria-busy={!failed}>{failed && wrong ? t(wrong) : ''}</p>;
  };
}

declare global {
  interface Window { clameurMore: { shared: object; come: (part: More) => void } }
}
