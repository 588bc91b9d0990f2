/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { useDesk } from './desk';
import { Choice } from './Choice';
import { AxisFields, EndFields, LookFields, OptionFields, BoundFields, RangeFields, pastedText, severalLines, UnitField, WordFields, type PartProps } from './Fields';
import { definitionOf, EMPTY, faultOf, filled, FORM_UNITS, formOf, NOTES_CHARS, ofKind, PARTS, pastedQuestions, pasteQuestion, TITLE_CHARS, type Fault, type Form } from './form';
import { Beside, GuessFields, OptionPictures, QuestionClash, QuizFields } from './later';
import { useMeeting } from './meeting';
import { Modal } from './Modal';
import { writing } from './ui';

const KINDS = [
  ['single', 'host.kind.single'], ['multiple', 'host.kind.multiple'], ['scale', 'host.kind.scale'], ['nps', 'host.kind.nps'],
  ['pair', 'host.kind.pair'], ['ranking', 'host.kind.ranking'], ['points', 'host.kind.points'],
  ['number', 'host.kind.number'], ['grid', 'host.kind.grid'], ['words', 'host.kind.words'],
  ['quiz', 'host.kind.quiz'], ['segment', 'host.kind.segment'],
] as const;
const RESULTS = [
  ['after_vote', 'host.results.after_vote', 'host.results.after_vote.how'],
  ['always', 'host.results.always', 'host.results.always.how'],
  ['after_close', 'host.results.after_close', 'host.results.after_close.how'],
  ['never', 'host.results.never', 'host.results.never.how'],
] as const;
const FAULTS: Readonly<Record<Fault, Key>> = {
  title: 'host.fault.title', options: 'host.fault.options', alt: 'host.fault.alt', range: 'host.fault.range', steps: 'host.fault.steps',
  right: 'host.fault.right', answer: 'host.fault.answer',
};

/** The usual groups, unless something was written. */
const withGroups = (form: Form): Form => (filled(form.options).length > 0 ? form : {
  ...form, title: form.title || t('host.segment.title'), options: t('host.segment.usual').split('\n'),
});

interface TitleProps extends PartProps { several: ((forms: Form[]) => void) | null }

function TitleField({ form, change, several }: TitleProps) {
  const onPaste = (event: ClipboardEvent) => {
    const questions = several && form.title.trim() === '' ? pastedQuestions(pastedText(event)) : null;
    if (questions) {
      event.preventDefault();
      several!(questions.map((lines) => pasteQuestion(form, lines)));
      return;
    }
    const lines = form.title.trim() === '' ? severalLines(event) : null;
    if (lines) change(pasteQuestion(form, lines));
  };
  return (
    <label class="field">
      <span>{t('host.form.title')}</span>
      <textarea id="title" autoFocus rows={2} value={form.title} maxLength={TITLE_CHARS} aria-describedby="title-hint"
        onPaste={onPaste}
        onInput={(event) => change({ ...form, title: event.currentTarget.value.replace(/\n/g, ' ') })} />
      <span id="title-hint" class="muted small-text">{t('host.form.paste')}</span>
    </label>
  );
}

function NotesField({ form, change }: PartProps) {
  return (
    <label class="field">
      <span>{t('host.notes')}</span>
      <textarea rows={2} value={form.notes} maxLength={NOTES_CHARS} aria-describedby="notes-hint"
        onInput={(event) => change({ ...form, notes: event.currentTarget.value })} />
      <span id="notes-hint" class="muted small-text">{t('host.notes.how')}</span>
    </label>
  );
}

/** Those that were pasted behind the first one. */
function More({ forms, drop }: { forms: readonly Form[]; drop: () => void }) {
  if (forms.length === 0) return null;
  return (
    <div role="status">
      <p>{t('host.form.more', { n: forms.length })}</p>
      <ol class="pasted-more" start={2}>{forms.map(({ title }) => <li key={title}>{title}</li>)}</ol>
      <button type="button" class="button quiet small" onClick={drop}>{t('host.form.only')}</button>
    </div>
  );
}

function Check({ words, on, set }: { words: Key; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      {t(words)}
    </label>
  );
}

/** Writes a question, changes a draft, or copies a question that was asked. */
export function QuestionForm() {
  return writing.value ? <OpenForm /> : null;
}

/** Why the question that is being written can be saved as a new one alone. */
const LOST: Readonly<Record<'gone' | 'asked', Key>> = { gone: 'host.form.gone', asked: 'host.form.asked' };

function OpenForm() {
  const desk = useDesk();
  const { question, copy } = writing.value!;
  const held = question && !copy ? desk.model.byId.value[question.id] ?? null : null;
  const [form, change] = useState(question ? formOf(question.def) : EMPTY);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [more, setMore] = useState<readonly Form[]>([]);
  const [insists, insist] = useState(false);
  const isNew = !question || copy;
  const lost = isNew || busy ? null : !held ? 'gone' : held.state !== 'draft' ? 'asked' : null;
  const now = held ?? question;
  const meeting = useMeeting({
    units: FORM_UNITS, version: isNew || busy ? null : now!.version, theirs: now && !copy ? formOf(now.def) : EMPTY, form, change,
  });
  const several = ([first, ...rest]: Form[]) => { change(first!); setMore(rest); };
  const close = () => { writing.value = null; };
  const save = async (opens: boolean) => {
    const found = faultOf(form);
    setFault(found);
    insist(meeting.apart.length > 0);
    if (found || busy || meeting.apart.length > 0) return;
    setBusy(true);
    const saved = await desk.save(isNew || lost ? null : { ...question, version: meeting.version }, definitionOf(form), opens) && await desk.addAll(more.map(definitionOf));
    setBusy(false);
    if (saved) close();
  };
  const part = { form, change };
  const parts = PARTS[form.kind];
  const asks = !parts.slide;
  return (
    <Modal title={t(question && !copy ? 'host.form.edit' : 'host.form.new')} wide onClose={close}>
      <form class="question-form" noValidate onSubmit={(event) => { event.preventDefault(); void save(false); }}>
        {lost && <p class="banner" role="alert">{t(LOST[lost])}</p>}
        {!lost && meeting.differs && <QuestionClash meeting={meeting} form={form} insists={insists} />}
        <TitleField {...part} several={isNew ? several : null} />
        <More forms={more} drop={() => setMore([])} />
        {asks && <Choice legend="host.form.kind" name="kind" value={form.kind} options={KINDS}
          onPick={(kind) => change(kind === 'segment' ? withGroups(ofKind(form, kind)) : ofKind(form, kind))} />}
        {parts.options && <OptionFields {...part} />}
        {parts.images && <OptionPictures {...part} most={parts.options![1]} />}
        {parts.bounds && <BoundFields {...part} />}
        {parts.look && <LookFields {...part} />}
        {parts.range && <RangeFields {...part} />}
        {parts.words && <WordFields {...part} />}
        {parts.groups && <p class="muted small-text">{t('host.form.segment_hint')}</p>}
        {parts.quiz && <QuizFields {...part} />}
        {parts.unit && <UnitField {...part} />}
        {parts.guess && <GuessFields {...part} />}
        {parts.ends && <EndFields {...part} />}
        {parts.axes && <AxisFields {...part} />}
        <Beside {...part} />
        <NotesField {...part} />
        {asks && <Choice legend="host.form.results" name="results" value={form.results} options={RESULTS}
          onPick={(results) => change({ ...form, results })} />}
        {asks && <Check words="host.form.change" on={form.change} set={(on) => change({ ...form, change: on })} />}
        {asks && !parts.axes && <Check words="host.form.hide_voters" on={form.hideVoters} set={(on) => change({ ...form, hideVoters: on })} />}
        <p class="fault" role="alert">{fault && t(FAULTS[fault])}</p>
        <div class="buttons end form-foot">
          <button type="button" class="button quiet" onClick={close}>{t('host.cancel')}</button>
          <button type="button" class="button quiet" disabled={busy} onClick={() => { void save(true); }}>
            {t('host.form.save_open')}
          </button>
          <button type="submit" class="button" disabled={busy}>{t('host.form.save')}</button>
        </div>
      </form>
    </Modal>
  );
}
