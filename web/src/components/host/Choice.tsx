/* SPDX-License-Identifier: Apache-2.0 */
import { t, type Key } from '../../lib/i18n';

interface ChoiceProps<Value extends string> {
  legend: Key;
  name: string;
  value: Value;
  options: readonly (readonly [Value, Key, Key?])[];
  onPick: (value: Value) => void;
}

/** A few radio buttons, each with its explanation if there is one. */
export function Choice<Value extends string>({ legend, name, value, options, onPick }: ChoiceProps<Value>) {
  const explained = options.some(([, , how]) => how);
  return (
    <fieldset class={`choice${explained ? ' explained' : ''}`}>
      <legend>{t(legend)}</legend>
      {options.map(([option, words, how]) => (
        <label key={option}>
          <input type="radio" name={name} checked={value === option} onChange={() => onPick(option)} />
          <span class="choice-face"><b>{t(words)}</b>{how && <span>{t(how)}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}
