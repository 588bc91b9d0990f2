/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { api } from '../../lib/api';
import { dateWords } from '../../lib/dates';
import { newId } from '../../lib/id';
import { t } from '../../lib/i18n';
import type { Refusal } from '../../lib/protocol';
import { useDesk, useStuck, wordsFor } from './desk';
import { copyAgenda, copyTheme } from './prepared';
import { asking, note } from './ui';

/** A room to try it all in, with what this one asks; the page goes there. */
export function Rehearse() {
  const { model } = useDesk();
  const stuck = useStuck();
  const [id] = useState(newId);
  const [busy, setBusy] = useState(false);
  const room = model.room.value!;
  const begin = async () => {
    setBusy(true);
    try {
      const { code, secret } = await api<{ code: string; secret: string }>('rehearsal.begin', { room: room.code, id });
      await api('link.exchange', { secret });
      const { theme, ...plain } = { ...room.settings, blank: false, call: 0, split: undefined, large: undefined };
      if (theme?.logo) { // The server copies all settings but a logo, whose pictures are of one room; what was begun before stays as it is.
        const settings = { ...plain, theme: await copyTheme(theme, room.code, code) };
        await api('room.update', { room: code, rev: 1, settings }).catch(() => {});
      }
      await copyAgenda({ room, questions: [...model.questions.value], boards: [...model.boards.value] }, code);
      location.assign(`/host/${code}`);
    } catch (refused) {
      note.value = { text: wordsFor(refused as Refusal), undo: null, bad: true };
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class="button quiet small" disabled={busy || stuck} aria-describedby="rehearse-how" onClick={() => { void begin(); }}>
        {t('host.rehearse')}
      </button>
      <p id="rehearse-how" class="muted small-text">{t('host.rehearse.how')}</p>
    </>
  );
}

/** This room is not the real one: what that means, the way back, and the end. */
export function Rehearsing() {
  const { model } = useDesk();
  const stuck = useStuck();
  const { of, until } = model.room.value!.settings.rehearsal!;
  const ends = dateWords(until - model.clockOffset.value, { weekday: 'long', hour: 'numeric', minute: '2-digit' });
  const end = async () => {
    try {
      await api('rehearsal.end', { room: model.room.value!.code });
      location.assign(`/host/${of}`);
    } catch (refused) {
      note.value = { text: wordsFor(refused as Refusal), undo: null, bad: true };
    }
  };
  return (
    <section class="rehearsing" aria-labelledby="rehearsing-title">
      <div>
        <h2 id="rehearsing-title">{t('rehearsal')}</h2>
        <p>{t('host.rehearsal.how', { until: ends })}</p>
      </div>
      <div class="buttons">
        <a class="button quiet small" href={`/host/${of}`}>{t('host.rehearsal.back')}</a>
        <button type="button" class="button small" disabled={stuck} onClick={() => {
          asking.value = { title: t('host.ask.rehearsal'), text: t('host.ask.rehearsal_text'), yes: t('host.rehearsal.end'), run: () => { void end(); } };
        }}>{t('host.rehearsal.end')}</button>
      </div>
    </section>
  );
}
