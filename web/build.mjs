/* SPDX-License-Identifier: Apache-2.0 */
/* Builds web/dist: one self-contained HTML file a page and language, its Content-Security-Policy,
 * the strings the server needs, and the assets. Fails when a page outgrows its budget. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

import { pageHtml, policy } from './tools/html.mjs';
import { locale } from './tools/locale.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(root, ...parts);
/** Where the pages go: elsewhere than web/dist for a try that must not disturb a running server. */
const dist = resolve(root, process.env.CLAMEUR_WEB_DIR ?? 'dist');
const to = (...parts) => join(dist, ...parts);

const LANGUAGES = ['en', 'fr', ...(process.env.CLAMEUR_PSEUDO ? ['qps'] : [])];
/* JSX calls h() straight (tools/jsx.mjs brings it): smaller than the automatic runtime that tsc checks. */
const TSCONFIG = {
  compilerOptions: {
    jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment', useDefineForClassFields: false,
  },
};
const TARGET = ['es2019', 'chrome80', 'safari12.1'];

/** gz kB of script, and of HTML with CSS, as docs and UX promise them. */
const BUDGETS = {
  join: { js: 20, html: 5 },
  board: { js: 34, html: 8 },
  me: { js: 24, html: 6 },
  stage: { js: 30, html: 6 },
  host: { js: 60, html: 10 },
  poster: { js: 30, html: 6 },
};
const LOCALE_BUDGET = 4;
/** Pages on people's phones have a door that may ask for a passcode. */
const PARTS = { join: ['door', 'notice'], board: ['merge', 'notice'], me: ['door', 'notice'], host: ['merge'] };
const partsOf = (page) => [page, ...(PARTS[page] ?? [])];

const kB = (text) => gzipSync(text, { level: 9 }).length / 1000;
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Hands the page's strings to its script as the module `clameur:locale`. */
function localePlugin(lang, strings) {
  const contents = `export default ${JSON.stringify(strings)};export const lang=${JSON.stringify(lang)};`;
  return {
    name: 'clameur-locale',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^clameur:locale$/ }, ({ path }) => ({ path, namespace: 'locale' }));
      esbuild.onLoad({ filter: /.*/, namespace: 'locale' }, () => ({ contents, loader: 'js' }));
    },
  };
}

async function bundle(entry, plugins = [], inject = []) {
  const { outputFiles } = await build({
    entryPoints: [entry], plugins, inject, target: TARGET, bundle: true, minify: true, write: false,
    format: 'iife', charset: 'utf8', mangleProps: /^_[a-z]/, tsconfigRaw: TSCONFIG,
    legalComments: 'none', logLevel: 'warning', absWorkingDir: root,
  });
  return outputFiles[0].text.trim();
}

async function buildPage(page, lang) {
  const folder = at('src/pages', page);
  const strings = await locale(at('src/locales'), lang, partsOf(page));
  const css = await bundle(join(folder, `${page}.css`));
  const js = await bundle(join(folder, 'index.tsx'), [localePlugin(lang, strings)], [at('tools/jsx.mjs')]);
  await writeFile(to('pages', `${page}.${lang}.html`), pageHtml({ page, lang, css, js }));
  await writeFile(to('pages', `${page}.${lang}.csp`), policy(sha256(js), sha256(css)));
  return { page, lang, js: kB(js), html: kB(pageHtml({ page, lang, css, js: '' })) };
}

function report(sizes) {
  let over = 0;
  for (const { page, lang, js, html } of sizes) {
    const budget = BUDGETS[page] ?? BUDGETS.join;
    // The pseudo-locale is longer by design and never served.
    const fits = lang === 'qps' || (js <= budget.js && html <= budget.html);
    over += fits ? 0 : 1;
    console.log(`${fits ? ' ' : '!'} ${page.padEnd(7)}${lang.padEnd(4)} js ${js.toFixed(1).padStart(5)} / ${budget.js} kB`
      + `   html+css ${html.toFixed(1).padStart(4)} / ${budget.html} kB`);
  }
  return over;
}

async function buildLocales(pages) {
  let over = 0;
  for (const lang of LANGUAGES) {
    const text = JSON.stringify(await locale(at('src/locales'), lang, ['plain', 'door', 'merge', 'notice', ...pages]));
    over += kB(JSON.stringify(await locale(at('src/locales'), lang, ['plain', 'door', 'join']))) > LOCALE_BUDGET ? 1 : 0;
    await writeFile(to('locales', `${lang}.json`), text);
  }
  return over;
}

await rm(dist, { recursive: true, force: true });
for (const folder of ['pages', 'locales', 'assets']) await mkdir(to(folder), { recursive: true });
const pages = (await readdir(at('src/pages'))).filter((page) => existsSync(at('src/pages', page, 'index.tsx')));
const sizes = [];
for (const page of pages) for (const lang of LANGUAGES) sizes.push(await buildPage(page, lang));
await cp(at('assets'), to('assets'), { recursive: true });
const over = report(sizes) + await buildLocales(pages);
if (over > 0) {
  console.error(`${over} over budget`);
  process.exitCode = 1;
}
