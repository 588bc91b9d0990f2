/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { Question } from '../../lib/protocol';
import type { Session } from './session';

interface Props {
  session: Session;
  question: Question;
  hint: string;
  /** Sends a choice made by keyboard, if one waits. */
  send: (() => void) | null;
}

/** Under the options: what to do, what will happen, and the way back from a change. */
export function AskFoot({ session, question, hint, send }: Props) {
  const { results = 'after_vote', change = true } = question.def;
  const changing = session.ballot(question) !== null;
  const hints = [hint];
  if (!change) hints.push(t('join.final_hint'));
  if (results === 'after_vote' && !changing) hints.push(t('join.after_vote'));
  return (
    <div class="foot">
      <p class="hint">{hints.join(' ').trim()}</p>
      {send || changing ? (
        <p class="row">
          {changing ? <button type="button" class="button quiet" onClick={() => session.edit(null)}>{t('join.cancel')}</button> : null}
          {send ? <button type="button" class="button" onClick={send}>{t('join.send_key')}</button> : null}
        </p>
      ) : null}
    </div>
  );
}
