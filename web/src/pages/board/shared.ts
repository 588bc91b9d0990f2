/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that is loaded on demand; as pages/join/shared.ts. */
export { Fragment, h } from 'preact';
export { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
export { backoff } from '../../lib/backoff';
export { number, t, tidy } from '../../lib/i18n';
export { newId } from '../../lib/id';
export { announce } from '../../lib/live';
export { batch, signal } from '../../lib/signals';
export { recall, remember } from '../../lib/storage';
export { Supporter } from '../../lib/supporter';
export { isStaff } from './staff';
export { ago, length, promise, statusWords } from './words';
