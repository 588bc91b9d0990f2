/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../lib/i18n';

interface ModalProps { title: string; wide?: boolean; onClose: () => void; children: ComponentChildren }

/** The browser's own dialog: it keeps the focus inside, gives it back, and closes on Escape. */
export function Modal({ title, wide = false, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => { if (opener instanceof HTMLElement) opener.focus(); };
  }, []);
  return (
    // Escape is heard as it is pressed: 'close' comes a moment later, and a key in between would still be the dialog's.
    <dialog ref={dialog} class={`modal${wide ? ' wide' : ''}`} aria-labelledby="modal-title" onClose={onClose}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return; // Of a choice of files.
        event.preventDefault();
        onClose();
      }}>
      <div class="modal-head">
        <h2 id="modal-title">{title}</h2>
        <button type="button" class="icon" aria-label={t('host.close_dialog')} onClick={onClose}>✕</button>
      </div>
      {children}
    </dialog>
  );
}
