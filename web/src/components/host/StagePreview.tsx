/* SPDX-License-Identifier: Apache-2.0 */
import { number, t, tidy } from '../../lib/i18n';
import { isSteps } from '../../lib/kinds';
import { meanPlaces } from '../../lib/places';
import type { Board, Question } from '../../lib/protocol';
import { tokens } from '../../lib/theme';
import { Bar } from '../Bar';
import { Letter } from '../Letter';
import { Plane } from '../Plane';
import { Qr } from '../Qr';
import { spaced, typable, type Way } from '../stage/JoinCard';
import { usePlaces } from '../stage/places';
import { rowsOf, sortedRows } from '../stage/rows';
import { useDesk } from './desk';
import { useLeading } from './leading';
import { isSeen } from './Preview';
import { Results } from './Results';
import { styleOf } from './wearing';

/** More of them turn in pages on the stage. */
const ROWS = 6;

function Asked({ question }: { question: Question }) {
  const tally = useDesk().model.tallyOf(question);
  const seen = isSeen(question) && tally !== null;
  const { def } = question;
  const isScale = isSteps(def) || def.kind === 'number';
  const told = rowsOf(question, tally);
  const rows = seen && question.def.kind === 'ranking' ? sortedRows(told) : told;
  if (def.kind === 'slide') return <div class="screen-asked"><Results question={question} tally={null} /></div>;
  if (def.kind === 'grid') {
    return (
      <div class="screen-asked">
        <p class="screen-title">{def.title}</p>
        <Plane def={def} places={seen ? meanPlaces(tally.counts ?? [], tally.voters) : []} />
      </div>
    );
  }
  return (
    <div class="screen-asked">
      <p class="screen-title">{def.title}</p>
      {def.kind === 'words' && seen && <p class="screen-words">{tally.words?.slice(0, 12).map(([word]) => word).join(' · ')}</p>}
      <ul class={isScale ? 'screen-steps' : 'screen-rows'}>
        {rows.slice(0, isScale ? rows.length : ROWS).map(({ place, text, share, value, leads }) => (
          <li key={place} class={leads && question.state === 'revealed' ? 'winner' : ''}>
            {!isScale && <Letter place={place} />}
            <span class="screen-track">
              {seen && (isScale
                ? <span class="screen-column" style={{ transform: `scaleY(${share})` }} />
                : <Bar place={place} share={share} />)}
              {def.kind !== 'number' && <span class="screen-text">{text}</span>}
            </span>
            {seen && !(isScale && rows.length > ROWS) && <span class="screen-percent">{value}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Side({ way, question }: { way: Way; question: Question }) {
  const tally = useDesk().model.tallyOf(question);
  const voters = question.def.hide_voters || question.def.kind === 'slide' ? null : tally?.voters;
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

function OfBoard({ board, way }: { board: Board; way: Way }) {
  const leading = useLeading().value;
  const first = leading?.first.value ?? [];
  const now = leading?.answering.value;
  const most = Math.max(1, ...first.map(({ supports }) => supports));
  const title = tidy(board.def.title);
  if (board.phase === 'collect' || (first.length === 0 && !now)) return <Waiting way={way} title={title} />;
  return (
    <>
      <div class="screen-asked">
        <p class="screen-title">{title}</p>
        {now && <p class="screen-now">{tidy(now.words.title)}</p>}
        <ul class="screen-rows">
          {first.slice(0, now ? 3 : ROWS - 1).map((idea) => (
            <li key={idea.id}>
              <span class="screen-track">
                {board.phase !== 'show' && <Bar place={idea.number} share={idea.supports / most} />}
                <span class="screen-text">{tidy(idea.words.title)}</span>
              </span>
              {board.phase !== 'show' && <span class="screen-percent">{number(idea.supports)}</span>}
            </li>
          ))}
        </ul>
      </div>
      <div class="screen-side">
        <div class="screen-join"><Qr text={way.joinUrl} label={t('host.join.qr')} /><b>{spaced(way.code)}</b></div>
        <b class="screen-voters">{number(leading?.total.value ?? 0)}</b>
      </div>
    </>
  );
}

/** Who has most points, as the hall sees it. */
function OfPoints({ way }: { way: Way }) {
  const places = usePlaces(useDesk().client) ?? [];
  const most = Math.max(1, ...places.map(({ points }) => points));
  return (
    <>
      <div class="screen-asked">
        <p class="screen-title">{t('host.screen.ranks')}</p>
        <ul class="screen-rows">
          {places.slice(0, ROWS - 1).map(({ name, points }, at) => (
            <li key={at}>
              <span class="screen-track">
                <Bar place={at} share={points / most} />
                <span class="screen-text">{name === null ? t('host.preview.someone') : tidy(name)}</span>
              </span>
              <span class="screen-percent">{number(points)}</span>
            </li>
          ))}
        </ul>
      </div>
      <div class="screen-side"><div class="screen-join"><Qr text={way.joinUrl} label={t('host.join.qr')} /><b>{spaced(way.code)}</b></div></div>
    </>
  );
}

/** What the stage shows just now. */
function Shown({ way }: { way: Way }) {
  const desk = useDesk();
  const { model } = desk;
  const now = model.current.value;
  const question = desk.isSurvey && now?.state === 'open' ? null : now;
  const board = model.board.value;
  const { settings } = model.room.value!;
  if (settings.ranks && settings.points) return <OfPoints way={way} />;
  if (board) return <OfBoard board={board} way={way} />;
  if (question === null || question.state === 'draft') return <Waiting way={way} title={settings.title} />;
  return <><Asked question={question} /><Side way={way} question={question} /></>;
}

/** What the hall sees, as far as it fits the palm of a hand. */
export function StagePreview({ way }: { way: Way }) {
  const { settings } = useDesk().model.room.value!;
  return (
    <section class="card preview" aria-labelledby="screen-preview">
      <h2 id="screen-preview">{t('host.preview.stage')}</h2>
      <div class={`screen${settings.blank ? ' blank' : ''}`} style={styleOf(tokens.value.dark ?? tokens.value.light)} lang={settings.lang}>
        {!settings.blank && <Shown way={way} />}
      </div>
      {settings.blank && <p class="warn-text">{t('host.preview.blank')}</p>}
    </section>
  );
}
