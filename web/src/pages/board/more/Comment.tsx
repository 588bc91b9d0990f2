/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { number, t, tidy } from '../../../lib/i18n';
import type { Place } from '../place';
import { Report } from './Report';
import { isStaff } from '../staff';
import type { Said, Talk } from './talk';
import { ago } from '../words';

const ABOUT = 600;
/** One comment. What may not be seen any more leaves its place, so that nothing moves under a finger. */
export function Comment({ place, talk, id, open }: { place: Place; talk: Talk; id: string; open: boolean }) {
  const one = talk.byId.value[id];
  const box = useRef<HTMLLIElement>(null);
  if (!one) return null;
  if (one.gone) return <li class="said vanished"><p class="muted">{t('board.gone')}</p></li>;
  const { words, by } = one;
  const byStaff = isStaff(place);
  return (
    <li class={one.mine ? 'said own' : 'said'} id={`said-${id}`} tabIndex={-1} ref={box}>
      <p class="facts">
        {words.name ? <b>{words.name}</b> : <span>{t('board.talk.someone')}</span>}
        {one.mine ? <span class="badge mine">{t('board.mine')}</span> : null}
        {by ? <span class="badge">{t(`board.talk.by.${by}`)}</span> : null}
        {one.state === 'pending' ? <span class="badge pending">{t('board.pending')}</span> : null}
        {one.state === 'hidden' ? <span class="badge pending">{t('board.hidden')}</span> : null}
        <span class="when">{ago(one.at, place.now())}</span>
      </p>
      <p class="said-text">{tidy(words.text)}</p>
      {one.reason ? <p class="muted">{t('board.reason', { reason: one.reason })}</p> : null}
      <div class="said-row">
        <Like talk={talk} one={one} open={open} />
        {one.mine ? <Withdraw talk={talk} one={one} />
          : byStaff ? <Hide talk={talk} one={one} /> : <Report onSend={(why) => talk.report(why, id)} />}
      </div>
    </li>
  );
}

function Like({ talk, one, open }: { talk: Talk; one: Said; open: boolean }) {
  const on = talk.isOn(one);
  const count = talk.count(one);
  const face = <><span aria-hidden="true">{on ? '♥' : '♡'}</span> <span class="count">{number(count)}</span></>;
  if (one.state !== 'shown' || !open) return <p class={on ? 'like still on' : 'like still'}><span class="sr-only">{t('board.talk.likes', { n: count })}</span>{face}</p>;
  return (
    <button type="button" class="like" aria-pressed={on} aria-label={`${t('board.talk.like')}, ${t('board.talk.likes', { n: count })}`} onClick={() => talk.like(one)}>
      {face}
    </button>
  );
}

function Withdraw({ talk, one }: { talk: Talk; one: Said }) {
  const [asks, setAsks] = useState(false);
  const [wrong, setWrong] = useState(false);
  const go = () => { setWrong(false); talk.withdraw(one).catch(() => setWrong(true)); };
  return (
    <>
      <button type="button" class={asks ? 'change bad' : 'change'} onClick={() => (asks ? go() : setAsks(true))}>{t(asks ? 'board.withdraw.yes' : 'board.withdraw')}</button>
      {asks ? <button type="button" class="change" onClick={() => setAsks(false)}>{t('board.withdraw.no')}</button> : null}
      {wrong ? <p class="wrong" role="alert">{t('board.withdraw.wrong')}</p> : null}
    </>
  );
}

/** Staff hides it, says why, and may undo that. */
function Hide({ talk, one }: { talk: Talk; one: Said }) {
  const [reason, setReason] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const check = (state: 'shown' | 'hidden', why = '') => {
    setWrong(false);
    talk.check(one, state, why.trim()).then(() => setReason(null), () => setWrong(true));
  };
  return (
    <>
      {one.state !== 'shown' ? <button type="button" class="change" onClick={() => check('shown')}>{t('board.talk.show')}</button>
        : reason === null ? <button type="button" class="change" onClick={() => setReason('')}>{t('board.talk.hide')}</button> : null}
      {reason === null || one.state !== 'shown' ? null : (
        <form class="why" onSubmit={(event) => { event.preventDefault(); check('hidden', reason); }}>
          <input class="field small" type="text" maxLength={ABOUT} value={reason} aria-label={t('board.talk.why')} placeholder={t('board.talk.why')}
            ref={(field) => { if (field && reason === '') field.focus(); }} onInput={(event) => setReason(event.currentTarget.value)} />
          <button type="submit" class="change bad">{t('board.talk.hide')}</button>
          <button type="button" class="change" onClick={() => setReason(null)}>{t('board.withdraw.no')}</button>
        </form>
      )}
      {wrong ? <p class="wrong" role="alert">{t('board.withdraw.wrong')}</p> : null}
    </>
  );
}
