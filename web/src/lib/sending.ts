/* SPDX-License-Identifier: Apache-2.0 */
/* A picture on its way to the server: made smaller here where that can be done, for it is data that somebody pays for. */

export const FILE_BYTES = 8 * 1024 * 1024;
const SIDE = 1600;
const SMALL_ENOUGH = 300_000;
const QUALITY = 0.85;

export interface Sent { image: string; width: number; height: number }
/** `code` as the server says it; `offline` where nothing came back. */
export interface Refused { code: string; limit?: string }

/** Photographs alone: what shows through, or moves, is the server's to judge. */
export async function shrink(file: File): Promise<Blob> {
  if (file.type !== 'image/jpeg' || file.size < SMALL_ENOUGH || typeof createImageBitmap !== 'function') return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg', QUALITY); });
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file; // The server will say what is wrong with it.
  }
}

/** Sends it to the path of a ticket; `progress` from 0 to 1. */
export function upload<T = Sent>(path: string, bytes: Blob, progress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (refused: Refused) => { reject(Object.assign(new Error(refused.code), refused)); };
    request.open('POST', path);
    request.upload.onprogress = ({ loaded, total }) => { progress(total ? loaded / total : 0); };
    request.onerror = () => { fail({ code: 'offline' }); };
    request.onload = () => {
      try {
        const { ok, err } = JSON.parse(request.responseText) as { ok?: T; err?: Refused };
        if (ok) resolve(ok); else fail(err!);
      } catch {
        fail({ code: 'internal' });
      }
    };
    request.send(bytes);
  });
}
