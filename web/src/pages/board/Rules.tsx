/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board, BoardRulesOk } from '../../lib/protocol';
import type { Draft } from './poster';
import type { Place } from './place';

/** The rules as they are now were not accepted on this device. */
export const mustAccept = ({ rules_version }: Board, { rules, version }: Draft): boolean =>
  version === null && rules_version !== undefined && rules !== rules_version;

/** Those that were read since the page was opened: board and version -> text. */
const read = new Map<string, string>();

/** The text of a version; '' until it is there. */
function useText({ client, id }: Place, version: number | undefined): string {
  const key = `${id} ${version}`;
  const [, setKey] = useState('');
  const live = client.model.link.value.phase === 'live';
  useEffect(() => {
    if (version === undefined || !live || read.has(key)) return;
    client.send<BoardRulesOk & Record<string, unknown>>('board.rules', { board: id }).then((ok) => {
      read.set(`${id} ${ok.version}`, ok.rules);
      setKey(`${id} ${ok.version}`);
    }, () => { /* The next connection asks again. */ });
  }, [key, live]);
  return read.get(key) ?? '';
}

/** The board's rules, to be read and accepted before the first idea; a new version is asked for again. */
export function Rules({ place, board, draft, write }: { place: Place; board: Board; draft: Draft; write: (change: Partial<Draft>) => void }) {
  const { rules_version: version } = board;
  const text = useText(place, version);
  if (version === undefined) return null;
  const asks = mustAccept(board, draft);
  return (
    <div class="rules">
      <details>
        <summary>{t('board.rules')}</summary>
        <p>{text ? tidy(text) : '…'}</p>
      </details>
      <label class="accept">
        <input id="rules" type="checkbox" checked={!asks} disabled={asks && !text}
          onChange={(event) => write({ rules: event.currentTarget.checked ? version : null })} />
        <span>{t('board.rules.accept')}</span>
      </label>
    </div>
  );
}
