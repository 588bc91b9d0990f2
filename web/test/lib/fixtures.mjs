/* SPDX-License-Identifier: Apache-2.0 */
/* One room of PROTOCOL.md in both languages, with a question of every kind. */

export const CODE = 'K7Q42M';
export const NOW = 1_800_000_000_000;

const WORDS = {
  en: {
    room: 'Summer club 2026',
    single: ['Which theme should the next collection have?', ['Space station', 'Medieval castle', 'Jungle explorers', 'Retro arcade', 'Under the sea']],
    multiple: ['Which workshops would you come to?', ['Pottery', 'Screen printing', 'Bread and pastry', 'Repairing bicycles']],
    stars: ['How was this morning?', 'Not for me', 'Loved it'],
    numbers: ['Would you recommend us to a friend?', 'Not at all', 'Certainly'],
  },
  fr: {
    room: 'Le club de l’été 2026',
    single: ['Quel thème pour la prochaine collection ?', ['Station spatiale', 'Château fort', 'Explorateurs de la jungle', 'Salle d’arcade rétro', 'Sous la mer']],
    multiple: ['À quels ateliers viendriez-vous ?', ['Poterie', 'Sérigraphie', 'Pain et pâtisserie', 'Réparation de vélos']],
    stars: ['Comment était cette matinée ?', 'Pas pour moi', 'Un régal'],
    numbers: ['Nous recommanderiez-vous à des proches ?', 'Pas du tout', 'Certainement'],
  },
};
WORDS.qps = WORDS.en;

const question = (id, def, more = {}) => ({ id, state: 'open', round: 1, version: 1, closes: 0, def, ...more });

export function questions(lang) {
  const words = WORDS[lang];
  return {
    single: question('q1', { kind: 'single', title: words.single[0], options: words.single[1] }),
    multiple: question('q2', { kind: 'multiple', title: words.multiple[0], options: words.multiple[1], min: 1, max: 3 }),
    stars: question('q3', { kind: 'scale', title: words.stars[0], from: 1, to: 5, look: 'stars', low: words.stars[1], high: words.stars[2] }),
    numbers: question('q4', { kind: 'scale', title: words.numbers[0], from: 0, to: 10, low: words.numbers[1], high: words.numbers[2] }),
  };
}

export function room(lang, asked, more = {}) {
  return {
    id: 'r7k2m9x4q1tz', code: CODE, rev: 4, current: asked[0]?.id ?? null, order: asked.map(({ id }) => id), access: 'open',
    settings: { title: WORDS[lang].room, lang, blank: false, hide_people: false }, ...more,
  };
}

/** The #state of a page whose room asks these questions; the first is current. */
export function state(lang, asked, more = {}) {
  return {
    now: Date.now(), epoch: 1, seq: 12, room: room(lang, asked), questions: asked,
    tallies: asked.map(({ id, round }) => voters(id, 412, { round })), people: 412, code: CODE, error: null,
    join_url: `http://clameur.test/j/${CODE}`, base_url: 'http://clameur.test', secure: false, plain: null, ...more,
  };
}

export const voters = (id, n, more = {}) => ({ ev: 'voters', epoch: 1, question: id, round: 1, rev: 1, voters: n, ...more });
export const tally = (id, counts, more = {}) => ({
  ev: 'tally', epoch: 1, question: id, round: 1, rev: 2, voters: counts.reduce((a, b) => a + b, 0), counts, ...more,
});

/** Lets a FakeServer greet as the real one: reply, then `you`, then whatever is told next. */
export function greet(server, { ballots = [], tallies = [], epoch = 1 } = {}) {
  server.on.hello = (_fields, say) => {
    queueMicrotask(() => {
      say({ ev: 'you', role: 'participant', ballots });
      tallies.forEach(say);
    });
    return { ok: { room: 'r7k2m9x4q1tz', role: 'participant', epoch, seq: 12, resumed: true, now: Date.now() } };
  };
}
