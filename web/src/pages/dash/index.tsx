/* SPDX-License-Identifier: Apache-2.0 */
import { exchangeLink } from '../../lib/exchange';
import { mount, pageState } from '../../lib/page';
import { App } from './App';
import { Dash } from './dash';

const state = pageState();
const code = state.code ?? location.pathname.split('/').pop() ?? '';
/* A wall is told what a stage is, whoever's screen it is: /dash/<code>?wall. */
const dash = new Dash(state, code, new URLSearchParams(location.search).has('wall'));

void exchangeLink().then(({ role }) => {
  mount(App, { dash });
  if (state.error !== 'not_found') dash.open(role === 'stage' ? 'stage' : null);
});
