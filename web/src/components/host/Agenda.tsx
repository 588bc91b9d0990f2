/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { lang, t, tidy, type Key } from '../../lib/i18n';
import { AGENDA_MOST, agendaOf, entriesOf, freshEntries, hasImages, putAgenda, readAgenda, templates, type Agenda, type Entry, type FileFault, type Outcome } from './prepared';
import { textOf } from './carrying';
import { useDesk, wordsFor } from './desk';
import { Rehearse } from './later';
import { Modal } from './Modal';
import { bringing, say, tab } from './ui';

const FILE_FAULTS: Readonly<Record<FileFault | 'big', Key>> = {
  json: 'host.agenda.json', other: 'host.agenda.other', newer: 'host.agenda.newer', big: 'host.agenda.big',
};
const WHAT: Readonly<Record<Entry['what'], Key>> = { question: 'host.agenda.question', board: 'host.agenda.board' };
const WHY: Readonly<Record<string, Key>> = {
  bad_text: 'host.agenda.bad_text', bad_field: 'host.agenda.bad_field', exists: 'host.agenda.exists', limit_reached: 'host.agenda.full',
  too_big: 'host.agenda.long', malformed: 'host.agenda.bad_field',
};

/** Saves the agenda of this room as a file. */
function useExport(): () => void {
  const { model } = useDesk();
  return () => {
    const room = model.room.value!;
    const text = JSON.stringify(agendaOf(room, model.questions.value, model.boards.value), null, 2);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `agenda-${room.code}.json`;
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(link.href);
    if (hasImages(model.questions.value)) say(t('host.agenda.no_pictures'));
  };
}

/** What can be done with the agenda as a whole. */
export function AgendaActs() {
  const { model } = useDesk();
  const save = useExport();
  const empty = model.questions.value.length + model.boards.value.length === 0;
  return (
    <div class="buttons agenda-acts">
      <button type="button" class="button quiet small" onClick={() => { bringing.value = true; }}>{t('host.agenda.bring')}</button>
      {!empty && <button type="button" class="button quiet small" onClick={save}>{t('host.agenda.save')}</button>}
      {!empty && !model.room.value?.settings.rehearsal && <Rehearse />}
    </div>
  );
}

function Faults({ faults }: { faults: Outcome['faults'] }) {
  return (
    <div class="import-faults" tabIndex={0} role="region" aria-label={t('host.agenda.faults', { n: faults.length })}>
      <table>
        <thead><tr><th scope="col">{t('host.agenda.entry')}</th><th scope="col">{t('host.import.why')}</th></tr></thead>
        <tbody>
          {faults.map(({ entry: { what, at, def }, ...refusal }) => (
            <tr key={`${what} ${at}`}>
              <td>{t(WHAT[what], { at })}<br />{typeof def?.title === 'string' && def.title.slice(0, 80)}</td>
              <td>{WHY[refusal.code] ? t(WHY[refusal.code]!, { field: refusal.field ?? '–' }) : wordsFor(refusal)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Those that come with the program; each is put in by its button. */
function Templates({ busy, put }: { busy: boolean; put: (agenda: Agenda) => void }) {
  const [all, setAll] = useState<readonly Agenda[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => { templates(lang).then(setAll, () => setFailed(true)); }, []);
  if (failed) return <p class="fault" role="alert">{t('host.err.away')}</p>;
  return (
    <ul class="template-list">
      {(all ?? []).map((agenda) => (
        <li key={agenda.title}>
          <button type="button" disabled={busy} onClick={() => put(agenda)}>
            <b>{tidy(agenda.title ?? '')}</b>
            <span>{t('host.agenda.size', { n: entriesOf(agenda).length })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Brings templates, and files, into this room. */
export function Bring() {
  return bringing.value ? <OpenBring /> : null;
}

function OpenBring() {
  const { model } = useDesk();
  const [fault, setFault] = useState<Key | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => { bringing.value = false; };
  const put = async (entries: readonly Entry[]) => {
    const room = model.room.value!;
    const there = new Set([...Object.keys(model.byId.value), ...Object.keys(model.boardById.value)]);
    setBusy(true);
    const told = await putAgenda(room.code, entries, there);
    setBusy(false);
    setOutcome(told.faults.length > 0 ? told : null);
    if (told.faults.length > 0) return;
    say(t(told.added > 0 ? 'host.agenda.done' : 'host.agenda.nothing', { n: told.added }));
    tab.value = 'questions';
    close();
  };
  const pick = async (file: File | undefined) => {
    setOutcome(null);
    setFault(null);
    if (!file) return;
    const read = file.size > AGENDA_MOST ? 'big' : readAgenda(await textOf(file));
    if (typeof read === 'string') setFault(FILE_FAULTS[read]);
    else await put(entriesOf(read));
  };
  return (
    <Modal title={t('host.agenda.bring')} wide onClose={close}>
      <div class="import">
        <h3>{t('host.agenda.templates')}</h3>
        <Templates busy={busy} put={(agenda) => { void put(freshEntries(agenda)); }} />
        <label class="field">
          <span>{t('host.agenda.file')}</span>
          <input type="file" accept=".json,application/json" disabled={busy} aria-describedby="agenda-how"
            onChange={(event) => { void pick(event.currentTarget.files?.[0]); }} />
          <span id="agenda-how" class="muted small-text">{t('host.agenda.how')}</span>
        </label>
        <p class="fault" role="alert">{fault && t(fault)}</p>
        {outcome && (
          <div class="import-preview" role="status">
            <p>{t('host.agenda.done', { n: outcome.added })}</p>
            <p class="warn-text">{t('host.agenda.faults', { n: outcome.faults.length })}</p>
            <Faults faults={outcome.faults} />
          </div>
        )}
      </div>
    </Modal>
  );
}
