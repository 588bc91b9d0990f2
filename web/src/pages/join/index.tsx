/* SPDX-License-Identifier: Apache-2.0 */
import { asksAtDoor } from '../../lib/model';
import { mount, pageState } from '../../lib/page';
import { followTheme } from '../../lib/theme';
import { App } from './App';
import { Session } from './session';

const state = pageState();
const session = state.code !== null && state.error !== 'not_found' ? new Session(state.code, state) : null;
if (session) followTheme(session.client, state);
if (session && !asksAtDoor(state)) session.client.connect();
mount(App, { state, session });
