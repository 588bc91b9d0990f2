/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the question's form that depend on its kind. */
import { t, type Key } from '../../lib/i18n';
import { Letter } from '../Letter';
import { Choice } from './Choice';
import { END_CHARS, filled, OPTION_CHARS, OPTIONS_LEAST, OPTIONS_MOST, PARTS, pasteOptions, pastedLines, UNIT_CHARS, WORDS_MOST, WORDS_USUAL, type Form } from './form';
import { NumberField } from './NumberField';

export interface PartProps { form: Form; change: (form: Form) => void }

/** The lines of a paste, when there are several: one line is pasted as usual. */
export const pastedText = (event: ClipboardEvent): string => event.clipboardData?.getData('text/plain') ?? '';

export function severalLines(event: ClipboardEvent): string[] | null {
  const lines = pastedLines(pastedText(event));
  if (lines.length < 2) return null;
  event.preventDefault();
  return lines;
}

function focusOption(at: number): void {
  requestAnimationFrame(() => document.getElementById(`option-${at}`)?.focus());
}

export function OptionFields({ form, change }: PartProps) {
  const [least, most] = PARTS[form.kind].options ?? [OPTIONS_LEAST, OPTIONS_MOST];
  const options = form.options.slice(0, most);
  const isQuiz = PARTS[form.kind].quiz;
  const set = (next: string[]) => change({ ...form, options: next });
  const add = () => {
    if (options.length >= most) return;
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
      {isQuiz && <p class="muted small-text right-how">{t('host.form.right_how')}</p>}
      {options.map((option, at) => {
        const stays = (_: unknown, place: number) => place !== at;
        return (
        <div key={at} class="option-field">
          <Letter place={at} />
          {isQuiz && (
            <input type="checkbox" class="right-tick" checked={form.right[at] ?? false} aria-label={t('host.form.is_right', { at: at + 1 })}
              title={t('host.form.is_right', { at: at + 1 })}
              onChange={(event) => change({ ...form, right: options.map((_, place) => (place === at ? event.currentTarget.checked : form.right[place] ?? false)) })} />
          )}
          <input id={`option-${at}`} type="text" value={option} maxLength={OPTION_CHARS}
            aria-label={t('host.form.option', { at: at + 1 })}
            onInput={(event) => set(options.map((held, place) => (place === at ? event.currentTarget.value : held)))}
            onKeyDown={(event) => onKey(event, at)} onPaste={(event) => onPaste(event, at)} />
          <button type="button" class="icon" disabled={options.length <= least}
            aria-label={t('host.form.option_remove', { at: at + 1 })}
            onClick={() => change({ ...form, options: options.filter(stays), right: form.right.filter(stays), images: form.images.filter(stays) })}>✕</button>
        </div>
        );
      })}
      <button type="button" class="button quiet small" disabled={options.length >= most} onClick={add}>
        {t('host.form.option_add')}
      </button>
    </fieldset>
  );
}

export function BoundFields({ form, change }: PartProps) {
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

export function LookFields({ form, change }: PartProps) {
  const look = (next: Form['look']) => change({
    ...form, look: next, ...(next === 'stars' ? { from: 1, to: 5 } : { from: 0, to: 10 }),
  });
  return (
    <Choice legend="host.form.look" name="look" value={form.look} onPick={look}
      options={[['stars', 'host.form.stars'], ['numbers', 'host.form.numbers']]} />
  );
}

/** The lowest and the highest value; a kind that knows no other begins at its own. */
export function RangeFields({ form, change }: PartProps) {
  const [least, most] = PARTS[form.kind].range!;
  const within = (value: number) => Math.max(least, Math.min(most, value));
  return (
    <div class="field-row">
      <NumberField id="from" words={t('host.form.from')} value={form.from} min={least} max={most - 1}
        set={(from) => change({ ...form, from: within(from) })} />
      <NumberField id="to" words={t('host.form.to')} value={form.to} min={least + 1} max={most}
        set={(to) => change({ ...form, to: within(to) })} />
    </div>
  );
}

function TextField({ form, change, name, words, most = END_CHARS }: PartProps & {
  name: 'low' | 'high' | 'bottom' | 'top' | 'unit'; words: Key; most?: number;
}) {
  return (
    <label class="field">
      <span>{t(words)}</span>
      <input type="text" value={form[name]} maxLength={most} onInput={(event) => change({ ...form, [name]: event.currentTarget.value })} />
    </label>
  );
}

export function EndFields(part: PartProps) {
  const axes = PARTS[part.form.kind].axes;
  return (
    <div class="field-row">
      <TextField {...part} name="low" words={axes ? 'host.form.left' : 'host.form.low'} />
      <TextField {...part} name="high" words={axes ? 'host.form.right' : 'host.form.high'} />
    </div>
  );
}

export function AxisFields(part: PartProps) {
  return (
    <div class="field-row">
      <TextField {...part} name="bottom" words="host.form.bottom" />
      <TextField {...part} name="top" words="host.form.top" />
    </div>
  );
}

export function UnitField(part: PartProps) {
  return <TextField {...part} name="unit" words="host.form.unit" most={UNIT_CHARS} />;
}

export function WordFields({ form, change }: PartProps) {
  return (
    <div class="field-row">
      <NumberField id="words" words={t('host.form.words')} value={form.max || WORDS_USUAL} min={1} max={WORDS_MOST}
        set={(max) => change({ ...form, max: Math.max(1, Math.min(WORDS_MOST, max)) })} />
    </div>
  );
}
