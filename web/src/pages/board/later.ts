/* SPDX-License-Identifier: Apache-2.0 */
import { later, share, type More as Part } from '../../lib/more';
import type { MergeInto as MergeIntoView } from '../../components/merge/MergeInto';
import type * as Behalf from './more/Behalf';
import type { Place } from './place';
import * as shared from './shared';

/** What more/ hands over when it has come. */
export interface More extends Part {
  MergeInto: typeof MergeIntoView;
  ForSomeone: typeof Behalf.ForSomeone;
  SupportForSomeone: typeof Behalf.SupportForSomeone;
}

share(shared);

const STAFF = new Set(['owner', 'host', 'moderator']);
export const isStaff = (place: Place): boolean => STAFF.has(place.client.model.you.value.role ?? '');

export const MergeInto = later(({ MergeInto: View }: More) => View, 'board.withdraw.wrong');
export const ForSomeone = later(({ ForSomeone: View }: More) => View, 'board.withdraw.wrong');
export const SupportForSomeone = later(({ SupportForSomeone: View }: More) => View, 'board.withdraw.wrong');
