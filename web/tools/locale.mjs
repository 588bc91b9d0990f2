/* SPDX-License-Identifier: Apache-2.0 */
/* The strings of a language: those every page needs, and those of the pages asked for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tidySpaces } from '../src/lib/french.mjs';

const ACCENTS = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ü', n: 'ñ', c: 'ç', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Û' };

/** A third longer and accented, so that a layout that only fits English shows it. */
export function pseudo(text) {
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (part) => ACCENTS[part] ?? part);
  const more = Math.ceil(text.length * 0.35);
  return `${accented} ${'lorem ipsum dolor sit amet consectetur '.repeat(8).slice(0, more).trim()}`;
}

async function read(folder, name) {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** With `common` those that every page needs, too. */
export async function locale(folder, lang, parts, common = true) {
  const source = lang === 'qps' ? 'en' : lang;
  const files = [...(common ? [`${source}.json`] : []), ...parts.map((part) => `${part}.${source}.json`)];
  const strings = Object.assign({}, ...await Promise.all(files.map((name) => read(folder, name))));
  const finish = lang === 'qps' ? pseudo : tidySpaces;
  return Object.fromEntries(Object.entries(strings).map(([key, text]) => [key, finish(text)]));
}
