/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk without a server: a FakeRoom that has one device, and counts what it is given for whom. */
import { FakeRoom } from './fake-room.mjs';
import { board, idea } from './fake-board.mjs';

export const BADGE_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';

export const deviceOf = (set = {}, more = {}) => ({
  id: 'd1', name: 'Hall B', place: 'Entrance', badge_key: BADGE_KEY,
  set: { show: null, attract: '', idle: 30, warn: 20, cooldown: 5, badge: 'off', reload: '', pin_hash: null, ...set }, ...more,
});

export class FakeKiosk extends FakeRoom {
  constructor({ set = {}, device = {}, ...room }) {
    super({ role: 'kiosk', ...room });
    this.device = deviceOf(set, device);
    this.given = [];
    this.refusals = {};
    Object.assign(this.commands, {
      'device.report': () => ({ device: this.device }),
      'theme.look': () => ({}),
      cast: (fields) => this.take('cast', fields, () => ({ state: 'counted', n: fields.n, rev: 1 })),
    });
    for (const cmd of ['idea.support', 'idea.post']) {
      const of = this.boards.commands[cmd];
      this.boards.commands[cmd] = (fields) => this.take(cmd, fields, () => of(fields));
    }
  }

  take(cmd, fields, run) {
    if (!fields.for || fields.ago === undefined) return this.refuse('forbidden');
    const code = this.refusals[cmd];
    if (code) return this.refuse(code);
    const ok = run();
    this.given.push({ cmd, ...fields });
    return ok;
  }

  refuse(code) { throw this.boards.refuse(code); }

  say(event) {
    super.say(event.ev === 'you' && event.role === 'kiosk' ? { ...event, device: this.device } : event);
  }

  set(more) {
    Object.assign(this.device.set, more);
    this.say({ ev: 'you', role: this.role, ballots: [] });
  }
}

const GOODS = {
  en: [['The lighthouse', '€ 49.90', ['S', 'M', 'L']], ['Rocket no. 7', '€ 129', ['6+']], ['Tree house', '€ 79.90', ['6+', '9+', '12+']], ['The old tram', '€ 39.90', []], ['Deep-sea diver', '€ 24.90', ['9+']], ['A castle with a rather long name', '€ 199', ['12+', '16+', '18+', 'XXL']], ['Winter market', '€ 59', []], ['Space station', '€ 89', ['9+']]],
  fr: [['Le phare', '49,90 €', ['S', 'M', 'L']], ['Fusée n° 7', '129 €', ['6+']], ['La cabane perchée', '79,90 €', ['6+', '9+', '12+']], ['Le vieux tramway', '39,90 €', []], ['Plongée en eaux profondes', '24,90 €', ['9+']], ['Un château fort au nom plutôt long', '199 €', ['12+', '16+', '18+', 'XXL']], ['Marché d’hiver', '59 €', []], ['Station spatiale', '89 €', ['9+']]],
};

/** A board of products with pictures, and an open board for ideas. */
export function boardsOf(lang, { supports = 3 } = {}) {
  const words = GOODS[lang === 'fr' ? 'fr' : 'en'];
  const goods = words.map(([title, price, sizes], at) => idea(`p${at}`, title, {
    words: { title, price, sizes }, images: [{ id: `pic${at}`, state: 'shown', width: 800, height: 600, alt: title }],
  }));
  const boards = [
    board({ id: 'goods', def: { kind: 'products', title: lang === 'fr' ? 'Quels sont vos préférés ?' : 'Which ones are your favourites?', supports, order: 'old' } }),
    board({ id: 'wishes', place: 1, def: { kind: 'ideas', title: lang === 'fr' ? 'Que faudrait-il de plus dans notre magasin ?' : 'What is missing in our shop?', checked: true } }),
  ];
  return { boards, ideas: { goods, wishes: [] } };
}
