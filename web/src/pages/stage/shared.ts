/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that is loaded on demand; as pages/join/shared.ts. */
export { Fragment, h } from 'preact';
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
export { letterOf, Letter } from '../../components/Letter';
export { Picture } from '../../components/Picture';
export { optionStyle } from '../../components/option';
export { useSpace } from '../../components/stage/hooks';
export { JoinCard } from '../../components/stage/JoinCard';
export { ranksOf } from '../../components/stage/layout';
export { Track } from '../../components/stage/OptionRows';
export { titleSize, Waiting } from '../../components/stage/Scenes';
export { usePage } from '../../components/stage/screen';
export { backoff } from '../../lib/backoff';
export { number, percent, t, tenth, tidy } from '../../lib/i18n';
export { announce } from '../../lib/live';
export { addressOf } from '../../lib/pictures';
export { binName, binsOf, numberMean, withUnit } from '../../lib/numbers';
export { reacted } from '../../lib/reacted';
export { batch, effect, signal } from '../../lib/signals';
export { rowsOf } from '../../components/stage/rows';
export { percentages, shares } from '../../lib/percent';
