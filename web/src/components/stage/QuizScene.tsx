/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { useAsked } from '../../lib/asked';
import type { Client } from '../../lib/client';
import { number, t, tidy } from '../../lib/i18n';
import { announce } from '../../lib/live';
import { withUnit } from '../../lib/numbers';
import type { Question, QuizBoardOk } from '../../lib/protocol';
import { optionStyle } from '../option';
import { useSpace } from './hooks';
import { ranksOf } from './layout';
import { Track } from './OptionRows';

const MOST = 10;
/** How long the result stands before the nearest, and they before the leaderboard. */
const TURN_MS = 7_000;

/** A line of the leaderboard, or of those who came nearest. */
interface Line { place: number; name: string; note: string; points: number; moved: string; way: 'up' | 'down' | '' }

function leaderLines({ places }: QuizBoardOk): Line[] {
  return places.map(({ place, was, name, points }) => {
    const by = was ? was - place : 0;
    return { place, name, note: '', points, moved: by ? number(Math.abs(by)) : '', way: by > 0 ? 'up' : by < 0 ? 'down' : '' };
  });
}

const guessLines = ({ nearest = [] }: QuizBoardOk, unit?: string): Line[] => nearest.slice(0, MOST).map(
  ({ place, name, value, points }) => ({ place, name, note: withUnit(number(value), unit), points, moved: '', way: '' }));

const ARROW = { up: '▲', down: '▼', '': '' } as const;
const MOVED = { up: 'stage.quiz.up', down: 'stage.quiz.down', '': 'stage.quiz.same' } as const;

function Lines({ lines }: { lines: readonly Line[] }) {
  const [box, space] = useSpace();
  const { rows, small } = ranksOf(lines.map(({ name }) => name), space);
  const shown = lines.slice(0, rows);
  const most = Math.max(1, ...lines.map(({ points }) => points));
  const moves = shown.some(({ way }) => way);
  return (
    <div class="rows-box" ref={box}>
      <ol class={`wall-rows quiz-rows${small ? ' small' : ''}`} style={{ '--rows': String(rows) }} aria-hidden="true">
        {shown.map((line, at) => (
          <li key={at} class="row idea-row" style={{ '--at': String(at), ...optionStyle(at) }}>
            <span class="letter coloured">{line.place}</span>
            <Track row={{ text: tidy(line.name), count: 0, share: line.points / most, note: line.note }} shown={{ counted: true, numbers: line.note !== '' }} />
            {moves && <span class={`moved ${line.way}`}>{ARROW[line.way]}{line.moved}</span>}
            <span class="sum" style={{ width: `${number(most).length + 0.4}ch` }}>{number(line.points)}</span>
          </li>
        ))}
      </ol>
      <table class="sr-only">
        <thead><tr><th>{t('stage.ranks.place')}</th><th>{t('stage.ranks.name')}</th><th>{t('stage.ranks.points')}</th><th>{t('stage.quiz.moved')}</th></tr></thead>
        <tbody>{shown.map((line, at) => (
          <tr key={at}><td>{line.place}</td><td>{line.name} {line.note}</td><td>{number(line.points)}</td><td>{t(MOVED[line.way], { n: line.moved })}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}

interface Props { client: Client; question: Question; head: ComponentChildren; side: ComponentChildren; lang: string; children: ComponentChildren }

/** After the result of a question that gives points: who came nearest to a number, then who leads. */
export function QuizScene({ client, question, head, side, lang, children }: Props) {
  const { def } = question;
  const board = useAsked<QuizBoardOk>(client, 'quiz.board', { question: question.id, n: MOST }, [question.id, question.version]);
  const [turn, setTurn] = useState(0);
  const scenes = def.kind === 'number' ? 2 : 1;
  useEffect(() => {
    setTurn(0);
    const timer = setInterval(() => setTurn((held) => Math.min(scenes, held + 1)), TURN_MS);
    return () => clearInterval(timer);
  }, [question.id, question.version]);
  const isNearest = def.kind === 'number' && turn === 1;
  const title = isNearest
    ? t('stage.quiz.nearest', { answer: withUnit(number(def.right ?? 0), def.unit) }) : t('stage.quiz.leaders');
  const lines = board ? isNearest && def.kind === 'number' ? guessLines(board, def.unit) : leaderLines(board) : [];
  const isShown = turn > 0 && lines.length > 0;
  useEffect(() => { if (isShown) announce(title); }, [isShown, title]);
  if (!isShown) return <>{children}</>;
  return (
    <div class="frame with-side quiz">
      {head}
      <section class="asked wall" lang={lang}>
        <h1 class="question">{title}</h1>
        <Lines key={turn} lines={lines} />
      </section>
      <div class="side">
        {side}
        {board && <div class="votes"><p class="voters"><strong>{number(board.players)}</strong> {t('stage.quiz.players', { n: board.players })}</p></div>}
      </div>
    </div>
  );
}
