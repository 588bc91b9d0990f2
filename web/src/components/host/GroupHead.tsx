/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board } from '../../lib/protocol';
import { useDesk, useStuck } from './desk';
import { say } from './ui';

const NAME_CHARS = 40;

/** A group's name, to be changed or taken away: then its ideas are in none, and back with an undo. */
export function GroupHead({ board, at }: { board: Board; at: number }) {
  const desk = useDesk();
  const stuck = useStuck();
  const name = board.def.groups![at]!;
  const [next, setNext] = useState<string | null>(null);
  /** Of the board as it is by then. */
  const call = (words: string) => {
    const now = desk.model.boardById.value[board.id] ?? board;
    return desk.saveBoard(now, { ...now.def, groups: (now.def.groups ?? []).map((held, place) => (place === at ? words : held)) });
  };
  const rename = async (event: Event) => {
    event.preventDefault();
    const title = next!.trim();
    if (title === '' || title === name || await call(title)) setNext(null);
  };
  const remove = async () => {
    if (await call('')) say(t('host.group.removed', { name }), () => { void call(name); });
  };
  if (next !== null) {
    return (
      <form class="group-head" onSubmit={(event) => { void rename(event); }}>
        <input type="text" value={next} maxLength={NAME_CHARS} aria-label={t('host.group.name')} ref={(field) => { if (field && document.activeElement !== field) field.focus(); }}
          onInput={(event) => setNext(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Escape') setNext(null); }} />
        <button type="submit" class="button small" disabled={stuck}>{t('host.form.save')}</button>
      </form>
    );
  }
  return (
    <div class="group-head">
      <h3>{tidy(name)}</h3>
      <button type="button" class="button quiet small" disabled={stuck} aria-label={t('host.group.rename', { name })} onClick={() => setNext(name)}><span aria-hidden="true">✎</span></button>
      <button type="button" class="button quiet small" disabled={stuck} aria-label={t('host.group.remove', { name })} onClick={() => { void remove(); }}><span aria-hidden="true">✕</span></button>
    </div>
  );
}
