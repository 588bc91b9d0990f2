/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { number, t } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { Board } from '../../lib/protocol';
import type { Place } from './place';
import { day, statusWords } from './words';

interface Props { place: Place; board: Board; idea: Shown; alone: boolean }

const DAY = 86_400_000;

/** How far an idea is, and what happens next. */
export function GateLine({ place, board, idea, alone }: Props) {
  const { gate } = idea;
  if (!gate || idea.state !== 'shown') return null;
  const { kind, need = 0, until = 0, then, answer = 0, good = 0, bad = 0, by } = gate;
  const have = kind === 'supports' ? place.count(idea) : good + bad;
  const counts = kind === 'supports' || kind === 'satisfaction';
  const says = [
    counts ? t(`board.gate.${kind}`, { have: number(Math.min(have, need)), need: number(need) }) : null,
    kind === 'satisfaction' && have > 0 ? t('board.gate.good', { n: Math.round(100 * good / have), of: gate.percent! }) : null,
    kind === 'rate' ? t('board.gate.rate', { n: need, days: gate.over! }) : null,
    kind && until ? t('board.gate.days', { n: Math.max(0, Math.ceil((until - place.now()) / DAY)) }) : null,
    by ? t('board.gate.by', { day: day(by) }) : null,
    gate.late ? t('board.gate.late') : null,
  ].filter((one) => one !== null);
  if (says.length === 0) return null;
  return (
    <div class="gate">
      {counts ? <span class="gate-bar" aria-hidden="true"><span style={{ width: `${Math.min(100, 100 * have / need)}%` }} /></span> : null}
      <p>{says.join(' · ')}</p>
      {alone && then ? (
        <p>{t('board.gate.then', { status: statusWords(then, board.def.kind) })}{answer ? ` ${t('board.gate.answer', { n: answer })}` : ''}</p>
      ) : null}
      {kind === 'satisfaction' && place.may(board).support ? <Opinion place={place} board={board} idea={idea} /> : null}
    </div>
  );
}

function Opinion({ place, board, idea }: Omit<Props, 'alone'>) {
  const [wrong, setWrong] = useState(false);
  const { own, own_n: n = 0 } = idea.gate!;
  const give = async (good: boolean) => {
    const sent = await place.client.send('idea.opinion', { board: board.id, idea: idea.id, n: n + 1, good }).catch(() => null);
    setWrong(!sent);
    void place.reader.read([idea.id]).catch(() => {});
  };
  return (
    <div class="opinion">
      {[true, false].map((good) => (
        <button type="button" class="like" key={String(good)} aria-pressed={own === good} onClick={() => { if (own !== good) void give(good); }}>
          <span aria-hidden="true">{good ? '+' : '−'}</span>{t(good ? 'board.gate.yes' : 'board.gate.no')}
        </button>
      ))}
      {wrong ? <p class="wrong" role="alert">{t('board.not_counted')}</p> : null}
    </div>
  );
}
