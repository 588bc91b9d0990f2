/* SPDX-License-Identifier: Apache-2.0 */
import { number, t } from '../../lib/i18n';
import { useDesk } from './desk';

/** How far people are in a survey: who answered each open question, of the most that answered one. */
export function SurveyNow() {
  const { model } = useDesk();
  const open = model.questions.value.filter(({ state, def }) => state === 'open' && def.kind !== 'slide');
  const rows = open.map((question) => ({ question, voters: model.tallyOf(question)?.voters ?? 0 }));
  const most = Math.max(1, ...rows.map(({ voters }) => voters));
  return (
    <section class="card now" aria-labelledby="now-title">
      <h2 id="now-title" class="now-title">{t('host.survey.title')}</h2>
      <p class="muted">{t('host.survey.how', { n: open.length })}</p>
      <ol class="far">
        {rows.map(({ question: { id, def }, voters }) => (
          <li key={id}>
            <span class="far-title" title={def.title}>{def.title}</span>
            <span class="far-count">{t('host.survey.answers', { n: voters, count: number(voters) })}</span>
            <span class="track" aria-hidden="true"><span class="fill" style={{ transform: `scaleX(${voters / most})` }} /></span>
          </li>
        ))}
      </ol>
    </section>
  );
}
