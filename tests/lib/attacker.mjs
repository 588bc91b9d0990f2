/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever holds everything that was published about a vote against each other: sums of multiples of figures in which only few
 * people are left. A figure is a list of ballots that were added up, each "<person> <which of their ballots>". */

const PRIME = 67_108_859; /* So small that products of two are exact. */
const FEWEST = 5;

const power = (base, exponent) => {
  let out = 1;
  for (let left = exponent, by = base; left > 0; left = Math.floor(left / 2), by = by * by % PRIME) if (left % 2) out = out * by % PRIME;
  return out;
};

/** Of a matrix, by its rows; empties it. */
function rankOf(rows) {
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0) && rank < rows.length; column++) {
    const found = rows.findIndex((row, at) => at >= rank && row[column] !== 0);
    if (found < 0) continue;
    [rows[rank], rows[found]] = [rows[found], rows[rank]];
    const by = power(rows[rank][column], PRIME - 2);
    for (let at = rank + 1; at < rows.length; at++) {
      const times = rows[at][column] * by % PRIME;
      if (times) for (let c = column; c < rows[at].length; c++) rows[at][c] = (rows[at][c] + (PRIME - times) * rows[rank][c]) % PRIME;
    }
    rank++;
  }
  return rank;
}

/** Ballots that are in the same figures stand for each other: of each such kind, whose they are. */
function kindsOf(figures) {
  const kinds = new Map();
  const where = new Map();
  figures.forEach((ballots, figure) => ballots.forEach((ballot) => where.set(ballot, [...(where.get(ballot) ?? []), figure])));
  for (const [ballot, list] of where) {
    const kind = kinds.get(list.join()) ?? { figures: list, people: new Set() };
    kind.people.add(ballot.split(' ')[0]);
    kinds.set(list.join(), kind);
  }
  return [...kinds.values()];
}

/** One to four people who are left in some sum when all others cancel out, or null. A sum in which nobody but R is left is nought
 * on all others, so without R's ballots the figures have a lower rank; and R has all of some kind, or nothing would be gone. */
export function isolated(figures) {
  const kinds = kindsOf(figures);
  const rank = (without) => rankOf(figures.map((_, figure) => kinds
    .map((kind) => Number(kind.figures.includes(figure) && ![...kind.people].every((person) => without.has(person))))));
  const whole = rank(new Set());
  const rare = [...new Set(kinds.filter(({ people }) => people.size < FEWEST).flatMap(({ people }) => [...people]))];
  const isGone = (without) => kinds.some(({ people }) => [...people].every((person) => without.has(person)));
  const search = (chosen, from) => {
    const without = new Set(chosen);
    if (chosen.length && isGone(without) && rank(without) < whole) return chosen;
    for (let at = from; chosen.length < FEWEST - 1 && at < rare.length; at++) {
      const found = search([...chosen, rare[at]], at + 1);
      if (found) return found;
    }
    return null;
  };
  return search([], 0);
}
