/* SPDX-License-Identifier: Apache-2.0 */
/* A host's picture, from the file to the room; and in words, why it did not come. */
import type { Key } from '../../lib/i18n';
import { newId } from '../../lib/id';
import { FILE_BYTES, shrink, upload, type Refused, type Sent } from '../../lib/sending';
import type { Desk } from './desk';

/** What the server makes a picture of; a drawing (SVG) may act, and is none. */
export const KINDS = 'image/jpeg,image/png,image/webp,image/gif';

const WRONG: Readonly<Record<string, Key>> = {
  bad_image: 'host.pic.wrong.kind', too_big: 'host.pic.wrong.size', limit_reached: 'host.pic.wrong.limit',
};
export const wrongOf = (refusal: unknown): Key => WRONG[(refusal as Refused).code] ?? 'host.pic.wrong.away';

export async function sendPicture(desk: Desk, file: File, progress: (part: number) => void): Promise<Sent> {
  const bytes = await shrink(file);
  if (bytes.size > FILE_BYTES) throw Object.assign(new Error('too big'), { code: 'too_big' });
  const { path } = await desk.client.send<{ path: string }>('image.ticket', { id: newId() });
  return upload(path, bytes, progress);
}
