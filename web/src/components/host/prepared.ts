/* SPDX-License-Identifier: Apache-2.0 */
/* An agenda as a file: what docs/AGENDA.md says. The server judges each entry as if it had been written by hand. */
import { api } from '../../lib/api';
import { newId } from '../../lib/id';
import { isAsked } from '../../lib/kinds';
import type { LogoSide, Theme } from '../../lib/palette';
import type { Board, BoardDefinition, Definition, Question, Refusal, Room } from '../../lib/protocol';

const FORMAT = 1;
/** Far more than the largest agenda. */
export const AGENDA_MOST = 2_000_000;
const TITLE_MOST = 200;

export interface Agenda {
  clameur: 'agenda';
  version: number;
  title?: string;
  lang?: string;
  questions?: { id?: string; def: Definition }[];
  boards?: { id?: string; def: BoardDefinition }[];
}

/** One thing that is put into a room; `at` is its place in the file, from 1. */
export interface Entry { what: 'question' | 'board'; at: number; id: string; def: Definition | BoardDefinition }
export interface EntryFault extends Refusal { entry: Entry }
export interface Outcome { added: number; known: number; faults: EntryFault[] }

/** A file holds no pictures: its questions are as they are without. */
const withoutImages = (def: Definition): Definition => {
  const { images, slide, ...rest } = def as Definition & { images?: unknown };
  return images || slide ? rest as Definition : def;
};
export const hasImages = (questions: readonly Question[]): boolean => questions.some(({ def }) => ('images' in def && def.images) || def.slide);

/** One of another room, sent to this one: a picture belongs to one room. */
async function copyImage(id: string, from: string, to: string): Promise<string> {
  const bytes = await (await fetch(`/image/${from}/~/${id}`, { credentials: 'same-origin' })).blob();
  const { path } = await api<{ path: string }>('image.ticket', { room: to, id });
  const { ok, err } = await (await fetch(path, { method: 'POST', body: bytes })).json() as { ok?: { image: string }; err?: Refusal };
  if (!ok) throw err;
  return ok.image;
}

async function copyImages(def: Definition, from: string, to: string): Promise<Definition> {
  const made = def.slide ? { ...def, slide: { ...def.slide, id: await copyImage(def.slide.id, from, to) } } : def;
  if (!('images' in made) || !made.images) return made;
  const images = await Promise.all(made.images.map(async (image) => image && { id: await copyImage(image.id, from, to), alt: image.alt }));
  return { ...made, images };
}

/** The same look for another room, which has pictures of its own: its logo is copied. */
export async function copyTheme(theme: Theme | undefined, from: string, to: string): Promise<Theme | undefined> {
  if (!theme?.logo) return theme;
  const { dark, light } = theme.logo;
  const copied = async (side: LogoSide) => ({ ...side, id: await copyImage(side.id, from, to) });
  return { ...theme, logo: { ...theme.logo, light: await copied(light), ...(dark && { dark: await copied(dark) }) } };
}

export function agendaOf({ settings }: Room, questions: readonly Question[], boards: readonly Board[]): Agenda {
  return {
    clameur: 'agenda', version: FORMAT, title: settings.title, lang: settings.lang,
    questions: questions.filter(isAsked).map(({ id, def }) => ({ id, def: withoutImages(def) })), boards: boards.map(({ id, def }) => ({ id, def })),
  };
}

/** Fifty-three bits of a text: the same entry has the same id each time its file is brought. */
function idOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    high = Math.imul(high ^ text.charCodeAt(at), 2_654_435_761);
    low = Math.imul(low ^ text.charCodeAt(at), 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return `f${(4_294_967_296 * (2_097_151 & high) + (low >>> 0)).toString(36)}`;
}

type Listed = { id?: unknown; def?: unknown };

/** An entry without an id has one made of what it says, and of how often that was said before. */
function listed(what: Entry['what'], list: unknown): Entry[] {
  const said = new Map<string, number>();
  return (Array.isArray(list) ? list as Listed[] : []).map((one, index) => {
    const def = one?.def;
    const text = `${what} ${JSON.stringify(def)}`;
    const times = said.get(text) ?? 0;
    said.set(text, times + 1);
    return { what, at: index + 1, id: (one?.id ?? idOf(`${text} ${times}`)) as string, def: def as Definition };
  });
}

export const entriesOf = ({ questions, boards }: Agenda): Entry[] => [...listed('question', questions), ...listed('board', boards)];

/** Those of a template: each time it is chosen, they are others. */
export const freshEntries = (agenda: Agenda): Entry[] => entriesOf(agenda).map((entry) => ({ ...entry, id: newId() }));

export type FileFault = 'json' | 'other' | 'newer';

/** What a file holds, or why that is no agenda. */
export function readAgenda(text: string): Agenda | FileFault {
  let read: Partial<Agenda> | null;
  try {
    read = JSON.parse(text.replace(/^\ufeff/, '')) as Partial<Agenda> | null;
  } catch {
    return 'json';
  }
  if (typeof read !== 'object' || read?.clameur !== 'agenda' || !Number.isInteger(read.version)) return 'other';
  if (read.version! > FORMAT) return 'newer';
  const lists = [read.questions ?? [], read.boards ?? []];
  return lists.every(Array.isArray) && lists.some(({ length }) => length > 0) ? read as Agenda : 'other';
}

/** What has to wait: the rest would fare no better. */
const STOPS = new Set(['away', 'try_again', 'store_full', 'going_away', 'forbidden', 'not_found']);

/** Puts all into a room, in their order; `known` are the ids that were there. What is there already stays as it is. */
export async function putAgenda(room: string, entries: readonly Entry[], known: ReadonlySet<string>): Promise<Outcome> {
  const outcome: Outcome = { added: 0, known: 0, faults: [] };
  for (const entry of entries) {
    const { what, id, def } = entry;
    try {
      await api(`${what}.add`, { room, id, def });
      outcome[known.has(id) ? 'known' : 'added'] += 1;
    } catch (refused) {
      const refusal = refused as Refusal;
      outcome.faults.push({ ...refusal, entry });
      if (STOPS.has(refusal.code)) break;
    }
  }
  return outcome;
}

interface Seen { snapshot: { room: Room; questions: Question[]; boards: Board[] } }

/** A new room that asks what another asks, under a name of its own. Resolves with its code. */
export async function copyRoom(code: string, title: string): Promise<string> {
  const { snapshot: { room, questions, boards } } = await api<Seen>('hello', { room: code, view: 'host' });
  const settings = { ...room.settings, rehearsal: undefined, title: [...title].slice(0, TITLE_MOST).join(''), blank: false, call: 0, split: undefined, large: undefined };
  const { theme, ...plain } = settings;
  const made = await api<{ code: string }>('room.create', { id: newId(), settings: theme?.logo ? plain : settings });
  if (theme?.logo) await api('room.update', { room: made.code, rev: 1, settings: { ...settings, theme: await copyTheme(theme, code, made.code) } });
  await copyAgenda({ room, questions, boards }, made.code);
  return made.code;
}

/** Another room asks the same. */
export async function copyAgenda({ room, questions, boards }: Seen['snapshot'], to: string): Promise<void> {
  const agenda = agendaOf(room, questions, boards);
  agenda.questions = [];
  for (const { id, def } of questions) agenda.questions.push({ id, def: await copyImages(def, room.code, to) });
  const { faults } = await putAgenda(to, entriesOf(agenda), new Set());
  if (faults[0]) throw faults[0];
}

/** The agendas that come with the program. */
export async function templates(lang: string): Promise<Agenda[]> {
  const reply = await fetch(`/assets/templates.${lang === 'fr' ? 'fr' : 'en'}.json`, { cache: 'no-cache' });
  if (!reply.ok) throw new Error(String(reply.status));
  return await reply.json() as Agenda[];
}
