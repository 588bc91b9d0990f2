/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Client } from '../../../lib/client';
import { t, tidy, type Key } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import { announce } from '../../../lib/live';
import type { Board } from '../../../lib/protocol';
import { JoinCard, type Way } from '../JoinCard';
import { titleSize, Waiting } from '../Scenes';
import { Arrivals } from './Arrivals';
import { Asking } from './Asking';
import { Cards } from './Cards';
import { Columns } from './Columns';
import { Large } from './Large';
import { Ranking } from './Ranking';
import { Wall } from './wall';

/** Straight to the board, by the same address. */
const wayTo = (way: Way, { id }: Board): Way => ({ ...way, joinUrl: `${way.baseUrl}/b/${way.code}/${id}` });

/** What the hall is asked to do now. */
const asks = ({ phase, def }: Board): string =>
  t(phase === 'open' || phase === 'collect' ? `stage.board.${phase}.${def.kind}` as Key : `stage.board.${phase}` as Key);

function useWall(client: Client, board: Board): Wall {
  const [wall] = useState(() => new Wall(client, board));
  useEffect(() => () => wall.close(), []);
  useEffect(() => wall.turn(board), [board]);
  return wall;
}

function Ideas({ wall, board }: { wall: Wall; board: Board }) {
  const ranked = wall.ranked.value;
  if (board.phase === 'show' || (board.def.kind === 'answers' && board.phase !== 'group')) return <Cards ideas={ranked} />;
  if (board.phase === 'group') return <Columns board={board} ideas={ranked} />;
  return board.def.kind === 'questions' ? <Asking wall={wall} /> : <Ranking ideas={wall.ideas} ranked={ranked} />;
}

/** Who leads, said now and then; never the ticking numbers. */
function useSummary(wall: Wall, board: Board): void {
  const first = wall.answering.value ?? wall.ranked.value[0];
  const said = first && board.phase !== 'show' ? first.words.title : '';
  useEffect(() => announce(`${board.def.title}. ${asks(board)}`), [board.id, board.phase]);
  useEffect(() => {
    if (said) announce(t(wall.answering.value ? 'stage.say.answering' : 'stage.say.first', { title: said }));
  }, [said]);
}

/** The one that the host shows by itself, while it may be seen. */
function useLarge(client: Client, board: Board, wall: Wall): Shown | null {
  const held = client.model.room.value?.settings.large;
  const id = held?.board === board.id ? held.idea : null;
  useEffect(() => wall.pin(id), [id]);
  const idea = id === null ? undefined : wall.ideas.byId.value[id];
  return idea && !idea.gone && idea.state === 'shown' && idea.status !== 'merged' ? idea : null;
}

interface Props { client: Client; board: Board; way: Way; head: ComponentChildren; lang: string }

/** A board on the stage: what people wrote, in the way that its phase asks for. */
export function BoardScene({ client, board, way, head, lang }: Props) {
  const wall = useWall(client, board);
  const large = useLarge(client, board, wall);
  useSummary(wall, board);
  const to = wayTo(way, board);
  const title = tidy(board.def.title);
  const none = large === null && wall.ranked.value.length === 0 && wall.answering.value === null;
  if (board.phase === 'collect' || none) {
    return (
      <div class="frame">
        {head}
        <Waiting title={title} way={to} next={asks(board)}>
          {wall.ideas.total.value > 0 && <Arrivals wall={wall} board={board} />}
        </Waiting>
      </div>
    );
  }
  return (
    <div class="frame with-side">
      {head}
      <section class={`asked wall ${board.phase}`} lang={lang}>
        <h1 class={`question ${large ? 'under' : titleSize(title)}`}>{title}</h1>
        {large ? <Large board={board} idea={large} /> : <><p class="wall-asks">{asks(board)}</p><Ideas wall={wall} board={board} /></>}
      </section>
      <div class="side">
        <JoinCard {...to} />
        <Arrivals wall={wall} board={board} />
      </div>
    </div>
  );
}
