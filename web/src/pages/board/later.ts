/* SPDX-License-Identifier: Apache-2.0 */
import { later, share, type More as Part } from '../../lib/more';
import type { MergeInto as MergeIntoView } from '../../components/merge/MergeInto';
import type { Active as ActiveView } from './more/Active';
import type * as Behalf from './more/Behalf';
import type { Comments as CommentsView } from './more/Comments';
import type { Past as PastView } from './more/Past';
import type { Picker as PickerView } from './more/Picker';
import type { Report as ReportView } from './more/Report';
import type { Share as ShareView } from './more/Share';
import * as shared from './shared';

/** What more/ hands over when it has come. */
export interface More extends Part {
  Active: typeof ActiveView;
  Comments: typeof CommentsView;
  MergeInto: typeof MergeIntoView;
  ForSomeone: typeof Behalf.ForSomeone;
  Past: typeof PastView;
  Picker: typeof PickerView;
  Report: typeof ReportView;
  Share: typeof ShareView;
  SupportForSomeone: typeof Behalf.SupportForSomeone;
}

share(shared);

export const Active = later(({ Active: View }: More) => View, 'board.withdraw.wrong');
export const Comments = later(({ Comments: View }: More) => View, 'board.withdraw.wrong');
export const MergeInto = later(({ MergeInto: View }: More) => View, 'board.withdraw.wrong');
export const ForSomeone = later(({ ForSomeone: View }: More) => View, 'board.withdraw.wrong');
export const Share = later(({ Share: View }: More) => View, 'board.withdraw.wrong');
export const SupportForSomeone = later(({ SupportForSomeone: View }: More) => View, 'board.withdraw.wrong');
export const Past = later(({ Past: View }: More) => View, 'board.withdraw.wrong');
export const Picker = later(({ Picker: View }: More) => View, 'board.withdraw.wrong');
export const Report = later(({ Report: View }: More) => View, 'board.withdraw.wrong');
