/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of time: what is asked for again is put to what is there, in the steps of the picture. */
import type { DashOk } from '../../lib/protocol';

export type Column = 'people' | 'votes' | 'looks' | 'ideas' | 'comments' | 'likes' | 'supports' | 'answers' | 'shared' | 'reactions';
export type Bucket = Readonly<Partial<Record<Column, number | null>>>;

export interface Folded {
  start: number;
  end: number;
  step: number;
  /** By when each begins; those in which nothing went on are missing. */
  buckets: ReadonlyMap<number, Bucket>;
  waits: DashOk['waits'];
  began: number;
}

/** From where on to ask again: the last step that is begun. */
export const startOf = ({ end, step }: Folded): number => end - (end % step);

const sum = (column: Column, a: number | null | undefined, b: number | null): number | null => {
  if (b === null) return null;
  return column === 'people' ? Math.max(a ?? 0, b) : (a ?? 0) + b;
};

const LEAST_STEPS = 10;

/** `known` null: all of it is new. A picture that moves on forgets what is behind its left edge. */
export function folded(known: Folded | null, told: DashOk, range: number): Folded {
  const step = known?.step ?? told.step;
  const from = known ? startOf(known) : 0;
  const buckets = new Map([...(known?.buckets ?? [])].filter(([at]) => at < from));
  const columns = told.columns as readonly Column[];
  for (const [i, ...values] of told.rows) {
    const at = told.start + i * told.step;
    const bucket = at - (at % step);
    if (bucket < from) continue;
    const before = buckets.get(bucket);
    buckets.set(bucket, Object.fromEntries(columns.map((name, n) => [name, sum(name, before?.[name], values[n] ?? null)])));
  }
  const began = told.began > 0 ? told.began : told.now;
  // Before anything was kept there is nothing to see, but a picture needs some width.
  const first = range === 0 ? began : Math.max(told.now - range, Math.min(began, told.now - LEAST_STEPS * step));
  const start = Math.max(first - (first % step), told.now - 400 * step);
  for (const at of buckets.keys()) if (at < start) buckets.delete(at);
  return { start, end: told.now, step, buckets, waits: told.waits, began: told.began };
}

/** One column at every step, 0 where nothing was; null where it is not told. */
export function column({ start, end, step, buckets }: Folded, name: Column): { at: number; value: number | null }[] {
  const out = [];
  for (let at = start; at <= end; at += step) {
    const value = buckets.get(at)?.[name];
    out.push({ at, value: value === undefined ? 0 : value });
  }
  return out;
}

export const total = ({ buckets }: Folded, ...names: Column[]): number =>
  [...buckets.values()].reduce((all, bucket) => all + names.reduce((part, name) => part + (bucket[name] ?? 0), 0), 0);

/** A digit that parts in two, times a power of ten, at least `most`. */
export function ceiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 3, 4, 6, 8, 10].map((factor) => factor * power).find((top) => top >= most) ?? power * 10;
}
