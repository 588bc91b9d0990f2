/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { Board } from '../../lib/protocol';
import { Act } from './Act';
import { NEXT_PHASE, PHASES } from './aboutBoard';
import { useDesk, useStuck } from './desk';
import { BoardFiles } from './Files';
import { useReview } from './looking';
import { reviewing, tab, unfolded, writingBoard } from './ui';

/** How many wait for a check, as far as the first page tells. */
function Waiting({ board }: { board: Board }) {
  const review = useReview().value;
  if (!review || review.board !== board.id) return null;
  const n = review.waiting.value;
  if (n === 0) return null;
  return <span class="waiting">{t('host.board.waiting', { n })}</span>;
}

function Body({ board }: { board: Board }) {
  const desk = useDesk();
  const stuck = useStuck();
  const { phase, id } = board;
  const next = NEXT_PHASE[phase];
  return (
    <div id={`board-${id}`} class="question-body">
      <div class="buttons">
        <button type="button" class="button small" disabled={stuck} onClick={() => { void desk.moveBoard(board, next); }}>
          {t(`host.move.${next}` as 'host.move.open')}
        </button>
        {phase === 'draft' ? <Act words="host.move.collect" disabled={stuck} run={() => desk.moveBoard(board, 'collect')} /> : null}
        {phase === 'draft' ? null : (
          <Act words="host.board.review" run={() => { reviewing.value = id; tab.value = 'boards'; scrollTo(0, 0); }} />
        )}
        {phase === 'draft' || desk.model.board.value?.id === id ? null : <Act words="host.show" disabled={stuck} run={() => { tab.value = 'now'; void desk.show(id); }} />}
        <Act words="host.edit" run={() => { writingBoard.value = { board }; }} />
        {phase === 'draft' ? null
          : <a class="button quiet small" href={`/b/${desk.model.room.value!.code}/${id}`} target="_blank" rel="noopener">{t('host.board.page')}</a>}
        <Act words="host.remove" run={() => desk.removeBoard(board)} />
      </div>
      {phase === 'draft' ? null : (
        <details class="phases">
          <summary>{t('host.board.other')}</summary>
          <div class="buttons">
            {PHASES.filter((other) => other !== phase && other !== next).map((other) => (
              <Act key={other} words={`host.move.${other}` as 'host.move.open'} disabled={stuck} run={() => desk.moveBoard(board, other)} />
            ))}
          </div>
        </details>
      )}
      <BoardFiles board={board} />
    </div>
  );
}

function Row({ board }: { board: Board }) {
  const isOpen = unfolded.value === board.id;
  const isOnScreen = useDesk().model.board.value?.id === board.id;
  const { phase, def } = board;
  const takes = phase === 'open' || phase === 'collect' || phase === 'support';
  return (
    <li class={`question${reviewing.value === board.id || isOnScreen ? ' current' : ''}`}>
      <button type="button" class="question-row" aria-expanded={isOpen} aria-controls={isOpen ? `board-${board.id}` : undefined}
        onClick={() => { unfolded.value = isOpen ? null : board.id; }}>
        <span class="question-text">
          <span class="question-title">{def.title}</span>
          <span class="question-facts">
            <span class={`state ${takes ? 'open' : phase}`}>{t(`host.phase.${phase}`)}</span>
            <span>{t(`host.kind.${def.kind}`)}</span>
            <Waiting board={board} />
          </span>
        </span>
        <span class="chevron" aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
      </button>
      {isOpen && <Body board={board} />}
    </li>
  );
}

/** The lists where people write, each unfolding what can be done to it. */
export function Boards() {
  const boards = useDesk().model.boards.value;
  return (
    <section class="card boards" aria-labelledby="boards-title">
      <div class="card-head">
        <h2 id="boards-title">{t('host.boards')}</h2>
        <button type="button" class="button small quiet" onClick={() => { writingBoard.value = { board: null }; }}>{t('host.board.add')}</button>
      </div>
      {boards.length === 0 && <p class="muted">{t('host.boards.none')}</p>}
      <ol>{boards.map((board) => <Row key={board.id} board={board} />)}</ol>
    </section>
  );
}
