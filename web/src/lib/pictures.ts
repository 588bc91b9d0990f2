/* SPDX-License-Identifier: Apache-2.0 */
import type { Definition, OptionImage } from './protocol';

/** Pages of a room are at /j/CODE, /stage/CODE, /host/CODE. */
export const addressOf = (id: string): string => `/image/${location.pathname.split('/')[2]}/~/${id}`;

export const imageOf = (def: Definition, place: number): OptionImage | null =>
  ('images' in def && def.images?.[place]) || null;
