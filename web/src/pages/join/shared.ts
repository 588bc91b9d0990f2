/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that is loaded on demand (more/): build.mjs lets that part import from these
 * modules just the names that stand here, so that nothing is sent twice. */
export { Fragment, h } from 'preact';
export { useEffect, useRef, useState } from 'preact/hooks';
export { Bar } from '../../components/Bar';
export { letterOf, Letter } from '../../components/Letter';
export { Picture } from '../../components/Picture';
export { optionStyle } from '../../components/option';
export { number, percent, t, tenth, tidy } from '../../lib/i18n';
export { announce } from '../../lib/live';
export { percentages } from '../../lib/percent';
export { AskFoot } from './AskFoot';
export { Multiple } from './Multiple';
export { Option, percentsOf } from './Option';
export { ChoiceResults } from './Results';
export { Single } from './Single';
export { useOneOf } from './oneOf';
