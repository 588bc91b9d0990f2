/* SPDX-License-Identifier: Apache-2.0 */
import { Client } from '../../client';
import { asksAtDoor } from '../../lib/model';
import { mount, pageState } from '../../lib/page';
import { followTheme } from '../../lib/theme';
import { App } from './App';
import { Session } from './session';

const state = pageState();
const code = state.error === 'not_found' ? null : state.code;
const session = code === null ? null
  : new Session(new Client({ room: code, view: 'phone', state, via: location.search === '?via=shared' ? 'shared' : undefined }), code, state.board ?? null, state.idea ?? null);
// The server's own form asks for the passcode or invitation, and leads back here.
if (!asksAtDoor(state)) {
  if (session) followTheme(session.client, state);
  session?.client.connect();
  mount(App, { session });
}
