/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import type { CardProps, QuestionCard } from '../QuestionCard';
import type { Session } from '../session';

/** `Card` is the page's own, which is not sent again. */
type Props = Omit<CardProps, 'question'> & { Card: typeof QuestionCard };

/** Takes the keyboard and the eye to what is asked now. */
function toTop(): void {
  scrollTo(0, 0);
  document.getElementById('title')?.focus({ preventScroll: true });
}

/** All open questions, one after the other, back and forth; each answer is kept as it is given. */
export function Survey({ session, phase, Card }: Props) {
  const steps = session.steps.value;
  const left = steps.filter((step) => session.ballot(step) === null);
  const [over, setOver] = useState(left.length === 0);
  const question = session.question.value;
  const at = Math.max(0, steps.findIndex(({ id }) => id === question?.id));
  const step = steps[at];
  // What is on the screen stays there when it is answered.
  useEffect(() => { if (!over && step) session.look(step.id); }, [over, step?.id]);
  if (!step) return null;
  const go = (id: string | undefined) => {
    setOver(id === undefined);
    if (id !== undefined) session.look(id);
    requestAnimationFrame(toTop);
  };
  const done = steps.length - left.length;
  return (
    <section class="survey">
      <Progress at={over ? steps.length : at + 1} over={over} done={done} all={steps.length} />
      {over
        ? <Thanks done={done} all={steps.length} left={left.length} answer={() => go(left[0]?.id)} look={() => go(steps[0]!.id)} />
        : (
          <>
            <div class="card question"><Card key={`${step.id}/${step.round}`} session={session} question={step} phase={phase} /></div>
            <p class="ways">
              <button type="button" class="button quiet" disabled={at === 0} onClick={() => go(steps[at - 1]?.id)}>{t('join.survey.back')}</button>
              <Onwards session={session} answered={!left.includes(step)} last={at === steps.length - 1} go={() => go(steps[at + 1]?.id)} />
            </p>
          </>
        )}
    </section>
  );
}

/** Says what it will do: go on, leave this out, or end. */
function Onwards({ session, answered, last, go }: { session: Session; answered: boolean; last: boolean; go: () => void }) {
  const words = last ? 'join.survey.finish' : answered ? 'join.survey.next' : 'join.survey.skip';
  const editing = session.question.value && session.isEditing(session.question.value);
  return <button type="button" class={answered && !editing ? 'button' : 'button quiet'} onClick={go}>{t(words)}</button>;
}

function Progress({ at, over, done, all }: { at: number; over: boolean; done: number; all: number }) {
  return (
    <div class="progress">
      <p>
        <b>{over ? t('join.survey.end') : t('join.survey.at', { at, all })}</b>
        <span class="muted">{t('join.survey.answered', { n: done })}</span>
      </p>
      <span class="track" aria-hidden="true"><span class="fill" style={`transform:scaleX(${done / all})`} /></span>
    </div>
  );
}

interface ThanksProps { done: number; all: number; left: number; answer: () => void; look: () => void }

function Thanks({ done, all, left, answer, look }: ThanksProps) {
  return (
    <div class="card notice thanks">
      <p class="tick" aria-hidden="true">✓</p>
      <h1 id="title" tabIndex={-1}>{t('join.survey.thanks')}</h1>
      <p>{left === 0 ? t('join.survey.all_done') : t('join.survey.done', { n: done, all })}</p>
      <p class="muted">{t('join.survey.saved')}</p>
      <p class="ways">
        {left > 0 ? <button type="button" class="button" onClick={answer}>{t('join.survey.left', { n: left })}</button> : null}
        <button type="button" class="button quiet" onClick={look}>{t('join.survey.look')}</button>
      </p>
    </div>
  );
}
