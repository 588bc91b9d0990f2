/* SPDX-License-Identifier: Apache-2.0 */
/* A pair, a recommendation, a number and a grid in both languages, and what came of them. */
const WORDS = {
  en: {
    pair: ['Where do we meet next summer?', ['At the castle in the mountains', 'By the lake']],
    nps: 'Would you recommend the club to a friend?',
    number: 'What would you pay for a day ticket?',
    grid: ['Where do these ideas belong?', ['A tent by the lake', 'Night train', 'Choir', 'A larger kitchen'], ['Cheap', 'Expensive', 'Little use', 'Great use']],
  },
  fr: {
    pair: ['Où se retrouver l’été prochain ?', ['Au château dans la montagne', 'Au bord du lac']],
    nps: 'Recommanderiez-vous le club à vos proches ?',
    number: 'Combien paieriez-vous pour une journée ?',
    grid: ['Où placez-vous ces idées ?', ['Une tente au bord du lac', 'Train de nuit', 'Chorale', 'Une cuisine plus grande'], ['Bon marché', 'Très cher', 'Peu utile', 'Très utile']],
  },
};
WORDS.qps = WORDS.en;

const question = (id, def, more) => ({ id, state: 'open', round: 1, version: 1, closes: 0, def: { results: 'always', ...def }, ...more });

export function asked(lang, more = {}) {
  const words = WORDS[lang];
  const [low, high, bottom, top] = words.grid[2];
  return {
    pair: question('pair', { kind: 'pair', title: words.pair[0], options: words.pair[1] }, more),
    nps: question('nps', { kind: 'nps', title: words.nps }, more),
    number: question('number', { kind: 'number', title: words.number, from: 0, to: 100, unit: '€' }, more),
    grid: question('grid', { kind: 'grid', title: words.grid[0], options: words.grid[1], low, high, bottom, top }, more),
  };
}

/** Seventeen bins of six values, and the sum. */
const BINS = [4, 9, 12, 30, 22, 41, 68, 55, 47, 29, 31, 16, 12, 3, 5, 1, 15];
export const TALLIES = {
  pair: { rev: 5, voters: 400, counts: [148, 252] },
  nps: { rev: 5, voters: 400, counts: [6, 1, 4, 3, 9, 22, 31, 52, 77, 110, 85] },
  number: { rev: 5, voters: 400, counts: [...BINS, 15_400] },
  grid: { rev: 5, voters: 400, counts: [920, 3240, 3480, 3100, 960, 3260, 2000, 410] },
};

/** The same kinds at their fullest: large numbers below and above nought, and eight things in one corner. */
export const CROWDED = {
  asked: (lang) => ({
    wide: question('wide', { kind: 'number', title: WORDS[lang].number, from: -50_000, to: 1_000_000, unit: 'kg' }),
    few: question('few', { kind: 'number', title: WORDS[lang].number, from: 0, to: 19 }),
    crowd: question('crowd', {
      kind: 'grid', title: WORDS[lang].grid[0], options: [...WORDS[lang].grid[1], ...WORDS[lang].grid[1]].map((text, at) => `${text} ${at + 1}`),
      low: WORDS[lang].grid[2][0], high: WORDS[lang].grid[2][1],
    }),
  }),
  tallies: {
    wide: { rev: 5, voters: 190, counts: [...Array.from({ length: 20 }, (_, at) => at), 90_000_000] },
    few: { rev: 5, voters: 210, counts: [...Array.from({ length: 20 }, (_, at) => 20 - at), 1_330] },
    crowd: { rev: 5, voters: 10, counts: [95, 95, 97, 96, 99, 99, 100, 98, 96, 95, 100, 100, 94, 97, 98, 93] },
  },
};
