/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { Gate, GateKind, IdeaStatus } from '../../lib/protocol';

const GATES_MOST = 6;
const AT_MOST = 1_000_000;
const DAYS_MOST = 3650;
const KINDS: readonly GateKind[] = ['supports', 'rate', 'satisfaction', 'deadline'];
const ENDS: readonly Exclude<IdeaStatus, 'new' | 'merged'>[] = ['read', 'review', 'planned', 'making', 'released', 'declined'];

/** What a gate of each kind is at first. */
const FIRST: Readonly<Record<GateKind, Partial<Gate>>> = {
  supports: { at: 100 }, rate: { at: 5, over: 7 }, satisfaction: { at: 100, percent: 70 }, deadline: {},
};
const gateOf = (kind: GateKind, days: number): Gate => ({ kind, ...FIRST[kind], days, then: 'review', late: 'declined', answer: 30 });

/** The ladder that people know: a hundred at first, then more, each step with extra time. */
const LADDER: readonly Gate[] = [[100, 60], [1_000, 180], [5_000, 180], [10_000, 180]].map(([at, days]) => ({ ...gateOf('supports', days!), at: at! }));

interface FieldProps { words: string; value: number; min: number; max: number; set: (value: number) => void }

function Count({ words, value, min, max, set }: FieldProps) {
  return (
    <label class="field narrow">
      <span>{words}</span>
      <input type="number" inputMode="numeric" min={min} max={max} value={value}
        onChange={(event) => set(Math.min(max, Math.max(min, Math.round(event.currentTarget.valueAsNumber) || 0)))} />
    </label>
  );
}

function End({ words, value, set }: { words: string; value: IdeaStatus; set: (value: IdeaStatus) => void }) {
  return (
    <label class="field narrow">
      <span>{words}</span>
      <select value={value} onChange={(event) => set(event.currentTarget.value as IdeaStatus)}>
        {ENDS.map((status) => <option key={status} value={status}>{t(`host.status.${status}`)}</option>)}
      </select>
    </label>
  );
}

function One({ gate, at, change, remove }: { gate: Gate; at: number; change: (gate: Gate) => void; remove: () => void }) {
  const set = (more: Partial<Gate>) => change({ ...gate, ...more });
  const least = gate.kind === 'deadline' ? 1 : 0;
  return (
    <li class="gate-fields">
      <div class="field-row">
        <label class="field">
          <span>{t('host.gate.kind', { n: at + 1 })}</span>
          <select value={gate.kind} onChange={(event) => change({ ...gateOf(event.currentTarget.value as GateKind, gate.days || 30), then: gate.then, late: gate.late, answer: gate.answer })}>
            {KINDS.map((kind) => <option key={kind} value={kind}>{t(`host.gate.${kind}`)}</option>)}
          </select>
        </label>
        {gate.at === undefined ? null : <Count words={t(gate.kind === 'rate' ? 'host.gate.a_day' : 'host.gate.at')} value={gate.at} min={1} max={AT_MOST} set={(n) => set({ at: n })} />}
        {gate.over === undefined ? null : <Count words={t('host.gate.over')} value={gate.over} min={1} max={365} set={(over) => set({ over })} />}
        {gate.percent === undefined ? null : <Count words={t('host.gate.percent')} value={gate.percent} min={1} max={100} set={(percent) => set({ percent })} />}
        <Count words={t(at === 0 ? 'host.gate.days' : 'host.gate.extra')} value={gate.days} min={least} max={DAYS_MOST} set={(days) => set({ days })} />
      </div>
      <div class="field-row">
        <End words={t('host.gate.then')} value={gate.then} set={(then) => set({ then })} />
        <Count words={t('host.gate.answer')} value={gate.answer} min={0} max={DAYS_MOST} set={(answer) => set({ answer })} />
        {gate.kind === 'deadline' ? null : <End words={t('host.gate.late')} value={gate.late} set={(late) => set({ late })} />}
        <button type="button" class="icon" aria-label={t('host.gate.remove', { n: at + 1 })} onClick={remove}>✕</button>
      </div>
    </li>
  );
}

/** The gates of a board, one behind the other. */
export function GateFields({ gates, set }: { gates: readonly Gate[]; set: (gates: Gate[]) => void }) {
  return (
    <details class="gates" open={gates.length > 0}>
      <summary>{t('host.gates')}</summary>
      <p class="muted small-text">{t('host.gates.about')}</p>
      <ol>
        {gates.map((gate, at) => (
          <One key={at} gate={gate} at={at} change={(next) => set(gates.map((held, place) => (place === at ? next : held)))}
            remove={() => set(gates.filter((_, place) => place !== at))} />
        ))}
      </ol>
      <div class="buttons">
        <button type="button" class="button quiet small" disabled={gates.length >= GATES_MOST} onClick={() => set([...gates, gateOf('supports', 60)])}>{t('host.gate.add')}</button>
        {gates.length === 0 ? <button type="button" class="button quiet small" onClick={() => set([...LADDER])}>{t('host.gate.ladder')}</button> : null}
      </div>
    </details>
  );
}
