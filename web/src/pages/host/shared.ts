/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that is loaded on demand; as pages/join/shared.ts. */
export { Fragment, h, render } from 'preact';
export { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
export { Letter, letterOf } from '../../components/Letter';
export { Qr } from '../../components/Qr';
export { CopyField } from '../../components/host/CopyField';
export { Modal } from '../../components/host/Modal';
export { copyAgenda, copyTheme } from '../../components/host/prepared';
export { api } from '../../lib/api';
export { useMeeting } from '../../components/host/meeting';
export { textOf } from '../../components/host/carrying';
export { useDesk, useStuck, wordsFor } from '../../components/host/desk';
export { asking, helpShown, keysOn, note, reviewing, say, writing, writingBoard } from '../../components/host/ui';
export { lang, number, percent, t, tenth, tidy } from '../../lib/i18n';
export { newId } from '../../lib/id';
export { reacted } from '../../lib/reacted';
export { announce } from '../../lib/live';
export { dismissed, offerKey, offers } from '../../components/host/undoing';
export { dateWords } from '../../lib/dates';
export { NumberField } from '../../components/host/NumberField';
export { optionStyle } from '../../components/option';
export { Plane } from '../../components/Plane';
export { isSeen } from '../../components/host/Preview';
export { rowsOf } from '../../components/stage/rows';
export { numberMean, withUnit } from '../../lib/numbers';
export { meanPlaces } from '../../lib/places';
export { segmentsOf } from '../../lib/split';
export { isTyping } from '../../components/host/keys';
