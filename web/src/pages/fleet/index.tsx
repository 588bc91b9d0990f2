/* SPDX-License-Identifier: Apache-2.0 */
import { Client } from '../../client';
import { mount, pageState } from '../../lib/page';
import { followTheme } from '../../lib/theme';
import { App } from './App';
import { Fleet } from './fleet';

const state = pageState();
/** A passcode and the like are for guests: who may come in here is a host. */
const code = state.code ?? location.pathname.split('/')[2] ?? null;
const fleet = code === null || state.error === 'not_found' ? null
  : new Fleet(new Client({ room: code, view: 'host', ...(!state.error && { state }) }), code, state.base_url);
if (fleet) {
  followTheme(fleet.client, state);
  fleet.client.connect();
}
mount(App, { fleet });
