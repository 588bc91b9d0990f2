/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { number, t, tidy } from '../../../lib/i18n';
import { withUnit } from '../../../lib/numbers';
import type { NumberDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useDraft } from './draft';
import { useHold } from './hold';

/** A slider of more steps than this could not be set to each of them. */
const SLIDER_MOST = 200;
const NUMBER = /^[-−+]?\d+$/;

/** What was typed, with or without blanks between the thousands; null where it is no whole number of the range. */
function numberOf(typed: string, { from, to }: NumberDefinition): number | null {
  const plain = typed.replace(/\s/g, '');
  if (!NUMBER.test(plain)) return null;
  const value = Number(plain.replace('−', '-'));
  return value >= from && value <= to ? value : null;
}

export function NumberAsk({ session, question, def }: KindProps<NumberDefinition>) {
  const { from, to, unit } = def;
  const ballot = session.ballot(question);
  const [typed, type] = useDraft(question, ballot && 'value' in ballot ? String(ballot.value) : '');
  const [wrong, setWrong] = useState(false);
  const value = numberOf(typed, def);
  const slides = to - from <= SLIDER_MOST;
  const middle = slides ? Math.round((from + to) / 2) : from;
  const set = (next: string) => { type(next); setWrong(false); };
  const step = (by: number) => set(String(value === null ? middle : Math.max(from, Math.min(to, value + by))));
  const less = useHold(() => step(-1));
  const more = useHold(() => step(1));
  const send = () => {
    setWrong(value === null);
    if (value !== null) session.cast(question, { value });
    else document.getElementById('number')?.focus();
  };
  return (
    <>
      <div class="number">
        <button type="button" class="button quiet" aria-label={t('join.number.less')} disabled={value === from} {...less}>−</button>
        <span class={`amount${wrong ? ' wrong' : ''}`}>
          <input id="number" type="text" value={typed} inputMode={from < 0 ? 'text' : 'numeric'} autoComplete="off" maxLength={12}
            aria-label={question.def.title} aria-invalid={wrong} aria-describedby="range"
            onInput={(event) => set(event.currentTarget.value)}
            onKeyDown={(event) => { if (event.key === 'Enter') send(); }} />
          {unit ? <span class="unit">{tidy(unit)}</span> : null}
        </span>
        <button type="button" class="button quiet" aria-label={t('join.number.more')} disabled={value === to} {...more}>+</button>
      </div>
      {slides ? (
        <input class={`slider${value === null ? ' unset' : ''}`} type="range" min={from} max={to} step={1} value={value ?? middle}
          aria-label={question.def.title} aria-valuetext={value === null ? t('join.number.none') : withUnit(number(value), unit)}
          onInput={(event) => set(event.currentTarget.value)} />
      ) : null}
      <p id="range" class={wrong ? 'words bad' : 'words'} role={wrong ? 'alert' : undefined}>
        {t(wrong ? 'join.number.wrong' : 'join.number.range', { from: withUnit(number(from), unit), to: withUnit(number(to), unit) })}
      </p>
      <AskFoot session={session} question={question} hint="" send={send} />
    </>
  );
}
