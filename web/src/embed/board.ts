/* SPDX-License-Identifier: Apache-2.0 */
/* A board: what people may like, each with its heart. */
import type { Board } from '../client';
import { supportsOf, type Shown } from '../lib/ideas';
import { el, picture, setText } from './dom';
import type { Wishes } from './wishes';
import type { Words } from './words';

export interface BoardOptions {
  words: Words;
  board: Board;
  wishes: Wishes;
  /** Where its pictures are. */
  pictures: string;
}

export interface BoardCard {
  root: HTMLElement;
  update: (ideas: readonly Shown[], maySupport: boolean, isAway: boolean) => void;
}

interface Row { root: HTMLElement; words: Shown['words']; heart: HTMLButtonElement }

export function makeBoard({ words, board, wishes: { shown, supporter }, pictures }: BoardOptions): BoardCard {
  const rows = new Map<string, Row>();
  const list = el('ul', { class: 'ideas' });
  const status = el('p', { class: 'status', role: 'status' });
  const root = el('section', { class: 'card', 'aria-labelledby': 'title' }, el('h2', { id: 'title', tabindex: '-1' }, words.tidy(board.def.title)), list, status);

  const make = ({ id, words: said, images }: Shown): Row => {
    const heart = el('button', { type: 'button', class: 'heart' });
    const image = images?.find(({ state }) => state === 'shown');
    heart.addEventListener('click', () => {
      const idea = shown.peek()?.find((one) => one.id === id);
      if (idea && heart.getAttribute('aria-disabled') !== 'true') supporter.give(idea, !supporter.supports.isOn(idea));
    });
    return { words: said, heart, root: el('li', {}, image ? picture(`${pictures}/${board.id}/${image.id}/small`, image.alt) : null,
      el('p', { class: 'text' }, words.tidy(said.title), said.price ? el('span', { class: 'mine' }, words.tidy(said.price)) : null), heart) };
  };

  return {
    root,
    update(ideas, maySupport, isAway) {
      let fate = '';
      ideas.forEach((idea, place) => {
        const { id, words: said } = idea;
        let row = rows.get(id);
        if (row?.words !== said && JSON.stringify(row?.words) !== JSON.stringify(said)) {
          row?.root.remove();
          rows.set(id, row = make(idea));
        }
        const { heart, root: item } = row!;
        if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
        const own = supporter.supports.of(id);
        const isOn = supporter.supports.isOn(idea);
        const n = supportsOf(idea, isOn, own);
        heart.setAttribute('aria-pressed', String(isOn));
        heart.setAttribute('aria-disabled', String(!maySupport));
        heart.setAttribute('aria-label', words.say('like', n).replace('{title}', words.tidy(said.title)));
        setText(heart, `${isOn ? '♥' : '♡'} ${words.number(n)}`);
        if (own?.state === 'kept' && (isAway || own.code)) fate = 'kept';
        else if (own?.state === 'refused' && !own.old && !fate) fate = own.code === 'spent' ? 'spent' : 'refused.other';
      });
      rows.forEach(({ root: item }, id) => {
        if (!ideas.some((idea) => idea.id === id)) { item.remove(); rows.delete(id); }
      });
      status.className = `status ${fate === 'kept' ? 'warn' : fate ? 'bad' : ''}`;
      setText(status, words.say(fate || (ideas.length > 0 ? maySupport ? 'none' : 'closed' : 'no_ideas')));
    },
  };
}
