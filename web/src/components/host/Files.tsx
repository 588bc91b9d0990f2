/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { FORMATS, type Export } from '../../lib/formats';
import { number, t, type Key } from '../../lib/i18n';
import type { Board, Question } from '../../lib/protocol';
import { download, FILE_MOST, sendFile, textOf, type Report, type RowFault } from './carrying';
import { useDesk } from './desk';
import { Modal } from './Modal';
import { say } from './ui';

function Line({ words, cmd, fields }: { words: Key; cmd: Export; fields: object }) {
  const desk = useDesk();
  return (
    <div class="files-line" role="group" aria-label={t(words)}>
      <span>{t(words)}</span>
      {FORMATS[cmd].map(([format, name]) => (
        <button key={format} type="button" class="button quiet small" onClick={() => { void download(desk, cmd, { ...fields, format }); }}>
          {name}
        </button>
      ))}
    </div>
  );
}

/** What stands in a file with answers, for this one. */
function Told() {
  return <p class="muted small-text">{t(useDesk().audits.value ? 'host.files.full' : 'host.files.people')}</p>;
}

/** What was answered, to keep. */
export function QuestionFiles({ question: { id } }: { question: Question }) {
  return (
    <details class="phases files">
      <summary>{t('host.files.download')}</summary>
      <Line words="host.files.counts" cmd="question.export" fields={{ question: id, what: 'counts' }} />
      <Line words="host.files.ballots" cmd="question.export" fields={{ question: id, what: 'ballots' }} />
      <Told />
    </details>
  );
}

/** What all questions have come to: to print, and to keep. */
export function RoomFiles() {
  const { model } = useDesk();
  const room = model.room.value;
  if (!room || model.questions.value.every(({ state }) => state === 'draft')) return null;
  return (
    <details class="phases files">
      <summary>{t('host.files.room')}</summary>
      <p><a class="button quiet small" href={`/r/${room.code}`} target="_blank" rel="noopener">{t('host.files.report')}</a></p>
      <Line words="host.files.results" cmd="room.export" fields={{ what: 'results' }} />
      <Line words="host.files.ballots" cmd="room.export" fields={{ what: 'ballots' }} />
      <Told />
    </details>
  );
}

/** A board's ideas, to keep, and others' to put into it. */
export function BoardFiles({ board }: { board: Board }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="phases files">
      <summary>{t('host.files')}</summary>
      <Line words="host.files.ideas" cmd="board.export" fields={{ board: board.id, what: 'ideas' }} />
      <Line words="host.files.supports" cmd="board.export" fields={{ board: board.id, what: 'supports' }} />
      <Line words="host.files.comments" cmd="board.export" fields={{ board: board.id, what: 'comments' }} />
      <p class="muted small-text">{t('host.files.people')}</p>
      <button type="button" class="button quiet small" onClick={() => setOpen(true)}>{t('host.import')}</button>
      {isOpen && <ImportForm board={board} onClose={() => setOpen(false)} />}
    </details>
  );
}

const FAULTS: Readonly<Record<string, Key>> = {
  bad_text: 'host.import.bad_text', bad_field: 'host.import.bad_field', malformed: 'host.import.malformed',
};

/** As the file may call it in this language. */
const column = (field?: string) => (field ? t(`host.import.in.${field}` as Key) : '–');

function Faults({ faults, bad }: { faults: readonly RowFault[]; bad: number }) {
  if (bad === 0) return null;
  return (
    <div class="import-faults" tabIndex={0} role="region" aria-label={t('host.import.faults', { n: bad })}>
      <table>
        <thead><tr><th scope="col">{t('host.import.row')}</th><th scope="col">{t('host.import.column')}</th><th scope="col">{t('host.import.why')}</th></tr></thead>
        <tbody>
          {faults.map(({ row, code, field }) => (
            <tr key={row}><td>{number(row)}</td><td>{column(field)}</td><td>{t(FAULTS[code] ?? 'host.import.bad_field')}</td></tr>
          ))}
        </tbody>
      </table>
      {bad > faults.length && <p class="muted small-text">{t('host.import.more', { n: bad - faults.length })}</p>}
    </div>
  );
}

/** What would become of the file, before anything does. */
function Preview({ report }: { report: Report }) {
  return (
    <div class="import-preview" role="status">
      <p>{t('host.import.new', { n: report.new })}</p>
      {report.known > 0 && <p>{t('host.import.known', { n: report.known })}</p>}
      {report.over > 0 && <p class="warn-text">{t('host.import.over', { n: report.over })}</p>}
      {report.bad > 0 && <p class="warn-text">{t('host.import.faults', { n: report.bad })}</p>}
      <Faults faults={report.errors} bad={report.bad} />
    </div>
  );
}

function ImportForm({ board, onClose }: { board: Board; onClose: () => void }) {
  const desk = useDesk();
  const [text, setText] = useState<string | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [fault, setFault] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (read: string, dry: boolean) => {
    setBusy(true);
    const told = await sendFile(desk, board.id, read, dry);
    setBusy(false);
    return told;
  };
  const pick = async (file: File | undefined) => {
    setReport(null);
    setText(null);
    setFault(file && file.size > FILE_MOST ? 'host.import.too_big' : null);
    if (!file || file.size > FILE_MOST) return;
    const read = await textOf(file);
    const told = await send(read, true);
    setFault(told ? null : 'host.import.refused');
    setReport(told);
    setText(told && read);
  };
  const put = async () => {
    const told = text === null ? null : await send(text, false);
    if (!told) return;
    say(t('host.import.done', { n: told.new }));
    onClose();
  };
  return (
    <Modal title={t('host.import.title')} wide onClose={onClose}>
      <div class="import">
        <p>{t('host.import.how')}</p>
        <p class="muted small-text">{t('host.import.columns')}</p>
        <label class="field">
          <span>{t('host.import.file')}</span>
          <input type="file" accept=".csv,text/csv" disabled={busy} onChange={(event) => { void pick(event.currentTarget.files?.[0]); }} />
        </label>
        <p class="fault" role="alert">{fault && t(fault)}</p>
        {report && <Preview report={report} />}
      </div>
      <div class="buttons end form-foot">
        <button type="button" class="button quiet" onClick={onClose}>{t('host.cancel')}</button>
        <button type="button" class="button" disabled={busy || !report || report.new === 0} onClick={() => { void put(); }}>
          {busy ? t('host.import.busy') : t('host.import.put', { n: report?.new ?? 0 })}
        </button>
      </div>
    </Modal>
  );
}
