/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { isAsked } from '../../lib/kinds';
import { announce } from '../../lib/live';
import type { Question, QuestionState } from '../../lib/protocol';
import { hasShift, mayShift } from '../../lib/shift';
import { Timer } from '../Timer';
import { Act } from './Act';
import { useDesk, useStuck } from './desk';
import { Shift, SurveyNow } from './later';
import { NextPhase, NowBoard } from './NowBoard';
import { isTold, Results } from './Results';
import { bringing, setTimer, timer, TIMERS_MS } from './ui';

export const STATES: Readonly<Record<QuestionState, Key>> = {
  draft: 'host.state.draft', open: 'host.state.open', closed: 'host.state.closed', revealed: 'host.state.revealed',
};
const TIMER_WORDS: Readonly<Record<number, Key>> = {
  0: 'host.timer.none', 30_000: 'host.timer.30', 60_000: 'host.timer.60', 120_000: 'host.timer.120',
};

export function State({ state }: { state: QuestionState }) {
  return <span class={`state ${state}`}>{t(STATES[state])}</span>;
}

const MORE_MS = 30_000;

/** Whoever needs longer gets longer. */
function MoreTime({ question }: { question: Question }) {
  const desk = useDesk();
  const stuck = useStuck();
  const timed = question.closes > 0;
  return (
    <>
      <Act words={timed ? 'host.time.more' : 'host.time.set'} disabled={stuck} run={() => { void desk.extend(question, MORE_MS); }} />
      {timed && <Act words="host.time.none" disabled={stuck} run={() => { void desk.extend(question, 0); }} />}
    </>
  );
}

/** What the host wanted to say with it; nobody else is sent it. */
function Notes({ question: { def: { notes } } }: { question: Question }) {
  if (!notes) return null;
  return <section class="notes" aria-labelledby="notes-title"><h3 id="notes-title">{t('host.notes')}</h3>{notes}</section>;
}

/** Everything that can be done to the question, besides the big button. */
function Moves({ question }: { question: Question }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { state } = question;
  const reveals = state === 'open' && question.def.results !== 'never';
  return (
    <div class="buttons">
      <Act words="host.along" disabled={stuck} run={() => { void desk.takeAlong(); }} />
      {state === 'open' && isAsked(question) && <MoreTime question={question} />}
      {reveals && <Act words="host.reveal_now" disabled={stuck} run={() => desk.move(question, 'reveal')} />}
      {(state === 'closed' || state === 'revealed') && (
        <Act words="host.reopen" disabled={stuck} run={() => desk.move(question, 'reopen')} />
      )}
      {(state === 'closed' || state === 'revealed') && mayShift(question.def) && (
        <Act words="host.second" disabled={stuck} run={() => desk.move(question, 'again')} />
      )}
      {state !== 'draft' && isAsked(question) && <Act words="host.reset" disabled={stuck} run={() => desk.reset(question)} />}
      {state === 'draft' && question.round > 1 && (
        <Act words="host.restore" disabled={stuck} run={() => desk.move(question, 'restore')} />
      )}
    </div>
  );
}

/** The question the room looks at, with its live tally. */
export function Now() {
  const desk = useDesk();
  const { model } = desk;
  const board = model.board.value;
  // Who people are is asked beside what the room looks at; before anything is, there is nothing else.
  const question = model.current.value ?? model.questions.value.find(({ state, def }) => state === 'open' && def.kind === 'segment') ?? null;
  const tally = question ? model.tallyOf(question) : null;
  const voters = tally?.voters ?? 0;
  useEffect(() => {
    if (question?.state === 'open' && voters > 0) announce(t('votes', { n: voters }));
  }, [voters]);
  if (board) return <NowBoard board={board} />;
  if (desk.isSurvey && model.questions.value.some((one) => one.state === 'open' && isAsked(one))) return <SurveyNow />;
  if (!question) {
    const empty = model.questions.value.length === 0;
    return (
      <section class="card now empty" aria-labelledby="now-title">
        <h2 id="now-title">{t(empty ? 'host.now.none' : 'host.now.wait')}</h2>
        <p class="muted">{t(empty ? 'host.now.none_how' : 'host.now.wait_how')}</p>
        {empty && <Act words="host.agenda.templates" run={() => { bringing.value = true; }} />}
      </section>
    );
  }
  return (
    <section class="card now" aria-labelledby="now-title">
      <div class="now-head">
        <State state={question.state} />
        <span class="voters">{isAsked(question) && isTold(question, tally) && t('votes', { n: voters })}</span>
        {question.state === 'open' && <Timer closes={question.closes} offset={model.clockOffset.value} />}
      </div>
      <h2 id="now-title" class="now-title">{question.def.title}</h2>
      <Notes question={question} />
      <Results question={question} tally={tally} />
      {hasShift(question) && <Shift key={`${question.id} ${question.version}`} question={question} />}
      <Moves question={question} />
    </section>
  );
}

const NEXT: Readonly<Record<string, Key>> = {
  close: 'host.next.close', reveal: 'host.next.reveal', open: 'host.next.open', write: 'host.next.write',
  done: 'host.next.done', open_all: 'host.next.open_all', close_all: 'host.next.close_all',
};

function TimerPick() {
  return (
    <fieldset class="timer-pick">
      <legend>{t('host.timer')}</legend>
      {TIMERS_MS.map((ms) => (
        <label key={ms}>
          <input type="radio" name="timer" checked={timer.value === ms} onChange={() => setTimer(ms)} />
          <span>{t(TIMER_WORDS[ms]!)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** One button, always in the same place, that says what it will do. */
export function NextBar() {
  const desk = useDesk();
  const { model } = desk;
  const board = model.board.value;
  const { does, question } = desk.step;
  const stuck = useStuck() && does !== 'write';
  const at = question ? model.questions.value.indexOf(question) + 1 : 0;
  if (board) return <div class="next-bar"><NextPhase board={board} /></div>;
  return (
    <div class="next-bar">
      {does === 'open' && question && isAsked(question) && <TimerPick />}
      <button type="button" class={`button next ${does}`} disabled={stuck || does === 'done'} aria-disabled={desk.overtaken.value} onClick={() => desk.next()}>
        <span class="next-does">{t(does === 'open' && question && !isAsked(question) ? 'host.show' : NEXT[does]!, { at })}</span>
        {does === 'open' && question && <span class="next-what">{question.def.title}</span>}
      </button>
    </div>
  );
}
