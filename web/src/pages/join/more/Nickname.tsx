/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import type { QuizBoardOk, Refusal } from '../../../lib/protocol';
import type { Session } from '../session';

const NAME_MOST = 40;

/** How one is called on the leaderboard: a name that was made up, until one says another. */
export function Nickname({ session }: { session: Session }) {
  const [name, setName] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const begin = () => {
    void session.client.send<QuizBoardOk & Record<string, unknown>>('quiz.board', { n: 1 })
      .then(({ own }) => setName(own?.name ?? ''), () => setSaid(t('join.quiz.name_away')));
  };
  const save = (event: Event) => {
    event.preventDefault();
    session.client.send('me.name', { name: name!.trim() }).then(() => {
      setName(null);
      setSaid(t('join.quiz.name_saved'));
    }, ({ code }: Refusal) => setSaid(t(code === 'word' || code === 'bad_text' ? 'join.quiz.name_bad' : 'join.quiz.name_away')));
  };
  return (
    <>
      {name === null ? <button type="button" class="change" onClick={begin}>{t('join.quiz.name')}</button> : (
        <form class="nickname" onSubmit={save}>
          <label for="nickname">{t('join.quiz.name_how')}</label>
          <p class="row">
            <input id="nickname" type="text" value={name} maxLength={NAME_MOST} autoComplete="nickname" onInput={(event) => setName(event.currentTarget.value)} />
            <button type="submit" class="button">{t('join.quiz.name_save')}</button>
          </p>
        </form>
      )}
      {said ? <p class="hint">{said}</p> : null}
    </>
  );
}
