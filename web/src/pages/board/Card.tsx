/* SPDX-License-Identifier: Apache-2.0 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { useLater } from '../../lib/clock';
import { groupsOf } from '../../lib/groups';
import { t, tidy } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { Board, IdeaWords, Refusal } from '../../lib/protocol';
import { GateLine } from './Gate';
import { Shots } from './Pictures';
import type { Place } from './place';
import { MergedCard, MergeOwn } from './Merged';
import { SupportButton } from './SupportButton';
import { ago, day, statusWords } from './words';

interface Props { place: Place; board: Board; id: string; alone?: boolean }

/** Longer than that, a text is folded. */
const FOLD_CHARS = 180;
const FOLD_LINES = 3;
/** For so long one's own words may be mended. */
const MEND_MS = 900_000;

/** From 1; those in no group stand in the last. */
function columnOf({ def }: Board, idea: Shown): number {
  const groups = groupsOf(def);
  const at = groups.findIndex((one) => one.at === idea.group);
  return 1 + (at < 0 ? groups.length : at);
}

/** An idea in the list. One that may not be seen any more leaves its place, so that nothing moves under a finger. */
export function Card({ place, board, id, alone = false }: Props) {
  const idea = place.ideas.byId.value[id];
  const card = useRef<HTMLLIElement>(null);
  const height = useRef(0);
  useLayoutEffect(() => { if (idea && !idea.gone) height.current = card.current!.getBoundingClientRect().height; });
  if (!idea) return null;
  if (idea.gone) {
    return <li class="idea vanished" style={{ minHeight: `${height.current}px` }}><p class="muted">{t('board.gone')}</p></li>;
  }
  if (idea.status === 'merged' && idea.into) {
    return <li class="idea" ref={card}><MergedCard place={place} board={board} idea={idea} /></li>;
  }
  return (
    <li class={`idea${idea.mine ? ' own' : ''}${alone ? ' alone' : ''}`} ref={card} style={{ '--column': String(columnOf(board, idea)) }}>
      <SupportButton place={place} board={board} idea={idea} />
      <div class="body">
        <Title place={place} idea={idea} alone={alone} />
        <Product words={idea.words} />
        <Text text={idea.words.text ?? ''} alone={alone} />
        <Shots place={place} images={idea.images} alone={alone} />
        <Facts place={place} board={board} idea={idea} alone={alone} />
        <GateLine place={place} board={board} idea={idea} alone={alone} />
        {idea.words.answer ? (
          <div class="answer"><p class="answer-head">{t('board.answer')}</p><p class="answer-text">{tidy(idea.words.answer)}</p></div>
        ) : null}
        <Decision words={idea.words} />
        {idea.mine ? <Own place={place} board={board} idea={idea} /> : null}
      </div>
    </li>
  );
}

function Product({ words: { price, sizes = [] } }: { words: IdeaWords }) {
  if (!price && sizes.length === 0) return null;
  return (
    <p class="product">
      {price ? <b class="price">{tidy(price)}</b> : null}
      {sizes.length ? <span class="sizes">{t('board.sizes')}{sizes.map((size) => <span class="size" key={size}>{size}</span>)}</span> : null}
    </p>
  );
}

/** Who does it, and until when. */
function Decision({ words: { owner, by } }: { words: IdeaWords }) {
  if (!owner && !by) return null;
  return (
    <p class="decision">
      {owner ? t('board.owner', { name: owner }) : null}{owner && by ? ' · ' : null}{by ? t('board.by_day', { day: day(by) }) : null}
    </p>
  );
}

const goTo = (place: Place, id: string) => (event: MouseEvent): void => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  place.go(id);
};

function Title({ place, idea, alone }: { place: Place; idea: Shown; alone: boolean }) {
  const title = tidy(idea.words.title);
  if (alone) return <h1 class="idea-title">{title}</h1>;
  return <h3 class="idea-title"><a href={place.address(idea.id)} onClick={goTo(place, idea.id)}>{title}</a></h3>;
}

function Text({ text, alone }: { text: string; alone: boolean }) {
  const [open, setOpen] = useState(alone);
  if (text === '') return null;
  const long = text.length > FOLD_CHARS || text.split('\n').length > FOLD_LINES;
  return (
    <>
      <p class={long && !open ? 'idea-text folded' : 'idea-text'}>{tidy(text)}</p>
      {long && !alone ? (
        <button type="button" class="change" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'board.less' : 'board.read_on')}
        </button>
      ) : null}
    </>
  );
}

/** Who, when, of what kind, and how far it has come. */
function Facts({ place, board, idea, alone }: { place: Place; board: Board; idea: Shown; alone: boolean }) {
  const { name } = idea.words;
  const tags = board.def.tags ?? [];
  return (
    <p class="facts">
      {place.client.model.room.value?.settings.large?.idea === idea.id ? <span class="badge making">{t('board.large')}</span> : null}
      {idea.mine ? <span class="badge mine">{t('board.mine')}</span> : null}
      {idea.words.source === 'staff' ? <span class="tag">{t('board.behalf.mark')}</span> : null}
      {idea.state === 'pending' ? <span class="badge pending">{t('board.pending')}</span> : null}
      {idea.state === 'hidden' ? <span class="badge pending">{t('board.hidden')}</span> : null}
      {idea.status === 'new' || idea.state === 'hidden' ? null
        : <span class={`badge ${idea.status}`}>{statusWords(idea.status, board.def.kind)}</span>}
      {idea.tags.map((tag) => (tags[tag] ? <span class="tag" key={tag}>#{'\u2060'}{tidy(tags[tag]!)}</span> : null))}
      {idea.group === undefined || !board.def.groups?.[idea.group] ? null : <span class="badge of-group">{tidy(board.def.groups[idea.group]!)}</span>}
      <span class="when">{name ? <b>{name}</b> : null}{name ? ' · ' : null}{ago(idea.at, place.now())}</span>
      {idea.comments && !alone ? <a class="talk-link" href={place.address(idea.id)} onClick={goTo(place, idea.id)}>{t('board.talk.count', { n: idea.comments })}</a> : null}
      {idea.state === 'hidden' && idea.words.reason ? <span class="reason">{t('board.reason', { reason: idea.words.reason })}</span> : null}
    </p>
  );
}

/** One's own may be mended for a while, and taken back. */
function Own({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const [asks, setAsks] = useState(false);
  const [wrong, setWrong] = useState(false);
  const late = useLater(idea.at - place.client.model.clockOffset.value, MEND_MS, true);
  const withdraw = async () => {
    setWrong(false);
    try {
      await place.client.send('idea.withdraw', { board: board.id, idea: idea.id, version: idea.version });
      place.ideas.drop(idea.id);
      if (place.reader.pinned.value === idea.id) place.go(null);
    } catch (refusal) {
      if ((refusal as Refusal).code === 'stale') void place.reader.read([idea.id]);
      setWrong(true);
    }
  };
  return (
    <div class="own-row">
      {asks ? <p>{t('board.withdraw.ask')}</p> : null}
      {asks || late || idea.state === 'hidden' ? null
        : <button type="button" class="change" onClick={() => place.poster.mend(idea)}>{t('board.edit')}</button>}
      <button type="button" class={asks ? 'change bad' : 'change'} onClick={() => (asks ? void withdraw() : setAsks(true))}>
        {t(asks ? 'board.withdraw.yes' : 'board.withdraw')}
      </button>
      {asks ? <button type="button" class="change" onClick={() => setAsks(false)}>{t('board.withdraw.no')}</button> : null}
      {wrong ? <p class="wrong" role="alert">{t('board.withdraw.wrong')}</p> : null}
      {asks ? null : <MergeOwn place={place} board={board} idea={idea} />}
    </div>
  );
}
