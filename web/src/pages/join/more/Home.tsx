/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { typedCode } from '../../../lib/code';
import { t } from '../../../lib/i18n';
import { announce } from '../../../lib/live';
import type { PageState } from '../../../lib/protocol';
import { Field } from '../../../components/phone/Field';

function firstWords(code: string, error: PageState['error']): string {
  if (error === 'not_found') return t('join.home.not_found', { code });
  return error === 'try_again' ? t('join.home.try_again') : '';
}

/** The page that asks for a code. It goes by itself at the sixth character. */
export function Home({ code, error }: { code: string; error: PageState['error'] }) {
  const [text, setText] = useState(typedCode(code).text);
  const [wrong, setWrong] = useState(firstWords(code, error));
  const [trying, setTrying] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (wrong) field.current?.select();
    const back = () => setTrying(false);
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);

  const complain = (words: string) => { setWrong(words); if (words) announce(words); };
  const go = (input: string, asked: boolean) => {
    const typed = typedCode(input);
    setText(typed.text);
    // The field shows what was understood even where that equals the former state.
    if (field.current) field.current.value = typed.text;
    if (typed.lookAlike) return complain(t('join.home.look_alike'));
    if (!typed.whole) return complain(asked ? t('join.home.short') : '');
    complain('');
    setTrying(true);
    location.assign(`/j/${typed.text}`);
  };

  return (
    <Field title={t('join.home.title')} label={t('join.home.code')} hint={t('join.home.hint')} wrong={wrong}
      button={trying ? t('join.home.trying') : t('join.home.go')} field={field} onSubmit={() => go(text, true)}
      input={{
        name: 'code', value: text, autoCapitalize: 'characters',
        onInput: (event) => go(event.currentTarget.value, false),
      }} />
  );
}
