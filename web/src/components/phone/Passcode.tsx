/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { api } from '../../lib/api';
import type { Client } from '../../lib/client';
import { t, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { Refusal } from '../../lib/protocol';
import { Field } from './Field';

const WHY: Readonly<Record<string, Key>> = { away: 'join.home.try_again', too_many: 'join.pass.too_many' };

/** The door of a room with a passcode. */
export function Passcode({ code, client }: { code: string; client: Client }) {
  const [wrong, setWrong] = useState('');
  const [trying, setTrying] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const enter = async () => {
    const passcode = field.current?.value ?? '';
    if (trying || passcode === '') return;
    setTrying(true);
    setWrong('');
    try {
      await api('room.enter', { room: code, passcode });
      client.model.door.value = 'open';
      client.connect();
    } catch (refusal) {
      const words = t(WHY[(refusal as Refusal).code] ?? 'join.pass.wrong');
      setWrong(words);
      announce(words);
      field.current?.select();
    }
    setTrying(false);
  };

  return (
    <Field title={t('join.pass.title')} label={t('join.pass.label')} hint={t('join.pass.hint')} wrong={wrong}
      button={trying ? t('join.home.trying') : t('join.pass.go')} field={field} onSubmit={enter}
      input={{ autoCapitalize: 'none', maxLength: 40 }} />
  );
}
