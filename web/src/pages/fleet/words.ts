/* SPDX-License-Identifier: Apache-2.0 */
import { t, tidy } from '../../lib/i18n';
import type { Model } from '../../lib/model';
import type { Show } from './fleet';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const placeWords = (place: string): string => (place === '' ? t('fleet.no_place') : tidy(place));

/** How long ago, in the largest unit that fits. */
export function agoWords(past: number): string {
  if (past < MINUTE) return t('fleet.ago.now');
  if (past < HOUR) return t('fleet.ago.minutes', { n: Math.floor(past / MINUTE) });
  if (past < DAY) return t('fleet.ago.hours', { n: Math.floor(past / HOUR) });
  return t('fleet.ago.days', { n: Math.floor(past / DAY) });
}

/** What a device shows, by the name that people know it by. */
export function showWords(model: Model, show: Show): string {
  if (show === null) return t('fleet.show.room');
  if ('question' in show) {
    return t('fleet.show.question', { title: tidy(model.byId.value[show.question]?.def.title ?? show.question) });
  }
  const board = 'products' in show ? show.products : show.ideas;
  const title = tidy(model.boardById.value[board]?.def.title ?? board);
  return t('products' in show ? 'fleet.show.products' : 'fleet.show.ideas', { title });
}

/** All that a device may be told to show: a value for the form, and in words. */
export function choices(model: Model): [string, string][] {
  const shows: Show[] = [
    null,
    ...model.questions.value.filter(({ def }) => def.kind !== 'slide').map(({ id }) => ({ question: id })),
    ...Object.values(model.boardById.value).filter(({ def }) => def.kind === 'products').map(({ id }) => ({ products: id })),
    ...Object.values(model.boardById.value).filter(({ def }) => def.kind !== 'products' && def.posts !== 'staff').map(({ id }) => ({ ideas: id })),
  ];
  return shows.map((show) => [JSON.stringify(show), showWords(model, show)]);
}
