/* SPDX-License-Identifier: Apache-2.0 */
import { useAsked } from '../../../lib/asked';
import { number, t, tenth } from '../../../lib/i18n';
import type { Question, QuizBoardOk } from '../../../lib/protocol';
import type { Session } from '../session';
import { Nickname } from './Nickname';

type Own = NonNullable<QuizBoardOk['own']>;

function movement({ place, was }: Own): string {
  if (!was || was === place) return '';
  return t(was > place ? 'join.quiz.up' : 'join.quiz.down', { n: Math.abs(was - place) });
}

/** Right or not, what that gives, and where one stands. */
export function Verdict({ session, question }: { session: Session; question: Question }) {
  const board = useAsked<QuizBoardOk>(session.client, 'quiz.board', { question: question.id, n: 0 }, [question.id, question.version]);
  const own = board?.own ?? null;
  const answer = own?.answer ?? null;
  const moved = own ? movement(own) : '';
  if (!board || !own) return null;
  return (
    <section class={`verdict${answer ? (answer.right ? ' good' : ' bad') : ''}`} role="status">
      {answer ? (
        <p class="verdict-head">
          <strong>{t(answer.right ? 'join.quiz.right' : question.def.kind === 'number' ? 'join.quiz.far' : 'join.quiz.wrong')}</strong>
          <span class="verdict-points">{t(answer.points > 0 ? 'join.quiz.plus' : 'join.quiz.nothing', { n: answer.points })}</span>
        </p>
      ) : null}
      {answer?.ms !== undefined && answer.right ? <p class="verdict-time">{t('join.quiz.time', { seconds: tenth(answer.ms / 1000) })}</p> : null}
      {answer?.place ? <p class="verdict-time">{t('join.quiz.nearest', { place: answer.place })}</p> : null}
      <p class="verdict-total">
        <span>{t('join.quiz.place', { place: number(own.place), of: number(board.players) })}</span>{' '}
        <span>{t('join.quiz.total', { n: own.points })}</span>
        {moved ? <span class="moved">{moved}</span> : null}
      </p>
      <Nickname session={session} />
    </section>
  );
}
