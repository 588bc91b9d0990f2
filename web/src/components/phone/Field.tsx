/* SPDX-License-Identifier: Apache-2.0 */
import type { JSX, RefObject } from 'preact';

interface Props {
  title: string;
  label: string;
  button: string;
  /** What to do, in words; gives way to what went wrong. */
  hint: string;
  wrong: string;
  field: RefObject<HTMLInputElement>;
  input: JSX.InputHTMLAttributes<HTMLInputElement>;
  onSubmit: () => void;
}

/** A card with one field to fill, which says beside it what was wrong. */
export function Field({ title, label, button, hint, wrong, field, input, onSubmit }: Props) {
  const submit = (event: Event) => { event.preventDefault(); onSubmit(); };
  return (
    <form class="card join" onSubmit={submit}>
      <h1 class="title">{title}</h1>
      <label class="label" for="field">{label}</label>
      <input class={wrong ? 'field wrong' : 'field'} id="field" ref={field} type="text" autoComplete="off"
        autoCorrect="off" spellcheck={false} enterKeyHint="go" aria-describedby="words"
        aria-invalid={wrong !== ''} {...input} />
      <p class={wrong ? 'words bad' : 'words'} id="words">{wrong || hint}</p>
      <button class="button" type="submit">{button}</button>
    </form>
  );
}
