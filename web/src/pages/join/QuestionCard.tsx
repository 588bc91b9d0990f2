/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { Timer } from '../../components/Timer';
import { t, tidy } from '../../lib/i18n';
import type { Question } from '../../lib/protocol';
import { viewOf } from './kinds';
import { Refused, Status } from './Status';
import type { Session } from './session';

export interface CardProps {
  session: Session;
  question: Question;
  phase: 'connecting' | 'live' | 'away';
}

/** One question in whatever state it is: asked, answered, closed or revealed. */
export function QuestionCard({ session, question, phase }: CardProps) {
  const { model } = session.client;
  const open = question.state === 'open';
  const place = (model.room.value?.order.indexOf(question.id) ?? -1) + 1;
  const asking = open && session.isEditing(question);
  useEffect(() => scrollTo(0, 0), [question.id]);
  return (
    <>
      <p class="top">
        <span>{place > 0 && session.steps.value.length === 0 ? t('question.place', { place }) : ''}</span>
        {open ? <Timer closes={question.closes} offset={model.clockOffset.value} /> : <State question={question} />}
      </p>
      <h1 class="title" id="title" tabIndex={-1}>{tidy(question.def.title)}</h1>
      <Refused session={session} question={question} />
      <Body session={session} question={question} asking={asking} />
      {asking ? null : <Status session={session} question={question} phase={phase} />}
    </>
  );
}

function State({ question }: { question: Question }) {
  return <span class={`badge ${question.state}`}>{t(question.state === 'revealed' ? 'join.revealed' : 'join.closed')}</span>;
}

function Body({ session, question, asking }: { session: Session; question: Question; asking: boolean }) {
  const { def } = question;
  const { Ask, Results } = viewOf(def);
  const View = asking ? Ask : Results;
  return <View key={question.id} session={session} question={question} def={def} />;
}
