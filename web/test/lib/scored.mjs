/* SPDX-License-Identifier: Apache-2.0 */
/* What is put in order, shared out, said, known or belonged to, in both languages, and what came of it. */
const WORDS = {
  en: {
    options: ['Repairing bicycles', 'A larger kitchen', 'Night train to the sea', 'Choir'],
    ranking: 'Put these in your order', points: 'Where should our 100 points go?', words: 'What does summer make you think of?',
    quiz: 'Which of these did we do first?', guess: 'How many bicycles were mended?', segment: ['You are…', ['Buyer', 'User', 'Prescriber', 'Carrier']],
    said: ['Sea', 'Sun', 'Tent', 'Campfire', 'Ice cream', 'Friends'], name: 'Brave Otter 42', unit: 'bicycles',
  },
  fr: {
    options: ['Réparation de vélos', 'Une cuisine plus grande', 'Train de nuit vers la mer', 'Chorale'],
    ranking: 'Classez selon vos préférences', points: 'Où mettre nos 100 points ?', words: 'À quoi pensez-vous quand on dit « été » ?',
    quiz: 'Qu’avons-nous fait en premier ?', guess: 'Combien de vélos ont été réparés ?', segment: ['Vous êtes…', ['Côté achat', 'Côté usage', 'Côté prescription', 'Côté transport']],
    said: ['Mer', 'Soleil', 'Tente', 'Feu de camp', 'Glace', 'Amitié'], name: 'Loutre courageuse 42', unit: 'vélos',
  },
};
WORDS.qps = WORDS.en;

const question = (id, def, more) => ({ id, state: 'open', round: 1, version: 1, closes: 0, def: { results: 'always', ...def }, ...more });

export function asked(lang, more = {}) {
  const { options, ...words } = WORDS[lang];
  // What is right is told once it is revealed.
  const right = (answer) => (more.state === 'revealed' ? { right: answer } : {});
  return {
    ranking: question('ranking', { kind: 'ranking', title: words.ranking, options, min: 2, max: 4 }, more),
    points: question('points', { kind: 'points', title: words.points, options }, more),
    words: question('words', { kind: 'words', title: words.words, max: 3 }, more),
    quiz: question('quiz', { kind: 'quiz', title: words.quiz, options, many: false, duration: 60, speed: true, points: 1000, ...right([1]) }, more),
    guess: question('guess', { kind: 'number', title: words.guess, from: 0, to: 200, unit: words.unit, nearest: 2, points: 1000, ...right(42) }, more),
    segment: question('segment', { kind: 'segment', title: words.segment[0], options: words.segment[1], results: 'never' }, more),
  };
}

const BINS = [0, 2, 9, 22, 41, 30, 12, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
export const TALLIES = {
  ranking: { rev: 5, voters: 120, counts: [244, 190, 167, 119, 51, 32, 22, 15] },
  points: { rev: 5, voters: 120, counts: [4800, 3600, 2400, 1200] },
  quiz: { rev: 5, voters: 120, counts: [32, 61, 20, 7] },
  guess: { rev: 5, voters: 120, counts: [...BINS, 5_160] },
  segment: { rev: 5, voters: 120, counts: [41, 32, 20, 12, 15] },
};
export const tallyOf = (kind, lang) => TALLIES[kind]
  ?? { rev: 5, voters: 120, counts: [154, 6, 0], words: WORDS[lang].said.map((word, at) => [word, 60 - 9 * at]) };

export const ballotOf = (kind, lang) => ({
  ranking: { order: [2, 0, 1] }, points: { points: [50, 0, 40, 10] }, words: { words: WORDS[lang].said.slice(0, 2) },
  quiz: { options: [0] }, guess: { value: 40 }, segment: { options: [4] },
}[kind]);

/** Who leads, and what this one has of the last answer. */
export function leaders(lang, kind) {
  const { name } = WORDS[lang];
  const places = Array.from({ length: 8 }, (_, at) => ({ place: at + 1, was: 8 - at, points: 2900 - 170 * at, mine: at === 3, name: `${name}${at}` }));
  const answer = kind === 'guess' ? { right: true, points: 500, place: 2 } : { right: false, points: 0, ms: 5400 };
  const nearest = places.slice(0, 2).map((one, at) => ({ place: at + 1, value: 42 - 2 * at, points: 1000 - 500 * at, mine: at === 1, name: one.name }));
  return { questions: 3, players: 120, own: { place: 4, was: 6, points: 2390, name: `${name}3`, answer }, places, ...(kind === 'guess' && { winners: 2, nearest }) };
}
