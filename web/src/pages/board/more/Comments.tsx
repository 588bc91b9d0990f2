/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { t, type Key } from '../../../lib/i18n';
import type { Shown } from '../../../lib/ideas';
import type { Board, CommentOrder } from '../../../lib/protocol';
import type { Place } from '../place';
import { Comment } from './Comment';
import { commentsOn, Talk } from './talk';
import { length, promise } from '../words';

const TEXT = 1000;
const LINES = 20;
const NAME = 40;
const ORDERS: readonly CommentOrder[] = ['oldest', 'newest', 'top'];

/** What people say of one idea, below it. */
export function Comments({ place, board, idea }: { place: Place; board: Board; idea: Shown }) {
  const [talk, setTalk] = useState<Talk | null>(null);
  useEffect(() => {
    const made = new Talk(place.client, `${place.code}/${board.id}/${idea.id}`, board.id, idea.id);
    setTalk(made);
    return () => made.close();
  }, [idea.id]);
  useEffect(() => { talk?.heard(idea.talk); }, [talk, idea.talk, talk?.read.value]);
  const may = commentsOn(board, place.over.value ? board.closes : place.now());
  if (!talk || (!may.at_all && !idea.comments)) return null;
  const total = talk.read.value ? talk.total.value : idea.comments ?? 0;
  const order = talk.order.value;
  return (
    <section class="talk" aria-labelledby="talk">
      <div class="talk-head">
        <h2 id="talk" tabIndex={-1}>{t('board.talk.count', { n: total })}</h2>
        {order.length > 1 ? (
          <select aria-label={t('board.order')} value={talk.sort.value} onChange={(event) => { void talk.load(event.currentTarget.value as CommentOrder); }}>
            {ORDERS.map((one) => <option key={one} value={one}>{t(`board.talk.${one}`)}</option>)}
          </select>
        ) : null}
      </div>
      {may.now && idea.state === 'shown' && idea.status !== 'merged' ? <Composer talk={talk} board={board} />
        : idea.state === 'shown' && may.at_all ? <p class="muted">{t('board.talk.closed')}</p> : null}
      <ol class="said-list">
        {order.map((id) => <Comment key={id} place={place} talk={talk} id={id} open={may.now} />)}
      </ol>
      {talk.more.value ? (
        <p class="row more-row"><button type="button" class="button quiet" onClick={() => { void talk.loadMore(); }}>{t('board.talk.more')}</button></p>
      ) : null}
      <Fresh talk={talk} />
    </section>
  );
}

/** Where to write: one line until it is used. */
function Composer({ talk, board }: { talk: Talk; board: Board }) {
  const { draft, state, code } = talk.written.value;
  const { def } = board;
  const left = TEXT - length(draft.text);
  const busy = state === 'sending' || state === 'kept';
  const nameless = def.names === 'all' && draft.name.trim() === '';
  const fits = draft.text.trim() !== '' && left >= 0 && draft.text.split('\n').length <= LINES;
  const nameField = useRef<HTMLInputElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    if (busy || !fits) return;
    if (nameless) nameField.current?.focus();
    else void talk.send();
  };
  return (
    <form class="say" noValidate onSubmit={send}>
      <label class="sr-only" for="say">{t('board.talk.write')}</label>
      <textarea id="say" class="field" rows={draft.text ? 3 : 1} value={draft.text} placeholder={t('board.talk.write')} readOnly={busy}
        onInput={(event) => talk.write({ text: event.currentTarget.value })} />
      {draft.text ? (
        <>
          {left < TEXT / 10 ? <p class={left < 0 ? 'chars bad' : 'chars'}>{t('board.chars', { n: left })}</p> : null}
          {def.names === 'none' ? null : (
            <input ref={nameField} class="field small" type="text" autoComplete="name" value={draft.name} maxLength={NAME} readOnly={busy} aria-describedby="say-promise"
              aria-label={t(def.names === 'all' ? 'board.field.name' : 'board.field.name_maybe')} placeholder={t(def.names === 'all' ? 'board.field.name' : 'board.field.name_maybe')}
              onInput={(event) => talk.write({ name: event.currentTarget.value })} />
          )}
          <div class="say-foot">
            <p id="say-promise" class="muted">{promise(draft, def)}</p>
            <button type="submit" class="button" aria-disabled={busy || !fits}>{t(state === 'sending' ? 'board.sending' : 'board.send')}</button>
          </div>
        </>
      ) : null}
      {state === 'kept' || state === 'refused' ? <p class="refused" role={state === 'kept' ? 'status' : 'alert'}>{fate(state, code)}</p> : null}
    </form>
  );
}

const REFUSED: Readonly<Record<string, Key>> = {
  closed: 'board.talk.closed', spent: 'board.talk.spent', limit_reached: 'board.refused.full', bad_text: 'board.refused.text', word: 'board.refused.word',
  not_found: 'board.gone',
};
const fate = (state: string, code: string | null): string => (state === 'kept' ? t('board.refused.kept')
  : t(REFUSED[code ?? ''] ?? 'board.refused.other', { code: code ?? '' }));

/** What came while one reads above: nothing moves, a tap leads there. */
function Fresh({ talk }: { talk: Talk }) {
  const fresh = talk.fresh.value;
  const first = fresh[0];
  useLayoutEffect(() => {
    const look = () => {
      const at = first && document.getElementById(`said-${first}`);
      if (at && at.getBoundingClientRect().top < innerHeight) talk.fresh.value = [];
    };
    look();
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, [first]);
  if (fresh.length === 0) return null;
  const go = async () => {
    const listed = document.getElementById(`said-${first}`);
    if (!listed) await talk.load(talk.sort.value === 'oldest' ? 'oldest' : 'newest');
    const to = document.getElementById(`said-${first}`) ?? document.getElementById('talk');
    talk.fresh.value = [];
    to?.scrollIntoView({ block: 'center' });
    to?.focus({ preventScroll: true });
  };
  return (
    <p class="fresh-said">
      <button type="button" class="button" onClick={() => { void go(); }}>{t('board.talk.fresh', { n: fresh.length })}<span aria-hidden="true"> ↓</span></button>
    </p>
  );
}
