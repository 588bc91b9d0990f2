/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that comes later (more/): nothing is sent twice. */
export { Fragment, h } from 'preact';
export { useEffect, useMemo, useRef, useState } from 'preact/hooks';
export { lang, number, t, tidy } from '../../lib/i18n';
export { wakeSound } from './chime';
export { Foot } from './Foot';
export { goFull } from './guards';
export { base64url, bytesOf } from './hashes';
export { offline } from './offline';
