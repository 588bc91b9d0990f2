/* SPDX-License-Identifier: Apache-2.0 */
export function NumberField({ id, words, value, min, max, set }: {
  id: string; words: string; value: number; min: number; max: number; set: (value: number) => void;
}) {
  return (
    <label class="field narrow" for={id}>
      <span>{words}</span>
      <input id={id} type="number" inputMode="numeric" min={min} max={max} value={value}
        onInput={(event) => set(Math.round(event.currentTarget.valueAsNumber) || 0)} />
    </label>
  );
}
