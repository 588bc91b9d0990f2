/* SPDX-License-Identifier: Apache-2.0 */
import { Console } from '../../components/host/Console';
import { Desk } from '../../components/host/desk';
import { Rooms } from '../../components/host/Rooms';
import { Client } from '../../client';
import { exchangeLink } from '../../lib/exchange';
import { asksAtDoor } from '../../lib/model';
import { share } from '../../lib/more';
import { mount, pageState } from '../../lib/page';
import { hearReactions } from '../../lib/reacted';
import { followTheme } from '../../lib/theme';
import * as shared from './shared';

share(shared);

const state = pageState();
const code = state.code ?? location.pathname.split('/')[2] ?? '';

function openRoom(): void {
  // The page was made for a participant: who goes on from there never hears of the drafts that were there.
  const client = new Client({ room: code, view: 'host', state: { ...state, room: null, tallies: [] } });
  // Whether this device needs a passcode or an invitation, hello will say.
  if (asksAtDoor(state)) client.model.door.value = 'open';
  followTheme(client, state, 'console');
  hearReactions(client);
  const way = { code, joinUrl: state.join_url || `${state.base_url}/j/${code}`, baseUrl: state.base_url };
  mount(Console, { desk: new Desk(client), way });
  client.connect();
}

void exchangeLink().then(({ room, refused }) => {
  if (room && room !== code) location.replace(`/host/${room}`);
  else if (code) openRoom();
  else mount(Rooms, { spent: refused !== null });
});
