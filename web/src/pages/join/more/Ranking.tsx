/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { Letter } from '../../../components/Letter';
import { number, t, tidy } from '../../../lib/i18n';
import { announce } from '../../../lib/live';
import type { RankingDefinition } from '../../../lib/protocol';
import { AskFoot } from '../AskFoot';
import type { KindProps } from '../kinds';
import { useDraft } from './draft';
import { useDrag } from './drag';

function moved(order: readonly number[], from: number, to: number): number[] {
  const others = order.filter((_, at) => at !== from);
  return [...others.slice(0, to), order[from]!, ...others.slice(to)];
}

function rule(count: number, min: number, max: number): string {
  if (count < min) return t('join.rank.least', { min });
  return t(count < max ? 'join.rank.go_on' : 'join.rank.done');
}

/** Puts the keyboard, after the rows were drawn anew, where it goes on. */
function useFocus(): (id: string) => void {
  const wanted = useRef('');
  useEffect(() => {
    const id = wanted.current;
    wanted.current = '';
    if (id) document.getElementById(id)?.focus({ preventScroll: true });
  });
  return (id) => { wanted.current = id; };
}

/** Options tapped in order, the best first; then Confirm. */
export function Ranking({ session, question, def }: KindProps<RankingDefinition>) {
  const { options, min = 1, max = options.length } = def;
  const standing = session.ballot(question);
  const [order, setOrder] = useDraft<readonly number[]>(question, standing && 'order' in standing ? standing.order : []);
  const list = useRef<HTMLOListElement>(null);
  const focus = useFocus();
  const rest = options.map((_, option) => option).filter((option) => !order.includes(option));
  const ready = order.length >= min;

  const say = (option: number, place: number) => announce(t('join.rank.say', { text: options[option]!, place }));
  const put = (option: number) => {
    const next = rest[rest.indexOf(option) + 1] ?? rest.find((other) => other !== option);
    setOrder([...order, option]);
    focus(next === undefined || order.length + 1 === max ? 'rank-confirm' : `rank-rest-${next}`);
    say(option, order.length + 1);
  };
  const takeOut = (option: number) => {
    setOrder(order.filter((other) => other !== option));
    focus(`rank-rest-${option}`);
  };
  const move = (from: number, to: number) => {
    setOrder(moved(order, from, to));
    say(order[from]!, to + 1);
  };
  const step = (from: number, to: number) => {
    const isEnd = to === 0 || to === order.length - 1;
    focus(`rank-${(to > from) === isEnd ? 'up' : 'down'}-${order[from]}`);
    move(from, to);
  };
  const drag = useDrag(list, move);
  const confirm = (event: Event) => {
    event.preventDefault();
    if (ready) session.cast(question, { order: [...order] });
  };
  return (
    <form class="ranking" onSubmit={confirm}>
      <ol class={`ranked${drag.dragged === null ? '' : ' dragging'}`} ref={list} aria-label={t('join.rank.order')}>
        {order.map((option, place) => (
          <li key={option} class={drag.dragged === place ? 'dragged' : ''} style={{ transform: `translateY(${drag.shift(place)}px)` }}>
            <span class="handle" title={t('join.rank.drag')} {...drag.handle(place)}>{number(place + 1)}</span>
            <button type="button" class="text" aria-label={t('join.rank.out', { text: options[option]! })} onClick={() => takeOut(option)}>
              {tidy(options[option]!)}
            </button>
            <span class="arrows">
              <Arrow way="up" option={option} text={options[option]!} shut={place === 0} go={() => step(place, place - 1)} />
              <Arrow way="down" option={option} text={options[option]!} shut={place === order.length - 1} go={() => step(place, place + 1)} />
            </span>
          </li>
        ))}
      </ol>
      <ul class="options" aria-label={t('join.rank.rest')}>
        {rest.map((option) => (
          <li key={option}>
            <button type="button" class={`option${order.length >= max ? ' shut' : ''}`} id={`rank-rest-${option}`}
              disabled={order.length >= max} onClick={() => put(option)}>
              <Letter place={option} />
              <span class="text">{tidy(options[option]!)}<span class="sr-only"> ({t('join.rank.as', { place: order.length + 1 })})</span></span>
            </button>
          </li>
        ))}
      </ul>
      <div class="confirm">
        <p class="count"><strong>{t('join.chosen', { count: order.length, max })}</strong>{' '}
          <span class="muted">{rule(order.length, min, max)}</span></p>
        {order.length ? <button class="button quiet" type="button" onClick={() => setOrder([])}>{t('join.rank.clear')}</button> : null}
        <button class="button" id="rank-confirm" type="submit" disabled={!ready}>{t('join.confirm')}</button>
      </div>
      <AskFoot session={session} question={question} hint={t('join.rank.how')} send={null} />
    </form>
  );
}

interface ArrowProps { way: 'up' | 'down'; option: number; text: string; shut: boolean; go: () => void }

function Arrow({ way, option, text, shut, go }: ArrowProps) {
  return (
    <button type="button" class="arrow" id={`rank-${way}-${option}`} disabled={shut} onClick={go}
      aria-label={t(way === 'up' ? 'join.rank.up' : 'join.rank.down', { text })}>{way === 'up' ? '▲' : '▼'}</button>
  );
}
