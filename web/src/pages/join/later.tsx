/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentType } from 'preact';

import { later as laterOf, share, type More as Part } from '../../lib/more';
import type { Kind } from '../../lib/protocol';
import type { Door as DoorView } from '../../components/phone/Door';
import type { Home as HomeView } from './more/Home';
import type { Over as OverView } from './more/Over';
import type { Reactions as ReactionsView } from './more/Reactions';
import type { Survey as SurveyView } from './more/Survey';
import type { KindProps, KindView } from './kinds';
import * as shared from './shared';

/** What more/ hands over when it has come. */
export interface More extends Part {
  views: Partial<Record<Kind, KindView>>;
  Home: typeof HomeView;
  Door: typeof DoorView;
  Over: typeof OverView;
  Survey: typeof SurveyView;
  Reactions: typeof ReactionsView;
}

share(shared);

/** A kind that few questions are of: asked for when the first of them is there. */
export const later = (kind: Kind, part: keyof KindView): ComponentType<KindProps> =>
  laterOf<More, KindProps>(({ views }) => views[kind]?.[part], 'join.unknown_kind');

/** Whoever scans a code sees none of these. */
export const Home = laterOf(({ Home: View }: More) => View, 'join.home.try_again');
export const Door = laterOf(({ Door: View }: More) => View, 'join.home.try_again');
export const Over = laterOf(({ Over: View }: More) => View, 'join.home.try_again');
export const Reactions = laterOf(({ Reactions: View }: More) => View);
export const Survey = laterOf(({ Survey: View }: More) => View, 'join.home.try_again');
