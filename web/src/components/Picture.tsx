/* SPDX-License-Identifier: Apache-2.0 */
import { addressOf, imageOf } from '../lib/pictures';
import type { Definition } from '../lib/protocol';

/** The picture of an option, if it has one. */
export function Picture({ def, place, big = false, style }: { def: Definition; place: number; big?: boolean; style?: string }) {
  const image = imageOf(def, place);
  return image && <img class="pic" src={addressOf(image.id) + (big ? '' : '/small')} alt={image.alt} {...(style && { style })} />;
}
