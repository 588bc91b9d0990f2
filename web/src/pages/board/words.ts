/* SPDX-License-Identifier: Apache-2.0 */
import { dateWords } from '../../lib/dates';
import { t, type Key } from '../../lib/i18n';
import type { Board, BoardDefinition, BoardKind, IdeaStatus } from '../../lib/protocol';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** "5 min ago"; after a week, the day. */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < MINUTE) return t('board.ago.now');
  if (past < HOUR) return t('board.ago.minutes', { n: Math.floor(past / MINUTE) });
  if (past < DAY) return t('board.ago.hours', { n: Math.floor(past / HOUR) });
  if (past < WEEK) return t('board.ago.days', { n: Math.floor(past / DAY) });
  return day(at);
}

export function day(at: number): string {
  return dateWords(at, { day: 'numeric', month: 'long' });
}

/** What one may do now, in words. */
export function phaseWords({ phase, def }: Board, over: boolean): string {
  if (over) return t('board.phase.over');
  if (phase === 'open' && def.posts === 'staff') return t('board.phase.support');
  return t(phase === 'open' || phase === 'collect' ? `board.phase.${phase}.${def.kind}` as Key : `board.phase.${phase}` as Key);
}

/** A question is answered where an idea is made. */
export function statusWords(status: IdeaStatus, kind: BoardKind): string {
  const asked = kind === 'questions' && (status === 'planned' || status === 'released' || status === 'declined');
  return t(`board.status.${status}${asked ? '.asked' : ''}` as Key);
}

/** Characters as people see them. */
export function length(text: string): number {
  const { Segmenter } = Intl as unknown as { Segmenter?: new () => { segment(text: string): Iterable<unknown> } };
  return [...(Segmenter ? new Segmenter().segment(text) : text)].length;
}

/** What others will see, and when. */
export function promise({ name }: { name: string }, { names, checked }: BoardDefinition): string {
  const given = names === 'none' ? '' : name.trim();
  const who = given ? t('board.promise.name', { name: given }) : t(names === 'all' ? 'board.promise.needs_name' : 'board.promise.nameless');
  return checked ? `${who} ${t('board.promise.checked')}` : who;
}
