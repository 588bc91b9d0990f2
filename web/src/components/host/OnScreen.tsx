/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../lib/i18n';
import { useDesk, useStuck } from './desk';

/** What the hall looks at, in one tap: the questions, or one of the boards. */
export function OnScreen() {
  const desk = useDesk();
  const stuck = useStuck();
  const { model } = desk;
  const shown = model.board.value?.id ?? null;
  const boards = model.boards.value.filter(({ phase }) => phase !== 'draft');
  if (boards.length === 0) return null;
  const ways = [{ id: null, title: t('host.screen.question') }, ...boards.map(({ id, def }) => ({ id, title: tidy(def.title) }))];
  return (
    <div class="on-screen" role="group" aria-labelledby="on-screen">
      <span id="on-screen">{t('host.screen')}</span>
      {ways.map(({ id, title }) => (
        <button key={id ?? ''} type="button" class="chip" aria-pressed={shown === id} disabled={stuck && shown !== id}
          onClick={() => { if (shown !== id) void desk.show(id); }}>{title}</button>
      ))}
    </div>
  );
}
