/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy, type Key } from '../../lib/i18n';
import type { Board, BoardPhase, Idea } from '../../lib/protocol';
import { Bar } from '../Bar';
import { Timer } from '../Timer';
import { Act } from './Act';
import { NEXT_PHASE, STEPS, takesIn } from './aboutBoard';
import { useDesk, useStuck } from './desk';
import { Grouping } from './Grouping';
import { Large } from './later';
import { useLeading } from './leading';
import { boardTimer, reviewing, setBoardTimer, tab } from './ui';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How long a phase may last before it closes by itself. */
const TIMERS: readonly (readonly [number, Key, number])[] = [
  [0, 'host.timer.none', 0], ...[1, 2, 3, 5, 10, 30].map((n) => [n * MINUTE, 'host.closes.minutes', n] as const),
  [60 * MINUTE, 'host.closes.hours', 1], ...[1, 7, 30].map((n) => [n * DAY, 'host.closes.days', n] as const),
];

/** The way of a board, each step a button; the host may go to any. */
export function Steps({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  const led = board.phase === 'open' || board.phase === 'closed' && !STEPS.includes(board.phase);
  const steps: readonly BoardPhase[] = led ? ['open', 'closed'] : STEPS;
  const at = steps.indexOf(board.phase);
  return (
    <ol class="steps" aria-label={t('host.steps')}>
      {steps.map((step, place) => (
        <li key={step}>
          <button type="button" class={place < at ? 'past' : ''} aria-current={step === board.phase ? 'step' : undefined}
            disabled={stuck || step === board.phase} onClick={() => { void desk.moveBoard(board, step); }}>
            <span aria-hidden="true">{place < at ? '✓' : place + 1}</span> {t(`host.step.${step}` as Key)}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** When the phase that comes, or the one that is, closes by itself. */
export function ClosesPick() {
  return (
    <label class="timer-pick closes-pick">
      <span>{t('host.timer')}</span>
      <select value={boardTimer.value} onChange={(event) => setBoardTimer(Number(event.currentTarget.value))}>
        {TIMERS.map(([ms, words, n]) => <option key={ms} value={ms}>{t(words, { n })}</option>)}
      </select>
    </label>
  );
}

function Closing({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  if (!takesIn(board.phase)) return null;
  return (
    <div class="buttons closing">
      <ClosesPick />
      <Act words="host.closes.set" disabled={stuck || boardTimer.value === 0} run={() => { void desk.setClosing(board, boardTimer.value); }} />
      {board.closes > 0 && <Act words="host.closes.none" disabled={stuck} run={() => { void desk.setClosing(board, 0); }} />}
    </div>
  );
}

/** A question to the speaker: what the host does with it while the hall looks on. */
function Asked({ idea, board, now }: { idea: Idea; board: Board; now: boolean }) {
  const desk = useDesk();
  const stuck = useStuck();
  const leading = useLeading();
  const run = (status: 'making' | 'released') => {
    void desk.answerNow(board, idea, status, leading.value?.answering.value ?? null).then(() => leading.value?.read());
  };
  return (
    <li class={now ? 'asked-now' : ''}>
      <span class="result-body">
        {now && <b class="asked-head">{t('host.asked.now')}</b>}
        <span class="result-text">{tidy(idea.words.title)}</span>
        {idea.words.name && <span class="muted small-text">{idea.words.name}</span>}
      </span>
      <span class="result-percent" aria-label={t('host.review.supports', { n: idea.supports })}>▲ {number(idea.supports)}</span>
      <button type="button" class={now ? 'button small' : 'button quiet small'} disabled={stuck} onClick={() => run(now ? 'released' : 'making')}>
        {t(now ? 'host.asked.done' : 'host.asked.answer')}
      </button>
    </li>
  );
}

function Ranked({ ideas }: { ideas: readonly Idea[] }) {
  const most = Math.max(1, ...ideas.map(({ supports }) => supports));
  return (
    <ol class="result-rows">
      {ideas.map((idea, at) => (
        <li key={idea.id}>
          <span class="step-badge">{at + 1}</span>
          <span class="result-body">
            <span class="result-text">{tidy(idea.words.title)}</span>
            <Bar place={idea.number} share={idea.supports / most} />
          </span>
          <span class="result-percent">{number(idea.supports)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The board that the hall looks at: where it is on its way, and what leads. */
export function NowBoard({ board }: { board: Board }) {
  const desk = useDesk();
  const { model } = desk;
  const leading = useLeading().value;
  const isAsked = board.def.kind === 'questions';
  const first = leading?.first.value ?? [];
  const now = leading?.answering.value ?? null;
  return (
    <section class="card now" aria-labelledby="now-title">
      <div class="now-head">
        <span class={`state ${takesIn(board.phase) ? 'open' : board.phase}`}>{t(`host.phase.${board.phase}`)}</span>
        <span class="voters">{leading ? t(`host.total.${board.def.kind}` as Key, { n: leading.total.value }) : ''}</span>
        {takesIn(board.phase) && <Timer closes={board.closes} offset={model.clockOffset.value} />}
      </div>
      <h2 id="now-title" class="now-title">{tidy(board.def.title)}</h2>
      <Steps board={board} />
      <Closing board={board} />
      {board.phase === 'group' ? <Grouping board={board} /> : isAsked ? (
        <ol class="result-rows asked-rows">
          {now && <Asked key={now.id} idea={now} board={board} now />}
          {first.map((idea) => <Asked key={idea.id} idea={idea} board={board} now={false} />)}
        </ol>
      ) : (board.def.kind !== 'answers' || first.some(({ supports }) => supports > 0)) && <Ranked ideas={first} />}
      {board.phase !== 'collect' && first.length > 0 && <Large key={board.id} board={board} />}
      <div class="buttons">
        <Act words="host.along" run={() => { void desk.takeAlong(); }} />
        <Act words="host.board.review" run={() => { reviewing.value = board.id; tab.value = 'boards'; scrollTo(0, 0); }} />
      </div>
    </section>
  );
}

/** The big button, for a board. */
export function NextPhase({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  const next = NEXT_PHASE[board.phase];
  return (
    <>
      {takesIn(next) && <ClosesPick />}
      <button type="button" class="button next" disabled={stuck} aria-disabled={desk.overtaken.value} onClick={() => desk.next()}>
        <span class="next-does">{t(`host.move.${next}` as Key)}</span>
        <span class="next-what">{tidy(board.def.title)}</span>
      </button>
    </>
  );
}
