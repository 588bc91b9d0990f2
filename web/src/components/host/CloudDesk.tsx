/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { number, t, tidy } from '../../lib/i18n';
import type { Tally } from '../../lib/model';
import type { Question } from '../../lib/protocol';
import { useDesk } from './desk';

interface Word { word: string; n: number; state: 'shown' | 'hidden' | 'waiting' }
interface Listed { rev: number; words: number; different: number; others: number; list: Word[] }

/** The list is asked for no more often than a hand can follow. */
const PAUSE_MS = 700;
const SHOWN = 60;

/** The words as staff sees them: one tap takes one off every screen, or puts it back. */
export function CloudDesk({ question, tally }: { question: Question; tally: Tally | null }) {
  const desk = useDesk();
  const [told, setTold] = useState<Listed | null>(null);
  const [asked, ask] = useState(0);
  const rev = tally?.rev ?? 0;
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      void desk.ask<Listed>('cloud.list', { question: question.id, n: SHOWN }).then((list) => { if (!isOver && list) setTold(list); });
    }, told ? PAUSE_MS : 0);
    return () => { isOver = true; clearTimeout(timer); };
  }, [question.id, question.round, rev, asked]);
  const hide = async (word: string, hides: boolean) => {
    setTold((held) => held && { ...held, list: held.list.map((one) => (one.word === word ? { ...one, state: hides ? 'hidden' : 'shown' } : one)) });
    await desk.run('cloud.hide', { question: question.id, word, hide: hides });
    ask(asked + 1);
  };
  const list = told?.list ?? [];
  const most = Math.max(1, ...list.map(({ n }) => n));
  return (
    <div class="cloud-desk">
      <p class="muted">{told && told.words > 0 ? t('host.cloud.sum', { n: told.words, different: number(told.different) }) : t('host.cloud.none')}</p>
      <ol>
        {list.map(({ word, n, state }) => (
          <li key={word} class={state}>
            <span class="cloud-text" style={{ '--part': `${((n / most) * 100).toFixed(1)}%` }}>{tidy(word)}</span>
            {state === 'waiting' && <span class="tag">{t('host.cloud.waiting')}</span>}
            <span class="cloud-n">{number(n)}</span>
            <button type="button" class="button quiet small" aria-pressed={state !== 'shown'}
              aria-label={t(state === 'shown' ? 'host.cloud.hide_word' : 'host.cloud.show_word', { word })}
              onClick={() => { void hide(word, state === 'shown'); }}>{t(state === 'shown' ? 'host.cloud.hide' : 'host.cloud.show')}</button>
          </li>
        ))}
      </ol>
      {told && told.others > 0 && <p class="muted">{t('host.cloud.others', { n: told.others })}</p>}
    </div>
  );
}
