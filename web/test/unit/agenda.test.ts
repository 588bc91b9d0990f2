/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { definitionOf, faultOf, formOf, pastedQuestions } from '../../src/components/host/form';
import { agendaOf, entriesOf, freshEntries, readAgenda, type Agenda } from '../../src/components/host/prepared';
import type { Definition, Room } from '../../src/lib/protocol';

const TEA: Definition = { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], results: 'always', change: true, hide_voters: false, notes: 'Slowly.' };
const ROOM: Room = {
  id: 'club', code: 'K7Q42M', rev: 1, current: null, order: ['tea'], access: 'open',
  settings: { title: 'Club', lang: 'en', blank: false, hide_people: false },
};
const file = (more: object) => JSON.stringify({ clameur: 'agenda', version: 1, ...more });

test('what is saved reads back as it was, ids and notes too', () => {
  const agenda = agendaOf(ROOM, [{ id: 'tea', state: 'open', round: 3, version: 7, closes: 9, def: TEA }],
    [{ id: 'wishes', version: 2, place: 0, phase: 'open', closes: 0, def: { kind: 'ideas', title: 'Wishes' } }]);
  const read = readAgenda(`\ufeff${JSON.stringify(agenda)}`);
  assert.deepEqual(read, agenda);
  assert.deepEqual(entriesOf(read as Agenda), [
    { what: 'question', at: 1, id: 'tea', def: TEA }, { what: 'board', at: 1, id: 'wishes', def: { kind: 'ideas', title: 'Wishes' } },
  ]);
});

test('entries without an id have the same one each time, and each its own', () => {
  const agenda = readAgenda(file({ questions: [{ def: TEA }, { def: TEA }, { def: { ...TEA, title: 'Coffee?' } }, { id: 'own', def: TEA }] })) as Agenda;
  const ids = entriesOf(agenda).map(({ id }) => id);
  assert.deepEqual(entriesOf(agenda).map(({ id }) => id), ids);
  assert.equal(new Set(ids).size, 4);
  assert.equal(ids[3], 'own');
  for (const id of ids) assert.match(id, /^[a-z0-9]{1,16}$/);
  assert.ok(freshEntries(agenda).every(({ id }) => !ids.includes(id)), 'a template is new each time');
});

const FILES: [why: string, text: string, fault: string][] = [
  ['half a file', '{"clameur":"agen', 'json'], ['nothing', '', 'json'], ['a list', '[]', 'other'], ['null', 'null', 'other'], ['a number', '7', 'other'],
  ['something else', '{"clameur":"ballots","version":1,"questions":[{}]}', 'other'], ['no version', '{"clameur":"agenda","questions":[{}]}', 'other'],
  ['a later version', file({ version: 2, questions: [{ def: TEA }] }), 'newer'], ['nothing in it', file({ questions: [] }), 'other'],
  ['questions that are no list', file({ questions: { 0: TEA } }), 'other'],
];
for (const [why, text, fault] of FILES) test(`no agenda: ${why}`, () => assert.equal(readAgenda(text), fault));

test('entries that are no entries are left for the server to refuse, each at its place', () => {
  const entries = entriesOf(readAgenda(file({ questions: [null, 7, 'x', { def: TEA }] })) as Agenda);
  assert.deepEqual(entries.map(({ at, def }) => [at, def]), [[1, undefined], [2, undefined], [3, undefined], [4, TEA]]);
});

const templates = (lang: string) => JSON.parse(readFileSync(`${process.cwd()}/assets/templates.${lang}.json`, 'utf8')) as Agenda[];

test('templates are agendas, and both languages have the same', () => {
  const shape = (lang: string) => templates(lang).map((agenda) => {
    assert.equal(agenda.lang, lang);
    const read = readAgenda(JSON.stringify(agenda));
    assert.deepEqual(read, agenda, agenda.title);
    return entriesOf(agenda).map(({ what, def }) => {
      const { title, about, options, notes, ...rest } = def as unknown as Record<string, unknown> & { options?: string[] };
      const { low, high, bottom, top, unit, ...rules } = rest as Record<string, unknown>;
      return { what, rules, options: options?.length, notes: Boolean(notes), ends: [low, high, bottom, top, unit].map(Boolean) };
    });
  });
  assert.deepEqual(shape('fr'), shape('en'));
  assert.equal(templates('en').length, 6);
});

for (const lang of ['en', 'fr']) {
  test(`a template's question is whole in the form, and comes out as it went in (${lang})`, () => {
    for (const def of templates(lang).flatMap(({ questions }) => questions ?? []).map((one) => one.def)) {
      assert.equal(faultOf(formOf(def)), null, def.title);
      const written = definitionOf(formOf(def));
      assert.deepEqual({ ...written, ...def }, written, def.title);
    }
  });
}

const PASTED: [why: string, text: string, titles: string[] | null][] = [
  ['two questions', 'Tea?\n- Yes\n- No\n\nCake?\r\n  \r\n', null],
  ['two whole ones', 'Tea?\n- Yes\n- No\n \t\nCake?\r\nYes\r\nNo\r\nLater', ['Tea?', 'Cake?']],
  ['three with many empty lines', 'A?\n1\n2\n\n\n\nB?\n1\n2\n\nC?\n1\n2\n', ['A?', 'B?', 'C?']],
  ['one, with an empty line behind the title', 'Tea?\n\n- Yes\n- No', null],
  ['one', 'Tea?\nYes\nNo', null],
];
for (const [why, text, titles] of PASTED) {
  test(`pasted: ${why}`, () => assert.deepEqual(pastedQuestions(text)?.map(([title]) => title) ?? null, titles));
}
