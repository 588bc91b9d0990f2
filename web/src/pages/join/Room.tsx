/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { t, tidy, type Key } from '../../lib/i18n';
import type { Board, Question } from '../../lib/protocol';
import { announceChanges } from './announce';
import { Notice } from '../../components/phone/Notice';
import { Reactions, Survey } from './later';
import { QuestionCard } from './QuestionCard';
import type { Session } from './session';

/** What one may do on a board; on others, look. */
const PHASES: Readonly<Record<string, Key>> = {
  open: 'join.board.open', collect: 'join.board.open', support: 'join.board.support',
};

interface Props {
  session: Session;
  phase: 'connecting' | 'live' | 'away';
}

export function Room({ session, phase }: Props) {
  const question = session.question.value;
  const steps = session.steps.value;
  const others = steps.length > 0 ? [] : session.others.value;
  const boards = session.client.model.boards.value;
  const now = session.client.model.board.value;
  useEffect(() => announceChanges(session), []);
  return (
    <>
      <Trouble session={session} phase={phase} />
      {now ? <Now session={session} board={now} /> : null}
      {steps.length > 0
        ? <Survey session={session} phase={phase} Card={QuestionCard} />
        : question
        ? <Focused session={session} question={question} phase={phase} />
        : now ? null : <Waiting first={others.length === 0} />}
      <Boards session={session} boards={boards.filter((board) => board !== now)} />
      {others.length > 0 ? <Others session={session} questions={others} /> : null}
      {session.client.model.room.value?.settings.reactions ? <Reactions client={session.client} /> : null}
    </>
  );
}

/** Words for a break that lasts; what was on the screen stays there. */
function Trouble({ session, phase }: Props) {
  const { up, full } = session.client.model.store.value;
  if (phase === 'away') return <p class="banner">{t('join.offline')}</p>;
  return up && !full ? null : <p class="banner">{t('join.store_down')}</p>;
}

function Waiting({ first }: { first: boolean }) {
  return (
    <Notice title={t('join.wait.title')}>
      <p>{first ? t('join.wait.next') : t('join.wait.between')}</p>
      <p class="muted">{t('join.wait.sleep')}</p>
    </Notice>
  );
}

/** Takes the keyboard along when one question gives way to another under it. */
function Focused({ session, question, phase }: Props & { question: Question }) {
  const card = useRef<HTMLElement>(null);
  const inside = useRef(false);
  const key = `${question.id}/${question.round}`;
  useEffect(() => {
    const heading = card.current?.querySelector<HTMLElement>('h1');
    if (inside.current && document.activeElement === document.body) heading?.focus();
  }, [key, question.state]);
  return (
    <section class="card question" ref={card} onFocusIn={() => { inside.current = true; }}
      onFocusOut={(event) => { inside.current = event.relatedTarget === null; }}>
      <QuestionCard key={key} session={session} question={question} phase={phase} />
    </section>
  );
}

const can = ({ phase }: Board): string => t(PHASES[phase] ?? 'join.board.look');

/** The board that the hall looks at. */
function Now({ session, board }: { session: Session; board: Board }) {
  return (
    <section class="card question now">
      <p class="muted">{t('join.board.now')}</p>
      <h1>{tidy(board.def.title)}</h1>
      <p class="row"><a class="button" href={`/b/${session.code}/${board.id}`}>{can(board)}</a></p>
    </section>
  );
}

/** Lists that are open to people, each leading to its page. */
function Boards({ session, boards }: { session: Session; boards: readonly Board[] }) {
  return boards.length === 0 ? null : (
    <nav class="others" aria-labelledby="boards">
      <h2 id="boards">{t('join.boards')}</h2>
      <ul>
        {boards.map((board) => (
          <li key={board.id}>
            <a class="other" href={`/b/${session.code}/${board.id}`}>
              <span class="text">{tidy(board.def.title)}</span>
              <span class={PHASES[board.phase] ? 'badge open' : 'badge'}>{can(board)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Others({ session, questions }: { session: Session; questions: readonly Question[] }) {
  return (
    <nav class="others" aria-labelledby="others">
      <h2 id="others">{t('join.more')}</h2>
      <ul>
        {questions.map((question) => {
          const voted = question.state === 'open' && session.ballot(question) !== null;
          return (
            <li key={question.id}>
              <button type="button" class="other" onClick={() => { session.look(question.id); scrollTo(0, 0); }}>
                <span class="text">{tidy(question.def.title)}</span>
                <span class={`badge ${question.state}`}>{t(`join.badge.${voted ? 'voted' : question.state}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
