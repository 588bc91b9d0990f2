/* SPDX-License-Identifier: Apache-2.0 */
import type { Shown } from '../../lib/ideas';
import type { Review } from './looking';
import { CheckedImage } from './WaitingImages';

/** An idea's pictures, each to be shown or hidden by itself. */
export function ReviewImages({ review, idea }: { review: Review; idea: Shown }) {
  if (!idea.images) return null;
  return (
    <ul class="review-images">
      {idea.images.map((image) => (
        <CheckedImage key={image.id} board={review.board} image={{ ...image, idea: idea.id }} onDone={() => { void review.reader.read([idea.id]); }} />
      ))}
    </ul>
  );
}
