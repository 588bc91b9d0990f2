/* SPDX-License-Identifier: Apache-2.0 */
/* Badges by Web NFC, where the browser has it: Chrome on Android, over https. */

interface Reading { serialNumber: string }
interface Reader { scan(): Promise<void>; onreading: ((reading: Reading) => void) | null; onreadingerror: (() => void) | null }
declare global {
  interface Window { NDEFReader?: new () => Reader }
}

let reads = false;

/** It was allowed to before: then nobody has to touch it first. */
export async function mayReadBadges(): Promise<boolean> {
  if (!window.NDEFReader) return false;
  return navigator.permissions.query({ name: 'nfc' as PermissionName }).then(({ state }) => state === 'granted', () => false);
}

/** To be called from a touch the first time: that is when the browser asks whether it may. Of a badge that could not be read it hears ''. */
export async function readBadges(heard: (number: string) => void): Promise<void> {
  if (reads || !window.NDEFReader) return;
  reads = true;
  try {
    const reader = new window.NDEFReader();
    // As readers that are keyboards most often type it: "04:A2:…" is 04A2….
    reader.onreading = ({ serialNumber }) => heard(serialNumber.replace(/[^0-9a-f]/gi, '').toUpperCase());
    reader.onreadingerror = () => heard('');
    await reader.scan();
  } catch {
    reads = false;
  }
}
