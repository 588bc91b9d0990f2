/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the question's form that depend on its kind. */
import { t } from '../../lib/i18n';
import { Letter } from '../Letter';
import { Choice } from './Choice';
import { END_CHARS, OPTION_CHARS, OPTIONS_LEAST, OPTIONS_MOST, filled, pasteOptions, pastedLines, type Form } from './form';

export interface PartProps { form: Form; change: (form: Form) => void }

/** The lines of a paste, when there are several: one line is pasted as usual. */
export function severalLines(event: ClipboardEvent): string[] | null {
  const lines = pastedLines(event.clipboardData?.getData('text/plain') ?? '');
  if (lines.length < 2) return null;
  event.preventDefault();
  return lines;
}

function focusOption(at: number): void {
  requestAnimationFrame(() => document.getElementById(`option-${at}`)?.focus());
}

export function OptionFields({ form, change }: PartProps) {
  const { options } = form;
  const set = (next: string[]) => change({ ...form, options: next });
  const add = () => {
    if (options.length >= OPTIONS_MOST) return;
    set([...options, '']);
    focusOption(options.length);
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (at === options.length - 1) add();
    else focusOption(at + 1);
  };
  const onPaste = (event: ClipboardEvent, at: number) => {
    const lines = severalLines(event);
    if (lines) change(pasteOptions(form, at, lines));
  };
  return (
    <fieldset class="option-fields">
      <legend>{t('host.form.options')}</legend>
      {options.map((option, at) => (
        <div key={at} class="option-field">
          <Letter place={at} />
          <input id={`option-${at}`} type="text" value={option} maxLength={OPTION_CHARS}
            aria-label={t('host.form.option', { at: at + 1 })}
            onInput={(event) => set(options.map((held, place) => (place === at ? event.currentTarget.value : held)))}
            onKeyDown={(event) => onKey(event, at)} onPaste={(event) => onPaste(event, at)} />
          <button type="button" class="icon" disabled={options.length <= OPTIONS_LEAST}
            aria-label={t('host.form.option_remove', { at: at + 1 })}
            onClick={() => set(options.filter((_, place) => place !== at))}>✕</button>
        </div>
      ))}
      <button type="button" class="button quiet small" disabled={options.length >= OPTIONS_MOST} onClick={add}>
        {t('host.form.option_add')}
      </button>
    </fieldset>
  );
}

function NumberField({ id, words, value, min, max, set }: {
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

export function RangeFields({ form, change }: PartProps) {
  const count = Math.max(OPTIONS_LEAST, filled(form.options).length);
  return (
    <div class="field-row">
      <NumberField id="min" words={t('host.form.min')} value={form.min} min={1} max={count}
        set={(min) => change({ ...form, min: Math.max(1, min) })} />
      <NumberField id="max" words={t('host.form.max')} value={form.max || count} min={1} max={count}
        set={(max) => change({ ...form, max: max >= count ? 0 : Math.max(1, max) })} />
    </div>
  );
}

export function ScaleFields({ form, change }: PartProps) {
  const look = (next: Form['look']) => change({
    ...form, look: next, ...(next === 'stars' ? { from: 1, to: 5 } : { from: 0, to: 10 }),
  });
  const end = (name: 'low' | 'high', words: string) => (
    <label class="field">
      <span>{words}</span>
      <input type="text" value={form[name]} maxLength={END_CHARS}
        onInput={(event) => change({ ...form, [name]: event.currentTarget.value })} />
    </label>
  );
  return (
    <>
      <Choice legend="host.form.look" name="look" value={form.look} onPick={look}
        options={[['stars', 'host.form.stars'], ['numbers', 'host.form.numbers']]} />
      <div class="field-row">
        <NumberField id="from" words={t('host.form.from')} value={form.from} min={0} max={9}
          set={(from) => change({ ...form, from: Math.max(0, Math.min(9, from)) })} />
        <NumberField id="to" words={t('host.form.to')} value={form.to} min={1} max={10}
          set={(to) => change({ ...form, to: Math.max(1, Math.min(10, to)) })} />
      </div>
      <div class="field-row">
        {end('low', t('host.form.low'))}
        {end('high', t('host.form.high'))}
      </div>
    </>
  );
}
