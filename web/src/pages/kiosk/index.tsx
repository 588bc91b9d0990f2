/* SPDX-License-Identifier: Apache-2.0 */
import { Client } from '../../lib/client';
import { exchangeLink } from '../../lib/exchange';
import { mount, pageState } from '../../lib/page';
import type { PageState, SnapshotEvent } from '../../lib/protocol';
import { followTheme } from '../../lib/theme';
import { App, Closed } from './App';
import { hearReaders } from './badges';
import { guard } from './guards';
import { openKeep } from './keep';
import { Kiosk } from './kiosk';
import { reloadNightly, stayAwake } from './nightly';

/** Of the page and of the disk, the one that is newer: a page from the cache is as old as the last start. */
function newest(state: PageState, kept: SnapshotEvent | undefined): PageState {
  const isNewer = kept && (!state.room || kept.epoch > state.epoch || (kept.epoch === state.epoch && kept.seq > state.seq));
  return isNewer ? { ...state, ...kept, tallies: [], people: null } : state;
}

async function start(): Promise<void> {
  const state = { ...pageState(), code: pageState().code ?? location.pathname.split('/')[2]!.toUpperCase() };
  if (state.error === 'not_found') { mount(Closed, { why: 'room' as const }); return; }
  const { role, refused } = await exchangeLink();
  if (refused) { mount(Closed, { why: refused.code === 'away' ? 'away' as const : 'link' as const }); return; }
  const { keep, lasts } = await openKeep(state.code);
  const known = newest({ ...state, error: null }, await keep.get<SnapshotEvent>('room'));
  const client = new Client({ room: state.code, view: 'kiosk', state: known });
  const kiosk = new Kiosk(client, state.code, keep, lasts, state);
  followTheme(client, known);
  hearReaders(kiosk);
  reloadNightly(kiosk, () => location.reload());
  stayAwake();
  kiosk.keepRoom();
  const free = guard();
  mount(App, { kiosk, free });
  await kiosk.start(role === 'kiosk');
}

void start();
