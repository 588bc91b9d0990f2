/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { folded } from '../../../lib/cloud';
import { number, t, tidy } from '../../../lib/i18n';
import { announce } from '../../../lib/live';
import type { WordsDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useDraft } from './draft';

const WORD_CHARS = 25;
/** So many fit a phone and still say something. */
const SHOWN = 40;
const LEAST_REM = 1;
const MOST_REM = 2.1;

/** One word after the other: each becomes a chip that can be taken out again. */
export function WordsAsk({ session, question, def }: KindProps<WordsDefinition>) {
  const { max = 3 } = def;
  const ballot = session.ballot(question);
  const [words, set] = useDraft<readonly string[]>(question, ballot && 'words' in ballot ? ballot.words : []);
  const [typed, type] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const word = typed.trim().replace(/\s+/g, ' ');
  const withTyped = word && !words.some((held) => folded(held) === folded(word)) ? [...words, word] : words;
  const add = () => {
    if (withTyped !== words) announce(t('join.words.added', { word }));
    set(withTyped);
    type('');
    field.current?.focus();
  };
  const drop = (gone: string) => {
    set(words.filter((held) => held !== gone));
    announce(t('join.words.dropped', { word: gone }));
    requestAnimationFrame(() => field.current?.focus());
  };
  const send = () => {
    if (withTyped.length === 0) { field.current?.focus(); return; }
    session.cast(question, { words: withTyped.slice(0, max) });
  };
  const full = words.length >= max;
  return (
    <>
      <ul class="word-chips" aria-label={t('join.words.yours')}>
        {words.map((held) => (
          <li key={held}>
            <button type="button" class="chip" aria-label={t('join.words.drop', { word: held })} onClick={() => drop(held)}>
              {tidy(held)} <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
      </ul>
      {full ? null : (
        <p class="word-field">
          <input ref={field} type="text" value={typed} maxLength={WORD_CHARS} autoComplete="off" autoCapitalize="sentences" enterKeyHint="next"
            aria-label={t('join.words.field')} placeholder={t('join.words.field')}
            onInput={(event) => type(event.currentTarget.value)}
            onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); if (word) add(); else send(); } }} />
          <button type="button" class="button quiet" aria-label={t('join.words.add')} disabled={!word} onClick={add}>+</button>
        </p>
      )}
      <AskFoot session={session} question={question} hint={t('join.words.how', { n: max, of: Math.min(withTyped.length, max) })} send={send} />
    </>
  );
}

/** What all say, the larger the more say it, and one's own among them. */
export function WordsResults({ session, question }: KindProps<WordsDefinition>) {
  const words = session.tally(question)?.words;
  const ballot = session.ballot(question);
  const own = ballot && 'words' in ballot ? ballot.words : [];
  const mine = new Set(own.map(folded));
  const top = Math.max(1, words?.[0]?.[1] ?? 1);
  return (
    <>
      {words && words.length > 0 ? (
        <ol class="word-cloud">
          {words.slice(0, SHOWN).map(([word, n]) => {
            const isMine = mine.has(folded(word));
            return (
              <li key={word} class={isMine ? 'own' : ''} style={{ fontSize: `${(LEAST_REM + (MOST_REM - LEAST_REM) * Math.sqrt(n / top)).toFixed(2)}rem` }}>
                {isMine ? <span class="sr-only">{t('join.words.own')} </span> : null}{tidy(word)} <small>{number(n)}</small>
              </li>
            );
          })}
        </ol>
      ) : null}
      {words && words.length === 0 ? <p class="words">{t('join.words.none')}</p> : null}
      {own.length > 0 ? <p class="mine">{t('join.words.said', { words: own.map(tidy).join(', ') })}</p> : null}
    </>
  );
}
