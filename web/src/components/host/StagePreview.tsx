/* SPDX-License-Identifier: Apache-2.0 */
import { number, percent, t } from '../../lib/i18n';
import type { Question } from '../../lib/protocol';
import { Bar } from '../Bar';
import { Letter } from '../Letter';
import { Qr } from '../Qr';
import { spaced, typable, type Way } from '../stage/JoinCard';
import { rowsOf } from '../stage/rows';
import { useDesk } from './desk';
import { isSeen } from './Preview';

/** More of them turn in pages on the stage. */
const ROWS = 6;

function Asked({ question }: { question: Question }) {
  const tally = useDesk().model.tallyOf(question);
  const seen = isSeen(question) && tally !== null;
  const isScale = question.def.kind === 'scale';
  const rows = rowsOf(question, tally);
  return (
    <div class="screen-asked">
      <p class="screen-title">{question.def.title}</p>
      <ul class={isScale ? 'screen-steps' : 'screen-rows'}>
        {rows.slice(0, isScale ? rows.length : ROWS).map(({ place, text, share, percent: part, leads }) => (
          <li key={place} class={leads && question.state === 'revealed' ? 'winner' : ''}>
            {!isScale && <Letter place={place} />}
            <span class="screen-track">
              {seen && (isScale
                ? <span class="screen-column" style={{ transform: `scaleY(${share})` }} />
                : <Bar place={place} share={share} />)}
              <span class="screen-text">{text}</span>
            </span>
            {seen && !(isScale && rows.length > ROWS) && <span class="screen-percent">{percent(part)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Side({ way, question }: { way: Way; question: Question }) {
  const tally = useDesk().model.tallyOf(question);
  const voters = question.def.hide_voters ? null : tally?.voters;
  return (
    <div class="screen-side">
      <div class="screen-join"><Qr text={way.joinUrl} label={t('host.join.qr')} /><b>{spaced(way.code)}</b></div>
      {voters != null && <b class="screen-voters">{number(voters)}</b>}
    </div>
  );
}

function Waiting({ way, title }: { way: Way; title: string }) {
  return (
    <div class="screen-wait">
      <Qr text={way.joinUrl} label={t('host.join.qr')} />
      <p><span class="screen-title">{title}</span>{typable(way.baseUrl)}<b>{spaced(way.code)}</b></p>
    </div>
  );
}

/** What the hall sees, as far as it fits the palm of a hand. */
export function StagePreview({ way }: { way: Way }) {
  const { model } = useDesk();
  const question = model.current.value;
  const { settings } = model.room.value!;
  const asked = question !== null && question.state !== 'draft';
  return (
    <section class="card preview" aria-labelledby="screen-preview">
      <h2 id="screen-preview">{t('host.preview.stage')}</h2>
      <div class={`screen${settings.blank ? ' blank' : ''}`} lang={settings.lang}>
        {!settings.blank && asked && <><Asked question={question} /><Side way={way} question={question} /></>}
        {!settings.blank && !asked && <Waiting way={way} title={settings.title} />}
      </div>
      {settings.blank && <p class="warn-text">{t('host.preview.blank')}</p>}
    </section>
  );
}
