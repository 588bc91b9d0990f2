/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../../lib/i18n';
import type { QuizDefinition } from '../../../lib/protocol';
import { Multiple } from '../Multiple';
import { Option, percentsOf } from '../Option';
import { Single } from '../Single';
import type { KindProps } from '../kinds';
import { Verdict } from './Verdict';

/** One tap, or several ticks; what gives points is said beside it. */
export function QuizAsk({ session, question, def }: KindProps<QuizDefinition>) {
  return (
    <>
      <p class="stakes">{t(def.speed && def.duration ? 'join.quiz.speed' : 'join.quiz.points', { n: def.points ?? 0 })}</p>
      {def.many
        ? <Multiple session={session} question={question} def={{ ...def, kind: 'multiple', min: 1, max: def.options.length }} />
        : <Single session={session} question={question} def={{ ...def, kind: 'single' }} />}
    </>
  );
}

/** What one answered; once it is revealed, what is right and what that gives. */
export function QuizResults({ session, question, def }: KindProps<QuizDefinition>) {
  const percents = percentsOf(def, session.tally(question));
  const mine = session.options(question);
  const { right } = def;
  const wordsOf = (place: number): string => [
    mine.includes(place) && t('join.mine'), right && t(right.includes(place) ? 'join.quiz.is_right' : 'join.quiz.is_wrong'),
  ].filter(Boolean).join(', ');
  return (
    <>
      {right ? <Verdict session={session} question={question} /> : null}
      <ul class="options done">
        {def.options.map((text, place) => {
          const own = mine.includes(place);
          const is = right ? (right.includes(place) ? ' right' : own ? ' wrong' : ' rest') : '';
          return (
            <li class={`option${own ? ' own' : ''}${is}`} key={text}>
              <Option def={def} place={place} percents={percents} ticked={own} words={wordsOf(place)} />
              {is && is !== ' rest' ? <span class="sign" aria-hidden="true">{is === ' right' ? '✓' : '✕'}</span> : null}
            </li>
          );
        })}
      </ul>
      {right && mine.length === 0 ? <p class="hint">{t('join.quiz.none', { text: right.map((place) => tidy(def.options[place]!)).join(', ') })}</p> : null}
    </>
  );
}
