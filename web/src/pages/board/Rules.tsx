/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../lib/i18n';
import type { Board } from '../../lib/protocol';
import type { Draft } from './poster';

/** The rules as they are now were not accepted on this device. */
export const mustAccept = ({ rules_version }: Board, { rules, version }: Draft): boolean =>
  version === null && rules_version !== undefined && rules !== rules_version;

/** The board's rules, to be read and accepted before the first idea; a new version is asked for again. */
export function Rules({ board, draft, write }: { board: Board; draft: Draft; write: (change: Partial<Draft>) => void }) {
  const { rules_version: version, def } = board;
  if (version === undefined || !def.rules) return null;
  const asks = mustAccept(board, draft);
  return (
    <div class="rules">
      <details>
        <summary>{t('board.rules')}</summary>
        <p>{tidy(def.rules)}</p>
      </details>
      <label class="accept">
        <input id="rules" type="checkbox" checked={!asks} onChange={(event) => write({ rules: event.currentTarget.checked ? version : null })} />
        <span>{t('board.rules.accept')}</span>
      </label>
    </div>
  );
}
