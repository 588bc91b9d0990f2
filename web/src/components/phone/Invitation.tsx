/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { api } from '../../lib/api';
import type { Client } from '../../lib/client';
import { t, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { Refusal } from '../../lib/protocol';
import { Field } from './Field';
import { Notice } from './Notice';

const WHY: Readonly<Record<string, Key>> = {
  away: 'join.home.try_again', try_again: 'join.home.try_again', going_away: 'join.home.try_again',
  store_full: 'join.home.try_again', too_many: 'join.pass.too_many',
};
/** Of an invitation, or of the link that ends with it. */
const secretIn = (text: string): string => text.trim().split('#').pop() ?? '';
/** The server, or its store, is away: asked again by itself. */
const AGAIN_MS = 3_000;

/** The door of a room by invitation. It stands in the link behind its #, and is bound to this device by coming in. */
export function Invitation({ client }: { client: Client }) {
  const given = useRef(secretIn(location.hash));
  const [wrong, setWrong] = useState('');
  const [trying, setTrying] = useState(given.current !== '');
  const field = useRef<HTMLInputElement>(null);
  const again = useRef<ReturnType<typeof setTimeout>>();

  const enter = async (secret: string) => {
    if (secret === '') return;
    clearTimeout(again.current);
    setTrying(true);
    setWrong('');
    try {
      await api('link.exchange', { secret });
      history.replaceState(null, '', location.pathname + location.search);
      client.model.door.value = 'open';
      client.connect();
      return;
    } catch (refusal) {
      const why = WHY[(refusal as Refusal).code];
      const words = t(why ?? 'join.invited.spent');
      setWrong(words);
      announce(words);
      if (why === 'join.home.try_again') again.current = setTimeout(() => { void enter(secret); }, AGAIN_MS);
    }
    setTrying(false);
  };
  useEffect(() => {
    void enter(given.current);
    return () => clearTimeout(again.current);
  }, []);

  if (trying && field.current === null && given.current !== '') {
    return <Notice title={t('join.invited.title')}><p>{t('join.home.trying')}</p></Notice>;
  }
  return (
    <Field title={t('join.invited.title')} label={t('join.invited.label')} hint={t('join.invited.hint')} wrong={wrong}
      button={trying ? t('join.home.trying') : t('join.pass.go')} field={field}
      onSubmit={() => { void enter(secretIn(field.current?.value ?? '')); }}
      input={{ autoCapitalize: 'none', maxLength: 400, inputMode: 'url' }} />
  );
}
