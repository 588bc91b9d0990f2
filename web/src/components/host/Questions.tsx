/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import { isAsked } from '../../lib/kinds';
import type { Question } from '../../lib/protocol';
import { useDesk } from './desk';
import { QuestionFiles, RoomFiles } from './Files';
import { Act } from './Act';
import { AgendaActs } from './Agenda';
import { State } from './Now';
import { Deck } from './later';
import { Results } from './Results';
import { unfolded, writing } from './ui';

function Actions({ question, place, count }: { question: Question; place: number; count: number }) {
  const desk = useDesk();
  const { state, round } = question;
  const isCurrent = desk.model.room.value?.current === question.id && desk.model.board.value === null;
  const isDraft = state === 'draft';
  const asks = isAsked(question);
  return (
    <div class="buttons">
      {isDraft && <Act words={asks ? 'host.open' : 'host.show'} run={() => desk.move(question, 'open')} />}
      {asks && state === 'open' && <Act words="host.close" run={() => desk.move(question, 'close')} />}
      {asks && (state === 'open' || state === 'closed') && <Act words="host.reveal" run={() => desk.move(question, 'reveal')} />}
      {(state === 'closed' || state === 'revealed') && (
        <Act words="host.reopen" run={() => desk.move(question, 'reopen')} />
      )}
      {!isDraft && !isCurrent && <Act words="host.show" run={() => desk.room({ current: question.id })} />}
      {isDraft && <Act words="host.edit" run={() => { writing.value = { question, copy: false }; }} />}
      {isDraft && round > 1 && <Act words="host.restore" run={() => desk.move(question, 'restore')} />}
      {asks && <Act words="host.copy" run={() => { writing.value = { question, copy: true }; }} />}
      {asks && !isDraft && <Act words="host.reset" run={() => desk.reset(question)} />}
      <Act words="host.up" disabled={place === 0} run={() => desk.place(question, place - 1)} />
      <Act words="host.down" disabled={place === count - 1} run={() => desk.place(question, place + 1)} />
      <Act words="host.remove" run={() => desk.remove(question)} />
    </div>
  );
}

function Row({ question, place, count }: { question: Question; place: number; count: number }) {
  const { model } = useDesk();
  const tally = model.tallyOf(question);
  const isOpen = unfolded.value === question.id;
  const isCurrent = model.room.value?.current === question.id && model.board.value === null;
  const body = `question-${question.id}`;
  return (
    <li class={`question${isCurrent ? ' current' : ''}`}>
      <button type="button" class="question-row" aria-expanded={isOpen} aria-controls={isOpen ? body : undefined}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => { unfolded.value = isOpen ? null : question.id; }}>
        <span class="question-place">{place + 1}</span>
        <span class="question-text">
          <span class="question-title">{question.def.title}</span>
          <span class="question-facts">
            <State state={question.state} />
            {question.state !== 'draft' && tally && isAsked(question) && <span>{t('votes', { n: tally.voters ?? 0 })}</span>}
          </span>
        </span>
        <span class="chevron" aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
      </button>
      {isOpen && (
        <div id={body} class="question-body">
          {(question.state !== 'draft' || !isAsked(question)) && !isCurrent && <Results question={question} tally={tally} />}
          <Actions question={question} place={place} count={count} />
          {question.state !== 'draft' && isAsked(question) && !model.room.value?.settings.rehearsal && <QuestionFiles question={question} />}
        </div>
      )}
    </li>
  );
}

/** All questions in their order, each unfolding what can be done to it. */
export function Questions() {
  const { model } = useDesk();
  const questions = model.questions.value;
  return (
    <section class="card questions" aria-labelledby="questions-title">
      <div class="card-head">
        <h2 id="questions-title">{t('host.questions')}</h2>
        <button type="button" class="button small" onClick={() => { writing.value = { question: null, copy: false }; }}>
          {t('host.write')}
        </button>
      </div>
      {questions.length === 0 && <p class="muted">{t('host.questions.none')}</p>}
      <ol>
        {questions.map((question, place) => (
          <Row key={question.id} question={question} place={place} count={questions.length} />
        ))}
      </ol>
      <Deck />
      {!model.room.value?.settings.rehearsal && <RoomFiles />}
      <AgendaActs />
    </section>
  );
}
