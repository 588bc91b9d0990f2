/* SPDX-License-Identifier: Apache-2.0 */
/* JSX calls h() straight: smaller than the automatic runtime. */
export { Fragment, h } from 'preact';
