/* SPDX-License-Identifier: Apache-2.0 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import * as english from 'locale:en!../../src/lib/i18n';
import * as french from 'locale:fr!../../src/lib/i18n';

import { dateWords } from '../../src/lib/dates';
import { firstOfMonth, tidySpaces } from '../../src/lib/french.mjs';

const NARROW = '\u202f';

test('English: one is singular, nought and many are plural', () => {
  assert.deepEqual([0, 1, 2, 1119].map((n) => english.t('votes', { n })),
    ['0 votes', '1 vote', '2 votes', '1,119 votes']);
});

test('French: nought and one are singular, thousands part by a narrow space', () => {
  assert.deepEqual([0, 1, 2, 1119].map((n) => french.t('votes', { n })),
    ['0 vote', '1 vote', '2 votes', `1${NARROW}119 votes`]);
});

test('percentages by language', () => {
  assert.equal(english.percent(32), '32%');
  assert.equal(french.percent(32), `32${NARROW}%`);
});

test('decimals by language', () => {
  assert.equal(english.tenth(4.25), '4.3');
  assert.equal(french.tenth(4), '4,0');
});

test('what is nought has no sign', () => {
  assert.deepEqual([english.number(-0), english.tenth(-0.04), french.tenth(-0.04)], ['0', '0.0', '0,0']);
  assert.deepEqual([english.number(-3), english.tenth(-0.06), french.tenth(-10.04)], ['-3', '-0.1', '-10,0']);
});

test('words fill the holes; an unknown hole stays to be seen', () => {
  assert.equal(english.t('join.home.not_found', { code: 'K7Q42N' }),
    'There is no room with the code K7Q42N. Please check it on the screen.');
  assert.match(english.t('join.home.not_found'), /\{code\}/);
});

test('French punctuation gets its narrow space, English none', () => {
  assert.equal(tidySpaces('Quel thème ?'), `Quel thème${NARROW}?`);
  assert.equal(tidySpaces('« oui »'), `«${NARROW}oui${NARROW}»`);
  assert.equal(tidySpaces('32 % ; 4 !'), `32${NARROW}%${NARROW}; 4${NARROW}!`);
  assert.equal(tidySpaces('Which theme?'), 'Which theme?');
});

test('each language offers the other', () => {
  assert.equal(english.otherLang, 'fr');
  assert.equal(french.otherLang, 'en');
});

test('both languages hold the same keys, with the same holes', () => {
  const folder = `${process.cwd()}/src/locales`;
  const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Record<string, string>;
  const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const name of readdirSync(folder).filter((file) => /(^|\.)en\.json$/.test(file))) {
    const [en, fr] = [read(name), read(name.replace(/en\.json$/, 'fr.json'))];
    assert.deepEqual(Object.keys(fr), Object.keys(en), name);
    for (const key of Object.keys(en)) assert.deepEqual(holes(fr[key]!), holes(en[key]!), key);
  }
});

test('the first of a month is an ordinal in French, and only there', () => {
  const first = Date.UTC(2027, 4, 1, 12);
  assert.equal(dateWords(first, { day: 'numeric', month: 'long' }, true), '1er mai');
  assert.equal(dateWords(Date.UTC(2027, 4, 11, 12), { day: 'numeric', month: 'long' }, true), '11 mai');
  assert.equal(dateWords(first, { day: 'numeric', month: 'long' }, false), 'May 1');
  assert.equal(firstOfMonth('samedi 1 août à 21:00'), 'samedi 1er août à 21:00');
  assert.equal(firstOfMonth('1\u00a0févr. 2027, 01:01'), '1er\u00a0févr. 2027, 01:01');
  assert.equal(firstOfMonth('01/05/2027 1 2'), '01/05/2027 1 2');
});

test('no file of words says a key twice', () => {
  const folder = `${process.cwd()}/src/locales`;
  for (const name of readdirSync(folder)) {
    const keys = [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^\s*"([^"]+)":/gm)].map(([, key]) => key);
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], name);
  }
});
