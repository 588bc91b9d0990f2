/* SPDX-License-Identifier: Apache-2.0 */
/* Words that make a cloud, those that most say first. */
export type Said = readonly [word: string, n: number];

/** Near enough to know one's own word in the spelling that most used; the server folds more. */
export const folded = (word: string): string =>
  word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^\p{L}\p{N}#+&]+/gu, ' ').trim().replace(/(\S{3})[sx]$/, '$1');
