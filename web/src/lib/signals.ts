/* SPDX-License-Identifier: Apache-2.0 */
/* Values that are watched; how components watch them is painting.ts. */
export { batch, computed, effect, signal, untracked } from '@preact/signals-core';
export type { ReadonlySignal, Signal } from '@preact/signals-core';
