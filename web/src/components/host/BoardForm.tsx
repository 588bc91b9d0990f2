/* SPDX-License-Identifier: Apache-2.0 */
import { useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { ABOUT_CHARS, BOARD_UNITS, boardDefinition, boardFault, EACH_MOST, fieldsOf, NEW_BOARD, RULES_CHARS, usualPosts, type BoardFault, type BoardFields } from './aboutBoard';
import { Choice } from './Choice';
import { useDesk } from './desk';
import { TITLE_CHARS } from './form';
import { BoardClash, GateFields } from './later';
import { useMeeting } from './meeting';
import { Modal } from './Modal';
import { unfolded, writingBoard } from './ui';

const KINDS = [
  ['ideas', 'host.kind.ideas'], ['questions', 'host.kind.questions'], ['products', 'host.kind.products'],
  ['answers', 'host.kind.answers'],
] as const;
const IMAGES = [
  ['checked', 'host.board.images.checked'], ['open', 'host.board.images.open'], ['off', 'host.board.images.off'],
] as const;
const NAMES = [
  ['choice', 'host.names.choice'], ['all', 'host.names.all'], ['none', 'host.names.none'],
] as const;
const ORDERS = [
  ['top', 'host.order.top'], ['new', 'host.order.new'], ['trend', 'host.order.trend'], ['needs', 'host.order.needs'],
] as const;
const FAULTS: Readonly<Record<BoardFault, Key>> = { title: 'host.board.fault', tags: 'host.board.fault_tags' };

function Each({ words, value, set }: { words: Key; value: number; set: (value: number) => void }) {
  return (
    <label class="field">
      <span>{t(words)}</span>
      <input type="number" min={0} max={EACH_MOST} value={value} aria-describedby="each-hint"
        onInput={(event) => set(event.currentTarget.valueAsNumber)} />
    </label>
  );
}

/** Writes a board, or changes one. */
export function BoardForm() {
  return writingBoard.value ? <OpenForm /> : null;
}

function OpenForm() {
  const desk = useDesk();
  const { board } = writingBoard.value!;
  const [fields, setFields] = useState<BoardFields>(board ? fieldsOf(board.def) : NEW_BOARD);
  const [fault, setFault] = useState<BoardFault | null>(null);
  const [busy, setBusy] = useState(false);
  const [insists, insist] = useState(false);
  const held = board ? desk.model.boardById.value[board.id] ?? null : null;
  const gone = board !== null && !held && !busy;
  const now = held ?? board;
  const meeting = useMeeting({
    units: BOARD_UNITS, version: !now || busy ? null : now.version, theirs: now ? fieldsOf(now.def) : NEW_BOARD, form: fields, change: setFields,
  });
  const change = (more: Partial<BoardFields>) => setFields({ ...fields, ...more });
  const close = () => { writingBoard.value = null; };
  const save = async (event: Event) => {
    event.preventDefault();
    const found = boardFault(fields);
    setFault(found);
    insist(meeting.apart.length > 0);
    if (found || busy || meeting.apart.length > 0) return;
    setBusy(true);
    const before = new Set(desk.model.boards.value.map(({ id }) => id));
    const saved = await desk.saveBoard(board && !gone ? { ...board, version: meeting.version } : null, boardDefinition(fields));
    setBusy(false);
    if (!saved) return;
    if (!board) unfolded.value = desk.model.boards.value.find(({ id }) => !before.has(id))?.id ?? unfolded.value;
    close();
  };
  return (
    <Modal title={t(board ? 'host.board.edit' : 'host.board.new')} wide onClose={close}>
      <form class="question-form" noValidate onSubmit={(event) => { void save(event); }}>
        {gone && <p class="banner" role="alert">{t('host.form.gone')}</p>}
        {!gone && meeting.differs && <BoardClash meeting={meeting} form={fields} insists={insists} />}
        <label class="field">
          <span>{t('host.board.title')}</span>
          <input id="board-title-field" type="text" autoFocus value={fields.title} maxLength={TITLE_CHARS}
            onInput={(event) => change({ title: event.currentTarget.value })} />
        </label>
        <label class="field">
          <span>{t('host.board.about')}</span>
          <textarea rows={2} value={fields.about} maxLength={ABOUT_CHARS} onInput={(event) => change({ about: event.currentTarget.value })} />
        </label>
        {board ? null : (
          <Choice legend="host.board.kind" name="board-kind" value={fields.kind} options={KINDS} onPick={(kind) => change({ kind, comments: kind === 'ideas', posts: usualPosts(kind) })} />
        )}
        <label class="check">
          <input type="checkbox" checked={fields.posts === 'staff'} onChange={(event) => change({ posts: event.currentTarget.checked ? 'staff' : 'everyone' })} />
          {t('host.board.posts')}
        </label>
        <label class="check">
          <input type="checkbox" checked={fields.checked} onChange={(event) => change({ checked: event.currentTarget.checked })} />
          {t('host.board.checked')}
        </label>
        <label class="check">
          <input type="checkbox" checked={fields.comments} onChange={(event) => change({ comments: event.currentTarget.checked })} />
          {t('host.board.comments')}
        </label>
        <Choice legend="host.board.images" name="board-images" value={fields.images} options={IMAGES} onPick={(images) => change({ images })} />
        <Choice legend="host.board.names" name="board-names" value={fields.names} options={NAMES} onPick={(names) => change({ names })} />
        <Choice legend="host.board.order" name="board-order" value={fields.order} options={ORDERS} onPick={(order) => change({ order })} />
        <div>
          <div class="field-row">
            <Each words="host.board.supports" value={fields.supports} set={(supports) => change({ supports })} />
            <Each words="host.board.ideas" value={fields.ideas} set={(ideas) => change({ ideas })} />
          </div>
          <p id="each-hint" class="muted small-text">{t('host.board.any')}</p>
        </div>
        <label class="field">
          <span>{t('host.board.tags')}</span>
          <textarea rows={3} value={fields.tags} onInput={(event) => change({ tags: event.currentTarget.value })} />
        </label>
        <GateFields gates={fields.gates} set={(gates) => change({ gates })} />
        <label class="field">
          <span>{t('host.board.rules')}</span>
          <textarea rows={3} value={fields.rules} maxLength={RULES_CHARS} onInput={(event) => change({ rules: event.currentTarget.value })} />
        </label>
        <p class="fault" role="alert">{fault && t(FAULTS[fault])}</p>
        <div class="buttons end form-foot">
          <button type="button" class="button quiet" onClick={close}>{t('host.cancel')}</button>
          <button type="submit" class="button" disabled={busy}>{t('host.form.save')}</button>
        </div>
      </form>
    </Modal>
  );
}
