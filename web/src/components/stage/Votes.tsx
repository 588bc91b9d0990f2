/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { number, t, type Key } from '../../lib/i18n';
import type { Tally } from '../../lib/model';
import type { Kind, Question } from '../../lib/protocol';

const DOTS = 32;
/** Neighbouring votes light dots far apart: 13 and 32 have no common divisor. */
const STRIDE = 13;

/** Each vote that arrives lights a dot for a moment: the hall sees itself vote and learns nothing else. */
function Crowd({ beat }: { beat: number }) {
  const [resting, setResting] = useState(true);
  useEffect(() => {
    setResting(false);
    const timer = setTimeout(() => setResting(true), 700);
    return () => clearTimeout(timer);
  }, [beat]);
  const lit = (dot: number) => !resting && [0, 1, 2].some((back) => ((beat - back) * STRIDE) % DOTS === dot);
  return (
    <span class="crowd" aria-hidden="true">
      {Array.from({ length: DOTS }, (_, dot) => <span key={dot} class={lit(dot) ? 'lit' : ''} />)}
    </span>
  );
}

/** Why no result is on the screen, if none is. */
function reason({ state, def }: Question): string {
  if (def.results === 'never') return t('stage.hidden.never');
  return t(state === 'closed' ? 'stage.hidden.soon' : 'stage.hidden.open');
}

/** What the numbers of a kind are, where they are no plain votes. */
const HOW: Readonly<Partial<Record<Kind, Key>>> = {
  multiple: 'stage.multiple', ranking: 'stage.ranking', points: 'stage.points',
};

/** Beside a question: how many voted, and why the result is not there. */
export function Votes({ question, tally }: { question: Question; tally: Tally | null }) {
  const voters = tally?.voters ?? null;
  const hidden = !tally?.counts;
  const how = HOW[question.def.kind];
  return (
    <div class={`votes${hidden ? ' hidden-result' : ''}`}>
      {question.state !== 'open' && (
        <p class="state">{t(question.state === 'closed' ? 'stage.closed' : 'stage.revealed')}</p>
      )}
      {voters !== null && (
        <p class="voters"><strong>{number(voters)}</strong> {t('stage.voted', { n: voters })}</p>
      )}
      {hidden && question.state === 'open' && <Crowd beat={voters ?? tally?.rev ?? 0} />}
      {hidden && <p class="why">{reason(question)}</p>}
      {!hidden && how && <p class="why">{t(how)}</p>}
    </div>
  );
}
