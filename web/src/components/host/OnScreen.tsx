/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../lib/i18n';
import { useDesk, useStuck } from './desk';

/** In place of a board's id, which has no capitals. */
const RANKS = 'RANKS';

/** What the hall looks at, in one tap: the questions, or one of the boards. */
export function OnScreen() {
  const desk = useDesk();
  const stuck = useStuck();
  const { model } = desk;
  const { points, ranks = false } = model.room.value?.settings ?? {};
  const shown = ranks && points ? RANKS : model.board.value?.id ?? null;
  const boards = model.boards.value.filter(({ phase }) => phase !== 'draft');
  if (boards.length === 0 && !points) return null;
  const ways = [{ id: null, title: t('host.screen.question') }, ...boards.map(({ id, def }) => ({ id, title: tidy(def.title) })),
    ...(points ? [{ id: RANKS, title: t('host.screen.ranks') }] : [])];
  return (
    <div class="on-screen" role="group" aria-labelledby="on-screen">
      <span id="on-screen">{t('host.screen')}</span>
      {ways.map(({ id, title }) => (
        <button key={id ?? ''} type="button" class="chip" aria-pressed={shown === id} disabled={stuck && shown !== id}
          onClick={() => { if (shown !== id) void (id === RANKS ? desk.showRanks() : desk.show(id)); }}>{title}</button>
      ))}
    </div>
  );
}
