/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t } from '../../../lib/i18n';
import { newId } from '../../../lib/id';
import { announce } from '../../../lib/live';
import type { Board } from '../../../lib/protocol';
import type { Place } from '../place';
import type { Draft } from '../poster';

/** Staff writes down what somebody without a phone says. */
export function ForSomeone({ draft, write }: { draft: Draft; write: (change: Partial<Draft>) => void }) {
  return (
    <label class="for-someone">
      <input type="checkbox" checked={Boolean(draft.behalf)} onChange={(event) => write({ behalf: event.currentTarget.checked ? newId() : null })} />
      <span>{t('board.behalf.post')}</span>
    </label>
  );
}

type Given = { who: string; n: number; on: boolean };

/** One support for each person who asks for it; the last one can be taken back. */
export function SupportForSomeone({ place, board, idea }: { place: Place; board: Board; idea: string }) {
  const [last, setLast] = useState<Given | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const give = async (given: Given) => {
    setBusy(true);
    setWrong(false);
    try {
      await place.client.send('idea.support', { board: board.id, idea, n: given.n, on: given.on, for: given.who });
      setLast(given.on ? given : null);
      announce(t(given.on ? 'board.behalf.counted' : 'board.behalf.undone'));
    } catch {
      // The same person again, should the first message have arrived after all.
      setLast(given.on ? null : last);
      setWrong(true);
    }
    setBusy(false);
  };
  return (
    <div class="behalf">
      <button type="button" class="button quiet" disabled={busy} onClick={() => { void give({ who: newId(), n: 1, on: true }); }}>{t('board.behalf.support')}</button>
      {last ? (
        <p class="behalf-done">
          <span>✓ {t('board.behalf.counted')}</span>
          <button type="button" class="change" disabled={busy} onClick={() => { void give({ ...last, n: last.n + 1, on: false }); }}>{t('board.behalf.undo')}</button>
        </p>
      ) : null}
      {wrong ? <p class="wrong" role="alert">{t('board.withdraw.wrong')}</p> : null}
    </div>
  );
}
