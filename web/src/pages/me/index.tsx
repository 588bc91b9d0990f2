/* SPDX-License-Identifier: Apache-2.0 */
import { Client } from '../../client';
import { asksAtDoor } from '../../lib/model';
import { mount, pageState } from '../../lib/page';
import { followTheme } from '../../lib/theme';
import { App } from './App';
import { Mine } from './mine';

const state = pageState();
const code = state.error === 'not_found' ? null : state.code;
const mine = code === null ? null : new Mine(new Client({ room: code, view: 'phone', state }), code);
if (mine) followTheme(mine.client, state);
if (mine && !asksAtDoor(state)) mine.client.connect();
mount(App, { mine });
