/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t, tidy } from '../../lib/i18n';
import type { Board, BoardRulesOk } from '../../lib/protocol';
import { Foot } from './Foot';
import { Keys } from './Keys';
import type { Kiosk } from './kiosk';

const MOST = 120;

interface Props { kiosk: Kiosk; board: Board }

/** An idea, by keys of the page's own: those of the device would learn what people write, and offer it to the next. */
export function Write({ kiosk, board }: Props) {
  const [accepted, setAccepted] = useState(board.rules_version === undefined);
  const text = kiosk.draft.value;
  const write = (next: string) => { kiosk.draft.value = next.slice(0, MOST); };
  return (
    <section class="screen write">
      <h1 class={board.def.title.length > 60 ? 'long' : ''}><label for="words">{tidy(board.def.title)}</label></h1>
      <textarea id="words" class="field" rows={2} inputMode="none" autoComplete="off" autoCorrect="off" autoCapitalize="off" spellcheck={false} maxLength={MOST}
        placeholder={t('kiosk.write.hint')} aria-describedby="write-how" value={text} onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} />
      <p class="write-how" id="write-how">
        <span>{t(board.def.checked ? 'kiosk.write.checked' : 'kiosk.write.shown')}</span> <span class="left">{t('kiosk.write.left', { n: MOST - text.length })}</span>
      </p>
      {board.rules_version === undefined ? null : <Rules kiosk={kiosk} board={board} accepted={accepted} accept={setAccepted} />}
      <Keys text={text} write={write} />
      <Foot kiosk={kiosk}>
        <button type="button" class="button" disabled={text.trim() === '' || !accepted} onClick={() => { void kiosk.post(board, board.rules_version); }}>{t('kiosk.send')}</button>
      </Foot>
    </section>
  );
}

/** What people accept before they post; as they were, where there is no network. */
function Rules({ kiosk, board, accepted, accept }: Props & { accepted: boolean; accept: (on: boolean) => void }) {
  const [rules, setRules] = useState('');
  const [reads, setReads] = useState(false);
  useEffect(() => {
    const key = `rules/${board.id}/${board.rules_version}`;
    void kiosk.keep.get<string>(key).then((kept) => {
      if (kept !== undefined) { setRules(kept); return; }
      kiosk.client.send<BoardRulesOk & Record<string, unknown>>('board.rules', { board: board.id })
        .then((ok) => { setRules(ok.rules); void kiosk.keep.set(`rules/${board.id}/${ok.version}`, ok.rules); }, () => {});
    });
  }, []);
  return (
    <div class="rules">
      {reads ? <p class="rules-text">{tidy(rules)}</p> : null}
      <button type="button" class="button quiet" aria-expanded={reads} disabled={!rules} onClick={() => setReads(!reads)}>{t('kiosk.rules')}</button>
      <button type="button" class="button quiet" role="checkbox" aria-checked={accepted} disabled={!rules} onClick={() => accept(!accepted)}>{accepted ? '☑' : '☐'} {t('kiosk.rules.accept')}</button>
    </div>
  );
}
