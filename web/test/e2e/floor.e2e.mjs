/* SPDX-License-Identifier: Apache-2.0 */
/* The floor, iOS 12.2 and Chrome 80, for what participants load: no syntax above it, and no style that has no other to
 * fall back on. What of the browser's own they can do without is in lib/old-phone.mjs: a phone like that votes in kinds.e2e. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { transform } from 'esbuild';

import { WEB_DIR } from '../../../tests/lib/server.mjs';

const FLOOR = ['ios12.2', 'chrome80'];
const LANGS = ['en', 'fr'];

/** What a phone loads of a page: scripts and styles, its later part's too, whose styles are a text in its script. */
async function loaded(page, lang) {
  const html = await readFile(join(WEB_DIR, 'pages', `${page}.${lang}.html`), 'utf8');
  const [later] = (await readdir(join(WEB_DIR, 'assets'))).filter((name) => name.startsWith(`${page}-more.${lang}.`));
  const more = later ? await readFile(join(WEB_DIR, 'assets', later), 'utf8') : '';
  const between = (tag) => [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text]) => text).join('\n');
  const [script, style] = [between('script'), between('style')];
  assert.ok(script.length > 1000 && style.length > 1000);
  return { scripts: [script, ...(more ? [more] : [])], style: `${style}\n${stylesIn(more)}` };
}

/** The longest text of a script that reads like styles. */
function stylesIn(script) {
  const texts = script.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  const styles = texts.filter((text) => /\.[a-z-]+\{[a-z-]+:/.test(text)).sort((a, b) => b.length - a.length);
  assert.ok(script === '' || styles.length > 0);
  return (styles[0] ?? '').slice(1, -1).replace(/\\(.)/g, '$1');
}

const rulesOf = (css) => [...css.replace(/\/\*[^]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({
  selector: selector.trim(),
  declared: body.split(';').filter(Boolean).map((one) => [one.slice(0, one.indexOf(':')).trim(), one.slice(one.indexOf(':') + 1)]),
}));

/** Values that came later: each stands behind one of the same property that they do without. */
const LATER_VALUE = /(?:^|[^a-z-])(?:min|max|clamp|color-mix|light-dark|round)\(|\d[dsl]v[hwib]\b|:is\(|\bfit-content\b/;
const LATER_PROPERTY = /^(?:inset|(?:margin|padding|border|inset)-(?:inline|block)|translate|rotate|scale$)/;
const LATER_SELECTOR = /:(?:is|where|has)\(|(?:^|[^:(]):focus-visible/;

function faultsOf({ selector, declared }) {
  const known = new Set();
  const faults = LATER_SELECTOR.test(selector) && selector.split(',').length > 1 ? [`${selector}: a selector that is not known drops the others`] : [];
  for (const [name, value] of declared) {
    if (LATER_PROPERTY.test(name) || (LATER_VALUE.test(value) && !known.has(name))) faults.push(`${selector} { ${name}:${value} }`);
    known.add(name);
  }
  // A picture that is fitted into it is whole without.
  if (known.has('aspect-ratio') && !known.has('object-fit')) faults.push(`${selector} { aspect-ratio }`);
  // Flexible boxes keep no distance there; grids do.
  const isGrid = declared.some(([name, value]) => name.startsWith('grid') || value === 'grid');
  if (known.has('gap') && !isGrid) faults.push(`${selector} { gap } of a flexible box`);
  return faults;
}

for (const page of ['join', 'board', 'me']) {
  for (const lang of LANGS) {
    test(`what ${page} loads in ${lang} is read by phones at the floor`, async () => {
      const { scripts, style } = await loaded(page, lang);
      for (const script of scripts) {
        const [old, now] = await Promise.all([FLOOR, ['esnext']].map(async (target) => (await transform(script, { target })).code));
        assert.equal(old, now, 'newer syntax');
      }
      const rules = rulesOf(style);
      assert.ok(rules.length > 50);
      assert.deepEqual(rules.flatMap(faultsOf), []);
    });
  }
}
