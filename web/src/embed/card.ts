/* SPDX-License-Identifier: Apache-2.0 */
/* One question, asked or answered. It is made once for each question, round and state; what moves is set in its place. */
import type { Ballot, Definition, Entry, Question, Tally } from '../client';
import { hasStars, stepsOf, type StepsDefinition } from '../lib/kinds';
import { percentages, shares } from '../lib/percent';
import { el, picture, setText } from './dom';
import type { Words } from './words';

type Choice = Extract<Definition, { kind: 'single' | 'multiple' | 'pair' }>;
export type Shown = Choice | StepsDefinition;

/** Kinds that fit in here; others are for the room's own page. */
export const isShown = (def: Definition): def is Shown => ['single', 'multiple', 'pair', 'scale', 'nps'].includes(def.kind);

export interface CardOptions {
  words: Words;
  question: Question;
  def: Shown;
  /** The ballot that stands, if any. */
  ballot: Ballot | null;
  asking: boolean;
  /** Where its pictures are. */
  pictures: string;
  cast: (ballot: Ballot) => void;
  change: () => void;
}

export interface Card {
  root: HTMLElement;
  update: (entry: Entry | null, tally: Tally | null, isAway: boolean) => void;
}

const isSteps = (def: Shown): def is StepsDefinition => def.kind === 'scale' || def.kind === 'nps';
const textsOf = (def: Shown): string[] => (isSteps(def) ? stepsOf(def).map(String) : def.options);

/** The places that the ballot names. */
function placesOf(def: Shown, ballot: Ballot | null): number[] {
  if (!ballot) return [];
  if ('options' in ballot) return ballot.options;
  return 'value' in ballot && isSteps(def) ? [ballot.value - stepsOf(def)[0]!] : [];
}

function ballotOf(def: Shown, places: number[]): Ballot {
  return isSteps(def) ? { value: stepsOf(def)[0]! + places[0]! } : { options: places };
}

/** Counts in whole percent, of voters where each may give several. */
const percentsOf = (def: Shown, { counts, voters }: Tally): number[] | null =>
  (counts === null ? null : def.kind === 'multiple' ? shares(counts, voters ?? 0) : percentages(counts));

const REFUSED = ['closed', 'final', 'round_over'];

/** What became of the ballot: its words, and how they look. */
function fate(entry: Entry, isAway: boolean): [string, string] {
  if (entry.state === 'refused') return [REFUSED.includes(entry.code ?? '') ? `refused.${entry.code}` : 'refused.other', 'bad'];
  if (entry.state === 'counted') return ['counted', 'good'];
  return entry.state === 'kept' && (isAway || (entry.code !== null && entry.code !== 'away')) ? ['kept', 'warn'] : ['sending', ''];
}

/** When results will be seen, where they are not yet. */
function later({ state, def }: Question, tally: Tally | null, hasVoted: boolean): string {
  if (tally?.counts) return '';
  if (def.results === 'never') return 'never';
  if (state === 'open' && def.results !== 'after_close') return hasVoted ? '' : 'after_vote';
  return 'later';
}

export function makeCard(options: CardOptions): Card {
  const { words, question, def, asking } = options;
  const bars: HTMLElement[] = [];
  const numbers: HTMLElement[] = [];
  const status = el('p', { class: 'status', role: 'status' });
  const note = el('p', { class: 'note' });
  const title = el('h2', { id: 'title', tabindex: '-1' }, words.tidy(def.title));
  const answers = asking ? asked(options) : answered(options);
  const mayChange = !asking && question.state === 'open' && options.ballot !== null && (def.change ?? true);
  const change = mayChange ? el('button', { type: 'button', class: 'change' }, words.say('change')) : null;
  change?.addEventListener('click', options.change);
  for (const one of Array.from(answers.querySelectorAll('.option'))) {
    bars.push(one.querySelector<HTMLElement>('.bar')!);
    numbers.push(one.querySelector<HTMLElement>('.percent')!);
  }
  const root = el('section', { class: `card ${def.kind}${asking ? ' asking' : ''}`, 'aria-labelledby': 'title' },
    title, answers, el('div', { class: 'foot' }, status, change), note);
  return {
    root,
    update(entry, tally, isAway) {
      const percents = tally && percentsOf(def, tally);
      bars.forEach((bar, place) => { bar.style.setProperty('transform', `scaleX(${(percents?.[place] ?? 0) / 100})`); });
      numbers.forEach((at, place) => setText(at, percents ? words.percent(percents[place] ?? 0) : ''));
      const [key, look] = entry ? fate(entry, isAway) : question.state === 'open' ? ['', ''] : ['closed', ''];
      const voters = tally?.voters == null || asking ? '' : words.say('votes', Math.max(tally.voters, entry?.state === 'counted' ? 1 : 0));
      status.className = `status ${look}`;
      setText(status, [key && words.say(key), voters].filter(Boolean).join(' · '));
      setText(note, words.say(later(question, tally, entry?.state === 'counted') || 'none'));
    },
  };
}

/** How an option looks: its bar, its text, its number. */
function face({ words, def, pictures }: CardOptions, text: string, isOwn: boolean, place: number): (HTMLElement | null)[] {
  const image = 'images' in def && def.images?.[place];
  return [
    el('span', { class: 'fill' }, el('span', { class: 'bar' })),
    image ? picture(`${pictures}/~/${image.id}/small`, image.alt) : null,
    el('span', { class: 'text' }, words.tidy(text), isOwn ? el('span', { class: 'mine' }, ` ${words.say('mine')}`) : null),
    el('span', { class: 'percent' }),
  ];
}

function ends(def: Shown): HTMLElement | null {
  return isSteps(def) && (def.low || def.high)
    ? el('p', { class: 'ends' }, el('span', {}, def.low ?? ''), el('span', {}, def.high ?? '')) : null;
}

/** The words of the ends, beside the first and the last step. */
function withEnds(def: Shown): string[] {
  const texts = textsOf(def);
  if (!isSteps(def)) return texts;
  return texts.map((text, place) => {
    const end = place === 0 ? def.low : place === texts.length - 1 ? def.high : '';
    const said = def.kind === 'scale' && hasStars(def) ? `${text} ★` : text;
    return end ? `${said} – ${end}` : said;
  });
}

function answered(options: CardOptions): HTMLElement {
  const mine = placesOf(options.def, options.ballot);
  const items = withEnds(options.def).map((text, place) => {
    const isOwn = mine.includes(place);
    return el('li', { class: isOwn ? 'option own' : 'option' }, ...face(options, text, isOwn, place));
  });
  return el('ul', { class: isSteps(options.def) ? 'options steps' : 'options' }, ...items);
}

/** A form: a tap on one of several votes; keys choose, and Send votes, as arrows would else vote at each step. */
function asked(options: CardOptions): HTMLElement {
  const { words, def, cast } = options;
  const isMany = def.kind === 'multiple';
  const [least, most] = isMany ? [def.min ?? 1, def.max ?? def.options.length] : [1, 1];
  const inputs = textsOf(def).map((_, place) => el('input', { type: isMany ? 'checkbox' : 'radio', name: 'answer', value: String(place) }));
  placesOf(def, options.ballot).forEach((place) => { if (inputs[place]) inputs[place]!.checked = true; });
  const send = el('button', { type: 'submit', class: 'send' }, words.say('send'));
  const labels = textsOf(def).map((text, place) => el('label', { class: 'option' }, inputs[place]!, ...face(options, def.kind === 'scale' && hasStars(def) ? `${text} ★` : text, false, place)));
  const form = el('form', {},
    el('div', { class: 'options', role: isMany ? 'group' : 'radiogroup', 'aria-labelledby': 'title' }, ...labels), ends(def),
    isMany ? el('p', { class: 'hint' }, words.say(least === most ? 'exactly' : 'up_to', most)) : null, send);
  const ticked = (): number[] => inputs.flatMap(({ checked }, place) => (checked ? [place] : []));
  const look = (): void => {
    const n = ticked().length;
    send.disabled = n < least || n > most;
    if (isMany) inputs.forEach((input) => { input.disabled = n >= most && !input.checked; });
  };
  let isTap = false;
  form.addEventListener('pointerdown', () => { isTap = true; });
  form.addEventListener('keydown', () => { isTap = false; });
  form.addEventListener('change', () => {
    look();
    if (isTap && !isMany) cast(ballotOf(def, ticked()));
    else send.hidden = false;
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!send.disabled) cast(ballotOf(def, ticked()));
  });
  send.hidden = !isMany;
  look();
  return form;
}
