/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever stands before the kiosk: in memory alone, and forgotten as a whole. */

export interface Person {
  /** The server's name for them: made up, or what their badge stands for. */
  readonly who: string;
  readonly badge: boolean;
  /** The hearts they gave, by product: their number, and whether they are on. */
  readonly hearts: Readonly<Record<string, { n: number; on: boolean }>>;
  /** How often they answered what is asked. */
  readonly answers: number;
  /** They did something that is kept. */
  readonly gave: boolean;
}

export const personOf = (who: string, badge: boolean): Person => ({ who, badge, hearts: {}, answers: 0, gave: false });

export const heartsOn = ({ hearts }: Person): number => Object.values(hearts).filter(({ on }) => on).length;

/** The same person with another heart; a badge's heart stays, so that it is one wherever it is given. */
export function withHeart(person: Person, product: string, on: boolean): Person | null {
  const held = person.hearts[product];
  if ((held?.on ?? false) === on || (held && person.badge)) return null;
  return { ...person, gave: true, hearts: { ...person.hearts, [product]: { n: (held?.n ?? 0) + 1, on } } };
}

/** The same person with another answer; null: a badge answers once. */
export const withAnswer = (person: Person): Person | null =>
  (person.badge && person.answers > 0 ? null : { ...person, gave: true, answers: person.answers + 1 });
