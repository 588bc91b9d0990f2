/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the form of a question, and the definition it makes. */
import type { Definition, ResultMode } from '../../lib/protocol';

export const TITLE_CHARS = 200;
export const OPTION_CHARS = 100;
export const END_CHARS = 40;
export const OPTIONS_MOST = 20;
export const OPTIONS_LEAST = 2;

export interface Form {
  kind: Definition['kind'];
  title: string;
  options: string[];
  min: number;
  /** 0: as many as there are options. */
  max: number;
  look: 'stars' | 'numbers';
  from: number;
  to: number;
  low: string;
  high: string;
  results: ResultMode;
  change: boolean;
  hideVoters: boolean;
}

export const EMPTY: Form = {
  kind: 'single', title: '', options: ['', ''], min: 1, max: 0, look: 'stars', from: 1, to: 5, low: '', high: '',
  results: 'after_vote', change: true, hideVoters: false,
};

export function formOf(def: Definition): Form {
  const form: Form = {
    ...EMPTY, kind: def.kind, title: def.title, results: def.results ?? 'after_vote', change: def.change ?? true,
    hideVoters: def.hide_voters ?? false,
  };
  if (def.kind === 'scale') {
    return { ...form, from: def.from, to: def.to, look: def.look ?? 'numbers', low: def.low ?? '', high: def.high ?? '' };
  }
  const many = def.kind === 'multiple' ? { min: def.min ?? 1, max: def.max ?? 0 } : {};
  return { ...form, options: [...def.options], ...many };
}

export const filled = (options: readonly string[]): string[] =>
  options.map((option) => option.trim()).filter((option) => option !== '');

export type Fault = 'title' | 'options' | 'range' | 'steps';

/** What is missing before it can be saved. */
export function faultOf(form: Form): Fault | null {
  if (form.title.trim() === '') return 'title';
  if (form.kind === 'scale') return form.from < form.to ? null : 'steps';
  const count = filled(form.options).length;
  if (count < OPTIONS_LEAST) return 'options';
  const most = form.max || count;
  return form.kind === 'multiple' && (form.min > most || most > count) ? 'range' : null;
}

export function definitionOf(form: Form): Definition {
  const { kind, results, change } = form;
  const shared = { title: form.title.trim(), results, change, hide_voters: form.hideVoters };
  if (kind === 'scale') {
    const { from, to, look, low, high } = form;
    return { kind, ...shared, from, to, look, ...(low.trim() && { low: low.trim() }), ...(high.trim() && { high: high.trim() }) };
  }
  const options = filled(form.options);
  if (kind === 'single') return { kind, ...shared, options };
  return { kind, ...shared, options, min: form.min, max: form.max || options.length };
}

/** "- Tea", "b) Tea", "2. Tea": how lists look in mails and documents. */
const BULLET = /^\s*(?:[-–•*]|\(?[A-Za-z0-9]{1,2}[.)])\s+/;

export function pastedLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
}

/** Several lines pasted into the question: the first is the question, the others its options. */
export function pasteQuestion(form: Form, lines: readonly string[]): Form {
  const [title = '', ...rest] = lines;
  const options = rest.map((line) => line.replace(BULLET, '').slice(0, OPTION_CHARS)).slice(0, OPTIONS_MOST);
  while (options.length < OPTIONS_LEAST) options.push('');
  const kind = form.kind === 'scale' ? 'single' : form.kind;
  return { ...form, kind, title: title.slice(0, TITLE_CHARS), options };
}

/** Several lines pasted into an option: they take its place and those after it. */
export function pasteOptions(form: Form, at: number, lines: readonly string[]): Form {
  const texts = lines.map((line) => line.replace(BULLET, '').slice(0, OPTION_CHARS));
  const after = form.options.slice(at + 1).filter((option) => option.trim() !== '');
  return { ...form, options: [...form.options.slice(0, at), ...texts, ...after].slice(0, OPTIONS_MOST) };
}
