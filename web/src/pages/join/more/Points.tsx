/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { Letter } from '../../../components/Letter';
import { t, tidy } from '../../../lib/i18n';
import { announce } from '../../../lib/live';
import type { PointsDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useDraft } from './draft';
import { useHold } from './hold';

const TOTAL = 100;
const STEP = 5;

/** Points shared out among the options by button, slider or number; Confirm when none is left. */
export function Points({ session, question, def }: KindProps<PointsDefinition>) {
  const { options } = def;
  const standing = session.ballot(question);
  const [points, setPoints] = useDraft<readonly number[]>(
    question, standing && 'points' in standing ? standing.points : options.map(() => 0));
  const left = TOTAL - points.reduce((sum, some) => sum + some, 0);
  const said = t('join.points.left', { n: left });
  useEffect(() => { if (left < TOTAL) announce(said); }, [said]);

  const set = (option: number, wanted: number) => {
    const value = Math.max(0, Math.min(Math.round(wanted) || 0, points[option]! + left));
    setPoints(points.map((some, at) => (at === option ? value : some)));
  };
  const confirm = (event: Event) => {
    event.preventDefault();
    if (left === 0) session.cast(question, { points: [...points] });
  };
  return (
    <form onSubmit={confirm}>
      <div class="shares">
        {options.map((text, option) => (
          <Share key={option} place={option} text={text} points={points[option]!} left={left}
            set={(value) => set(option, value)} />
        ))}
      </div>
      <div class="confirm">
        <p class="count"><strong>{said}</strong>{' '}
          <span class="muted">{t(left ? 'join.points.how' : 'join.points.ready')}</span></p>
        <button class="button" type="submit" disabled={left > 0}>{t('join.confirm')}</button>
      </div>
      <AskFoot session={session} question={question} hint="" send={null} />
    </form>
  );
}

interface ShareProps {
  place: number;
  text: string;
  points: number;
  left: number;
  /** More than are left is as many as are left. */
  set: (value: number) => void;
}

function Share({ place, text, points, left, set }: ShareProps) {
  const less = useHold(() => set(points - STEP));
  const more = useHold(() => set(points + STEP));
  const name = t('join.points.of', { text });
  return (
    <div class="share" role="group" aria-label={text}>
      <p class="share-name"><Letter place={place} /><span>{tidy(text)}</span></p>
      <p class="share-how">
        <button type="button" class="arrow" aria-label={t('join.points.less', { text })} aria-disabled={points === 0} {...less}>−</button>
        <input type="range" min={0} max={TOTAL} step={1} value={points} aria-label={name}
          onInput={(event) => set(event.currentTarget.valueAsNumber)} />
        <button type="button" class="arrow" aria-label={t('join.points.more', { text })} aria-disabled={left === 0} {...more}>+</button>
        <input type="number" inputMode="numeric" min={0} max={points + left} value={points} aria-label={name}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => set(event.currentTarget.valueAsNumber)} />
      </p>
    </div>
  );
}
