/* SPDX-License-Identifier: Apache-2.0 */
import { ahead, later as laterOf, share, type More as Part } from '../../lib/more';
import type { BadgeSheet as BadgeSheetView } from './more/BadgeSheet';
import type { Language as LanguageView } from './more/Language';
import type { Phones as PhonesView } from './more/Phones';
import type { Setup as SetupView } from './more/Setup';
import type { Staff as StaffView } from './more/Staff';
import * as shared from './shared';

/** What more/ hands over when it has come. */
export interface More extends Part {
  BadgeSheet: typeof BadgeSheetView;
  Language: typeof LanguageView;
  Phones: typeof PhonesView;
  Setup: typeof SetupView;
  Staff: typeof StaffView;
}

share(shared);
ahead();

export const BadgeSheet = laterOf(({ BadgeSheet: View }: More) => View);
export const Language = laterOf(({ Language: View }: More) => View);
export const Phones = laterOf(({ Phones: View }: More) => View);
export const Setup = laterOf(({ Setup: View }: More) => View);
export const Staff = laterOf(({ Staff: View }: More) => View);
