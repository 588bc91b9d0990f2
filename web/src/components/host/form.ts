/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the form of a question, and the definition it makes. */
import type { Definition, Kind, OptionImage, ResultMode, SlideImage } from '../../lib/protocol';

export const TITLE_CHARS = 200;
export const OPTION_CHARS = 100;
export const END_CHARS = 40;
export const UNIT_CHARS = 12;
export const NOTES_CHARS = 1000;
export const OPTIONS_MOST = 20;
export const OPTIONS_LEAST = 2;
const NUMBER_MOST = 1_000_000;
export const WORDS_MOST = 10;
export const WORDS_USUAL = 3;

/** What the definition of a kind says beside its title and who sees the result. */
interface Parts {
  /** The fewest and the most options. */
  options?: readonly [number, number];
  /** How many of them a ballot may hold. */
  bounds?: true;
  look?: true;
  /** How low and how high its values may go. */
  range?: readonly [number, number];
  ends?: true;
  axes?: true;
  unit?: true;
  /** How many words each may say. */
  words?: true;
  /** Some of its options are right. */
  quiz?: true;
  /** There may be a right number. */
  guess?: true;
  /** Options may have pictures. */
  images?: true;
  /** It asks nothing. */
  slide?: true;
  /** Its options are groups of people. */
  groups?: true;
}

export const PARTS: Readonly<Record<Kind, Parts>> = {
  single: { options: [OPTIONS_LEAST, OPTIONS_MOST], images: true },
  multiple: { options: [OPTIONS_LEAST, OPTIONS_MOST], bounds: true, images: true },
  scale: { look: true, range: [0, 10], ends: true },
  pair: { options: [2, 2], images: true },
  nps: { ends: true },
  ranking: { options: [OPTIONS_LEAST, 12], bounds: true },
  points: { options: [OPTIONS_LEAST, 12] },
  number: { range: [-NUMBER_MOST, NUMBER_MOST], unit: true, guess: true },
  grid: { options: [1, 8], ends: true, axes: true },
  words: { words: true },
  quiz: { options: [OPTIONS_LEAST, 12], quiz: true },
  segment: { options: [OPTIONS_LEAST, 12], groups: true },
  slide: { slide: true },
};

export interface Form {
  kind: Kind;
  title: string;
  options: string[];
  /** Each beside the option of its place. */
  images: (OptionImage | null)[];
  min: number;
  /** 0: as many as there are options. */
  max: number;
  look: 'stars' | 'numbers';
  from: number;
  to: number;
  low: string;
  high: string;
  bottom: string;
  top: string;
  unit: string;
  /** A tick for each option of a quiz. */
  right: boolean[];
  many: boolean;
  duration: number;
  speed: boolean;
  points: number;
  /** Of a number: null where there is none. */
  answer: number | null;
  nearest: number;
  results: ResultMode;
  change: boolean;
  hideVoters: boolean;
  notes: string;
  /** What the stage shows beside it. */
  slide: SlideImage | null;
  /** Of a slide: which page of how many it was. */
  page?: number;
  pages?: number;
}

export const EMPTY: Form = {
  kind: 'single', title: '', options: ['', ''], images: [], min: 1, max: 0, look: 'stars', from: 1, to: 5, low: '', high: '', bottom: '', top: '',
  unit: '', right: [], many: false, duration: 20, speed: true, points: 1000, answer: null, nearest: 3, results: 'after_vote', change: true, hideVoters: false, notes: '', slide: null,
};

/** What belongs together where two write at once. */
export const FORM_UNITS = [
  ['title'], ['kind', 'options', 'images', 'right', 'many', 'min', 'max', 'look', 'from', 'to', 'answer', 'nearest'], ['low', 'high', 'bottom', 'top'],
  ['unit'], ['duration', 'speed', 'points'], ['results'], ['change'], ['hideVoters'], ['notes'],
] as const satisfies readonly (readonly (keyof Form)[])[];

export function formOf(def: Definition): Form {
  const { hide_voters: hideVoters = false, right, ...said } = def as Definition & { right?: number | number[] };
  const form: Form = { ...EMPTY, ...said, hideVoters };
  if (Array.isArray(right)) form.right = form.options.map((_, at) => right.includes(at));
  else form.answer = right ?? null;
  if (def.kind === 'scale') form.look = def.look ?? 'numbers';
  return { ...form, options: [...form.options], images: [...form.images] };
}

const RANGES: Readonly<Partial<Record<Kind, Partial<Form>>>> = {
  scale: { look: 'stars', from: 1, to: 5 }, number: { from: 0, to: 100 }, words: { max: WORDS_USUAL },
};

/** What others answer helps nobody to learn, and who is here is nobody's business. */
const RESULTS: Readonly<Partial<Record<Kind, ResultMode>>> = { quiz: 'after_close', segment: 'never' };

/** Another kind: what was written stays, values begin where the kind usually does. */
export function ofKind(form: Form, kind: Kind): Form {
  if (kind === form.kind) return form;
  const results = RESULTS[kind] ?? (RESULTS[form.kind] ? EMPTY.results : form.results);
  return { ...form, max: 0, kind, results, ...RANGES[kind] };
}

export const filled = (options: readonly string[]): string[] =>
  options.map((option) => option.trim()).filter((option) => option !== '');

/** The places of the right ones among the options that say something. */
const rightOf = ({ options, right }: Form): number[] => options.map((text, at) => ({ text: text.trim(), is: right[at] }))
  .filter(({ text }) => text).flatMap(({ is }, at) => (is ? [at] : []));

export type Fault = 'title' | 'options' | 'alt' | 'range' | 'steps' | 'right' | 'answer';

/** What is missing before it can be saved. */
export function faultOf(form: Form): Fault | null {
  const { options, bounds, range, quiz, guess } = PARTS[form.kind];
  const count = filled(form.options).length;
  const most = form.max || count;
  if (form.title.trim() === '') return 'title';
  if (range && form.from >= form.to) return 'steps';
  if (options && count < options[0]) return 'options';
  if (quiz && rightOf(form).length === 0) return 'right';
  if (guess && form.answer !== null && (form.answer < form.from || form.answer > form.to)) return 'answer';
  if (picturesOf(form).images?.some((image) => image && !image.alt)) return 'alt';
  return bounds && (form.min > most || most > count) ? 'range' : null;
}

/** Those of the options that are written, in their places; none, or nothing. */
function picturesOf({ kind, options, images }: Form): { images?: (OptionImage | null)[] } {
  const kept = options.flatMap((option, at) => (option.trim() ? [images[at] ?? null] : [])).slice(0, PARTS[kind].options?.[1]);
  return PARTS[kind].images && kept.some(Boolean) ? { images: kept.map((image) => image && { id: image.id, alt: image.alt.trim() }) } : {};
}

type TextPart = 'low' | 'high' | 'bottom' | 'top' | 'unit';

/** Those that say something. */
function texts(form: Form, names: readonly TextPart[]): Partial<Record<TextPart, string>> {
  return Object.fromEntries(names.map((name) => [name, form[name].trim()]).filter(([, text]) => text));
}

function quizOf(form: Form): object {
  const right = rightOf(form);
  const { duration, speed, points, many } = form;
  return { right, many: many || right.length > 1, duration, speed, points };
}

export function definitionOf(form: Form): Definition {
  const { options, bounds, look, range, ends, axes, unit, words, quiz, guess } = PARTS[form.kind];
  const { kind, results, change, min, max, from, to } = form;
  const notes = form.notes.trim();
  const said = options && filled(form.options).slice(0, options[1]);
  return {
    kind, title: form.title.trim(), results, change, // Without their number there is no mean place.
    hide_voters: form.hideVoters && !axes,
    ...(said && { options: said }), ...picturesOf(form), ...(said && bounds && { min, max: max || said.length }),
    ...(words && { max: max || WORDS_USUAL }), ...(range && { from, to }), ...(look && { look: form.look }),
    ...(ends && texts(form, ['low', 'high'])), ...(axes && texts(form, ['bottom', 'top'])), ...(unit && texts(form, ['unit'])),
    ...(quiz && quizOf(form)), ...(guess && form.answer !== null && { right: form.answer, nearest: form.nearest, points: form.points }),
    ...(notes && { notes }), ...(form.slide && { slide: { ...form.slide, alt: form.slide.alt.trim() } }),
    ...(form.kind === 'slide' && form.pages && { page: form.page, pages: form.pages }),
  } as Definition;
}

/** "- Tea", "b) Tea", "2. Tea": how lists look in mails and documents. */
const BULLET = /^\s*(?:[-–•*]|\(?[A-Za-z0-9]{1,2}[.)])\s+/;

export function pastedLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
}

/** Questions with their options, parted by empty lines; null where there are not several of them. */
export function pastedQuestions(text: string): string[][] | null {
  const blocks = text.split(/\r?\n[^\S\n]*\r?\n/).map(pastedLines).filter(({ length }) => length > 0);
  return blocks.length > 1 && blocks.every(({ length }) => length > OPTIONS_LEAST) ? blocks : null;
}

/** Several lines pasted into the question: the first is the question, the others its options. */
export function pasteQuestion(form: Form, lines: readonly string[]): Form {
  const [title = '', ...rest] = lines;
  const options = rest.map((line) => line.replace(BULLET, '').slice(0, OPTION_CHARS)).slice(0, OPTIONS_MOST);
  while (options.length < OPTIONS_LEAST) options.push('');
  const kind = PARTS[form.kind].options ? form.kind : 'single';
  return { ...form, kind, title: title.slice(0, TITLE_CHARS), options };
}

/** Several lines pasted into an option: they take its place and those after it. */
export function pasteOptions(form: Form, at: number, lines: readonly string[]): Form {
  const texts = lines.map((line) => line.replace(BULLET, '').slice(0, OPTION_CHARS));
  const after = form.options.slice(at + 1).filter((option) => option.trim() !== '');
  return { ...form, options: [...form.options.slice(0, at), ...texts, ...after].slice(0, OPTIONS_MOST) };
}
