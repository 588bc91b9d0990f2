/* SPDX-License-Identifier: Apache-2.0 */
/* What the page hands to the part of it that is loaded on demand; as pages/join/shared.ts. */
export { Fragment, h } from 'preact';
export { useEffect, useRef, useState } from 'preact/hooks';
export { t, tidy } from '../../lib/i18n';
export { newId } from '../../lib/id';
export { announce } from '../../lib/live';
