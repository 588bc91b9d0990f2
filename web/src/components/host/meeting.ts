/* SPDX-License-Identifier: Apache-2.0 */
/* Two hosts write the same thing: what only one of them changed is both's, the rest is for the second one to decide. */
import { useEffect, useState } from 'preact/hooks';

/** Fields that belong together, under the name of the first. */
export type Unit<F> = readonly (keyof F)[];

export interface Met<F> {
  form: F;
  /** What only the others changed: it is in the form now. */
  taken: Unit<F>[];
  /** What both changed, each to something else: the form has one's own. */
  apart: Unit<F>[];
}

/** As the server would keep it: what looks the same is the same. */
function kept(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.trim().normalize();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const part = <F extends object>(form: F, unit: Unit<F>): string => JSON.stringify(unit.map((field) => form[field] ?? null), kept);

/** `base` is what both began with; what was `open` stays so until both say the same. */
export function meet<F extends object>(units: readonly Unit<F>[], base: F, mine: F, theirs: F, open: readonly Unit<F>[] = []): Met<F> {
  const met: Met<F> = { form: { ...mine }, taken: [], apart: [] };
  for (const unit of units) {
    const [was, own, other] = [part(base, unit), part(mine, unit), part(theirs, unit)];
    if (own === other) continue;
    if (open.includes(unit) || (own !== was && other !== was)) met.apart.push(unit);
    else if (own === was) {
      met.taken.push(unit);
      for (const field of unit) met.form[field] = theirs[field];
    }
  }
  return met;
}

export interface Meeting<F> {
  /** Of the record that the form goes on from. */
  version: number;
  /** There is something to be told of it. */
  differs: boolean;
  theirs: F;
  taken: readonly Unit<F>[];
  apart: readonly Unit<F>[];
  /** One's own stays, and is what the next save says. */
  keep: () => void;
  /** Theirs, where both differ. */
  yield: () => void;
}

/** No version: for now, nothing is watched. */
interface Asked<F> { units: readonly Unit<F>[]; version: number | null; theirs: F; form: F; change: (form: F) => void }

/** Watches the record behind a form while it is open; `theirs` is what the form would say of it now. */
export function useMeeting<F extends object>({ units, version, theirs, form, change }: Asked<F>): Meeting<F> {
  const [seen, setSeen] = useState({ version: version ?? 0, base: theirs, taken: [] as readonly Unit<F>[], apart: [] as readonly Unit<F>[] });
  useEffect(() => {
    if (version === null || version === seen.version) return;
    const met = meet(units, seen.base, form, theirs, seen.apart);
    setSeen({ version, base: theirs, taken: [...new Set([...seen.taken, ...met.taken])], apart: met.apart });
    if (met.taken.length > 0) change(met.form);
  }, [version]);
  const settle = () => setSeen({ ...seen, taken: [], apart: [] });
  return {
    version: seen.version, differs: seen.apart.length + seen.taken.length > 0, theirs: seen.base, taken: seen.taken, apart: seen.apart, keep: settle,
    yield: () => {
      const yielded = { ...form };
      for (const unit of seen.apart) for (const field of unit) yielded[field] = seen.base[field];
      change(yielded);
      settle();
    },
  };
}
