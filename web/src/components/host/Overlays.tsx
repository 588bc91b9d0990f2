/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import { KEYS, REVIEW_KEYS } from './keys';
import { Modal } from './Modal';
import { asking, helpShown, keysOn, note, setKeys } from './ui';

const NOTE_MS = 12_000;

/** Are you sure: only for what cannot be undone, or not for long. */
export function Confirm() {
  const ask = asking.value;
  if (!ask) return null;
  const close = () => { asking.value = null; };
  return (
    <Modal title={ask.title} onClose={close}>
      <p>{ask.text}</p>
      <div class="buttons end">
        <button type="button" class="button quiet" onClick={close}>{t('host.cancel')}</button>
        <button type="button" class="button bad" onClick={() => { close(); ask.run(); }}>{ask.yes}</button>
      </div>
    </Modal>
  );
}

export function Help() {
  if (!helpShown.value) return null;
  return (
    <Modal title={t('host.help')} onClose={() => { helpShown.value = false; }}>
      <dl class="keys">
        {Object.entries(KEYS).map(([key, { name }]) => (
          <div key={key}><dt><kbd>{key.toUpperCase()}</kbd></dt><dd>{t(name)}</dd></div>
        ))}
      </dl>
      <h3>{t('host.review.keys')}</h3>
      <dl class="keys">
        {Object.entries(REVIEW_KEYS).map(([key, name]) => (
          <div key={key}><dt><kbd>{key.toUpperCase()}</kbd></dt><dd>{t(name)}</dd></div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={keysOn.value} onChange={(event) => setKeys(event.currentTarget.checked)} />
        {t('host.help.on')}
      </label>
    </Modal>
  );
}

/** What just happened, with its undo. Stays while it is pointed at or has the focus. */
export function NoteBar() {
  const [held, setHeld] = useState(false);
  const said = note.value;
  useEffect(() => {
    if (!said || held) return undefined;
    const timer = setTimeout(() => { note.value = null; }, NOTE_MS);
    return () => clearTimeout(timer);
  }, [said, held]);
  const undo = () => { note.value = null; said?.undo?.(); };
  return (
    <div class="note-place" role="status" aria-live="polite" onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)} onFocusCapture={() => setHeld(true)} onBlurCapture={() => setHeld(false)}>
      {said && (
        <div class={`note${said.bad ? ' bad' : ''}`}>
          <span>{said.text}</span>
          {said.undo && <button type="button" class="link" onClick={undo}>{t('host.undo')}</button>}
          <button type="button" class="icon" aria-label={t('host.dismiss')} onClick={() => { note.value = null; }}>✕</button>
        </div>
      )}
    </div>
  );
}
