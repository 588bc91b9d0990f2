/* SPDX-License-Identifier: Apache-2.0 */
import { Stage } from '../../components/stage/Stage';
import { Client } from '../../client';
import { exchangeLink } from '../../lib/exchange';
import { asksAtDoor } from '../../lib/model';
import { ahead, share } from '../../lib/more';
import { mount, pageState } from '../../lib/page';
import { hearReactions } from '../../lib/reacted';
import { followTheme } from '../../lib/theme';
import * as shared from './shared';

/** The hall reads no faster; bars move on between. */
const PACE_MS = 100;
/** By then the first scene stands; the next may need what is loaded later. */
const AHEAD_MS = 1_000;

share(shared);

const state = pageState();
const code = state.code ?? location.pathname.split('/').pop() ?? '';
const client = new Client({ room: code, view: 'stage', state, paceMs: PACE_MS });
// The page was made for a participant; whether this device needs a passcode or an invitation, hello will say.
if (asksAtDoor(state)) client.model.door.value = 'open';
followTheme(client, state, 'stage');
hearReactions(client);
const way = { code, joinUrl: state.join_url || `${state.base_url}/j/${code}`, baseUrl: state.base_url };

/* Over a picture: ?overlay=side, or in the lower third. */
const overlay = new URLSearchParams(location.search).get('overlay');
if (overlay !== null) document.documentElement.dataset.overlay = overlay === 'side' ? 'side' : 'lower';

void exchangeLink().then(({ refused }) => {
  mount(Stage, { client, way, spent: refused !== null });
  if (state.error !== 'not_found') client.connect();
  setTimeout(ahead, AHEAD_MS);
});
