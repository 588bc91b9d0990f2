/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { number, t, tenth } from '../../../lib/i18n';
import type { Question, QuizBoardOk } from '../../../lib/protocol';
import type { Session } from '../session';
import { Nickname } from './Nickname';

const AGAIN_MS = 1_500;
type Own = NonNullable<QuizBoardOk['own']>;

/** What this person has in a revealed question; asked for again until it comes. */
function useOwn(session: Session, { id, version }: Question): QuizBoardOk | null {
  const [board, setBoard] = useState<QuizBoardOk | null>(null);
  const live = session.client.model.link.value.phase === 'live';
  useEffect(() => {
    if (!live) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = () => session.client.send<QuizBoardOk & Record<string, unknown>>('quiz.board', { question: id, n: 0 })
      .then((ok) => { if (!isOver) setBoard(ok); }, () => { if (!isOver) timer = setTimeout(() => { void ask(); }, AGAIN_MS); });
    void ask();
    return () => { isOver = true; clearTimeout(timer); };
  }, [id, version, live]);
  return board;
}

function movement({ place, was }: Own): string {
  if (!was || was === place) return '';
  return t(was > place ? 'join.quiz.up' : 'join.quiz.down', { n: Math.abs(was - place) });
}

/** Right or not, what that gives, and where one stands. */
export function Verdict({ session, question }: { session: Session; question: Question }) {
  const board = useOwn(session, question);
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
