/* SPDX-License-Identifier: Apache-2.0 */
/* What the form of a question says of right answers. */
import { t, type Key } from '../../lib/i18n';
import type { PartProps } from './Fields';
import type { Form } from './form';
import { NumberField } from './NumberField';

const DURATION = [5, 300] as const;
const POINTS_MOST = 10_000;
const NEAREST_MOST = 20;
const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

function Check({ words, on, set }: { words: Key; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      {t(words)}
    </label>
  );
}

const PointsField = ({ form, change }: PartProps) => (
  <NumberField id="points" words={t('host.form.points')} value={form.points} min={0} max={POINTS_MOST}
    set={(points) => change({ ...form, points: within(points, 0, POINTS_MOST) })} />
);

/** How long it may take, and what it is worth. */
export function QuizFields({ form, change }: PartProps) {
  const timed = form.duration > 0;
  const severalRight = form.right.filter(Boolean).length > 1;
  const put = (more: Partial<Form>) => change({ ...form, ...more });
  return (
    <>
      <div class="field-row">
        {timed && (
          <NumberField id="duration" words={t('host.form.duration')} value={form.duration} min={DURATION[0]} max={DURATION[1]}
            set={(duration) => put({ duration: within(duration, 1, DURATION[1]) })} />
        )}
        <PointsField form={form} change={change} />
      </div>
      <Check words="host.form.timed" on={timed} set={(on) => put({ duration: on ? 20 : 0 })} />
      {timed && <Check words="host.form.speed" on={form.speed} set={(speed) => put({ speed })} />}
      {!severalRight && <Check words="host.form.many" on={form.many} set={(many) => put({ many })} />}
    </>
  );
}

/** A number to guess: whoever comes nearest gets points. */
export function GuessFields({ form, change }: PartProps) {
  const { answer, from, to, nearest } = form;
  return (
    <>
      <Check words="host.form.guess" on={answer !== null} set={(on) => change({ ...form, answer: on ? from : null })} />
      {answer !== null && (
        <div class="field-row">
          <NumberField id="answer" words={t('host.form.answer')} value={answer} min={from} max={to} set={(value) => change({ ...form, answer: value })} />
          <NumberField id="nearest" words={t('host.form.nearest')} value={nearest} min={1} max={NEAREST_MOST}
            set={(value) => change({ ...form, nearest: within(value, 1, NEAREST_MOST) })} />
          <PointsField form={form} change={change} />
        </div>
      )}
    </>
  );
}
